import type { FastifyRequest } from 'fastify'
import { connectionOf, entitled, isReader, reachable } from '../access.ts'
import type { Context } from '../context.ts'
import { connectorErrors } from '../errors.ts'
import type { Listing } from '../paging.ts'
import type { ConnectionRecord, StoredItem } from '../types.ts'
import { mayRead } from './judge.ts'

/** The item in the path; 404 when there is none that the caller may read. */
export function readableItem(
  context: Context,
  request: FastifyRequest,
): { readonly connection: ConnectionRecord; readonly item: StoredItem } {
  const entitlement = entitled(request, 'readItem')
  const { caller } = entitlement
  const { connId, itemId } = request.params as { connId: string; itemId: string }
  const found = context.reader.connection(caller.tenantId, connId)
  // One answer for an item that is not there, one that may not be read, and one of a connection that is not there.
  if (!found && isReader(entitlement, found)) throw connectorErrors.itemNotFound()
  const connection = reachable(entitlement, found, context.settings)
  const item = context.reader.itemOf(connection.uid, itemId)
  if (!item) throw connectorErrors.itemNotFound()
  // An app manages content and sees all of it; a person sees what the access lists grant. Contract: connectors 3.5 rule 6.
  const isReadable =
    caller.kind === 'app' ||
    mayRead(item.acl, context.directory.membershipOf(caller.tenantId, caller.objectId), connection.uid)
  if (!isReadable) throw connectorErrors.itemNotFound()
  return { connection, item }
}

/** The items that the caller may read; nothing tells of others. */
export function readableItems(
  context: Context,
  request: FastifyRequest,
): { readonly connection: ConnectionRecord; readonly listing: Listing<StoredItem> } {
  const { connection, ...entitlement } = connectionOf(context, request, 'readItem')
  const { caller } = entitlement
  const { uid } = connection
  if (caller.kind === 'app') return { connection, listing: allItems(context, connection) }
  const membership = context.directory.membershipOf(caller.tenantId, caller.objectId)
  const lists = context.reader.items.lists(uid).filter(({ acl }) => mayRead(acl, membership, uid))
  if (lists.length === 0 && isReader(entitlement, connection)) throw connectorErrors.connectionNotFound()
  return {
    connection,
    listing: itemsWith(
      context,
      uid,
      lists.map(({ hash }) => hash),
    ),
  }
}

function allItems({ reader }: Context, { uid, itemCount }: ConnectionRecord): Listing<StoredItem> {
  return {
    slice: (after, skip, limit) => opened(reader.itemOf, uid, reader.items.idsFrom(uid, after, skip, limit)),
    keyOf: ({ itemId }) => itemId,
    count: () => itemCount,
  }
}

/** Below this many readable items it is cheaper to sort them than to walk past the others. */
const FEW = 10_000

/** Each list is judged once, and the store picks by list: the cost does not grow with what the caller may not read. */
function itemsWith({ reader }: Context, uid: string, hashes: readonly string[]): Listing<StoredItem> {
  const count = () => reader.items.countWith(uid, hashes)
  return {
    slice(after, skip, limit) {
      const range = { after, skip, limit, isFew: count() < FEW }
      return opened(reader.itemOf, uid, reader.items.idsWith(uid, hashes, range))
    },
    keyOf: ({ itemId }) => itemId,
    count,
  }
}

function opened(read: Context['reader']['itemOf'], uid: string, ids: readonly string[]): readonly StoredItem[] {
  return ids.flatMap((id) => read(uid, id) ?? [])
}
