import type { Statement } from '@jumpseat/store'
import type { AppId, ConnectionId, TenantId } from '@jumpseat/wire'
import { all, type ConnectorsOptions, tables } from '../context.ts'
import type { ConnectionRow } from '../tables.ts'
import type { ConnectionDetails, ConnectionRecord, ConnectionState, ContentCategory } from '../types.ts'

type Reading = Pick<ConnectorsOptions, 'store' | 'settings'>

const BY_UID = 'SELECT * FROM connections WHERE uid = ? AND deleted_at IS NULL'
const BY_ID = 'SELECT * FROM connections WHERE tenant = ? AND id_key = ? AND deleted_at IS NULL'
const ITEMS_OF_TENANT = 'SELECT sum(item_count) AS items FROM connections WHERE tenant = ? AND deleted_at IS NULL'

const sealContext = (uid: string) => `connections:${uid}`

export function sealDetails({ store }: Reading, tenantId: TenantId, uid: string, details: ConnectionDetails) {
  return store.sealer.seal(tenantId, sealContext(uid), JSON.stringify(details))
}

/** Reads live connections; unsealed members are kept in memory by incarnation and revision. */
export function connectionReader(context: Reading) {
  const cache = new Map<string, { revision: number; details: ConnectionDetails }>()

  const detailsOf = (row: ConnectionRow): ConnectionDetails => {
    const cached = cache.get(row.uid)
    if (cached?.revision === row.revision) return cached.details
    const text = context.store.sealer.openText(row.tenant as TenantId, sealContext(row.uid), row.sealed)
    const details = JSON.parse(text) as ConnectionDetails
    cache.set(row.uid, { revision: row.revision, details })
    return details
  }
  const live = () => tables(context).selectFrom('connections').selectAll().where('deleted_at', 'is', null)
  /** `tenantItems` is told where many connections of a tenant are read at once. */
  const record = (row: ConnectionRow | undefined, tenantItems?: number): ConnectionRecord | undefined =>
    row && {
      ...detailsOf(row),
      tenantId: row.tenant as TenantId,
      id: row.id as ConnectionId,
      uid: row.uid,
      state: stateOf(context, row, tenantItems),
      ownerAppId: row.owner_app as AppId,
      authorizedAppIds: JSON.parse(row.authorized_apps) as AppId[],
      contentCategory: row.content_category as ContentCategory,
      connectorId: row.connector_id,
      itemCount: row.item_count,
      refusedCount: row.refused_count,
      createdAt: row.created_at,
      changedAt: row.changed_at,
    }

  // Read at every call, so the texts are made once.
  const row = (sql: string, ...parameters: string[]) => context.store.read<ConnectionRow>({ sql, parameters })[0]
  const byUid = (uid: string) => row(BY_UID, uid)
  const knownByUid = context.store.remember(['connections'], (uid: string) => record(byUid(uid)))
  const knownById = context.store.remember(['connections'], (key: string) => {
    const end = key.indexOf(' ')
    return record(row(BY_ID, key.slice(0, end), key.slice(end + 1)))
  })

  const ofTenant = (tenantId: TenantId): readonly ConnectionRecord[] => {
    const rows = all(context, live().where('tenant', '=', tenantId).orderBy('created_at').orderBy('id_key'))
    const tenantItems = rows.reduce((sum, row) => sum + row.item_count, 0)
    return rows.flatMap((row) => record(row, tenantItems) ?? [])
  }

  return {
    connections: ofTenant,
    connection: (tenantId: TenantId, id: string) => record(row(BY_ID, tenantId, id.toLowerCase())),
    connectionByUid: (uid: string) => record(byUid(uid)),
    /** As `connection`, for those who do not ask for counts, times and `limitExceeded`: these may be older. */
    uncounted: (tenantId: TenantId, id: string) => knownById(`${tenantId} ${id.toLowerCase()}`),
    uncountedByUid: knownByUid,
    uncountedOf: context.store.remember(['connections'], ofTenant),
    /** With the revision that a change is bound to. */
    revisedConnection(uid: string): { record: ConnectionRecord; revision: number } | undefined {
      const row = byUid(uid)
      const found = record(row)
      return row && found && { record: found, revision: row.revision }
    },
    forget: (uid: string) => {
      cache.delete(uid)
    },
  }
}

