import type { ConnectionRecord, ConnectorsReader, PropertyValue, Schema, StoredItem } from '@jumpseat/connectors'
import type { Directory } from '@jumpseat/directory'
import type { IndexedItem, IndexedValue, ItemSource } from '@jumpseat/index'
import { setOwn } from '@jumpseat/wire'
import { isComparable, kindOf, type ValueKind } from './kinds.ts'
import { labelled, labelText, propertyValue, textsOf } from './labels.ts'
import type { ReadableItem } from './types.ts'

/** Activities from which on an item is as interesting as can be. */
const MOST_ACTIVITIES = 1_000

/** What an item tells of itself beside its title and its date, in the documented order of influence. Contract: connectors 2.4. */
const TELLING = ['lastModifiedBy', 'url', 'fileName', 'fileExtension']
/** What all of them are worth of the greatest interest: 1 % of a score. */
const TOLD = 0.2

/** Raised with each change of what `indexedItem` makes of an item. */
const VERSION = 2

/** The connectors' items as the index wants them. */
export function itemSource(connectors: ConnectorsReader, directory: Pick<Directory, 'tenants'>): ItemSource {
  return {
    version: VERSION,
    connections: () =>
      directory
        .tenants()
        .flatMap(({ id }) => connectors.connections(id))
        .map(({ uid, tenantId, itemCount }) => ({ connectionUid: uid, tenantId, itemCount })),
    itemIds: connectors.itemIdsOf,
    item(uid, itemId, seq) {
      const connection = connectors.uncountedByUid(uid)
      const item = seq === undefined ? connectors.itemOf(uid, itemId) : connectors.itemAt(uid, itemId, seq)
      if (!connection || !item?.isIndexable) return undefined
      const schema = connectors.schemaOf(uid) ?? { properties: [] }
      return indexedItem(connection, schema, item, connectors.activityCountOf(uid, itemId))
    },
  }
}

/** Contract: connectors 7.1: title if searchable, content always, other searchable text properties, typed values. */
function indexedItem(connection: ConnectionRecord, schema: Schema, item: StoredItem, activities: number): IndexedItem {
  const title = labelled(schema, 'title')
  const searchable: Record<string, readonly string[]> = {}
  const values: Record<string, readonly IndexedValue[]> = {}
  for (const property of schema.properties) {
    const value = propertyValue({ item }, property)
    if (value === undefined) continue
    const key = property.name.toLowerCase()
    const texts = property.isSearchable && property !== title ? textsOf(value) : []
    if (texts.length > 0) setOwn(searchable, key, texts)
    const compared = isComparable(property) ? valuesOf(value, kindOf(property.type)) : []
    if (compared.length > 0) setOwn(values, key, compared)
  }
  const heading = labelText({ item, schema }, 'title')
  const modified = Date.parse(labelText({ item, schema }, 'lastModifiedDateTime') ?? '')
  return {
    tenantId: item.tenantId,
    connectionUid: connection.uid,
    connectionId: connection.id,
    itemId: item.itemId,
    acl: item.acl,
    title: title?.isSearchable ? heading : undefined,
    ...(title?.isSearchable || heading === undefined ? {} : { heading }),
    content: item.plainText,
    searchable,
    values,
    modifiedAt: Number.isNaN(modified) ? undefined : modified,
    interest: interestOf({ item, schema }, activities),
  }
}

/** From 0 to 1: what people did with the item, and how much it tells of itself. */
function interestOf(of: Pick<ReadableItem, 'item' | 'schema'>, activities: number): number {
  const told = TELLING.filter((label) => labelText(of, label) !== undefined).length / TELLING.length
  return Math.min(1, Math.log1p(activities) / Math.log1p(MOST_ACTIVITIES) + TOLD * told)
}

/** What can be compared of a value; a whole number beyond 2^53 is rounded. */
function valuesOf(value: PropertyValue, kind: ValueKind | undefined): IndexedValue[] {
  const each: readonly unknown[] = Array.isArray(value) ? value : [value]
  return each.flatMap((one): IndexedValue[] => {
    if (kind === 'text') return typeof one === 'string' ? [one] : []
    if (kind === 'boolean') return typeof one === 'boolean' ? [one] : []
    const number = kind === 'date' ? Date.parse(String(one)) : kind === 'number' ? Number(one) : Number.NaN
    return Number.isFinite(number) ? [number] : []
  })
}
