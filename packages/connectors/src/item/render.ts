import type { Schema, StoredItem } from '../types.ts'
import { propertiesEntity } from './values.ts'

/** The item as clients read it; activities are never returned. Contract: connectors 3.1 and 3.3. */
export function itemEntity(item: StoredItem, schema: Schema | undefined): object {
  const { itemId, acl, properties, content, sensitivityLabelId } = item
  return {
    id: itemId,
    acl,
    properties: {
      '@odata.type': '#microsoft.graph.externalConnectors.properties',
      ...propertiesEntity(properties, schema),
    },
    content,
    ...(sensitivityLabelId === null ? {} : { informationProtectionLabel: { sensitivityLabelId } }),
  }
}
