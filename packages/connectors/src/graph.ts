import { isJsonObject, type JsonObject } from '@jumpseat/wire'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { connectorErrors } from './errors.ts'
import type { ConnectorSettings } from './settings.ts'

/** What is known of a request once it is known who asks; a request of HTTP is one, a part of a batch is another. */
export type Asked = Pick<
  FastifyRequest,
  'caller' | 'callerProblem' | 'requestGuid' | 'ip' | 'protocol' | 'host' | 'url' | 'headers'
>
export interface WithParams<Params> {
  readonly params: Params
}

export type Version = 'v1.0' | 'beta'

/** The version segment that the client used; it is echoed in every absolute URL. Contract: connectors 0. */
export function versionOf(request: Pick<Asked, 'url'>): Version {
  return /^\/beta(?:\/|$)/.test(request.url) ? 'beta' : 'v1.0'
}

/** Scheme, host and version as the client used them. Contract: connectors 2.1, 8.4: clients send tokens to that host only. */
export function baseOf(request: Asked): string {
  return `${request.protocol}://${request.host}/${versionOf(request)}`
}

export function urlOf(request: FastifyRequest): URL {
  return new URL(request.url, `${request.protocol}://${request.host}`)
}

export function contextOf(request: Asked, fragment: string): { '@odata.context': string } {
  return { '@odata.context': `${baseOf(request)}/$metadata#${fragment}` }
}

const INCLUDE_UNKNOWN = /(?:^|[,;\s])include-unknown-enum-members(?:$|[,;\s])/i

/** True when newer enum members may be named; tells the client when it asked for them. Contract: connectors 2.7. */
export function showsNewerMembers(request: FastifyRequest, reply: FastifyReply, settings: ConnectorSettings): boolean {
  const isAsked = INCLUDE_UNKNOWN.test(String(request.headers.prefer ?? ''))
  if (isAsked) reply.header('preference-applied', 'include-unknown-enum-members')
  return isAsked || settings.evolvableEnums === 'open'
}

/** True for `Accept: application/json;odata.metadata=none`. Contract: connectors 8.5. */
export function wantsNoMetadata(request: Pick<Asked, 'headers'>): boolean {
  return /odata\.metadata=none/i.test(String(request.headers.accept ?? ''))
}

/**
 * The text of a JSON body without OData annotations, at any depth except inside `layout`, which belongs to the client.
 * `@odata.nextLink` and `@odata.count` stay: they are data, as OData has it.
 */
export function stripAnnotations(body: string): string {
  return JSON.stringify(stripped(JSON.parse(body)))
}

export function stripped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stripped)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !key.includes('@odata.') || key === '@odata.nextLink' || key === '@odata.count')
      .map(([key, inner]) => [key, key === 'layout' ? inner : stripped(inner)]),
  )
}

const JSON_TYPE = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8'
const BARE_TYPE = JSON_TYPE.replace('metadata=minimal', 'metadata=none')

/** Headers of an answer with a JSON body, or of one without. Contract: connectors 8.5. */
export function answerHeaders(json: { readonly isBare: boolean } | undefined): Record<string, string> {
  const version = { 'odata-version': '4.0' }
  return json ? { ...version, 'content-type': json.isBare ? BARE_TYPE : JSON_TYPE } : version
}

/** The body of a request when it is a JSON object; else 400. */
export function objectBody(body: unknown): JsonObject {
  if (isJsonObject(body)) return body
  throw connectorErrors.invalidBody({ reason: 'is not a JSON object' })
}

/** Levels of a body that is kept as it was sent; deeper ones could not be written as JSON again. */
const DEPTH = 100

/** As `objectBody`, for bodies with parts that are kept unread. */
export function shallowBody(body: unknown): JsonObject {
  let level: unknown[] = [body]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEPTH) throw connectorErrors.invalidBody({ reason: `is nested deeper than ${DEPTH} levels` })
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []))
  }
  return objectBody(body)
}
