import type { Statement, Store } from '@jumpseat/store'
import type { TenantId } from '@jumpseat/wire'
import type { Tenant } from '../types.ts'
import { rows, statement, tables } from './query.ts'

export function tenantRows(store: Store, idOrDomain?: string): Tenant[] {
  let query = tables(store)
    .selectFrom('tenants')
    .select(['id', 'display_name', 'domain', 'is_sample'])
    .orderBy('display_name')
  if (idOrDomain !== undefined) {
    query = query.where((where) =>
      where.or([where('id', '=', idOrDomain.toLowerCase() as TenantId), where('domain', '=', idOrDomain)]),
    )
  }
  return rows(store, query).map((row) => ({
    id: row.id,
    displayName: row.display_name,
    domain: row.domain,
    isSample: row.is_sample === 1,
  }))
}

export function insertTenant(store: Store, tenant: Tenant): Statement {
  const query = tables(store)
    .insertInto('tenants')
    .values({
      id: tenant.id,
      display_name: tenant.displayName,
      domain: tenant.domain.toLowerCase(),
      is_sample: tenant.isSample ? 1 : 0,
      membership_epoch: 1,
    })
    .onConflict((conflict) => conflict.doNothing())
  return statement(query, 'duplicate')
}
