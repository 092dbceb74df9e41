import type { ConnectionRecord, ConnectorsReader, Schema, StoredItem } from '@jumpseat/connectors'
import type { Directory } from '@jumpseat/directory'
import type { IndexedItem, ItemSource } from '@jumpseat/index'
import { setOwn } from '@jumpseat/wire'
import { labelled, labelText, propertyValue, textsOf } from './labels.ts'

/** The connectors' items as the index wants them. */
export function itemSource(connectors: ConnectorsReader, directory: Pick<Directory, 'tenants'>): ItemSource {
  return {
    connections: () =>
      directory
        .tenants()
        .flatMap(({ id }) => connectors.connections(id))
        .map(({ uid, tenantId }) => ({ connectionUid: uid, tenantId })),
    itemIds: connectors.itemIdsOf,
    item(uid, itemId) {
      const connection = connectors.connectionByUid(uid)
      const item = connectors.itemOf(uid, itemId)
      const schema = connectors.schemaOf(uid) ?? { properties: [] }
      return connection && item?.isIndexable ? indexedItem(connection, schema, item) : undefined
    },
  }
}

/** Contract: connectors 7.1: title if searchable, content always, other searchable text properties. */
export function indexedItem(connection: ConnectionRecord, schema: Schema, item: StoredItem): IndexedItem {
  const title = labelled(schema, 'title')
  const searchable: Record<string, readonly string[]> = {}
  for (const property of schema.properties) {
    if (!property.isSearchable || property === title) continue
    const texts = textsOf(propertyValue({ item }, property))
    if (texts.length > 0) setOwn(searchable, property.name, texts)
  }
  const modified = Date.parse(labelText({ item, schema }, 'lastModifiedDateTime') ?? '')
  return {
    tenantId: item.tenantId,
    connectionUid: connection.uid,
    connectionId: connection.id,
    itemId: item.itemId,
    acl: item.acl,
    title: title?.isSearchable ? labelText({ item, schema }, 'title') : undefined,
    content: item.plainText,
    searchable,
    modifiedAt: Number.isNaN(modified) ? undefined : modified,
  }
}