/** The state to show. Contract: connectors 1.4; `limitExceeded` follows from the caps and falls back by itself. */
function stateOf(context: Reading, row: ConnectionRow, tenantItems?: number): ConnectionState {
  if (row.state !== 'ready') return row.state
  return itemsRemaining(context, row.tenant, row.item_count, tenantItems) > 0 ? 'ready' : 'limitExceeded'
}

/** Items that may still be added. Contract: connectors 1.10, `connectionQuota.itemsRemaining`. */
export function itemsRemaining(context: Reading, tenant: string, itemCount: number, tenantItems?: number): number {
  const { itemsPerConnection, itemsPerTenant } = context.settings
  const inConnection = itemsPerConnection === 0 ? Number.MAX_SAFE_INTEGER : itemsPerConnection - itemCount
  if (itemsPerTenant === 0) return Math.max(0, inConnection)
  const inTenant = itemsPerTenant - (tenantItems ?? itemsOfTenant(context, tenant))
  return Math.max(0, Math.min(inConnection, inTenant))
}

function itemsOfTenant({ store }: Reading, tenant: string): number {
  const [row] = store.read<{ items: number | null }>({ sql: ITEMS_OF_TENANT, parameters: [tenant] })
  return row?.items ?? 0
}

export function insertConnection(row: ConnectionRow, connectionsPerTenant: number): Statement {
  return {
    sql: `INSERT INTO connections (uid, tenant, id, id_key, owner_app, authorized_apps, state, content_category, connector_id,
        sealed, revision, schema_version, item_count, refused_count, created_at, changed_at, deleted_at)
      SELECT ?, ?, ?, ?, ?, ?, 'draft', ?, ?, ?, 1, 0, 0, 0, ?, ?, NULL
      WHERE ? = 0 OR (SELECT count(*) FROM connections WHERE tenant = ? AND deleted_at IS NULL) < ?`,
    parameters: [
      row.uid,
      row.tenant,
      row.id,
      row.id_key,
      row.owner_app,
      row.authorized_apps,
      row.content_category,
      row.connector_id,
      row.sealed,
      row.created_at,
      row.changed_at,
      connectionsPerTenant,
      row.tenant,
      connectionsPerTenant,
    ],
    guard: 'cap',
  }
}

/** Refuses the unit when the id is in use, also by a connection whose purge still runs. Contract: connectors 1.2. */
export function idIsFree(tenant: string, idKey: string): Statement {
  return {
    sql: 'SELECT 1 AS free WHERE NOT EXISTS (SELECT 1 FROM connections WHERE tenant = ? AND id_key = ?)',
    parameters: [tenant, idKey],
    guard: 'taken',
  }
}

/** What a client may change and is not sealed. */
export type ChangedColumns = Pick<ConnectionRecord, 'authorizedAppIds' | 'contentCategory' | 'connectorId'>

/** Replaces what a client may change, provided that nobody did since `revision` was read. */
export function replaceDetails(
  { uid }: ConnectionRecord,
  revision: number,
  sealed: Uint8Array,
  change: ChangedColumns,
  at: number,
): Statement {
  return {
    sql: `UPDATE connections SET sealed = ?, authorized_apps = ?, content_category = ?, connector_id = ?,
        revision = revision + 1, changed_at = ?
      WHERE uid = ? AND revision = ? AND deleted_at IS NULL`,
    parameters: [
      sealed,
      JSON.stringify(change.authorizedAppIds),
      change.contentCategory,
      change.connectorId,
      at,
      uid,
      revision,
    ],
    guard: 'changed',
  }
}

export function markDeleted(uid: string, at: number): Statement {
  return {
    sql: 'UPDATE connections SET deleted_at = ? WHERE uid = ? AND deleted_at IS NULL',
    parameters: [at, uid],
    guard: 'gone',
  }
}
