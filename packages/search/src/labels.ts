import type { PropertyValue, Schema, SchemaProperty } from '@jumpseat/connectors'
import { own, setOwn } from '@jumpseat/wire'
import type { ReadableItem } from './types.ts'

export function labelled(schema: Schema, label: string): SchemaProperty | undefined {
  return schema.properties.find(({ labels }) => labels.includes(label))
}

/**
 * The property that a name stands for, in any case: its own name, else an alias, else a label as in `Label_Title`.
 * Contract: connectors 5.1, 5.3 and 6.1.
 */
export function propertyNamed({ properties }: Schema, name: string): SchemaProperty | undefined {
  const lower = name.toLowerCase()
  const isName = (each: string) => each.toLowerCase() === lower
  const label = lower.startsWith('label_') ? lower.slice('label_'.length) : undefined
  return (
    properties.find((each) => isName(each.name)) ??
    properties.find(({ aliases }) => aliases.some(isName)) ??
    properties.find(({ labels }) => labels.some((each) => each.toLowerCase() === label))
  )
}

export function propertyValue(
  { item }: Pick<ReadableItem, 'item'>,
  { name }: SchemaProperty,
): PropertyValue | undefined {
  return own(item.properties, name)
}

/** The text of a labelled property: the first one of a collection; undefined when there is none or it is empty. */
export function labelText(of: Pick<ReadableItem, 'item' | 'schema'>, label: string): string | undefined {
  const property = labelled(of.schema, label)
  const value = property && propertyValue(of, property)
  const text: unknown = Array.isArray(value) ? value[0] : value
  return typeof text === 'string' && text.trim() !== '' ? text : undefined
}

/** As `labelText`, where readers may be shown the property. Contract: connectors 2.4, a label belongs on a retrievable one. */
export const shownLabel = (of: Pick<ReadableItem, 'item' | 'schema'>, label: string): string | undefined =>
  labelled(of.schema, label)?.isRetrievable ? labelText(of, label) : undefined

/** The retrievable property that carries each label. Contract: connectors 2.4. */
export function shownLabels(schema: Schema): Readonly<Record<string, string>> {
  const names: Record<string, string> = {}
  for (const { name, labels, isRetrievable } of schema.properties) {
    if (isRetrievable) for (const label of labels) setOwn(names, label, name)
  }
  return names
}

/** The texts of a property; numbers and principals are none. */
export function textsOf(value: PropertyValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : []
}
