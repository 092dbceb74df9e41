import { randomUUID } from 'node:crypto'
import type { Tenant } from '@jumpseat/directory'
import { CodedError, isGuid } from '@jumpseat/wire'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { payloadId } from './adapter.ts'
import { authenticate, offeredBy } from './client.ts'
import type { AuthorityContext } from './context.ts'
import { discoveryDocument, instanceDiscovery } from './discovery.ts'
import type { Engines } from './engine.ts'
import { escapeHtml, PAGE_POLICY, page } from './engine-pages.ts'
import type { EngineRequest } from './engine-request.ts'
import { DEVICE_GRANT, ENGINE_PATHS } from './engine-terms.ts'
import { type OauthIds, oauthBodyOf, oauthErrors } from './errors.ts'
import { type Form, readForm, required } from './form.ts'
import { askedBy, clientCredentials, OBO_GRANT, onBehalfOf, type TokenRequest } from './grants.ts'
import { engineSignInQuery, engineTokenBody, handOver } from './handover.ts'
import { interactionRoutes } from './interaction.ts'
import { DEFAULT_HOST, type Generation, isCollective, tenantOfPath } from './issuer.ts'
import { originOf } from './origin.ts'
import { grantedScopes } from './scopes.ts'
import type { createVerifier } from './verify.ts'

interface Parts {
  readonly context: AuthorityContext
  readonly engines: Engines
  readonly genuine: ReturnType<typeof createVerifier>['genuine']
}
type TenantRequest = FastifyRequest<{ Params: { tenant: string } }>
type Step = (parts: Parts, request: TenantRequest, reply: FastifyReply, generation: Generation) => Promise<unknown>

/** `device_code` is how clients of the reference cloud shorten the device grant's name. */
const ENGINE_GRANTS = new Set(['authorization_code', 'refresh_token', 'device_code', DEVICE_GRANT])
const SWEEP_MS = 10 * 60_000

/** The HTTP side of the authority, on the paths of the reference cloud. Contract: connectors 8.1 and 8.4. */
export function routesOf(parts: Parts) {
  const { context, engines } = parts
  return async (app: FastifyInstance): Promise<void> => {
    app.removeContentTypeParser('application/x-www-form-urlencoded')
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    )
    sweepWhile(app, context)
    documents(app, context)
    interactionRoutes(app, context, engines)
    for (const generation of [1, 2] as const) {
      const base = `/:tenant/oauth2${generation === 1 ? '' : '/v2.0'}`
      app.post(`${base}/token`, oauth(parts, token, generation))
      app.options(`${base}/token`, browser(parts, pass(ENGINE_PATHS.token), generation))
      app.post(`${base}/devicecode`, oauth(parts, deviceCode, generation))
      app.get(`${base}/authorize`, browser(parts, authorize, generation))
      app.get(`${base}/logout`, browser(parts, pass(ENGINE_PATHS.end_session), generation))
    }
    for (const path of [`${ENGINE_PATHS.authorization}/:uid`, `${ENGINE_PATHS.code_verification}/:uid`]) {
      app.get(`/:tenant${path}`, browser(parts, pass(undefined), 2))
    }
    app.get(`/:tenant${ENGINE_PATHS.end_session}/success`, browser(parts, pass(undefined), 2))
    app.post(`/:tenant${ENGINE_PATHS.end_session}/confirm`, browser(parts, pass(undefined), 2))
    app.get(`/:tenant${ENGINE_PATHS.code_verification}`, browser(parts, pass(undefined), 2))
    app.post(`/:tenant${ENGINE_PATHS.code_verification}`, browser(parts, pass(undefined), 2))
    app.get('/devicelogin', (request: FastifyRequest<{ Querystring: Record<string, string> }>, reply) =>
      deviceLogin(context, request.query.user_code ?? request.query.otc, reply),
    )
  }
}

/** Removes what has expired, as long as the server runs. */
function sweepWhile(app: FastifyInstance, { records, now }: AuthorityContext): void {
  const sweep = () => records.sweep(now()).catch((error: unknown) => app.log.warn({ err: error }, 'sweep failed'))
  const timer = setInterval(sweep, SWEEP_MS).unref()
  app.addHook('onClose', async () => clearInterval(timer))
}

