import { connectionReader } from './connection/records.ts'
import type { ConnectorsOptions } from './context.ts'
import { itemReader, type RevisedItem } from './item/records.ts'
import { schemaReader } from './schema/records.ts'
import { registrationReader } from './toggle/records.ts'
import type { ConnectorsReader } from './types.ts'

export interface Reader extends ConnectorsReader {
  /** As `itemOf`, with the revision that a patch is bound to. */
  revisedItem(uid: string, itemId: string): RevisedItem | undefined
  /** Drops what is kept in memory of a connection that is gone. */
  forget(uid: string): void
}

/** The reading face over committed data. */
export function connectorsReader(context: Pick<ConnectorsOptions, 'store' | 'settings'>): Reader {
  const connections = connectionReader(context)
  const schemas = schemaReader(context)
  const items = itemReader(context)
  const registrations = registrationReader(context)
  const isLive = (uid: string) => connections.connectionByUid(uid) !== undefined
  const revisedItem = (uid: string, itemId: string) => (isLive(uid) ? items.item(uid, itemId) : undefined)
  return {
    connections: connections.connections,
    connection: connections.connection,
    connectionByUid: connections.connectionByUid,
    schemaOf: schemas.schemaOf,
    itemOf: revisedItem,
    revisedItem,
    itemsOf: (uid, afterItemId, limit) => (isLive(uid) ? items.items(uid, afterItemId, limit) : []),
    isServed: ({ tenantId, connectorId }) =>
      connectorId === null || registrations.stateOf(tenantId, connectorId) !== 'disabled',
    forget(uid) {
      connections.forget(uid)
      schemas.forget(uid)
    },
  }
}
