import type { PropertyRule, SchemaProperty } from '@jumpseat/connectors'
import { isComparable } from '../kinds.ts'
import { propertyNamed, propertyValue } from '../labels.ts'
import type { ReadableItem } from '../types.ts'

type Operation = PropertyRule['operation']

const COMPARES: Readonly<Record<Exclude<Operation, 'null'>, (held: readonly string[], value: string) => boolean>> = {
  equals: (held, value) => held.includes(value),
  notEquals: (held, value) => !held.includes(value),
  contains: (held, value) => held.some((each) => each.includes(value)),
  notContains: (held, value) => !held.some((each) => each.includes(value)),
  startsWith: (held, value) => held.some((each) => each.startsWith(value)),
  lessThan: (held, value) => held.some((each) => orderOf(each) < orderOf(value)),
  greaterThan: (held, value) => held.some((each) => orderOf(each) > orderOf(value)),
}

/**
 * Whether an item is what a rule says. Texts compare without case. A rule on a property that is not in the schema does not
 * hold; neither does one on a property that nobody is shown or may query, since the layout would tell of its value.
 * Contract: connectors 1.6.
 */
export function holds(
  { property: name, operation, values, valuesJoinedBy }: PropertyRule,
  found: ReadableItem,
): boolean {
  const property = propertyNamed(found.schema, name)
  if (!property || !isUsable(property)) return false
  const value = propertyValue(found, property)
  const held = (Array.isArray(value) ? value : value === undefined ? [] : [value]).map((each) =>
    (typeof each === 'object' ? JSON.stringify(each) : String(each)).toLowerCase(),
  )
  if (operation === 'null') return held.length === 0
  const compares = (each: string) => COMPARES[operation](held, each.toLowerCase())
  return valuesJoinedBy === 'and' ? values.every(compares) : values.some(compares)
}

/** Whether a rule may go by the property. */
export const isUsable = (property: SchemaProperty) => property.isRetrievable || isComparable(property)

/** Numbers as they are, dates as moments; NaN, which is neither less nor greater, for other text. */
const orderOf = (text: string) => (text.trim() === '' || Number.isNaN(Number(text)) ? Date.parse(text) : Number(text))
