import { isJsonObject, type JsonObject, type JsonValue, own, setOwn } from '@jumpseat/wire'
import { skillsErrors } from '../errors.ts'
import { textOf } from '../schema/text.ts'
import type { BodyProperty, Operation, Parameter } from '../types.ts'
import { type Multipart, multipartOf } from './multipart.ts'
import { bytesOf, encoded, encodedReserved, inHeader, inPath, pairsOf } from './serialise.ts'

/** A request as it would be sent; nothing is sent here. Header names in lower case. */
export interface HttpRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | undefined
}

/** What a sign-in adds; see `Credentials`. */
export interface Presented {
  readonly headers: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly cookies: Readonly<Record<string, string>>
}

export const NOTHING_PRESENTED: Presented = { headers: {}, query: {}, cookies: {} }

/**
 * The request that carries these arguments. Contract: packages 4.2. The arguments are taken as they are: check them
 * before. Errors: `argumentRefused` for a value that would change the path itself.
 */
export function buildRequest(
  operation: Operation,
  args: JsonObject,
  presented: Presented = NOTHING_PRESENTED,
): HttpRequest {
  const given = operation.parameters.flatMap((parameter) => {
    const value = valueFor(parameter, args)
    return value === undefined ? [] : [{ parameter, value }]
  })
  const within = (place: Parameter['in']) => given.filter(({ parameter }) => parameter.in === place)
  const query = [
    ...within('query')
      .filter(({ parameter }) => !Object.hasOwn(presented.query, parameter.name))
      .flatMap(({ parameter, value }) => queryPairs(parameter, value)),
    ...Object.entries(presented.query).map(([name, value]) => [encoded(name), encoded(value)] as const),
  ]
  const cookies = [
    ...within('cookie')
      .filter(({ parameter }) => !Object.hasOwn(presented.cookies, parameter.name))
      .flatMap(({ parameter, value }) => queryPairs(parameter, value)),
    ...Object.entries(presented.cookies).map(([name, value]) => [name, value] as const),
  ]
  const body = bodyOf(operation, args)
  const headers: Record<string, string> = { accept: operation.accept }
  for (const { parameter, value } of within('header')) {
    setOwn(headers, parameter.name.toLowerCase(), documentOf(parameter, value) ?? inHeader(parameter, value))
  }
  if (body !== undefined) headers['content-type'] = body.contentType
  if (cookies.length > 0) headers.cookie = joined(cookies, '; ')
  for (const [name, value] of Object.entries(presented.headers)) setOwn(headers, name.toLowerCase(), value)
  const path = pathOf(operation.path, within('path'))
  const search = query.length > 0 ? `${path.includes('?') ? '&' : '?'}${joined(query, '&')}` : ''
  return { method: operation.method, url: `${operation.server}${path}${search}`, headers, body: body?.content }
}

const joined = (pairs: readonly (readonly [string, string])[], separator: string) =>
  pairs.map(([name, value]) => `${name}=${value}`).join(separator)

/** The argument, or the default of one that is required. `null` is nothing. */
function valueFor(from: Parameter | BodyProperty, args: JsonObject): JsonValue | undefined {
  const value = own(args, from.argument) ?? from.default
  return value === null ? undefined : value
}

const documentOf = ({ mediaType }: Parameter, value: JsonValue) =>
  mediaType === undefined ? undefined : /json/i.test(mediaType) ? JSON.stringify(value) : textOf(value)

function queryPairs(parameter: Parameter, value: JsonValue): readonly (readonly [string, string])[] {
  const document = documentOf(parameter, value)
  if (document !== undefined) return [[encoded(parameter.name), encoded(document)]]
  return pairsOf(parameter, value, parameter.allowReserved ? encodedReserved : encoded)
}