function documents(app: FastifyInstance, context: AuthorityContext): void {
  const discovery = (isV1: boolean) => async (request: TenantRequest, reply: FastifyReply) => {
    const { tenant: segment } = request.params
    const tenant = tenantOfPath(context.directory, segment)
    if (!tenant && !isCollective(segment)) return unknownTenant(context, request, reply)
    openToAll(reply)
    return discoveryDocument(originOf(request), context.issuerHost, segment, tenant, isV1)
  }
  const keys = async (request: TenantRequest, reply: FastifyReply) => {
    const { directory } = context
    const tenant = tenantOfPath(directory, request.params.tenant)
    if (!tenant && !isCollective(request.params.tenant)) return unknownTenant(context, request, reply)
    const rings = await Promise.all((tenant ? [tenant] : directory.tenants()).map(({ id }) => context.keys.of(id)))
    openToAll(reply)
    return { keys: rings.flatMap(({ published }) => published) }
  }
  app.get('/:tenant/v2.0/.well-known/openid-configuration', discovery(false))
  app.get('/:tenant/.well-known/openid-configuration', discovery(true))
  app.get('/:tenant/discovery/v2.0/keys', keys)
  app.get('/:tenant/discovery/keys', keys)
  app.get('/:tenant/discovery/instance', (request: FastifyRequest<{ Querystring: Record<string, string> }>, reply) => {
    openToAll(reply)
    reply.send(instanceDiscovery(originOf(request), request.query.authorization_endpoint))
  })
}

/** A request to the token endpoint, step by step. */
const token: Step = async (parts, request, reply, generation) => {
  const { context, engines, genuine } = parts
  const form = formOf(request)
  const grantType = required(form, 'grant_type')
  const offered = offeredBy(form, request.headers.authorization)
  const tenant = tenantFor(context, request, offered.clientId)
  const client = await authenticate(context, tenant, offered, endpointsOf(request, tenant))
  const known: TokenRequest = { tenant, client, form, generation }
  if (grantType === 'client_credentials') return clientCredentials(context, known)
  if (grantType === OBO_GRANT) return onBehalfOf(context, known, genuine)
  if (!ENGINE_GRANTS.has(grantType)) throw oauthErrors.grantTypeUnknown({ grant: grantType })
  const body = engineTokenBody(form, grantType, client.app)
  const engineRequest = engineRequestOf(context, known, request)
  await handOver(engines, tenant, request, reply, { path: ENGINE_PATHS.token, body }, engineRequest)
  return reply
}

/** A refresh token may be used for whatever the app is granted now; a code only for what it was asked with. */
function engineRequestOf(
  context: AuthorityContext,
  { client, form, generation }: TokenRequest,
  request: FastifyRequest,
): EngineRequest {
  const asked = form.has('scope') || form.has('resource') ? askedBy(context, form, generation) : undefined
  const isRefresh = form.get('grant_type') === 'refresh_token'
  const isNarrowed = asked !== undefined && (asked.everything || asked.names.length > 0)
  const rights =
    isRefresh && isNarrowed ? { resource: asked.resource, scopes: grantedScopes(client.app, asked) } : undefined
  return { generation, ids: idsOf(context, request), log: request.log, asked, rights }
}

const deviceCode: Step = async ({ context, engines }, request, reply, generation) => {
  const form = formOf(request)
  const offered = offeredBy(form, request.headers.authorization)
  const tenant = tenantFor(context, request, offered.clientId)
  const { app } = await authenticate(context, tenant, offered, endpointsOf(request, tenant))
  grantedScopes(app, askedBy(context, form, generation))
  const { scope = '', resource = '' } = engineSignInQuery(context, form, generation, app)
  const body = { ...engineTokenBody(new Map(), '', app), scope, resource }
  const inner = { path: ENGINE_PATHS.device_authorization, body }
  await handOver(engines, tenant, request, reply, inner, plainRequest(context, request, generation))
  return reply
}

const authorize: Step = async ({ context, engines }, request, reply, generation) => {
  const form = readForm(queryOf(request))
  const clientId = required(form, 'client_id')
  const tenant = tenantFor(context, request, clientId)
  const query = engineSignInQuery(context, form, generation, context.directory.app(tenant.id, clientId))
  const inner = { path: ENGINE_PATHS.authorization, query }
  await handOver(engines, tenant, request, reply, inner, plainRequest(context, request, generation))
  return reply
}

/** Hands a request over as it is; without a path, under the one it came to. */
const pass =
  (path: string | undefined): Step =>
  async ({ context, engines }, request, reply, generation) => {
    const tenant = tenantFor(context, request, undefined)
    const own = request.url.split('?')[0]?.slice(`/${request.params.tenant}`.length) ?? ''
    const inner = {
      path: path ?? own,
      query: Object.fromEntries(readForm(queryOf(request))),
      ...(typeof request.body === 'string' ? { body: Object.fromEntries(readForm(request.body)) } : {}),
    }
    await handOver(engines, tenant, request, reply, inner, plainRequest(context, request, generation))
    return reply
  }

