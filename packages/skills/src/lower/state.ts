import { isJsonObject, type JsonObject, type JsonValue, own, setOwn } from '@jumpseat/wire'
import { allOf } from './merge.ts'
import type { ModelProfile } from './profiles.ts'

/** One lowered schema, and the way back for its values. */
export interface Node {
  readonly schema: JsonObject
  readonly raise: (value: JsonValue) => JsonValue
}

export interface State {
  readonly profile: ModelProfile
  readonly definitions: JsonObject
  /** Definitions that stay definitions. */
  readonly lowered: Map<string, Node>
  /** References that are being unfolded. */
  readonly trail: string[]
  /** Lowers a schema within. */
  readonly node: (given: JsonObject, depth: number) => Node
  /** Lowers a schema whose references have been followed. */
  readonly shape: (given: JsonObject, depth: number) => Node
  /** Nodes that may still be made; the rest is text. */
  left: number
}

export const same = (value: JsonValue) => value

export const typesOf = ({ type }: JsonObject): readonly string[] =>
  [type ?? []].flat().filter((one) => typeof one === 'string')

export const referenceOf = ({ $ref }: JsonObject) =>
  typeof $ref === 'string' && $ref.startsWith('#/$defs/') ? $ref.slice('#/$defs/'.length) : undefined

/** References followed and `allOf` put together, at the outside. */
export function resolved(state: State, given: JsonObject, hops = 0): JsonObject {
  if (hops > 30) return {}
  const name = referenceOf(given)
  if (name !== undefined) {
    const { $ref: _followed, ...beside } = given
    const target = own(state.definitions, name)
    return resolved(state, isJsonObject(target) ? { ...target, ...beside } : beside, hops + 1)
  }
  if (!Array.isArray(given.allOf)) return given
  const { allOf: members, ...beside } = given
  return resolved(
    state,
    allOf([beside, ...members.filter(isJsonObject).map((member) => resolved(state, member, hops + 1))]),
    hops + 1,
  )
}

/** What makes the shape of a value; the rest is said about it. */
const SHAPE: ReadonlySet<string> = new Set([
  'type',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'prefixItems',
  'anyOf',
  'oneOf',
  'allOf',
  '$ref',
])

/** What is said about a value, in the keywords of the profile. */
export function kept({ profile }: State, given: JsonObject): JsonObject {
  const schema: JsonObject = {}
  for (const [key, value] of Object.entries(given)) {
    if (profile.keywords.has(key) && !SHAPE.has(key)) setOwn(schema, key, value)
  }
  return schema
}
