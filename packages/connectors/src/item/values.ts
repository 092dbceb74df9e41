import { digitsOf, isJsonObject, type JsonObject, type JsonValue, own, setOwn } from '@jumpseat/wire'
import { connectorErrors } from '../errors.ts'
import type { Principal, PropertyBag, PropertyType, PropertyValue, Schema, SchemaProperty } from '../types.ts'
import { isoDate } from './dates.ts'

/** How a value of each type is read; undefined when it does not fit. Contract: connectors 2.3 and 3.3. */
type Read<T> = (value: JsonValue) => T | undefined

const text: Read<string> = (value) => (typeof value === 'string' ? value : undefined)
const double: Read<number> = (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined)
const date: Read<string> = (value) => (typeof value === 'string' ? isoDate(value) : undefined)

const INT64_MIN = -(2n ** 63n)
const INT64_MAX = 2n ** 63n - 1n

/** Numbers and digits as text; what a double cannot hold exactly is text. */
const int64: Read<number | string> = (value) => {
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) < 2 ** 63 ? value : undefined
  if (typeof value !== 'string' || !/^[+-]?\d{1,20}$/.test(value)) return undefined
  const exact = BigInt(value.replace(/^\+/, ''))
  if (exact < INT64_MIN || exact > INT64_MAX) return undefined
  return Number.isSafeInteger(Number(exact)) ? Number(exact) : String(exact)
}

const PRINCIPAL_MEMBERS = [
  'externalName',
  'externalId',
  'entraDisplayName',
  'entraId',
  'email',
  'upn',
  'tenantId',
] as const

const principal: Read<Principal> = (value) => {
  if (!isJsonObject(value)) return undefined
  const members = PRINCIPAL_MEMBERS.flatMap((name) => {
    const held = own(value, name)
    return held === undefined || held === null ? [] : [[name, held] as const]
  })
  return members.every(([, held]) => typeof held === 'string') ? Object.fromEntries(members) : undefined
}

const listOf =
  <T>(read: Read<T>): Read<readonly T[]> =>
  (value) => {
    if (!Array.isArray(value)) return undefined
    const entries = value.map(read)
    return entries.every((entry) => entry !== undefined) ? entries : undefined
  }

interface Kind {
  readonly read: Read<PropertyValue>
  readonly example: string
  /** Collections are echoed with it. */
  readonly annotation?: string
}

const KINDS: Readonly<Record<PropertyType, Kind>> = {
  string: { read: text, example: '"text"' },
  int64: { read: int64, example: '14' },
  double: { read: double, example: '1.5' },
  boolean: { read: (value) => (typeof value === 'boolean' ? value : undefined), example: 'true' },
  dateTime: { read: date, example: '"2027-02-03T04:10:00Z"' },
  principal: { read: principal, example: '{ "upn": "…" }' },
  stringCollection: { read: listOf(text), example: '[ "a", "b" ]', annotation: 'Collection(String)' },
  int64Collection: { read: listOf(int64), example: '[ 1, 2 ]', annotation: 'Collection(Int64)' },
  doubleCollection: { read: listOf(double), example: '[ 1.5, 2 ]', annotation: 'Collection(Double)' },
  dateTimeCollection: {
    read: listOf(date),
    example: '[ "2027-02-03T04:10:00Z" ]',
    annotation: 'Collection(DateTimeOffset)',
  },
  principalCollection: {
    read: listOf(principal),
    example: '[ { "upn": "…" } ]',
    annotation: 'Collection(microsoft.graph.externalConnectors.principal)',
  },
}

/**
 * The properties of an item in canonical form: names as in the schema, no annotations, no nulls. Throws 400 with the
 * name of the property, never its value. `body` is what was parsed, with the digits of its numbers. Contract: connectors
 * 3.3 and 3.4.
 */
export function propertiesOf(
  value: JsonValue | undefined,
  schema: Schema,
  unknown: 'refuse' | 'ignore',
  body: JsonObject = {},
): PropertyBag {
  const bag: Record<string, PropertyValue> = {}
  const find = finderOf(schema)
  const seen = new Set<string>()
  for (const [key, sent] of Object.entries(isJsonObject(value) ? value : {})) {
    // Annotations say what the schema says already; they may come before or after their value.
    if (key.includes('@odata.') || key.startsWith('@')) continue
    const property = find(key)
    if (!property) {
      if (unknown === 'ignore') continue
      throw connectorErrors.propertyUnknown({ name: key.slice(0, 60) }, { place: pointer(key) })
    }
    if (seen.has(property.name)) throw connectorErrors.propertyTwice({ name: property.name }, { place: pointer(key) })
    seen.add(property.name)
    if (sent === null) continue
    const exact = property.type === 'int64' || property.type === 'int64Collection'
    setOwn(
      bag,
      property.name,
      readValue(property, exact ? withDigits(body, value as JsonObject, key, sent) : sent, key),
    )
  }
  if (seen.size === 0) throw connectorErrors.propertiesMissing({}, { place: '/properties' })
  return bag
}

/** A number of a body, or each of a list, as the text of its digits where a double has lost some. */
function withDigits(body: JsonObject, holder: object, key: string, sent: JsonValue): JsonValue {
  if (Array.isArray(sent)) return sent.map((one, n) => withDigits(body, sent, String(n), one))
  if (typeof sent !== 'number' || Number.isSafeInteger(sent)) return sent
  return digitsOf(body, holder, key) ?? sent
}

function readValue({ name, type }: SchemaProperty, sent: JsonValue, key: string): PropertyValue {
  const { read, example } = KINDS[type]
  const value = read(sent)
  if (value !== undefined) return value
  throw connectorErrors.propertyValue({ name, type, example }, { place: pointer(key) })
}

type Find = (key: string) => SchemaProperty | undefined

/** A schema in force is one object for as long as it is, and every item is read with it. */
const finders = new WeakMap<Schema, Find>()

/** The exact spelling wins over one that differs by case. */
function finderOf(schema: Schema): Find {
  const known = finders.get(schema)
  if (known) return known
  const { properties } = schema
  const exact = new Map(properties.map((property) => [property.name, property]))
  const folded = new Map(properties.map((property) => [property.name.toLowerCase(), property]))
  const find: Find = (key) => exact.get(key) ?? folded.get(key.toLowerCase())
  finders.set(schema, find)
  return find
}

const pointer = (key: string) => `/properties/${key.slice(0, 60).replaceAll('~', '~0').replaceAll('/', '~1')}`

/** The properties as clients read them: collections with their annotation. Contract: connectors 3.3. */
export function propertiesEntity(bag: PropertyBag, schema: Schema | undefined): JsonObject {
  const find = schema ? finderOf(schema) : () => undefined
  const entity: JsonObject = {}
  for (const [name, value] of Object.entries(bag)) {
    const annotation = KINDS[find(name)?.type ?? 'string'].annotation
    if (annotation !== undefined && Array.isArray(value)) setOwn(entity, `${name}@odata.type`, annotation)
    setOwn(entity, name, value as JsonValue)
  }
  return entity
}
