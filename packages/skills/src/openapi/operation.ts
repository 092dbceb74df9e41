import { isJsonObject, type JsonObject, type JsonValue, own, setOwn } from '@jumpseat/wire'
import { skillsErrors } from '../errors.ts'
import { findingOf } from '../findings.ts'
import type { Finding, Operation, Parameter, Style } from '../types.ts'
import { type Argument, type ArgumentNames, argumentNames, described } from './arguments.ts'
import { type BodyRead, readBody } from './body.ts'
import { serverOf } from './server.ts'
import { fromSwagger, isSwagger } from './swagger.ts'
import type { Api, OperationPlace } from './types.ts'

export interface OperationRead {
  readonly operation: Operation
  /** JSON Schema of the arguments. */
  readonly parameters: JsonObject
  readonly findings: readonly Finding[]
}

/** Contract: packages 4.1 and 4.2. Errors: `serverMissing`, `operationUnsupported`. */
export function readOperation(api: Api, place: OperationPlace): OperationRead {
  const merged = parametersOf(api, place)
  const operation = isSwagger(api.root) ? fromSwagger(api.root, place.operation, merged) : place.operation
  const listed = isSwagger(api.root) ? objectsOf(operation.parameters) : merged
  const names = argumentNames()
  const parameters = listed.flatMap((parameter) => readParameter(api, parameter, names))
  const body = readBody(api, place, operation.requestBody, names)
  return {
    operation: {
      method: place.method.toUpperCase(),
      server: serverOf(api, place),
      path: place.path,
      parameters: parameters.map(({ parameter }) => parameter),
      body: body?.body,
      accept: acceptOf(api, operation),
    },
    parameters: schemaOf(api, [...parameters.map(({ argument }) => argument), ...(body?.arguments ?? [])], body),
    findings: [
      ...names.findings(place.pointer),
      ...[...api.reader.unresolved].map((reference) =>
        findingOf(skillsErrors.referenceUnresolved({ reference }), place.pointer),
      ),
    ],
  }
}

/** The parameters of path and operation, the operation's winning; free of references at the outside. */
function parametersOf({ reader }: Api, { pathItem, operation }: OperationPlace): readonly JsonObject[] {
  const byKey = new Map<string, JsonObject>()
  for (const given of [...objectsOf(pathItem.parameters), ...objectsOf(operation.parameters)]) {
    const parameter = reader.follow(given)
    byKey.set(JSON.stringify([parameter.in, parameter.name]), parameter)
  }
  return [...byKey.values()]
}

const objectsOf = (value: JsonValue | undefined) => (Array.isArray(value) ? value : []).filter(isJsonObject)

const PLACES: ReadonlySet<string> = new Set(['path', 'query', 'header', 'cookie'])
// OpenAPI 3.0.3 "Parameter Object": headers of these names are not parameters. Swagger 2.0 has no such rule, but how a call
// signs in and what its body is are not for the caller to say there either.
const NOT_PARAMETERS: ReadonlySet<string> = new Set(['content-type', 'authorization'])
const NOT_PARAMETERS_IN_3: ReadonlySet<string> = new Set([...NOT_PARAMETERS, 'accept'])
const STYLES: Readonly<Record<Parameter['in'], ReadonlySet<string>>> = {
  path: new Set(['matrix', 'label', 'simple']),
  query: new Set(['form', 'spaceDelimited', 'pipeDelimited', 'tabDelimited', 'deepObject']),
  header: new Set(['simple']),
  cookie: new Set(['form']),
}

function readParameter(
  { root, reader }: Api,
  given: JsonObject,
  names: ArgumentNames,
): { parameter: Parameter; argument: Argument }[] {
  const { name } = given
  const place = typeof given.in === 'string' && PLACES.has(given.in) ? (given.in as Parameter['in']) : undefined
  if (typeof name !== 'string' || name === '' || place === undefined) return []
  const reserved = isSwagger(root) ? NOT_PARAMETERS : NOT_PARAMETERS_IN_3
  if (place === 'header' && reserved.has(name.toLowerCase())) return []
  const [mediaType, content] = Object.entries(isJsonObject(given.content) ? given.content : {})[0] ?? []
  const raw = isJsonObject(content) ? content.schema : given.schema
  const schema = reader.read(raw)
  const style = styleOf(place, given.style)
  const isRequired = given.required === true || place === 'path'
  const argument = names.take(name, place)
  return [
    {
      parameter: {
        argument,
        name,
        in: place,
        style,
        explode: typeof given.explode === 'boolean' ? given.explode : style === 'form' || style === 'deepObject',
        allowReserved: given.allowReserved === true && place === 'query',
        isRequired,
        default: isRequired && isJsonObject(raw) ? own(reader.follow(raw), 'default') : undefined,
        mediaType,
      },
      argument: { name: argument, schema: described(schema, given.description), isRequired },
    },
  ]
}

function styleOf(place: Parameter['in'], given: JsonValue | undefined): Style {
  if (typeof given === 'string' && STYLES[place].has(given)) return given as Style
  return place === 'query' || place === 'cookie' ? 'form' : 'simple'
}

/** An argument that has a default need not be given. */
function schemaOf({ reader }: Api, all: readonly Argument[], body: BodyRead | undefined): JsonObject {
  const properties: JsonObject = {}
  for (const { name, schema } of all) setOwn(properties, name, schema)
  const required = all.filter(({ isRequired, schema }) => isRequired && !Object.hasOwn(schema, 'default'))
  return reader.complete({
    type: 'object',
    properties,
    ...(required.length > 0 && { required: required.map(({ name }) => name) }),
    ...(body?.body.takesMore === true ? {} : { additionalProperties: false }),
  })
}

/** contract: packages 4.2, JSON is asked for. A media type of its own (`application/vnd.x+json`) is named first. */
function acceptOf({ reader }: Api, operation: JsonObject): string {
  const responses = isJsonObject(operation.responses) ? operation.responses : {}
  const types = Object.entries(responses).flatMap(([status, response]) => {
    const content = isJsonObject(response) ? reader.follow(response).content : undefined
    return /^(2|default)/.test(status) && isJsonObject(content) ? Object.keys(content) : []
  })
  const special = types.filter((type) => /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+\+json$/i.test(type))
  return [...new Set([...special, 'application/json'])].join(', ')
}
