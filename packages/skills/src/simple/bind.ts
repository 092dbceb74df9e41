import { isJsonObject, type JsonObject, own, setOwn } from '@jumpseat/wire'
import { skillsErrors } from '../errors.ts'
import { schemaReader } from '../schema/read.ts'
import { confirmationOf, effectsOfMethod } from '../sources/effects.ts'
import { type Origin, skillIdOf, titleOf } from '../sources/skill.ts'
import { skillOfTool } from '../sources/tool.ts'
import type { Authentication, BodyProperty, McpServer, Operation, Parameter, Skill, Source } from '../types.ts'

/** Where a simple function is called. Contract: packages 8.1. */
export type SimpleBinding =
  | {
      readonly kind: 'http'
      readonly method: string
      /** Absolute, with `{parameter}` in the path or as a value in the query: `https://berths.example/berths/{id}?day={day}`. */
      readonly url: string
      readonly authentication: Authentication
    }
  | { readonly kind: 'mcp'; readonly server: McpServer; readonly tool: string }

/** A function as its maker wrote it down. */
export interface SimpleFunction {
  readonly name: string
  readonly description: string | undefined
  /** JSON Schema of an object. */
  readonly parameters: JsonObject | undefined
}

/** The function, callable. What the URL does not name goes into the query of a reading method and into a JSON body of any other. Errors: `bindingInvalid`. */
export function skillOfSimple(origin: Origin, source: Source, fn: SimpleFunction, binding: SimpleBinding): Skill {
  if (binding.kind === 'mcp') return boundToTool(source, fn, binding)
  const reader = schemaReader(fn.parameters ?? {})
  const parameters = reader.complete({
    ...reader.read(fn.parameters ?? {}),
    type: 'object',
    additionalProperties: false,
  })
  const operation = operationOf(fn.name, binding, parameters)
  const effects = effectsOfMethod(operation.method)
  return {
    id: skillIdOf(source, fn.name),
    tenant: origin.tenant,
    name: fn.name,
    title: titleOf(fn.name),
    description: fn.description ?? '',
    parameters: withRequired(parameters, operation),
    effects,
    authentication: binding.authentication,
    confirmation: confirmationOf(effects, {}, undefined),
    response: undefined,
    states: { reasoning: undefined, responding: undefined },
    dataHandling: undefined,
    source,
    binding: { kind: 'http', operation },
  }
}

function boundToTool(
  source: Source,
  fn: SimpleFunction,
  { server, tool }: Extract<SimpleBinding, { kind: 'mcp' }>,
): Skill {
  const inputSchema = fn.parameters ?? { type: 'object' }
  const skill = skillOfTool(
    { ...server, source },
    { name: tool, description: fn.description, inputSchema, document: {} },
  )
  return { ...skill, id: skillIdOf(source, fn.name), name: fn.name, title: titleOf(fn.name) }
}

const METHOD = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/
const PLACEHOLDER = /\{([^{}]+)\}/g

function operationOf(
  name: string,
  { method: given, url }: Extract<SimpleBinding, { kind: 'http' }>,
  schema: JsonObject,
): Operation {
  const refuse = (reason: string) => skillsErrors.bindingInvalid({ name, reason })
  const method = given.toUpperCase()
  if (!METHOD.test(method)) throw refuse(`'${given.slice(0, 20)}' is not a method`)
  const [, origin = '', path = '', search = ''] = /^(https?:\/\/[^/?#]+)([^?#]*)(?:\?([^#]*))?/i.exec(url) ?? []
  if (origin === '' || !URL.canParse(origin)) throw refuse('its address is not an absolute https address')
  // The place that is called is the administrator's to choose, never an argument's.
  if (PLACEHOLDER.test(origin) || origin.includes('@')) throw refuse('the host may not hold a parameter or a user name')
  const known = Object.keys(isJsonObject(schema.properties) ? schema.properties : {})
  const inPath = namesIn(path)
  const pairs = search === '' ? [] : search.split('&').map((pair) => pair.split('='))
  const inQuery = pairs.flatMap(([key = '', value = '']) => {
    const [argument] = namesIn(value)
    return argument === undefined ? [] : [{ key: decoded(key), argument, isWhole: value === `{${argument}}` }]
  })
  if (inQuery.some(({ isWhole }) => !isWhole)) throw refuse('a parameter in the query stands for a whole value')
  const unknown = [...inPath, ...inQuery.map(({ argument }) => argument)].find((argument) => !known.includes(argument))
  if (unknown !== undefined) throw refuse(`it has no parameter '${unknown}'`)
  const fixed = pairs.filter(([, value = '']) => namesIn(value).length === 0).map((pair) => pair.join('='))
  const placed = new Set([...inPath, ...inQuery.map(({ argument }) => argument)])
  const rest = known.filter((argument) => !placed.has(argument))
  const hasBody = effectsOfMethod(method) === 'write'
  const parameters = [
    ...inPath.map((argument) => parameterOf(argument, argument, 'path')),
    ...inQuery.map(({ key, argument }) => parameterOf(argument, key, 'query')),
    ...(hasBody ? [] : rest.map((argument) => parameterOf(argument, argument, 'query'))),
  ]
  const properties = hasBody ? rest.map(propertyOf) : []
  return {
    method,
    server: origin,
    path: `${path}${fixed.length > 0 ? `?${fixed.join('&')}` : ''}`,
    parameters,
    body:
      properties.length > 0
        ? {
            mediaType: 'application/json',
            encoding: 'json',
            isRequired: true,
            argument: undefined,
            properties,
            takesMore: false,
          }
        : undefined,
    accept: 'application/json',
  }
}

const namesIn = (text: string): readonly string[] => [...text.matchAll(PLACEHOLDER)].flatMap(([, name]) => name ?? [])

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const parameterOf = (argument: string, name: string, place: 'path' | 'query'): Parameter => ({
  argument,
  name,
  in: place,
  style: place === 'path' ? 'simple' : 'form',
  explode: place === 'query',
  allowReserved: false,
  isRequired: place === 'path',
  default: undefined,
  mediaType: undefined,
})

const propertyOf = (argument: string): BodyProperty => ({
  argument,
  name: argument,
  default: undefined,
  contentType: undefined,
  style: 'form',
  explode: true,
  allowReserved: false,
  isFile: false,
})

/** What stands in the path has to be given. */
function withRequired(schema: JsonObject, { parameters }: Operation): JsonObject {
  const named = (Array.isArray(schema.required) ? schema.required : []).filter((name) => typeof name === 'string')
  const required = [
    ...new Set([...named, ...parameters.filter(({ isRequired }) => isRequired).map(({ argument }) => argument)]),
  ]
  const read: JsonObject = { ...schema }
  if (required.length > 0) setOwn(read, 'required', required)
  return own(read, 'properties') === undefined ? { ...read, properties: {} } : read
}