function pathOf(
  template: string,
  given: readonly { readonly parameter: Parameter; readonly value: JsonValue }[],
): string {
  const byName = new Map(given.map(({ parameter, value }) => [parameter.name, { parameter, value }]))
  const segments = template.split('/').map((segment) => {
    const filled = segment.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
      const found = byName.get(name)
      if (found === undefined) return whole
      const document = documentOf(found.parameter, found.value)
      return document === undefined ? inPath(found.parameter, found.value) : encoded(document)
    })
    // An empty segment or dots would lead to another operation than the one that was asked for.
    if (filled !== segment && /^(\.|%2e){0,2}$/i.test(filled)) {
      const [, name = segment] = /\{([^{}]+)\}/.exec(segment) ?? []
      throw skillsErrors.argumentRefused({
        name: byName.get(name)?.parameter.argument ?? name,
        reason: 'it may not be empty or dots',
      })
    }
    return filled
  })
  return segments.join('/')
}

function bodyOf(
  operation: Operation,
  args: JsonObject,
): { readonly contentType: string; readonly content: string | Uint8Array } | undefined {
  const { body } = operation
  if (body === undefined) return undefined
  if (body.argument !== undefined) {
    const value = own(args, body.argument)
    if (value === undefined) return undefined
    if (body.encoding === 'binary') return { contentType: body.mediaType, content: bytesOf(textOf(value)) }
    if (body.encoding === 'text') return { contentType: body.mediaType, content: textOf(value) }
    if (body.encoding === 'json') return { contentType: body.mediaType, content: JSON.stringify(value) }
  }
  const parts = partsOf(body, args, new Set(operation.parameters.map(({ argument }) => argument)))
  if (parts.length === 0 && !body.isRequired) return undefined
  if (body.encoding === 'json') {
    const object: JsonObject = {}
    for (const { property, value } of parts) setOwn(object, property.name, value)
    return { contentType: body.mediaType, content: JSON.stringify(object) }
  }
  if (body.encoding === 'form') {
    const pairs = parts.flatMap(({ property, value }) => formPairs(property, value))
    return { contentType: body.mediaType, content: joined(pairs, '&') }
  }
  const { contentType, content }: Multipart = multipartOf(parts)
  return { contentType, content }
}

/** JSON keeps a `null` that was given; in the other encodings there is none. */
function partsOf(
  body: NonNullable<Operation['body']>,
  args: JsonObject,
  elsewhere: ReadonlySet<string>,
): { readonly property: BodyProperty; readonly value: JsonValue }[] {
  const whole = body.argument === undefined ? undefined : own(args, body.argument)
  const source = isJsonObject(whole) ? whole : args
  const named = body.properties.flatMap((property) => {
    const value = own(source, property.argument) ?? property.default
    const isGiven = body.encoding === 'json' ? Object.hasOwn(source, property.argument) : value !== null
    return value !== undefined && (isGiven || value !== null) ? [{ property, value }] : []
  })
  if (!body.takesMore && whole === undefined) return named
  const known = new Set(body.properties.map(({ argument }) => argument))
  const more = Object.entries(source).filter(
    ([name]) => !known.has(name) && (whole !== undefined || !elsewhere.has(name)),
  )
  return [...named, ...more.map(([name, value]) => ({ property: plainProperty(name), value }))]
}

const plainProperty = (name: string): BodyProperty => ({
  argument: name,
  name,
  default: undefined,
  contentType: undefined,
  style: 'form',
  explode: true,
  allowReserved: false,
  isFile: false,
})

function formPairs(property: BodyProperty, value: JsonValue): readonly (readonly [string, string])[] {
  if (property.contentType !== undefined && /json/i.test(property.contentType)) {
    return [[encoded(property.name), encoded(textOf(value))]]
  }
  // OpenAPI 3.0.3 "Encoding Object": an object in a form is JSON unless a style says otherwise.
  if (isJsonObject(value) && property.style === 'form')
    return [[encoded(property.name), encoded(JSON.stringify(value))]]
  return pairsOf(property, value, property.allowReserved ? encodedReserved : encoded)
}
