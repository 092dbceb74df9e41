import { randomInt } from 'node:crypto'
import type { AclEntry } from '@jumpseat/index'
import { GuardError, type Statement } from '@jumpseat/store'
import { type ItemId, type JsonObject, member } from '@jumpseat/wire'
import { activityStatements } from '../activity/service.ts'
import { applied, type Context } from '../context.ts'
import { connectorErrors } from '../errors.ts'
import type { ConnectionRecord, Schema, StoredItem } from '../types.ts'
import { internedAcl } from './acl.ts'
import { aclIn, checkItemId, contentIn, itemBody, labelIn, propertiesIn } from './body.ts'
import { type ItemBody, sealItem } from './records.ts'
import { admit, dropFormerAcl, keepAcl, removeItem, replaceItem, touch, upsertItem } from './statements.ts'

const ATTEMPTS = 5

/** Creates the item or replaces it whole; gives what is stored. Errors: 400, 403 (cap), 404. Contract: connectors 3.2 and 3.4. */
export async function putItem(
  context: Context,
  connection: ConnectionRecord,
  itemId: string,
  body: JsonObject,
): Promise<StoredItem> {
  const schema = readySchema(context, connection)
  checkItemId(itemId, context.settings.itemIdLength)
  const acl = aclIn(body, context, connection)
  const properties = propertiesIn(body, context, schema)
  const sentContent = contentIn(body)
  const keepsContent = context.settings.putKeepsContent && sentContent === undefined
  const content = (keepsContent ? context.reader.itemOf(connection.uid, itemId)?.content : sentContent) ?? null
  const sealedPart = itemBody(context, connection, schema, {
    properties,
    content,
    sensitivityLabelId: labelIn(body) ?? null,
  })
  const activities = activityStatements(context, connection, itemId, member(body, 'activities'))
  const at = context.now()
  const { hash, entries } = internedAcl(acl)
  const { tenantId, uid } = connection
  const sealed = sealItem(context, tenantId, uid, itemId, sealedPart)
  const results = await write(context, connection, [
    admit(connection, itemId, context.settings, at),
    dropFormerAcl(uid, itemId, hash),
    keepAcl(uid, hash, tenantId, entries),
    upsertItem({
      uid,
      item_id: itemId,
      tenant: tenantId,
      acl_hash: hash,
      sealed,
      revision: newRevision(),
      received_at: at,
    }),
    ...activities,
    context.store.change(tenantId, 'item', uid, itemId),
  ])
  const item = stored(connection, itemId, acl, sealedPart, at)
  const seq = results.at(-1)?.seq
  if (seq !== undefined) context.reader.recent.keep(seq, item, sealed.length)
  return item
}

/** Replaces the members that were sent, `acl` and `properties` whole. Errors: 400, 404. Contract: connectors 3.2. */
export async function patchItem(
  context: Context,
  connection: ConnectionRecord,
  itemId: string,
  body: JsonObject,
): Promise<StoredItem> {
  const schema = readySchema(context, connection)
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const before = context.reader.revisedItem(connection.uid, itemId)
    if (!before) throw connectorErrors.itemNotFound()
    const isSent = (name: string) => member(body, name) !== undefined
    const acl = isSent('acl') ? aclIn(body, context, connection) : before.acl
    const content = contentIn(body)
    const label = labelIn(body)
    const sealedPart = itemBody(context, connection, schema, {
      properties: isSent('properties') ? propertiesIn(body, context, schema) : before.properties,
      content: content === undefined ? before.content : content,
      sensitivityLabelId: label === undefined ? before.sensitivityLabelId : label,
    })
    const at = context.now()
    const { tenantId, uid } = connection
    const { hash, entries } = internedAcl(acl)
    const sealed = sealItem(context, tenantId, uid, itemId, sealedPart)
    const isApplied = await applied(context, [
      touch(uid, at),
      dropFormerAcl(uid, itemId, hash),
      keepAcl(uid, hash, tenantId, entries),
      replaceItem(uid, itemId, before.revision, hash, sealed, at),
      context.store.change(tenantId, 'item', uid, itemId),
    ])
    if (isApplied) return stored(connection, itemId, acl, sealedPart, at)
  }
  throw connectorErrors.writeConflict({}, { headers: { 'retry-after': '1' } })
}

export async function deleteItem(context: Context, connection: ConnectionRecord, itemId: string): Promise<void> {
  if (connection.state === 'obsolete') throw connectorErrors.connectionIsObsolete()
  const isApplied = await applied(context, [
    touch(connection.uid, context.now()),
    dropFormerAcl(connection.uid, itemId, undefined),
    ...removeItem(connection.uid, itemId),
    context.store.change(connection.tenantId, 'item', connection.uid, itemId),
  ])
  if (!isApplied) throw connectorErrors.itemNotFound()
}

/** The schema that items are checked against; 400 in the states that take none. Contract: connectors 1.4. */
function readySchema(context: Context, { uid, state }: ConnectionRecord): Schema {
  if (state === 'obsolete') throw connectorErrors.connectionIsObsolete()
  const schema = context.reader.schemaOf(uid)
  if (schema) return schema
  // A deletion may be committed between the reading of the connection and this one.
  throw context.reader.connectionByUid(uid) ? connectorErrors.connectionIsDraft() : connectorErrors.connectionNotFound()
}

async function write(context: Context, connection: ConnectionRecord, unit: readonly Statement[]) {
  try {
    return await context.store.write(unit)
  } catch (error) {
    if (!(error instanceof GuardError)) throw error
    const now = context.reader.connectionByUid(connection.uid)
    if (!now) throw connectorErrors.connectionNotFound()
    throw connectorErrors.itemQuota()
  }
}

/** Random, so that a patch read from an item that was deleted never meets one created again under its id. */
const newRevision = () => randomInt(2 ** 47)

function stored(
  { tenantId, uid }: ConnectionRecord,
  itemId: string,
  acl: readonly AclEntry[],
  { plainText, ...body }: ItemBody,
  receivedAt: number,
): StoredItem {
  return {
    ...body,
    tenantId,
    connectionUid: uid,
    itemId: itemId as ItemId,
    acl,
    plainText: plainText ?? body.content?.value ?? '',
    receivedAt,
  }
}
