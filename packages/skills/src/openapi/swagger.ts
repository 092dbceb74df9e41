import { isJsonObject, type JsonObject, type JsonValue, own, setOwn } from '@jumpseat/wire'
import { textOf } from '../schema/text.ts'

// Swagger 2.0 in the words of OpenAPI 3.0, one operation at a time. Schemas are left as they are: references within the
// document stay true, and the few keywords that differ are read by `schema/read.ts`.

export const isSwagger = (root: JsonObject) => textOf(own(root, 'swagger') ?? '').startsWith('2')

/** Style and explode of each `collectionFormat`; contract: packages 4.1, Swagger 2.0 "Parameter Object". */
const COLLECTIONS: Readonly<Record<string, { readonly style: string; readonly explode: boolean }>> = {
  csv: { style: 'form', explode: false },
  ssv: { style: 'spaceDelimited', explode: false },
  tsv: { style: 'tabDelimited', explode: false },
  pipes: { style: 'pipeDelimited', explode: false },
  multi: { style: 'form', explode: true },
}

const FORM = 'application/x-www-form-urlencoded'
const MULTIPART = 'multipart/form-data'

/** An operation of a 2.0 document, its parameters already merged with those of its path and free of references. */
export function fromSwagger(root: JsonObject, operation: JsonObject, parameters: readonly JsonObject[]): JsonObject {
  const consumes = textsOf(own(operation, 'consumes') ?? own(root, 'consumes'))
  const body = parameters.find((parameter) => parameter.in === 'body')
  const fields = parameters.filter((parameter) => parameter.in === 'formData')
  const { parameters: _replaced, ...rest } = operation
  return {
    ...rest,
    parameters: parameters
      .filter((parameter) => parameter.in !== 'body' && parameter.in !== 'formData')
      .map(parameterOf),
    ...(body !== undefined && { requestBody: bodyOf(body, consumes) }),
    ...(fields.length > 0 && { requestBody: formOf(fields, consumes) }),
  }
}

// The members of a parameter that are no part of its schema.
const OWN: ReadonlySet<string> = new Set([
  'name',
  'in',
  'description',
  'required',
  'allowEmptyValue',
  'collectionFormat',
])

function schemaOf(parameter: JsonObject): JsonObject {
  const schema: JsonObject = {}
  for (const [key, value] of Object.entries(parameter)) if (!OWN.has(key)) setOwn(schema, key, value)
  return schema
}

function parameterOf(parameter: JsonObject): JsonObject {
  const { name, description, required } = parameter
  return {
    ...(name !== undefined && { name }),
    ...(parameter.in !== undefined && { in: parameter.in }),
    ...(description !== undefined && { description }),
    ...(required !== undefined && { required }),
    ...(parameter.type === 'array' && collectionOf(parameter, parameter.in === 'query')),
    schema: schemaOf(parameter),
  }
}

function collectionOf(parameter: JsonObject, isQuery: boolean): JsonObject {
  const format = typeof parameter.collectionFormat === 'string' ? parameter.collectionFormat : 'csv'
  const { style, explode } = own(COLLECTIONS, format) ?? { style: 'form', explode: false }
  // Path and header join with commas in any case.
  return isQuery ? { style, explode } : { explode: false }
}

function bodyOf(body: JsonObject, consumes: readonly string[]): JsonObject {
  const types = consumes.filter((type) => type !== FORM && type !== MULTIPART)
  const content: JsonObject = {}
  for (const type of types.length > 0 ? types : ['application/json'])
    setOwn(content, type, { schema: body.schema ?? {} })
  return {
    required: body.required === true,
    content,
    ...(body.description !== undefined && { description: body.description }),
  }
}

function formOf(fields: readonly JsonObject[], consumes: readonly string[]): JsonObject {
  const hasFile = fields.some(({ type }) => type === 'file')
  const type = hasFile || (consumes.includes(MULTIPART) && !consumes.includes(FORM)) ? MULTIPART : FORM
  const properties: JsonObject = {}
  const encoding: JsonObject = {}
  for (const field of fields) {
    if (typeof field.name !== 'string') continue
    const { description } = field
    setOwn(properties, field.name, { ...schemaOf(field), ...(description !== undefined && { description }) })
    if (field.type === 'array') setOwn(encoding, field.name, collectionOf(field, true))
  }
  const required = fields.flatMap(({ name, required }) => (required === true && typeof name === 'string' ? [name] : []))
  const schema: JsonObject = { type: 'object', properties, ...(required.length > 0 && { required }) }
  return { required: required.length > 0, content: { [type]: { schema, encoding } } }
}

const textsOf = (value: JsonValue | undefined) =>
  (Array.isArray(value) ? value : []).filter((entry) => typeof entry === 'string')

/** `securityDefinitions` in the words of `components.securitySchemes`. */
export function schemesFromSwagger(root: JsonObject): JsonObject {
  const schemes: JsonObject = {}
  const definitions = own(root, 'securityDefinitions')
  if (!isJsonObject(definitions)) return schemes
  for (const [name, scheme] of Object.entries(definitions)) {
    if (!isJsonObject(scheme)) continue
    const { type, flow, authorizationUrl, tokenUrl, scopes } = scheme
    if (type === 'basic') setOwn(schemes, name, { type: 'http', scheme: 'basic' })
    else if (type !== 'oauth2') setOwn(schemes, name, scheme)
    else {
      const kind = flow === 'accessCode' ? 'authorizationCode' : flow === 'application' ? 'clientCredentials' : flow
      const read: JsonObject = {
        ...(authorizationUrl !== undefined && { authorizationUrl }),
        ...(tokenUrl !== undefined && { tokenUrl }),
        scopes: scopes ?? {},
      }
      setOwn(schemes, name, { type, flows: { [typeof kind === 'string' ? kind : 'implicit']: read } })
    }
  }
  return schemes
}
