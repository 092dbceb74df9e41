import type { PropertyRule } from '@jumpseat/connectors'
import type { Statement, Store } from '@jumpseat/store'
import type { JsonObject, TenantId } from '@jumpseat/wire'

/** How an administrator lets results look that are alike. Contract: publishing-and-governance 4.7. */
export interface ResultType {
  /** As clients know the ids of templates. Contract: connectors 5.8. */
  readonly id: string
  readonly name: string
  /** Connections whose results it is for, by incarnation. */
  readonly connectionUids: readonly string[]
  /** All must hold. */
  readonly rules: readonly PropertyRule[]
  /** An Adaptive Card with bindings. */
  readonly layout: JsonObject
  /** Milliseconds since 1970. */
  readonly createdAt: number
}

interface Row {
  readonly id: string
  readonly uids: string
  readonly sealed: Uint8Array
  readonly created_at: number
}

type Sealed = Pick<ResultType, 'name' | 'rules' | 'layout'>
type Keeping = { readonly store: Pick<Store, 'sealer'> }
type Reading = { readonly store: Pick<Store, 'read' | 'sealer'> }

const sealContext = (id: string) => `search_result_types:${id}`

/** In the order in which they are tried. */
export function resultTypesOf({ store }: Reading, tenantId: TenantId): readonly ResultType[] {
  const rows = store.read<Row>({
    sql: 'SELECT id, uids, sealed, created_at FROM search_result_types WHERE tenant = ? ORDER BY position, created_at, id',
    parameters: [tenantId],
  })
  return rows.map((row) => ({
    ...(JSON.parse(store.sealer.openText(tenantId, sealContext(row.id), row.sealed)) as Sealed),
    id: row.id,
    connectionUids: JSON.parse(row.uids),
    createdAt: row.created_at,
  }))
}

export function keepResultType(
  { store }: Keeping,
  tenantId: TenantId,
  { id, name, rules, layout, connectionUids, createdAt }: ResultType,
): Statement {
  const sealed = store.sealer.seal(tenantId, sealContext(id), JSON.stringify({ name, rules, layout } satisfies Sealed))
  return {
    sql: `INSERT INTO search_result_types (id, tenant, position, uids, sealed, created_at) VALUES (?, ?, 0, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET uids = excluded.uids, sealed = excluded.sealed`,
    parameters: [id, tenantId, JSON.stringify(connectionUids), sealed, createdAt],
  }
}

export const placeResultTypes = (tenantId: TenantId, ids: readonly string[]): Statement[] =>
  ids.map((id, position) => ({
    sql: 'UPDATE search_result_types SET position = ? WHERE id = ? AND tenant = ?',
    parameters: [position, id, tenantId],
  }))

export const dropResultType = (tenantId: TenantId, id: string): Statement => ({
  sql: 'DELETE FROM search_result_types WHERE id = ? AND tenant = ?',
  parameters: [id, tenantId],
})
