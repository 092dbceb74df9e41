import type { PropertyType, SchemaProperty } from '@jumpseat/connectors'

/** How the values of a property compare. Principals do not. */
export type ValueKind = 'text' | 'number' | 'date' | 'boolean'

const KINDS: Readonly<Partial<Record<PropertyType, ValueKind>>> = {
  string: 'text',
  stringCollection: 'text',
  int64: 'number',
  int64Collection: 'number',
  double: 'number',
  doubleCollection: 'number',
  dateTime: 'date',
  dateTimeCollection: 'date',
  boolean: 'boolean',
}

export const kindOf = (type: PropertyType): ValueKind | undefined => KINDS[type]

/** Whether a query may compare it; what can be refined can be queried too. Contract: connectors 2.5. */
export const isComparable = ({ isQueryable, isRefinable }: Pick<SchemaProperty, 'isQueryable' | 'isRefinable'>) =>
  isQueryable || isRefinable
