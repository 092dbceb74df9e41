import { isJsonObject, type JsonObject, type JsonValue } from '@jumpseat/wire'
import { textOf } from '../schema/text.ts'
import type { ModelProfile } from './profiles.ts'
import { kept, type Node, type State, same, typesOf } from './state.ts'

/** A value that cannot be described: it is asked for as JSON in a text. */
export function jsonText({ keywords }: ModelProfile, { description }: JsonObject): Node {
  const about = typeof description === 'string' && description !== '' ? `${description} (as JSON)` : 'As JSON.'
  const media = keywords.has('contentMediaType') ? { contentMediaType: 'application/json' } : {}
  return { schema: { type: 'string', description: about, ...media }, raise: parsed }
}

function parsed(value: JsonValue): JsonValue {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

/** A schema that says nothing of the type. */
export function anything(state: State, given: JsonObject): Node {
  if (state.profile.hasAny) return { schema: kept(state, given), raise: same }
  const { description } = given
  const isStructured = (text: string) => /^\s*[[{]/.test(text)
  return {
    schema: { type: 'string', ...(typeof description === 'string' && { description }) },
    raise: (value) => (typeof value === 'string' && isStructured(value) ? parsed(value) : value),
  }
}

export function scalar(state: State, given: JsonObject, types: readonly string[]): Node {
  const { profile } = state
  const schema = kept(state, given)
  const choices = Array.isArray(given.enum)
    ? given.enum
    : given.const !== undefined && !profile.keywords.has('const')
      ? [given.const]
      : undefined
  if (choices !== undefined) schema.enum = choices.filter((choice) => choice !== null || profile.types === 'list')
  const named = types.length > 0 ? types : typesAmong(choices ?? [given.const ?? 'text'])
  const plain = named.filter((type) => type !== 'null')
  const [first = 'string'] = plain
  if (profile.types === 'nullable') {
    schema.type = plain.length > 1 ? 'string' : first
    if (plain.length < named.length && profile.keywords.has('nullable')) schema.nullable = true
  } else schema.type = named.length === 1 ? (named[0] ?? 'string') : [...named]
  const isNumbered = Array.isArray(schema.enum) && schema.enum.some((choice) => typeof choice !== 'string')
  if (!profile.hasTextEnumsOnly || !isNumbered) return { schema, raise: same }
  const listed = Array.isArray(schema.enum) ? schema.enum : []
  const byText = new Map(listed.map((choice) => [textOf(choice), choice]))
  return {
    schema: { ...schema, type: 'string', enum: [...byText.keys()] },
    raise: (value) => byText.get(textOf(value)) ?? value,
  }
}

function typesAmong(values: readonly JsonValue[]): readonly string[] {
  const nameOf = (value: JsonValue) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)
  return [...new Set(values.map(nameOf))]
}

/** A schema that also takes null. */
export function nullable({ profile }: State, types: readonly string[], node: Node): Node {
  if (!types.includes('null')) return node
  const raise = (value: JsonValue) => (value === null ? null : node.raise(value))
  if (profile.types === 'nullable') {
    return { schema: profile.keywords.has('nullable') ? { ...node.schema, nullable: true } : node.schema, raise }
  }
  const own = typesOf(node.schema)
  if (own.includes('null')) return node
  if (own.length === 0) {
    const { anyOf } = node.schema
    const choices = Array.isArray(anyOf) ? anyOf : [node.schema]
    const hasNull = choices.some((choice) => isJsonObject(choice) && typesOf(choice).includes('null'))
    return hasNull
      ? node
      : { schema: { ...(Array.isArray(anyOf) && node.schema), anyOf: [...choices, { type: 'null' }] }, raise }
  }
  const { enum: choices } = node.schema
  const listed = Array.isArray(choices) && !choices.includes(null) ? { enum: [...choices, null] } : {}
  return { schema: { ...node.schema, ...listed, type: [...own, 'null'] }, raise }
}
