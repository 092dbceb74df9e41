import type { TenantId } from '@jumpseat/wire'
import { activityReader } from './activity/records.ts'
import { connectionReader } from './connection/records.ts'
import type { ConnectorsOptions } from './context.ts'
import { createRecent, type Recent } from './item/recent.ts'
import { type ItemReader, itemReader, type ListedItem, type RevisedItem } from './item/records.ts'
import { schemaReader } from './schema/records.ts'
import { registrationReader } from './toggle/records.ts'
import type { ConnectionRecord, ConnectorsReader } from './types.ts'

export interface Reader extends ConnectorsReader {
  /** With the revision that a change is bound to. */
  revisedConnection(uid: string): { readonly record: ConnectionRecord; readonly revision: number } | undefined
  /** As `itemOf`, with the revision that a patch is bound to. */
  revisedItem(uid: string, itemId: string): RevisedItem | undefined
  /** As `itemsOf`, without content. */
  listedItems(uid: string, afterItemId: string | undefined, limit: number): readonly ListedItem[]
  /** Whether there is such an item. */
  holds(uid: string, itemId: string): boolean
  /** As `connection`, for those who do not ask for counts, times and `limitExceeded`: these may be older. */
  uncounted(tenantId: TenantId, id: string): ConnectionRecord | undefined
  readonly items: ItemReader
  readonly recent: Recent
  /** Drops what is kept in memory of a connection that is gone. */
  forget(uid: string): void
}

/** The reading face over committed data. */
export function connectorsReader(context: Pick<ConnectorsOptions, 'store' | 'settings'>): Reader {
  const connections = connectionReader(context)
  const schemas = schemaReader(context)
  const items = itemReader(context)
  const activities = activityReader(context)
  const registrations = registrationReader(context)
  const recent = createRecent()
  const isLive = (uid: string) => connections.uncountedByUid(uid) !== undefined
  const revisedItem = (uid: string, itemId: string) => (isLive(uid) ? items.item(uid, itemId) : undefined)
  return {
    connections: connections.connections,
    connection: connections.connection,
    connectionByUid: connections.connectionByUid,
    uncounted: connections.uncounted,
    uncountedByUid: connections.uncountedByUid,
    uncountedOf: connections.uncountedOf,
    revisedConnection: connections.revisedConnection,
    schemaOf: schemas.schemaOf,
    itemOf: revisedItem,
    itemAt: (uid, itemId, seq) =>
      isLive(uid) ? (recent.take(uid, itemId, seq) ?? items.item(uid, itemId)) : undefined,
    revisedItem,
    listedItems: items.listed,
    holds: items.holds,
    items,
    recent,
    itemsOf: (uid, afterItemId, limit) => (isLive(uid) ? items.items(uid, afterItemId, limit) : []),
    itemIdsOf: (uid, afterItemId, limit) => (isLive(uid) ? items.ids(uid, afterItemId, limit) : []),
    activityCountOf: activities.countOf,
    isServed: ({ tenantId, connectorId }) =>
      connectorId === null || registrations.stateOf(tenantId, connectorId) !== 'disabled',
    forget(uid) {
      connections.forget(uid)
      schemas.forget(uid)
    },
  }
}
