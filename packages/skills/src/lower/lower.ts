import { isJsonObject, type JsonObject, own } from '@jumpseat/wire'
import { flattened } from './flat.ts'
import { anything, jsonText, nullable, scalar } from './leaf.ts'
import { allOf, anyOfObjects } from './merge.ts'
import type { ModelProfile } from './profiles.ts'
import { type Node, referenceOf, resolved, type State, same, typesOf } from './state.ts'
import { lowerList, lowerObject } from './structure.ts'
import { union } from './union.ts'

/** A schema in the words that a model's interface takes, and the way back from what the model says. */
export interface Lowered {
  readonly schema: JsonObject
  /** The arguments that the function takes, from those that the model gave for `schema`. */
  readonly raise: (args: JsonObject) => JsonObject
}

/** `schema`: of a function's arguments (`Skill.parameters`), an object that stands for itself. Never throws. */
export function lower(schema: JsonObject, profile: ModelProfile): Lowered {
  const { $defs, ...given } = schema
  const state: State = {
    profile,
    definitions: isJsonObject($defs) ? $defs : {},
    lowered: new Map(),
    trail: [],
    left: NODES,
    node: (part, depth) => lowerNode(state, part, depth),
    shape: (part, depth) => lowerShape(state, part, depth),
  }
  const node = lowerObject(state, rootObject(state, given), profile.depth)
  const kept = [...state.lowered].map(([name, part]) => [name, part.schema] as const)
  const whole: Node = kept.length > 0 ? { ...node, schema: { ...node.schema, $defs: Object.fromEntries(kept) } } : node
  const { schema: final, raise } = profile.isFlat ? flattened(whole, profile) : whole
  return {
    schema: final,
    raise: (args) => {
      const raised = raise(args)
      return isJsonObject(raised) ? raised : args
    },
  }
}

const NODES = 3000

/** How often a definition is unfolded within itself. */
const UNFOLDED = 2

/** What no profile takes at the root: a reference, a choice of shapes, several schemas at once. */
function rootObject(state: State, given: JsonObject): JsonObject {
  const plain = resolved(state, given)
  const { anyOf, oneOf, ...rest } = plain
  const choices = [anyOf, oneOf].flatMap((list) => (Array.isArray(list) ? list.filter(isJsonObject) : []))
  if (choices.length === 0) return { ...plain, type: 'object' }
  const shapes = choices.map((choice) => resolved(state, choice))
  // A member that only names what is required among the root's own properties adds nothing but that.
  const merged = anyOfObjects(shapes)
  return { ...allOf([{ ...rest, type: 'object' }, merged]), type: 'object' }
}

function lowerNode(state: State, given: JsonObject, depth: number): Node {
  if (state.left-- <= 0) return jsonText(state.profile, given)
  const name = referenceOf(given)
  if (depth <= 0)
    return isPlain(resolved(state, given))
      ? lowerShape(state, resolved(state, given), 0)
      : jsonText(state.profile, given)
  if (name === undefined) return lowerShape(state, resolved(state, given), depth)
  if (state.profile.hasReferences) return reference(state, name)
  if (state.trail.filter((one) => one === name).length >= UNFOLDED)
    return jsonText(state.profile, resolved(state, given))
  state.trail.push(name)
  const node = lowerShape(state, resolved(state, given), depth)
  state.trail.pop()
  return node
}

const PLAIN: ReadonlySet<string> = new Set(['string', 'number', 'integer', 'boolean', 'null'])

/** Neither a choice nor anything that holds more. */
const isPlain = (schema: JsonObject) =>
  schema.anyOf === undefined &&
  schema.oneOf === undefined &&
  typesOf(schema).length > 0 &&
  typesOf(schema).every((type) => PLAIN.has(type))

function reference(state: State, name: string): Node {
  const target = own(state.definitions, name)
  if (!isJsonObject(target)) return anything(state, {})
  if (!state.lowered.has(name)) {
    state.lowered.set(name, { schema: {}, raise: same })
    state.lowered.set(name, lowerShape(state, resolved(state, target), state.profile.depth))
  }
  return { schema: { $ref: `#/$defs/${name}` }, raise: (value) => state.lowered.get(name)?.raise(value) ?? value }
}

function lowerShape(state: State, given: JsonObject, depth: number): Node {
  const choices = [given.anyOf, given.oneOf].find((list) => Array.isArray(list) && list.length > 0)
  if (Array.isArray(choices)) return union(state, given, choices.filter(isJsonObject), depth)
  const types = typesOf(given)
  const [type] = types.filter((one) => one !== 'null')
  if (type === 'object' || (type === undefined && given.properties !== undefined))
    return nullable(state, types, lowerObject(state, given, depth))
  if (type === 'array' || (type === undefined && given.items !== undefined))
    return nullable(state, types, lowerList(state, given, depth))
  if (type === undefined && given.enum === undefined && given.const === undefined) return anything(state, given)
  return scalar(state, given, types)
}
