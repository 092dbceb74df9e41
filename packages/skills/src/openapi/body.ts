import { isJsonObject, type JsonObject, type JsonValue, own, setOwn } from '@jumpseat/wire'
import { skillsErrors } from '../errors.ts'
import type { SchemaReader } from '../schema/read.ts'
import type { Body, BodyProperty, Style } from '../types.ts'
import { type Argument, type ArgumentNames, described } from './arguments.ts'
import type { Api, OperationPlace } from './types.ts'

export interface BodyRead {
  readonly body: Body
  readonly arguments: readonly Argument[]
}

/** Which kinds of bodies can be written, the best first. */
const ENCODINGS: readonly { readonly is: RegExp; readonly encoding: Body['encoding'] }[] = [
  { is: /^application\/json\b/i, encoding: 'json' },
  { is: /^(application|text)\/([\w.-]+\+)?json\b/i, encoding: 'json' },
  { is: /^application\/x-www-form-urlencoded\b/i, encoding: 'form' },
  { is: /^multipart\/form-data\b/i, encoding: 'multipart' },
  { is: /^\*\/\*|^application\/\*/, encoding: 'json' },
  { is: /^text\/plain\b/i, encoding: 'text' },
  { is: /^application\/octet-stream\b|^(image|audio|video)\//i, encoding: 'binary' },
  { is: /^text\//i, encoding: 'text' },
]

/** The body of an operation, and the arguments that make it. Contract: packages 4.1, 4.2. Errors: `operationUnsupported`. */
export function readBody(
  api: Api,
  place: OperationPlace,
  given: JsonValue | undefined,
  names: ArgumentNames,
): BodyRead | undefined {
  if (!isJsonObject(given)) return undefined
  const described = api.reader.follow(given)
  const content = isJsonObject(described.content) ? described.content : {}
  const isRequired = described.required === true
  const types = Object.keys(content)
  if (types.length === 0) return undefined
  const chosen = chosenType(types)
  if (chosen === undefined) {
    if (!isRequired) return undefined
    const reason = `its body is ${types.join(' or ').slice(0, 200)}`
    throw skillsErrors.operationUnsupported({ name: place.name, reason }, { place: place.pointer })
  }
  const media = isJsonObject(content[chosen.type]) ? (content[chosen.type] as JsonObject) : {}
  const mediaType = chosen.type.includes('*') ? 'application/json' : chosen.type
  const shell = { mediaType, encoding: chosen.encoding, isRequired }
  const isWhole = chosen.encoding === 'text' || chosen.encoding === 'binary'
  const object = isWhole ? undefined : objectOf(api.reader, media.schema, OBJECT_DEPTH)
  if (object === undefined || Object.keys(object.properties).length === 0) {
    return wholeBody(api, shell, described.description, media.schema, names)
  }
  return partedBody(api, shell, object, isJsonObject(media.encoding) ? media.encoding : {}, names)
}

function chosenType(types: readonly string[]) {
  for (const { is, encoding } of ENCODINGS) {
    const type = types.find((name) => is.test(name))
    if (type !== undefined) return { type, encoding }
  }
  return undefined
}

type Shell = Pick<Body, 'mediaType' | 'encoding' | 'isRequired'>

function wholeBody(
  { reader }: Api,
  shell: Shell,
  description: JsonValue | undefined,
  raw: JsonValue | undefined,
  names: ArgumentNames,
): BodyRead {
  const name = names.take('body', 'body')
  const schema = described(reader.read(raw), description)
  return {
    body: { ...shell, argument: name, properties: [], takesMore: false },
    arguments: [{ name, schema, isRequired: shell.isRequired }],
  }
}

function partedBody(
  { reader }: Api,
  shell: Shell,
  object: ObjectShape,
  encodings: JsonObject,
  names: ArgumentNames,
): BodyRead {
  const parts = Object.entries(object.properties).map(([name, raw]) => {
    const argument = names.take(name, 'body')
    const isRequired = object.required.has(name)
    const property: BodyProperty = {
      argument,
      name,
      default: isRequired && isJsonObject(raw) ? own(reader.follow(raw), 'default') : undefined,
      ...encodingOf(own(encodings, name)),
      isFile: isFile(reader.follow(isJsonObject(raw) ? raw : {}), reader.follow),
    }
    return { property, argument: { name: argument, schema: reader.read(raw), isRequired } }
  })
  return {
    body: {
      ...shell,
      argument: undefined,
      properties: parts.map(({ property }) => property),
      takesMore: object.takesMore,
    },
    arguments: parts.map(({ argument }) => argument),
  }
}

function encodingOf(
  given: JsonValue | undefined,
): Pick<BodyProperty, 'contentType' | 'style' | 'explode' | 'allowReserved'> {
  const encoding = isJsonObject(given) ? given : {}
  const style = typeof encoding.style === 'string' ? (encoding.style as Style) : 'form'
  return {
    contentType: typeof encoding.contentType === 'string' ? encoding.contentType : undefined,
    style,
    explode: typeof encoding.explode === 'boolean' ? encoding.explode : style === 'form',
    allowReserved: encoding.allowReserved === true,
  }
}

/** Bytes: `format: binary` of 3.0, an encoding or a media type of its own in 3.1; lists of them too. */
function isFile(schema: JsonObject, follow: (schema: JsonObject) => JsonObject): boolean {
  if (isJsonObject(schema.items)) return isFile(follow(schema.items), follow)
  if (schema.type === 'file' || schema.format === 'binary') return true
  return typeof schema.contentMediaType === 'string' && !/^(text\/|application\/json)/.test(schema.contentMediaType)
}

interface ObjectShape {
  readonly properties: JsonObject
  readonly required: ReadonlySet<string>
  readonly takesMore: boolean
}

/** `allOf` within `allOf` that is looked into. */
const OBJECT_DEPTH = 12

/** The members of an object schema, those of its `allOf` included; `undefined` for a choice of shapes and for anything else. */
function objectOf(reader: SchemaReader, raw: JsonValue | undefined, depth: number): ObjectShape | undefined {
  if (!isJsonObject(raw) || depth === 0) return undefined
  const schema = reader.follow(raw)
  if (schema.oneOf !== undefined || schema.anyOf !== undefined) return undefined
  const types = [schema.type ?? 'object'].flat()
  if (!types.includes('object')) return undefined
  const properties: JsonObject = {}
  const required = new Set<string>()
  let takesMore = schema.additionalProperties === true || isJsonObject(schema.additionalProperties)
  for (const member of Array.isArray(schema.allOf) ? schema.allOf : []) {
    const inner = objectOf(reader, member, depth - 1)
    if (inner === undefined) return undefined
    for (const [name, value] of Object.entries(inner.properties)) setOwn(properties, name, value)
    for (const name of inner.required) required.add(name)
    takesMore ||= inner.takesMore
  }
  for (const [name, value] of Object.entries(isJsonObject(schema.properties) ? schema.properties : {})) {
    const isReadOnly = isJsonObject(value) && reader.follow(value).readOnly === true
    if (!isReadOnly) setOwn(properties, name, value)
  }
  for (const name of Array.isArray(schema.required) ? schema.required : []) {
    if (typeof name === 'string' && Object.hasOwn(properties, name)) required.add(name)
  }
  return { properties, required, takesMore }
}
