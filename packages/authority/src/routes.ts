import { randomUUID } from 'node:crypto'
import type { Tenant } from '@jumpseat/directory'
import { CodedError, isGuid } from '@jumpseat/wire'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { authenticate, offeredBy } from './client.ts'
import type { AuthorityContext } from './context.ts'
import { discoveryDocument, instanceDiscovery } from './discovery.ts'
import { oauthBodyOf, oauthErrors } from './errors.ts'
import { type Form, readForm, required } from './form.ts'
import { clientCredentials, OBO_GRANT, onBehalfOf, type TokenReply, type TokenRequest } from './grants.ts'
import { DEFAULT_HOST, type Generation, isCollective, tenantOfPath } from './issuer.ts'
import type { createVerifier } from './verify.ts'

type Genuine = ReturnType<typeof createVerifier>['genuine']
type TenantRequest = FastifyRequest<{ Params: { tenant: string } }>

/** The HTTP side of the authority, on the paths of the reference cloud. Contract: connectors 8.1 and 8.4. */
export function routesOf(context: AuthorityContext, genuine: Genuine) {
  return async (app: FastifyInstance): Promise<void> => {
    app.removeContentTypeParser('application/x-www-form-urlencoded')
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    )
    documents(app, context)
    for (const generation of [1, 2] as const) {
      app.post(`/:tenant/oauth2${generation === 1 ? '' : '/v2.0'}/token`, (request: TenantRequest, reply) =>
        answerOauth(context, request, reply, () => token(context, genuine, request, generation)),
      )
    }
  }
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
async function token(
  context: AuthorityContext,
  genuine: Genuine,
  request: TenantRequest,
  generation: Generation,
): Promise<TokenReply> {
  const form = formOf(request)
  const grantType = required(form, 'grant_type')
  const offered = offeredBy(form, request.headers.authorization)
  const tenant = tenantFor(context, request, offered.clientId)
  const client = await authenticate(context, tenant, offered, endpointsOf(request, tenant))
  const known: TokenRequest = { tenant, client, form, generation }
  if (grantType === 'client_credentials') return clientCredentials(context, known)
  if (grantType === OBO_GRANT) return onBehalfOf(context, known, genuine)
  throw oauthErrors.grantTypeUnknown({ grant: grantType })
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

async function answerOauth(
  context: AuthorityContext,
  request: FastifyRequest,
  reply: FastifyReply,
  work: () => Promise<unknown>,
): Promise<unknown> {
  reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' })
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof CodedError)) throw error
    reply.code(error.status)
    return oauthBodyOf(error, idsOf(context, request))
  }
}

function idsOf({ now }: AuthorityContext, request: FastifyRequest) {
  const sent = request.headers['client-request-id']
  const correlationId = typeof sent === 'string' && isGuid(sent) ? sent : randomUUID()
  return { traceId: request.requestGuid ?? randomUUID(), correlationId, now: now() }
}

function unknownTenant(context: AuthorityContext, request: TenantRequest, reply: FastifyReply) {
  reply.code(400)
  return oauthBodyOf(oauthErrors.tenantUnknown({ tenant: request.params.tenant }), idsOf(context, request))
}

/** Scheme and host as the client sees them. */
const originOf = (request: FastifyRequest) => `${request.protocol}://${request.host}`

const openToAll = (reply: FastifyReply) => reply.header('access-control-allow-origin', '*')
