import type { AclEntry } from '@jumpseat/index'
import { canonicalMember, isJsonObject, type JsonObject, type JsonValue, member } from '@jumpseat/wire'
import type { Context } from '../context.ts'
import { connectorErrors } from '../errors.ts'
import { personFits } from '../people/items.ts'
import type { ConnectionRecord, ItemContent, PropertyBag, Schema } from '../types.ts'
import { aclOf } from './acl.ts'
import type { ItemBody } from './records.ts'
import { plainTextOf } from './text.ts'
import { propertiesOf } from './values.ts'

export function checkItemId(itemId: string, limit: number): void {
  if (itemId.length < 1 || itemId.length > limit || !/^[A-Za-z0-9_-]+$/.test(itemId)) {
    throw connectorErrors.itemId({ limit }, { place: 'itemId' })
  }
}

export function aclIn(
  body: JsonObject,
  context: Context,
  { tenantId, contentCategory }: ConnectionRecord,
): readonly AclEntry[] {
  const acl = aclOf(member(body, 'acl'), {
    tenantId,
    limit: context.settings.aclEntriesPerItem,
    userIdOf: (principalName) => context.directory.user(tenantId, principalName)?.id,
  })
  const grantsEveryone = acl.some(({ type, accessType }) => type === 'everyone' && accessType === 'grant')
  if (contentCategory === 'people' && !grantsEveryone) throw connectorErrors.aclPeople({}, { place: '/acl' })
  return acl
}

export function propertiesIn(body: JsonObject, context: Context, schema: Schema): PropertyBag {
  const value = member(body, 'properties')
  if (!isJsonObject(value)) throw connectorErrors.propertiesMissing({}, { place: '/properties' })
  return propertiesOf(value, schema, context.settings.unknownProperties, body)
}

/** Undefined when the member was not sent, null when it was cleared. */
export function contentIn(body: JsonObject): ItemContent | null | undefined {
  const value = member(body, 'content')
  if (value === undefined || value === null) return value
  const text = isJsonObject(value) ? (member(value, 'value') ?? null) : undefined
  const sent = isJsonObject(value) ? String(member(value, 'type') ?? 'text') : ''
  const type = canonicalMember(['text', 'html'], sent)
  if (!type || (text !== null && typeof text !== 'string'))
    throw connectorErrors.contentShape({}, { place: '/content' })
  return text === null ? null : { type, value: text }
}

export function labelIn(body: JsonObject): string | null | undefined {
  const value = member(body, 'informationProtectionLabel')
  if (value === undefined || value === null) return value
  const id: JsonValue | undefined = isJsonObject(value) ? (member(value, 'sensitivityLabelId') ?? null) : undefined
  if (id === null || typeof id === 'string') return id
  throw connectorErrors.labelShape({}, { place: '/informationProtectionLabel' })
}

/** The sealed part of an item, with what is derived from it. */
export function itemBody(
  context: Context,
  connection: ConnectionRecord,
  schema: Schema,
  { properties, content, sensitivityLabelId }: Pick<ItemBody, 'properties' | 'content' | 'sensitivityLabelId'>,
): ItemBody {
  return {
    properties,
    content,
    ...(content?.type === 'html' ? { plainText: plainTextOf(content.value) } : {}),
    sensitivityLabelId,
    isIndexable: connection.contentCategory !== 'people' || personFits(context, connection, schema, properties),
  }
}
