import type { Aggregation, Bucket, RefinableProperty, SearchConnection } from '../../api/types.ts'
import type { Filter, Sort } from '../../lib/address.ts'
import { text } from '../../messages.ts'

/** A property that the results can be narrowed by, as the page shows it. */
export interface Field extends RefinableProperty {
  readonly title: string
}

/** More would be a wall of boxes; the connections name their most useful properties first. */
const MOST_FIELDS = 8
const MOST_VALUES = 10

/** Properties that the connections searched can be narrowed by, each once. */
export function fieldsOf(connections: readonly SearchConnection[]): readonly Field[] {
  const fields = new Map<string, Field>()
  for (const property of connections.flatMap(({ refinable }) => refinable ?? [])) {
    const key = property.name.toLowerCase()
    if (!fields.has(key)) fields.set(key, { ...property, title: titleOf(property) })
  }
  return [...fields.values()].slice(0, MOST_FIELDS)
}

/** Names that every connection searched can order by; one that could not would refuse the whole search. */
export function sortsOf(connections: readonly SearchConnection[]): readonly string[] {
  const [first, ...others] = connections.map(({ sortable }) => sortable ?? [])
  return (first ?? []).filter((name) => others.every((names) => names.includes(name)))
}

/** The order by last change, where every connection searched calls that by one name. */
export function newestOf(connections: readonly SearchConnection[]): Sort | undefined {
  const names = new Set(connections.map(({ labels }) => new Map(Object.entries(labels)).get('lastModifiedDateTime')))
  const [name] = names
  return names.size === 1 && name && sortsOf(connections).includes(name) ? { name, isDescending: true } : undefined
}

/** `callSign` reads as `Call sign`; a label says what a property is better than its name. */
export function titleOf({ name, label }: Pick<RefinableProperty, 'name' | 'label'>): string {
  const known = new Map<string, string>(Object.entries(text.refine.labels)).get(label ?? '')
  const words = name
    .replace(/_/g, ' ')
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`)
  return known ?? words.charAt(0).toUpperCase() + words.slice(1)
}

export const isDate = ({ type }: RefinableProperty): boolean => type.startsWith('dateTime')

export type Stretch = keyof typeof text.refine.stretches
export const STRETCHES = ['week', 'month', 'year', 'older', 'later'] as const satisfies readonly Stretch[]
const isStretch = (value: string): value is Stretch => Object.hasOwn(text.refine.stretches, value)

interface Bounds {
  readonly from?: string
  readonly to?: string
}

/** The stretches of time around `now`, in the reader's own calendar; weeks begin on Monday. */
export function boundsOf(now: Date): Readonly<Record<Stretch, Bounds>> {
  const [year, month, day] = [now.getFullYear(), now.getMonth(), now.getDate()]
  const at = (...parts: [number, number, number]) => new Date(...parts).toISOString().replace('.000Z', 'Z')
  const monday = day - ((now.getDay() + 6) % 7)
  return {
    week: { from: at(year, month, monday), to: at(year, month, monday + 7) },
    month: { from: at(year, month, 1), to: at(year, month + 1, 1) },
    year: { from: at(year, 0, 1), to: at(year + 1, 0, 1) },
    older: { to: at(year, 0, 1) },
    later: { from: at(year + 1, 0, 1) },
  }
}

/** `aggregations` of a request. Contract: connectors 5.5. */
export function aggregationsOf(fields: readonly Field[], now: Date): readonly object[] {
  const bounds = boundsOf(now)
  const ranges = STRETCHES.map((stretch) => bounds[stretch])
  return fields.map((field) => ({
    field: field.name,
    size: MOST_VALUES,
    bucketDefinition: {
      sortBy: 'count',
      isDescending: true,
      minimumCount: 1,
      ...(isDate(field) ? { sortBy: 'keyAsNumber', ranges } : {}),
    },
  }))
}

/** `aggregationFilters` of a request: several values of one field are alternatives. Contract: connectors 5.5. */
export function filtersOf(filters: readonly Filter[], now: Date): readonly string[] {
  const bounds = boundsOf(now)
  const fields = new Map<string, string[]>()
  for (const { field, value } of filters) {
    const token = isStretch(value) ? rangeToken(bounds[value]) : value
    fields.set(field, [...(fields.get(field) ?? []), token])
  }
  return [...fields].map(([field, tokens]) =>
    tokens.length === 1 ? `${field}:${tokens[0]}` : `${field}:or(${tokens.join(',')})`,
  )
}

const rangeToken = ({ from, to }: Bounds) => `range(${from ?? 'min'}, ${to ?? 'max, to="le"'})`

/** One line to choose from. */
export interface Choice {
  readonly value: string
  readonly name: string
  readonly count: number | undefined
  readonly isChosen: boolean
}

/** What a field offers: what the server counted, and what was chosen though nothing matches it now. */
export function choicesOf(
  field: Field,
  aggregation: Aggregation | undefined,
  filters: readonly Filter[],
  now: Date,
): readonly Choice[] {
  const chosen = filters.filter((filter) => filter.field === field.name).map(({ value }) => value)
  const offered = (aggregation?.buckets ?? []).flatMap((bucket) => choiceIn(bucket, field, now))
  const missing = chosen.filter((value) => !offered.some((one) => one.value === value))
  return [...offered, ...missing.map((value) => ({ value, count: undefined }))].map(({ value, count }) => ({
    value,
    count,
    name: valueName(value),
    isChosen: chosen.includes(value),
  }))
}

function choiceIn({ aggregationFilterToken: token, count }: Bucket, field: Field, now: Date) {
  if (!isDate(field)) return [{ value: token, count }]
  const bounds = boundsOf(now)
  const [from, to] = sidesOf(token).map(momentOf)
  const stretch = STRETCHES.find(
    (one) => momentOf(bounds[one].from ?? 'min') === from && momentOf(bounds[one].to ?? 'max') === to,
  )
  return stretch && count > 0 ? [{ value: stretch, count }] : []
}

/** The two sides of `range(a, b)`. */
function sidesOf(token: string): readonly [string, string] {
  const [, from = '', to = ''] = /^range\("?([^,"]*)"?, *"?([^,")]*)"?/.exec(token) ?? []
  return [from.trim(), to.trim()]
}

/** Two spellings of one moment are equal; `min` and `max` stay themselves. */
const momentOf = (side: string): string | number => (Number.isNaN(Date.parse(side)) ? side : Date.parse(side))

/** A chosen value as a person reads it: a token holds its value (contract: connectors 5.5). */
export function valueName(value: string): string {
  if (isStretch(value)) return text.refine.stretches[value]
  const quoted = /^"(.*)"$/s.exec(value)?.[1]
  if (quoted !== undefined) return quoted.startsWith('ǂǂ') ? (fromHex(quoted.slice(2)) ?? quoted) : quoted
  const [from, to] = sidesOf(value)
  if (from === to) return from
  return text.refine.range(from === 'min' ? undefined : from, to === 'max' ? undefined : to)
}

function fromHex(hex: string): string | undefined {
  if (!/^(?:[0-9a-f]{2})+$/i.test(hex)) return undefined
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  return new TextDecoder().decode(bytes)
}

/** With the value added, or taken away when it is there; one stretch of time takes the place of another. */
export function toggled(filters: readonly Filter[], { field, value }: Filter): readonly Filter[] {
  const isThere = filters.some((one) => one.field === field && one.value === value)
  if (isThere) return filters.filter((one) => one.field !== field || one.value !== value)
  return [...filters.filter((one) => one.field !== field || !isStretch(value)), { field, value }]
}
