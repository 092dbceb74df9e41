import type { FastifyRequest } from 'fastify'
import { connectionOf } from '../connection/routes.ts'
import type { Context } from '../context.ts'
import { connectorErrors } from '../errors.ts'
import type { ConnectionRecord, StoredItem } from '../types.ts'
import { mayRead } from './judge.ts'
import type { ListedItem } from './records.ts'

/** An app manages content and sees all of it; a person sees what the access lists grant. Contract: connectors 3.5 rule 6. */
export function readableItems(
  context: Context,
  request: FastifyRequest,
): { readonly connection: ConnectionRecord; readonly isReadable: (item: ListedItem) => boolean } {
  const { caller, connection } = connectionOf(context, request, 'readItem')
  if (caller.kind === 'app') return { connection, isReadable: () => true }
  const membership = context.directory.membershipOf(caller.tenantId, caller.objectId)
  return { connection, isReadable: ({ acl }) => mayRead(acl, membership, connection.uid) }
}

/** The item in the path; 404 when there is none that the caller may read. */
export function readableItem(
  context: Context,
  request: FastifyRequest,
): { readonly connection: ConnectionRecord; readonly item: StoredItem } {
  const { connection, isReadable } = readableItems(context, request)
  const item = context.reader.itemOf(connection.uid, (request.params as { itemId: string }).itemId)
  if (!item || !isReadable(item)) throw connectorErrors.itemNotFound()
  return { connection, item }
}
