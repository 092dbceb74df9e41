// Arguments made from a schema, the same for the same schema: each function of a package is called with some, without a server.
import { isJsonObject, type JsonObject, type JsonValue, own, setOwn } from '@jumpseat/wire'

export interface Filling {
  /** Also what is not required. */
  readonly isFull: boolean
  /** Another number gives other values. */
  readonly variant: number
}

const DEPTH = 6

/** `schema`: of an object, complete in itself (`$defs`). */
export function syntheticArguments(schema: JsonObject, filling: Filling): JsonObject {
  const value = sample(schema, schema, filling, DEPTH)
  return isJsonObject(value) ? value : {}
}

function sample(root: JsonObject, given: JsonValue | undefined, filling: Filling, depth: number): JsonValue {
  if (!isJsonObject(given)) return 'text'
  const schema = followed(root, given)
  if (schema.const !== undefined) return schema.const
  if (Array.isArray(schema.enum))
    return (
      chosen(
        schema.enum.filter((choice) => choice !== null && choice !== ''),
        filling,
      ) ?? 'text'
    )
  for (const key of ['oneOf', 'anyOf'] as const) {
    const members = own(schema, key)
    if (Array.isArray(members)) {
      const hasNull = members.some((member) => isJsonObject(member) && member.type === 'null')
      if (depth <= 0 && hasNull) return null
      const usable = members.filter((member) => isJsonObject(member) && followed(root, member).type !== 'null')
      return sample(root, chosen(usable, filling), filling, depth - 1)
    }
  }
  const type = [schema.type ?? []].flat().find((name) => name !== 'null') ?? guessed(schema)
  if (type === 'array') return list(root, schema, filling, depth)
  if (type === 'object') return object(root, schema, filling, depth)
  if (type === 'boolean') return filling.variant % 2 === 0
  if (type === 'integer') return Math.ceil(numberWithin(schema, filling))
  if (type === 'number') return numberWithin(schema, filling) + (schema.maximum === undefined ? 0.5 : 0)
  return text(schema, filling)
}

function followed(root: JsonObject, schema: JsonObject): JsonObject {
  const name = typeof schema.$ref === 'string' ? schema.$ref.slice('#/$defs/'.length) : undefined
  const target = name === undefined || !isJsonObject(root.$defs) ? undefined : own(root.$defs, name)
  return isJsonObject(target) ? followed(root, target) : schema
}

const guessed = (schema: JsonObject) =>
  schema.allOf !== undefined || schema.properties !== undefined
    ? 'object'
    : schema.items !== undefined
      ? 'array'
      : 'string'

const chosen = <T>(choices: readonly T[], { variant }: Filling) => choices[variant % Math.max(1, choices.length)]

function list(root: JsonObject, schema: JsonObject, filling: Filling, depth: number): JsonValue {
  const count = Math.max(2, typeof schema.minItems === 'number' ? Math.min(schema.minItems, 5) : 0)
  if (depth <= 0) return []
  return Array.from({ length: count }, (_, index) =>
    sample(root, schema.items, { ...filling, variant: filling.variant + index }, depth - 1),
  )
}

function object(root: JsonObject, schema: JsonObject, filling: Filling, depth: number): JsonValue {
  const value: JsonObject = {}
  for (const member of Array.isArray(schema.allOf) ? schema.allOf : []) {
    const inner = depth <= 0 ? {} : sample(root, member, filling, depth - 1)
    if (isJsonObject(inner)) for (const [name, part] of Object.entries(inner)) setOwn(value, name, part)
  }
  const properties = isJsonObject(schema.properties) ? schema.properties : {}
  const required = new Set(Array.isArray(schema.required) ? schema.required : [])
  for (const [name, property] of Object.entries(properties)) {
    const isWanted = required.has(name) || (filling.isFull && depth > 0)
    if (isWanted && depth > -3) setOwn(value, name, sample(root, property, filling, depth - 1))
  }
  return value
}

function numberWithin(schema: JsonObject, { variant }: Filling): number {
  const least = [schema.minimum, schema.exclusiveMinimum].find((bound) => typeof bound === 'number')
  const most = [schema.maximum, schema.exclusiveMaximum].find((bound) => typeof bound === 'number')
  const wished = (least ?? 0) + 1 + variant
  return most === undefined ? wished : Math.min(wished, most)
}

/** A date is a date and an address an address; the rest holds what has to be encoded. */
const FORMATS: Readonly<Record<string, string>> = {
  date: '2026-02-03',
  'date-time': '2026-02-03T10:15:00Z',
  time: '10:15:00',
  email: 'desk@harbour.example',
  uri: 'https://harbour.example/a?b=c&d=é',
  url: 'https://harbour.example/a?b=c&d=é',
  uuid: '6f0c2f3a-9a53-4b0e-8d10-5f2f7d1f0a11',
  byte: 'aGFyYm91cg==',
  binary: 'aGFyYm91cg==',
  ipv4: '192.0.2.1',
}
const TEXTS = ['two words', 'a/b?c=d&e#f', 'Größe 50%', "it's (1,2;3) + x@y:z", '東京 🚢']

function text(schema: JsonObject, filling: Filling): string {
  const format = typeof schema.format === 'string' ? own(FORMATS, schema.format) : undefined
  const value = format ?? chosen(TEXTS, filling) ?? 'text'
  return typeof schema.maxLength === 'number' ? [...value].slice(0, Math.max(1, schema.maxLength)).join('') : value
}
