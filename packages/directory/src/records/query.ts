import type { Statement, Store } from '@jumpseat/store'
import type { TenantId } from '@jumpseat/wire'
import type { Compilable, Kysely } from 'kysely'
import type { Tables } from '../tables.ts'

export const tables = (store: Store): Kysely<Tables> => store.db<Tables>()

export function rows<Row>(store: Store, query: Compilable<Row>): Row[] {
  return store.read<Row>(query.compile())
}

/** The compiled query as a statement of a unit; the query's tree stays behind. */
export function statement(query: Compilable, guard?: string): Statement {
  const { sql, parameters } = query.compile()
  return guard === undefined ? { sql, parameters } : { sql, parameters, guard }
}

/** Raises the tenant's membership epoch and tells the followers: part of every unit that may change who belongs where. */
export function membershipChange(store: Store, tenantId: TenantId, scope: string, id: string): readonly Statement[] {
  return [
    {
      sql: 'UPDATE tenants SET membership_epoch = membership_epoch + 1 WHERE id = ?',
      parameters: [tenantId],
      guard: 'noTenant',
    },
    store.change(tenantId, 'membership', scope, id),
  ]
}
