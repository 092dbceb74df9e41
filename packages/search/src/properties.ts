import type { PropertyType, PropertyValue, Schema, SchemaProperty } from '@jumpseat/connectors'
import { setOwn } from '@jumpseat/wire'
import { propertyNamed, propertyValue } from './labels.ts'
import type { ReadableItem } from './types.ts'

// contract: connectors 3.3
const ANNOTATIONS: Readonly<Partial<Record<PropertyType, string>>> = {
  stringCollection: 'Collection(String)',
  int64Collection: 'Collection(Int64)',
  doubleCollection: 'Collection(Double)',
  dateTimeCollection: 'Collection(DateTimeOffset)',
  principal: '#microsoft.graph.externalConnectors.principal',
  principalCollection: 'Collection(microsoft.graph.externalConnectors.principal)',
}

/** A property under the name by which it is shown. */
interface Shown {
  readonly key: string
  readonly property: SchemaProperty
}

/** Retrievable properties in their wire form: all of them, or those named by property or `label_title`. Contract: connectors 5.1. */
export function propertiesOf(of: ReadableItem, names: readonly string[] | undefined): Record<string, PropertyValue> {
  const bag: Record<string, PropertyValue> = {}
  for (const { key, property } of shownOf(of, names)) {
    const value = propertyValue(of, property)
    if (value === undefined) continue
    const annotation = ANNOTATIONS[property.type]
    if (annotation !== undefined) setOwn(bag, `${key}@odata.type`, annotation)
    setOwn(bag, key, value)
  }
  return bag
}

/** Requested properties as strings; those without a value are left out. Contract: connectors 6.1 `resourceMetadata`. */
export function metadataOf(of: ReadableItem, names: readonly string[]): Record<string, string> {
  const dictionary: Record<string, string> = {}
  for (const { key, property } of shownOf(of, names)) {
    const value = propertyValue(of, property)
    if (value !== undefined) setOwn(dictionary, key, plain(value))
  }
  return dictionary
}

function shownOf({ schema }: ReadableItem, names: readonly string[] | undefined): Shown[] {
  const all = names === undefined ? schema.properties.map((property) => ({ key: property.name, property })) : []
  const asked = (names ?? []).flatMap((name) => named(schema, name) ?? [])
  return [...all, ...asked].filter(({ property }) => property.isRetrievable)
}

/** A property under its own spelling when it was asked for by name, else under the alias or label that was asked for. */
function named(schema: Schema, name: string): Shown | undefined {
  const property = propertyNamed(schema, name)
  if (!property) return undefined
  return { key: property.name.toLowerCase() === name.toLowerCase() ? property.name : name, property }
}

function plain(value: PropertyValue): string {
  if (Array.isArray(value)) return value.map(plain).join('; ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
