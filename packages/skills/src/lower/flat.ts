import { isJsonObject, type JsonObject, type JsonValue, own, setOwn } from '@jumpseat/wire'
import { jsonText } from './leaf.ts'
import type { ModelProfile } from './profiles.ts'
import type { Node } from './state.ts'

interface Leaf {
  /** Names from the outside in. */
  readonly path: readonly string[]
  readonly node: Node
  readonly isRequired: boolean
}

/** One level of plain values: objects within become dotted names, lists of objects JSON. Contract: packages 4.1. */
export function flattened({ schema, raise }: Node, profile: ModelProfile): Node {
  const leaves = leavesOf(profile, schema, [], true)
  const called = new Map<string, Leaf>()
  for (const leaf of leaves) called.set(nameOf(leaf.path, profile.propertyName, called), leaf)
  const entries = [...called]
  const required = entries.filter(([, { isRequired }]) => isRequired).map(([name]) => name)
  const { properties: _properties, required: _required, ...rest } = schema
  return {
    schema: {
      ...rest,
      properties: Object.fromEntries(entries.map(([name, { node }]) => [name, node.schema])),
      ...(required.length > 0 && { required }),
    },
    raise: (value) => raise(nested(value, called)),
  }
}

function leavesOf(profile: ModelProfile, schema: JsonObject, path: readonly string[], isAsked: boolean): Leaf[] {
  const required = new Set(Array.isArray(schema.required) ? schema.required : [])
  return Object.entries(isJsonObject(schema.properties) ? schema.properties : {}).flatMap(
    ([name, property]): Leaf[] => {
      const inner = isJsonObject(property) ? property : {}
      const isRequired = isAsked && required.has(name)
      const at = [...path, name]
      if (inner.type === 'object' && Object.keys(isJsonObject(inner.properties) ? inner.properties : {}).length > 0) {
        return leavesOf(profile, inner, at, isRequired)
      }
      const isDeep =
        inner.type === 'object' ||
        (isJsonObject(inner.items) && (inner.items.type === 'object' || inner.items.type === 'array'))
      return [
        { path: at, node: isDeep ? jsonText(profile, inner) : { schema: inner, raise: (value) => value }, isRequired },
      ]
    },
  )
}

function nameOf(path: readonly string[], propertyName: RegExp, taken: ReadonlyMap<string, Leaf>): string {
  const dotted = path.join('.')
  const base = propertyName.test(dotted) ? dotted : dotted.replace(/[^a-zA-Z0-9_.-]+/g, '_').slice(-60)
  let name = base
  for (let count = 2; taken.has(name); count++) name = `${base.slice(0, 60)}_${count}`
  return name
}

function nested(value: JsonValue, called: ReadonlyMap<string, Leaf>): JsonValue {
  if (!isJsonObject(value)) return value
  const whole: JsonObject = {}
  for (const [name, member] of Object.entries(value)) {
    const leaf = called.get(name)
    // What the schema does not name is for the function to judge.
    if (leaf === undefined) setOwn(whole, name, member)
    else if (member !== null) put(whole, leaf.path, leaf.node.raise(member))
  }
  return whole
}

function put(object: JsonObject, path: readonly string[], value: JsonValue): void {
  const [name, ...rest] = path
  if (name === undefined) return
  if (rest.length === 0) {
    setOwn(object, name, value)
    return
  }
  const known = own(object, name)
  const inner = isJsonObject(known) ? known : {}
  setOwn(object, name, inner)
  put(inner, rest, value)
}
