import { isJsonObject, type JsonObject, type JsonValue, own, setOwn } from '@jumpseat/wire'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import type { ArgumentProblem } from '../call/types.ts'

export interface CheckedArguments {
  /** As they will be sent: what a model writes as text is the number or the list that was asked for. */
  readonly args: JsonObject
  /** Empty when they fit. Contract: packages 7.3. */
  readonly problems: readonly ArgumentProblem[]
}

/** Checks arguments against the schema of a function (`Skill.parameters`), as liberally as the call allows. */
export function checkArguments(schema: JsonObject, given: JsonObject): CheckedArguments {
  const args = fitted(schema, given)
  const validate = validatorOf(schema)
  if (validate === undefined || validate(args)) return { args, problems: [] }
  return { args, problems: problemsOf(validate.errors ?? []) }
}

const validators = new WeakMap<JsonObject, ValidateFunction | null>()

/** `undefined` for a schema that cannot be compiled: the server will judge. */
function validatorOf(schema: JsonObject): ValidateFunction | undefined {
  const known = validators.get(schema)
  if (known !== undefined) return known ?? undefined
  const made = compiled(schema)
  validators.set(schema, made ?? null)
  return made
}

function compiled(schema: JsonObject): ValidateFunction | undefined {
  try {
    const checkable = checkableSchema(schema)
    return new Ajv2020({ strict: false, allErrors: true, coerceTypes: true, validateFormats: false }).compile(checkable)
  } catch {
    return undefined
  }
}

// What a stranger's schema could make the check slow with, and what the server judges better.
const LEFT_OUT: ReadonlySet<string> = new Set([
  'pattern',
  'uniqueItems',
  'format',
  'default',
  'contentEncoding',
  'contentMediaType',
])
/** Keywords whose members are names of properties, not keywords. */
const NAMED: ReadonlySet<string> = new Set(['properties', '$defs'])
const PLAIN: ReadonlySet<string> = new Set(['enum', 'const', 'required', 'type'])

function checkableSchema(schema: JsonObject): JsonObject {
  const checkable: JsonObject = {}
  for (const [key, value] of Object.entries(schema)) {
    if (LEFT_OUT.has(key)) continue
    // Shapes of real descriptions overlap: one that fits is enough.
    if (key === 'oneOf' && schema.anyOf === undefined) setOwn(checkable, 'anyOf', within(value))
    else if (PLAIN.has(key)) setOwn(checkable, key, value)
    else if (NAMED.has(key) && isJsonObject(value)) setOwn(checkable, key, named(value))
    else setOwn(checkable, key, within(value))
  }
  return checkable
}

function within(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(within)
  return isJsonObject(value) ? checkableSchema(value) : value
}

function named(schemas: JsonObject): JsonObject {
  const read: JsonObject = {}
  for (const [name, schema] of Object.entries(schemas)) setOwn(read, name, within(schema))
  return read
}

/** A copy without what was not asked for, without empty answers, and with JSON that came as text read. */
function fitted(schema: JsonObject, given: JsonObject): JsonObject {
  const properties = isJsonObject(schema.properties) ? schema.properties : {}
  const args: JsonObject = {}
  for (const [name, value] of Object.entries(given)) {
    const property = own(properties, name)
    if (property === undefined && schema.additionalProperties === false) continue
    const types = typesOf(schema, property)
    if (value === null && !types.includes('null')) continue
    setOwn(args, name, structuredClone(unwrapped(types, value)))
  }
  return args
}

function typesOf(schema: JsonObject, property: JsonValue | undefined): readonly JsonValue[] {
  if (!isJsonObject(property)) return []
  const name = typeof property.$ref === 'string' ? property.$ref.slice('#/$defs/'.length) : undefined
  const target = name !== undefined && isJsonObject(schema.$defs) ? own(schema.$defs, name) : property
  return isJsonObject(target) ? [target.type ?? []].flat() : []
}

function unwrapped(types: readonly JsonValue[], value: JsonValue): JsonValue {
  const isStructure =
    types.length > 0 && types.every((type) => type === 'object' || type === 'array' || type === 'null')
  if (!isStructure || typeof value !== 'string') return value
  try {
    const read: JsonValue = JSON.parse(value)
    return typeof read === 'object' ? read : value
  } catch {
    return value
  }
}

const MOST_PROBLEMS = 10

function problemsOf(errors: readonly ErrorObject[]): readonly ArgumentProblem[] {
  const problems = errors.map((error): ArgumentProblem => {
    const missing: unknown = error.params.missingProperty
    if (typeof missing === 'string') {
      return { place: `${error.instancePath}/${missing}`, kind: 'missing', message: `'${missing}' is missing.` }
    }
    const allowed: unknown = error.params.allowedValues
    const choices = Array.isArray(allowed) ? `: ${allowed.slice(0, 20).join(', ')}` : ''
    return { place: error.instancePath, kind: 'wrong', message: `${error.message ?? 'does not fit'}${choices}` }
  })
  return [...new Map(problems.map((problem) => [`${problem.place} ${problem.message}`, problem])).values()].slice(
    0,
    MOST_PROBLEMS,
  )
}
