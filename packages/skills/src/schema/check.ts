import { isJsonObject, type JsonObject, type JsonValue, own, setOwn } from '@jumpseat/wire'
import type { ArgumentProblem } from '../call/types.ts'
import { coerced } from './coerce.ts'
import { textOf } from './text.ts'

// An interpreter for the keywords of `schema/read.ts`, and no compiler: schemas come from strangers, and compiling one of a
// thousand properties takes a second of the server's only thread. Patterns and formats are left to the other side to judge.

export interface CheckedArguments {
  /** As they will be sent: what a model writes as text is the number or the list that was asked for. */
  readonly args: JsonObject
  /** Empty when they fit. Contract: packages 7.3. */
  readonly problems: readonly ArgumentProblem[]
}

const MOST_PROBLEMS = 10
/** Pairs of a value and a schema that are looked at; what is left after them is taken as fitting. */
const STEPS = 50_000
const DEPTH = 100

/** Checks arguments against the schema of a function (`Skill.parameters`), as liberally as the call allows. Never throws. */
export function checkArguments(schema: JsonObject, given: JsonObject): CheckedArguments {
  const state: State = { definitions: isJsonObject(schema.$defs) ? schema.$defs : {}, steps: STEPS }
  const { value, problems } = checked(state, schema, requested(state, schema, given), '', DEPTH)
  return { args: isJsonObject(value) ? value : {}, problems: problems.slice(0, MOST_PROBLEMS) }
}

interface State {
  readonly definitions: JsonObject
  steps: number
}

interface Checked {
  readonly value: JsonValue
  readonly problems: readonly ArgumentProblem[]
}

/** What was asked for: unknown arguments are left out where none may come, and so is `null` for what cannot be null. */
function requested(state: State, schema: JsonObject, given: JsonObject): JsonObject {
  const properties = isJsonObject(schema.properties) ? schema.properties : {}
  const args: JsonObject = {}
  for (const [name, value] of Object.entries(given)) {
    const property = own(properties, name)
    if (property === undefined && schema.additionalProperties === false) continue
    if (value === null && !(isJsonObject(property) && takesNull(state, property, 5))) continue
    setOwn(args, name, value)
  }
  return args
}

function takesNull(state: State, schema: JsonObject, depth: number): boolean {
  const plain = followed(state, schema)
  const choices = [plain.anyOf, plain.oneOf].flatMap((list) => (Array.isArray(list) ? list.filter(isJsonObject) : []))
  if (depth > 0 && choices.some((choice) => takesNull(state, choice, depth - 1))) return true
  return [plain.type ?? []].flat().includes('null') || (Array.isArray(plain.enum) && plain.enum.includes(null))
}

function followed(state: State, schema: JsonObject): JsonObject {
  let at = schema
  for (let hops = 0; hops < 30; hops++) {
    const name = typeof at.$ref === 'string' ? at.$ref.slice('#/$defs/'.length) : undefined
    const target = name === undefined ? undefined : own(state.definitions, name)
    if (!isJsonObject(target)) return at
    const { $ref: _followed, ...beside } = at
    at = Object.keys(beside).length > 0 ? { ...target, ...beside } : target
  }
  return {}
}

const wrong = (place: string, message: string): ArgumentProblem => ({ place, kind: 'wrong', message })

function checked(state: State, given: JsonObject, value: JsonValue, place: string, depth: number): Checked {
  if (state.steps-- <= 0 || depth === 0) return { value, problems: [] }
  const schema = followed(state, given)
  const types = [schema.type ?? []].flat().filter((type) => typeof type === 'string')
  const fitted = coerced(types, value)
  if (fitted === undefined) return { value, problems: [wrong(place, `must be ${types.join(' or ')}`)] }
  const listed = choiceOf(schema, fitted)
  if (listed === undefined) return { value, problems: [wrong(place, `must be one of ${choicesOf(schema)}`)] }
  const steps: readonly Step[] = [within, members, items, every, some]
  return steps.reduce<Checked>(
    (before, step) => {
      const { value: next, problems } = step(state, schema, before.value, place, depth)
      return { value: next, problems: [...before.problems, ...problems] }
    },
    { value: listed, problems: [] },
  )
}

type Step = (state: State, schema: JsonObject, value: JsonValue, place: string, depth: number) => Checked

const choicesOf = (schema: JsonObject) =>
  (Array.isArray(schema.enum) ? schema.enum : [schema.const ?? null])
    .slice(0, 20)
    .map((choice) => JSON.stringify(choice))
    .join(', ')

/** The value in the spelling of the schema's own list; `undefined` for one that is not in it. */
function choiceOf(schema: JsonObject, value: JsonValue): JsonValue | undefined {
  const choices = Array.isArray(schema.enum) ? schema.enum : schema.const !== undefined ? [schema.const] : undefined
  if (choices === undefined) return value
  const text = JSON.stringify(value)
  const exact = choices.find((choice) => JSON.stringify(choice) === text)
  if (exact !== undefined) return exact
  const plain = textOf(value).toLowerCase()
  return choices.find(
    (choice) => typeof choice !== 'object' && typeof value !== 'object' && textOf(choice).toLowerCase() === plain,
  )
}

