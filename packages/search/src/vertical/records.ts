import type { Statement, Store } from '@jumpseat/store'
import type { TenantId } from '@jumpseat/wire'

/** A page of results of its own. Contract: connectors 7.3. */
export interface Vertical {
  readonly id: string
  readonly name: string
  readonly connectionUids: readonly string[]
  /** KQL that narrows the vertical; null for none. */
  readonly restriction: string | null
  readonly state: 'enabled' | 'disabled'
  /** Milliseconds since 1970. */
  readonly createdAt: number
}

interface Row {
  readonly id: string
  readonly state: Vertical['state']
  readonly sealed: Uint8Array
  readonly created_at: number
}

type Sealed = Pick<Vertical, 'name' | 'restriction'>
type Keeping = { readonly store: Pick<Store, 'sealer'> }
type Reading = { readonly store: Pick<Store, 'read' | 'sealer'> }

/** The word of the guard that refuses a connection of another vertical. */
const TAKEN = 'the connection belongs to another vertical'

const sealContext = (id: string) => `search_verticals:${id}`

/** In the order in which they are shown. */
export function verticalsOf(context: Reading, tenantId: TenantId): readonly Vertical[] {
  const rows = context.store.read<Row>({
    sql: 'SELECT id, state, sealed, created_at FROM search_verticals WHERE tenant = ? ORDER BY position, created_at, id',
    parameters: [tenantId],
  })
  return rows.map((row) => verticalFrom(context, tenantId, row))
}

export function verticalOf(context: Reading, tenantId: TenantId, id: string): Vertical | undefined {
  const [row] = context.store.read<Row>({
    sql: 'SELECT id, state, sealed, created_at FROM search_verticals WHERE id = ? AND tenant = ?',
    parameters: [id, tenantId],
  })
  return row && verticalFrom(context, tenantId, row)
}

export function keepVertical({ store }: Keeping, tenantId: TenantId, vertical: Vertical): Statement[] {
  const { id, name, restriction, state, createdAt, connectionUids } = vertical
  const sealed = store.sealer.seal(tenantId, sealContext(id), JSON.stringify({ name, restriction } satisfies Sealed))
  return [
    {
      sql: `INSERT INTO search_verticals (id, tenant, state, sealed, created_at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET state = excluded.state, sealed = excluded.sealed`,
      parameters: [id, tenantId, state, sealed, createdAt],
    },
    dropConnections(tenantId, id),
    ...connectionUids.map((uid, position) => ({
      sql: `INSERT INTO search_vertical_connections (uid, tenant, vertical_id, position) VALUES (?, ?, ?, ?)
        ON CONFLICT DO NOTHING`,
      parameters: [uid, tenantId, id, position],
      guard: TAKEN,
    })),
  ]
}

export const placeVerticals = (tenantId: TenantId, ids: readonly string[]): Statement[] =>
  ids.map((id, position) => ({
    sql: 'UPDATE search_verticals SET position = ? WHERE id = ? AND tenant = ?',
    parameters: [position, id, tenantId],
  }))

export const dropVertical = (tenantId: TenantId, id: string): Statement[] => [
  { sql: 'DELETE FROM search_verticals WHERE id = ? AND tenant = ?', parameters: [id, tenantId] },
  dropConnections(tenantId, id),
]

const dropConnections = (tenantId: TenantId, id: string): Statement => ({
  sql: 'DELETE FROM search_vertical_connections WHERE vertical_id = ? AND tenant = ?',
  parameters: [id, tenantId],
})

function verticalFrom({ store }: Reading, tenantId: TenantId, row: Row): Vertical {
  const { name, restriction } = JSON.parse(store.sealer.openText(tenantId, sealContext(row.id), row.sealed)) as Sealed
  const uids = store.read<{ uid: string }>({
    sql: 'SELECT uid FROM search_vertical_connections WHERE vertical_id = ? AND tenant = ? ORDER BY position',
    parameters: [row.id, tenantId],
  })
  return {
    id: row.id,
    name,
    restriction,
    state: row.state,
    createdAt: row.created_at,
    connectionUids: uids.map(({ uid }) => uid),
  }
}
