import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import type { App, Tenant } from '@jumpseat/directory'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AuthorityContext } from './context.ts'
import { type Engines, internalSecret } from './engine.ts'
import { type EngineRequest, remember } from './engine-request.ts'
import { DEVICE_GRANT, OFFLINE, resourceUri } from './engine-terms.ts'
import type { Form } from './form.ts'
import { askedBy } from './grants.ts'
import type { Generation } from './issuer.ts'
import { originOf } from './origin.ts'
import { GRAPH, scopesOver } from './scopes.ts'

/** A request in the engine's own words. */
export interface Inner {
  /** Path below `/{tenant}`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: Readonly<Record<string, string>>
}

/** Lets the engine of a tenant answer: the request is rewritten to its paths, and its links keep those of the client. */
export async function handOver(
  engines: Engines,
  tenant: Tenant,
  request: FastifyRequest,
  reply: FastifyReply,
  inner: Inner,
  known: EngineRequest,
): Promise<void> {
  const engine = await engines.of(tenant.id)
  const message = innerMessage(request, tenant, inner)
  remember(message, known)
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value)
  }
  reply.hijack()
  await engine.callback()(message, reply.raw)
}

/** A message of its own, because Fastify has read the body of the original. Scheme and host are those that Fastify decided on. */
function innerMessage(request: FastifyRequest, tenant: Tenant, inner: Inner): IncomingMessage {
  const { raw } = request
  const { protocol, host } = new URL(originOf(request))
  const body = Buffer.from(new URLSearchParams(inner.body).toString())
  const query = new URLSearchParams(inner.query).toString()
  const url = query === '' ? inner.path : `${inner.path}?${query}`
  const { authorization: _, ...headers } = raw.headers
  const { method, socket, httpVersion, httpVersionMajor, httpVersionMinor } = raw
  return Object.assign(Readable.from(body.length ? [body] : []), {
    method,
    url,
    originalUrl: `/${tenant.id}${url}`,
    headers: {
      ...headers,
      'x-forwarded-proto': protocol.slice(0, -1),
      'x-forwarded-host': host,
      ...(inner.body ? { 'content-length': String(body.length) } : {}),
    },
    socket,
    httpVersion,
    httpVersionMajor,
    httpVersionMinor,
  }) as unknown as IncomingMessage
}

const CODE_PARAMETERS = ['code', 'redirect_uri', 'code_verifier', 'refresh_token', 'device_code'] as const

/** The token request of an app that the front has authenticated. */
export function engineTokenBody(form: Form, grantType: string, app: App): Readonly<Record<string, string>> {
  const isDevice = grantType === 'device_code' || grantType === DEVICE_GRANT
  const body: Record<string, string> = {
    grant_type: isDevice ? DEVICE_GRANT : grantType,
    client_id: app.appId,
    ...(app.isPublic ? {} : { client_secret: internalSecret(app.appId) }),
  }
  for (const name of CODE_PARAMETERS) {
    const value = form.get(name)
    if (value !== undefined) body[name] = value
  }
  // Version 1 sends the device code as `code`.
  const code = form.get('code')
  if (isDevice && code !== undefined && !form.has('device_code')) body.device_code = code
  return body
}

const SIGN_IN_PARAMETERS = [
  'client_id',
  'redirect_uri',
  'response_type',
  'response_mode',
  'state',
  'prompt',
  'login_hint',
  'code_challenge',
  'code_challenge_method',
  'request',
  'request_uri',
] as const
/** The engine takes these only in a request for an identity. */
const IDENTITY_PARAMETERS = ['nonce', 'max_age', 'id_token_hint'] as const

/** A request for a sign-in with scopes in the engine's words. Scopes that are not granted stay in: its policy refuses them. */
export function engineSignInQuery(
  context: AuthorityContext,
  form: Form,
  generation: Generation,
  app: App | undefined,
): Readonly<Record<string, string>> {
  const asked = askedBy(context, form, generation)
  const names = asked.everything && app ? everythingOver(app, asked.resource) : asked.names
  const oidc = asked.oidc.map((name) => (name === 'offline_access' ? OFFLINE : name))
  const parameters = asked.oidc.includes('openid')
    ? [...SIGN_IN_PARAMETERS, ...IDENTITY_PARAMETERS]
    : SIGN_IN_PARAMETERS
  const query: Record<string, string> = {
    scope: [...oidc, ...names].join(' '),
    resource: resourceUri(asked.resource),
  }
  for (const name of parameters) {
    const value = form.get(name)
    if (value !== undefined) query[name] = value
  }
  return query
}

/** An app without any scope over another one keeps the word, and the policy refuses it. */
function everythingOver(app: App, resource: string): readonly string[] {
  const granted = scopesOver(app, resource)
  return granted.length === 0 && resource !== GRAPH ? ['.default'] : granted
}
