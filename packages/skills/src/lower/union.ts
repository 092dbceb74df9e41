import { isJsonObject, type JsonObject, type JsonValue, own } from '@jumpseat/wire'
import { anything, jsonText, nullable } from './leaf.ts'
import { allOf, anyOfObjects } from './merge.ts'
import { type Node, referenceOf, resolved, type State, same, typesOf } from './state.ts'

export function union(state: State, given: JsonObject, choices: readonly JsonObject[], depth: number): Node {
  state.left -= choices.length
  if (state.left < 0) return jsonText(state.profile, given)
  const { anyOf: _any, oneOf: _one, ...beside } = given
  // What stands beside a choice holds for each of its members.
  const { description, title, default: _default, ...shared } = beside
  const shapes = choices.map((choice) => resolved(state, allOf([resolved(state, choice), shared])))
  const real = shapes.filter((shape) => typesOf(shape).join() !== 'null')
  const about: JsonObject = {
    ...(description !== undefined && { description }),
    ...(title !== undefined && state.profile.keywords.has('title') && { title }),
  }
  const types = real.length < shapes.length ? ['null'] : []
  const [only] = real
  if (only === undefined) return anything(state, about)
  if (real.length === 1) return nullable(state, types, state.shape({ ...only, ...about }, depth))
  if (state.profile.unions === 'merged') return nullable(state, types, merged(state, real, about, depth))
  const nodes = choices
    .filter((_, index) => real.includes(shapes[index] ?? {}))
    .map((choice, index) =>
      Object.keys(shared).length === 0 ? state.node(choice, depth - 1) : state.shape(real[index] ?? {}, depth - 1),
    )
  const members = [
    ...nodes.map(({ schema }) => schema),
    ...(types.length > 0 && state.profile.types === 'list' ? [{ type: 'null' }] : []),
  ]
  const schema: JsonObject = {
    ...about,
    anyOf: distinct(members),
    ...(types.length > 0 && state.profile.types === 'nullable' && { nullable: true }),
  }
  if (nodes.every(({ raise }) => raise === same)) return { schema, raise: same }
  return {
    schema,
    raise: (value) => (nodes.find((node) => takes(state, node.schema, value)) ?? nodes[0])?.raise(value) ?? value,
  }
}

const distinct = (schemas: readonly JsonObject[]) => [
  ...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values(),
]

/** One shape that takes what any of these takes: objects put together, plain values as text, a mixture as JSON. */
function merged(state: State, shapes: readonly JsonObject[], about: JsonObject, depth: number): Node {
  if (shapes.every((shape) => typesOf(shape).includes('object') || shape.properties !== undefined)) {
    return state.shape({ ...anyOfObjects(shapes), ...about }, depth)
  }
  const types = new Set(shapes.flatMap((shape) => typesOf(shape)))
  const isScalar = ![...types].some((type) => type === 'object' || type === 'array') && types.size > 0
  if (!isScalar) return jsonText(state.profile, about)
  const listed = shapes.map((shape) => shape.enum ?? (shape.const === undefined ? undefined : [shape.const]))
  const choices = listed.every((list) => Array.isArray(list))
    ? listed.flat().filter((choice) => choice !== undefined)
    : undefined
  const type = types.size === 1 ? ([...types][0] ?? 'string') : 'string'
  return { schema: { ...about, type, ...(choices && { enum: [...new Set(choices)] as JsonValue[] }) }, raise: same }
}

/** Whether a value could have been written for a schema: by its type, and by constants and required names of objects. */
function takes(state: State, schema: JsonObject, value: JsonValue): boolean {
  const name = referenceOf(schema)
  if (name !== undefined) return takes(state, state.lowered.get(name)?.schema ?? {}, value)
  const types = typesOf(schema)
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  if (types.length > 0 && !types.includes(type) && !(type === 'number' && types.includes('integer'))) return false
  if (Array.isArray(schema.enum) && !schema.enum.includes(value)) return false
  if (schema.const !== undefined && schema.const !== value) return false
  if (!isJsonObject(value)) return true
  const required = Array.isArray(schema.required) ? schema.required : []
  const properties = isJsonObject(schema.properties) ? schema.properties : {}
  return (
    required.every((one) => typeof one === 'string' && Object.hasOwn(value, one)) &&
    Object.entries(value).every(([key, member]) => {
      const property = own(properties, key)
      return isJsonObject(property)
        ? typeof member === 'object' || takes(state, property, member)
        : schema.additionalProperties !== false
    })
  )
}