/** The page that people type in: it finds the tenant by the code. */
function deviceLogin({ directory, records }: AuthorityContext, code: string | undefined, reply: FastifyReply) {
  const normal = code?.toUpperCase().replace(/\W/g, '')
  const [only, ...others] = directory.tenants()
  const tenantId = normal === undefined || others.length === 0 ? only?.id : records.tenantOfUserCode(payloadId(normal))
  if (tenantId !== undefined && (normal !== undefined || others.length === 0)) {
    const query = normal === undefined ? '' : `?user_code=${encodeURIComponent(normal)}`
    return reply.redirect(`/${tenantId}${ENGINE_PATHS.code_verification}${query}`)
  }
  return htmlPage(
    reply,
    'Sign in on a device',
    '<form><p>Enter the code that the device or program shows.</p><input type="text" name="user_code" autofocus autocomplete="off" aria-label="Code"><button>Next</button></form>',
  )
}

function tenantFor({ directory }: AuthorityContext, request: TenantRequest, clientId: string | undefined): Tenant {
  const tenant = tenantOfPath(directory, request.params.tenant, clientId)
  if (!tenant) throw oauthErrors.tenantUnknown({ tenant: request.params.tenant })
  return tenant
}

/** Every address under which a client may know this token endpoint: the audience of its assertions. */
function endpointsOf(request: TenantRequest, tenant: Tenant): readonly string[] {
  const origins = [originOf(request), `https://${DEFAULT_HOST}`]
  const segments = [request.params.tenant, tenant.id, tenant.domain]
  const paths = ['oauth2/v2.0/token', 'oauth2/token', 'v2.0', '']
  return origins.flatMap((origin) => segments.flatMap((segment) => paths.map((path) => `${origin}/${segment}/${path}`)))
}

function formOf(request: FastifyRequest): Form {
  if (typeof request.body !== 'string') {
    throw oauthErrors.malformed({ reason: 'the body must be application/x-www-form-urlencoded' })
  }
  return readForm(request.body)
}

const queryOf = ({ url }: FastifyRequest) => (url.includes('?') ? url.slice(url.indexOf('?') + 1) : '')

/** An endpoint for programs: errors are the JSON of contract: connectors 8.1. */
function oauth(parts: Parts, step: Step, generation: Generation) {
  return async (request: TenantRequest, reply: FastifyReply) => {
    reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' })
    try {
      return await step(parts, request, reply, generation)
    } catch (error) {
      if (!(error instanceof CodedError)) throw error
      reply.code(error.status)
      return oauthBodyOf(error, idsOf(parts.context, request))
    }
  }
}

/** An endpoint for browsers: errors are a page. */
function browser(parts: Parts, step: Step, generation: Generation) {
  return async (request: TenantRequest, reply: FastifyReply) => {
    try {
      return await step(parts, request, reply, generation)
    } catch (error) {
      if (!(error instanceof CodedError)) throw error
      reply.code(error.status)
      return htmlPage(
        reply,
        'This sign-in cannot go on',
        `<p>${escapeHtml(error.message)}</p><p>${escapeHtml(error.fix)}</p>`,
      )
    }
  }
}

function htmlPage(reply: FastifyReply, title: string, body: string) {
  return reply
    .headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': PAGE_POLICY })
    .send(page(title, body))
}

function idsOf({ now }: AuthorityContext, request: FastifyRequest): OauthIds {
  const sent = request.headers['client-request-id']
  const correlationId = typeof sent === 'string' && isGuid(sent) ? sent : randomUUID()
  return { traceId: request.requestGuid ?? randomUUID(), correlationId, now: now() }
}

const plainRequest = (context: AuthorityContext, request: FastifyRequest, generation: Generation): EngineRequest => ({
  generation,
  ids: idsOf(context, request),
  log: request.log,
  asked: undefined,
  rights: undefined,
})

function unknownTenant(context: AuthorityContext, request: TenantRequest, reply: FastifyReply) {
  reply.code(400)
  return oauthBodyOf(oauthErrors.tenantUnknown({ tenant: request.params.tenant }), idsOf(context, request))
}

const openToAll = (reply: FastifyReply) => reply.header('access-control-allow-origin', '*')