// Table: keyword, what it measures, and whether the measure may be that.
const BOUNDS: readonly {
  readonly keyword: string
  readonly says: string
  readonly measure: (value: JsonValue) => number | undefined
  readonly holds: (measure: number, bound: number) => boolean
}[] = [
  { keyword: 'minimum', says: 'must be at least', measure: asNumber, holds: (measure, bound) => measure >= bound },
  { keyword: 'maximum', says: 'must be at most', measure: asNumber, holds: (measure, bound) => measure <= bound },
  {
    keyword: 'exclusiveMinimum',
    says: 'must be more than',
    measure: asNumber,
    holds: (measure, bound) => measure > bound,
  },
  {
    keyword: 'exclusiveMaximum',
    says: 'must be less than',
    measure: asNumber,
    holds: (measure, bound) => measure < bound,
  },
  { keyword: 'minLength', says: 'must be as long as', measure: lengthOf, holds: (measure, bound) => measure >= bound },
  {
    keyword: 'maxLength',
    says: 'must be no longer than',
    measure: lengthOf,
    holds: (measure, bound) => measure <= bound,
  },
  { keyword: 'minItems', says: 'must have at least', measure: countOf, holds: (measure, bound) => measure >= bound },
  { keyword: 'maxItems', says: 'must have at most', measure: countOf, holds: (measure, bound) => measure <= bound },
]

function asNumber(value: JsonValue): number | undefined {
  return typeof value === 'number' ? value : undefined
}

function lengthOf(value: JsonValue): number | undefined {
  return typeof value === 'string' ? [...value].length : undefined
}

function countOf(value: JsonValue): number | undefined {
  return Array.isArray(value) ? value.length : undefined
}

const within: Step = (_state, schema, value, place) => {
  const problems = BOUNDS.flatMap(({ keyword, says, measure, holds }) => {
    const bound = schema[keyword]
    const size = typeof bound === 'number' ? measure(value) : undefined
    return typeof bound !== 'number' || size === undefined || holds(size, bound)
      ? []
      : [wrong(place, `${says} ${bound}`)]
  })
  return { value, problems }
}

/** One step of a JSON pointer. */
const stepOf = (key: string) => key.replace(/~/g, '~0').replace(/\//g, '~1')

const members: Step = (state, schema, value, place, depth) => {
  if (!isJsonObject(value)) return { value, problems: [] }
  const required = (Array.isArray(schema.required) ? schema.required : []).filter((name) => typeof name === 'string')
  const missing = required.filter((name) => !Object.hasOwn(value, name))
  const problems: ArgumentProblem[] = missing.map((name) => ({
    place: `${place}/${stepOf(name)}`,
    kind: 'missing',
    message: `'${name}' is missing.`,
  }))
  const properties = isJsonObject(schema.properties) ? schema.properties : {}
  const read: JsonObject = {}
  for (const [name, member] of Object.entries(value)) {
    const property = own(properties, name) ?? schema.additionalProperties
    const part = isJsonObject(property)
      ? checked(state, property, member, `${place}/${stepOf(name)}`, depth - 1)
      : { value: member, problems: [] }
    setOwn(read, name, part.value)
    problems.push(...part.problems)
  }
  return { value: read, problems }
}

const items: Step = (state, schema, value, place, depth) => {
  if (!Array.isArray(value)) return { value, problems: [] }
  const first = Array.isArray(schema.prefixItems) ? schema.prefixItems : []
  const parts = value.map((member, at) => {
    const item = first[at] ?? schema.items
    return isJsonObject(item)
      ? checked(state, item, member, `${place}/${at}`, depth - 1)
      : { value: member, problems: [] }
  })
  return { value: parts.map((part) => part.value), problems: parts.flatMap(({ problems }) => problems) }
}

const every: Step = (state, schema, value, place, depth) => {
  const all = Array.isArray(schema.allOf) ? schema.allOf.filter(isJsonObject) : []
  if (all.length === 0) return { value, problems: [] }
  const read = all.reduce<Checked>(
    (before, member) => {
      const { value: next, problems } = checked(state, member, before.value, place, depth - 1)
      return { value: next, problems: [...before.problems, ...problems] }
    },
    { value, problems: [] },
  )
  if (read.problems.length > 0) return read
  const text = JSON.stringify(read.value)
  // What one of them read otherwise has to suit the others as well.
  const isSettled = all.every((member) => {
    const again = checked(state, member, read.value, place, depth - 1)
    return again.problems.length === 0 && JSON.stringify(again.value) === text
  })
  return isSettled ? read : { value, problems: [wrong(place, 'fits not all that is asked of it')] }
}

/** One that fits is enough, also of `oneOf`: shapes of real descriptions overlap. One that fits without a change comes first. */
const some: Step = (state, schema, value, place, depth) => {
  const choices = [schema.anyOf, schema.oneOf].flatMap((list) => (Array.isArray(list) ? list.filter(isJsonObject) : []))
  if (choices.length === 0) return { value, problems: [] }
  const outcomes = choices.map((choice) => checked(state, choice, value, place, depth - 1))
  const fitting = outcomes.filter(({ problems }) => problems.length === 0)
  const text = JSON.stringify(value)
  const best = fitting.find((one) => JSON.stringify(one.value) === text) ?? fitting[0]
  if (best !== undefined) return { value: best.value, problems: [] }
  const closest = outcomes.toSorted((a, b) => a.problems.length - b.problems.length)[0]
  return {
    value,
    problems:
      choices.length === 1 ? (closest?.problems ?? []) : [wrong(place, 'fits none of the shapes that it may have')],
  }
}
