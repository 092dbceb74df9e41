import { isJsonObject, type JsonObject, type JsonValue, setOwn } from '@jumpseat/wire'
import { jsonText, nullable } from './leaf.ts'
import type { ModelProfile } from './profiles.ts'
import { kept, type Node, type State, same } from './state.ts'

/** Choices of whole objects and lists are left to the function to judge. */
function aboutStructure(state: State, given: JsonObject): JsonObject {
  const { enum: _enum, const: _const, ...about } = kept(state, given)
  return about
}

export function lowerObject(state: State, given: JsonObject, depth: number): Node {
  const { profile } = state
  const properties = isJsonObject(given.properties) ? given.properties : {}
  const entries = Object.entries(properties)
  const more = given.additionalProperties
  // A map: names that nobody knows before.
  if (entries.length === 0 && depth < profile.depth && !profile.hasMaps) return jsonText(profile, given)
  const required = new Set(Array.isArray(given.required) ? given.required : [])
  const names = propertyNames(
    profile,
    entries.map(([name]) => name),
  )
  const parts = entries.map(([name, schema]) => {
    const node = state.node(isJsonObject(schema) ? schema : {}, depth - 1)
    const isOptional = !required.has(name)
    return {
      name,
      called: names.get(name) ?? name,
      isOptional,
      node: profile.isStrict && isOptional ? nullable(state, ['null'], node) : node,
    }
  })
  const asked = parts.filter(({ isOptional }) => profile.isStrict || !isOptional).map(({ called }) => called)
  const schema: JsonObject = {
    ...aboutStructure(state, given),
    type: 'object',
    properties: Object.fromEntries(parts.map(({ called, node }) => [called, node.schema])),
    ...(asked.length > 0 && { required: asked }),
    ...(profile.isStrict && { additionalProperties: false }),
    ...(!profile.isStrict && profile.keywords.has('additionalProperties') && mapOf(state, more, depth)),
  }
  const byCalled = new Map(parts.map((part) => [part.called, part]))
  const raise = (value: JsonValue) => {
    if (!isJsonObject(value)) return value
    const raised: JsonObject = {}
    for (const [called, member] of Object.entries(value)) {
      const part = byCalled.get(called)
      if (part === undefined) setOwn(raised, called, member)
      else if (member !== null || !part.isOptional || !profile.isStrict)
        setOwn(raised, part.name, part.node.raise(member))
    }
    return raised
  }
  return { schema, raise }
}

function mapOf(state: State, more: JsonValue | undefined, depth: number): JsonObject {
  if (typeof more === 'boolean') return { additionalProperties: more }
  if (!isJsonObject(more)) return {}
  const { schema, raise } = state.node(more, depth - 1)
  // The values of a map are given back as they are: only what needs no way back may stand here.
  return raise === same ? { additionalProperties: schema } : {}
}

/** Names that the profile takes, each once. */
function propertyNames({ propertyName }: ModelProfile, names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set(names.filter((name) => propertyName.test(name)))
  return new Map(
    names.map((name) => {
      if (propertyName.test(name)) return [name, name]
      const base = name
        .replace(/[^a-zA-Z0-9_]+/g, '_')
        .replace(/^(?=\d|$)/, 'p_')
        .slice(0, 58)
      let called = base
      for (let count = 2; taken.has(called); count++) called = `${base}_${count}`
      taken.add(called)
      return [name, called]
    }),
  )
}

export function lowerList(state: State, given: JsonObject, depth: number): Node {
  const { prefixItems, items } = given
  const parts = Array.isArray(prefixItems) ? prefixItems.filter(isJsonObject) : []
  const isTuple = parts.length > 0 && state.profile.keywords.has('prefixItems')
  const choice: JsonObject =
    parts.length > 0 ? { anyOf: [...parts, ...(isJsonObject(items) ? [items] : [])] } : isJsonObject(items) ? items : {}
  const item = state.node(choice, depth - 1)
  const tuple = isTuple ? parts.map((part) => state.node(part, depth - 1)) : []
  const schema: JsonObject = {
    ...aboutStructure(state, given),
    type: 'array',
    ...(isTuple && { prefixItems: tuple.map((part) => part.schema) }),
    ...(!isTuple && { items: item.schema }),
  }
  const isKept = (isTuple ? tuple : [item]).every(({ raise }) => raise === same)
  if (isKept) return { schema, raise: same }
  return {
    schema,
    raise: (value) => (Array.isArray(value) ? value.map((member, at) => (tuple[at] ?? item).raise(member)) : value),
  }
}
