import { createHmac, randomBytes } from 'node:crypto'
import type { App, User } from '@jumpseat/directory'
import type { AppId, ObjectId, TenantId } from '@jumpseat/wire'
import Provider, { type AdapterPayload, type Configuration, type KoaContextWithOIDC } from 'oidc-provider'
import { adapterFor } from './adapter.ts'
import type { AuthorityContext } from './context.ts'
import { shapeAnswers } from './engine-answer.ts'
import { deviceSources, errorPage, logoutSources } from './engine-pages.ts'
import { policyOf } from './engine-policy.ts'
import { requestOf } from './engine-request.ts'
import { cookieNamed, DEVICE_GRANT, ENGINE_PATHS, INTERACTION_COOKIE, OFFLINE, resourceName } from './engine-terms.ts'
import { authorityErrors } from './errors.ts'
import { issuerOf } from './issuer.ts'
import { isRedirectAllowed, originAllowed } from './redirects.ts'
import { GRAPH, scopesOver } from './scopes.ts'
import { personClaims, TOKEN_LIFE, userClaims } from './tokens.ts'

const HOUR = 3600
const DAY = 24 * HOUR
// Proof inside this process that the front has authenticated a confidential client; it never leaves it.
const INTERNAL = randomBytes(32)
export const internalSecret = (appId: string) => createHmac('sha256', INTERNAL).update(appId).digest('base64url')

export interface Engines {
  /** The engine of a tenant, made on first use and made anew when its keys have changed. */
  of(tenantId: TenantId): Promise<Provider>
}

export function createEngines(context: AuthorityContext): Engines {
  const engines = new Map<TenantId, { readonly kid: string; readonly engine: Promise<Provider> }>()
  return {
    async of(tenantId) {
      const { active } = await context.keys.of(tenantId)
      const known = engines.get(tenantId)
      if (known?.kid === active.kid) return known.engine
      const engine = createEngine(context, tenantId)
      engines.set(tenantId, { kid: active.kid, engine })
      engine.catch(() => engines.delete(tenantId))
      return engine
    },
  }
}

async function createEngine(context: AuthorityContext, tenantId: TenantId): Promise<Provider> {
  context.trust.refuseClash(tenantId)
  const engine = new Provider(issuerOf(context.issuerHost, tenantId, 2), await configurationOf(context, tenantId))
  // Scheme and host are those that Fastify has decided on; the front writes them into the forwarded headers.
  engine.proxy = true
  const redirectUriAllowed = function (this: { clientId: string }, uri: string) {
    const app = context.directory.app(tenantId, this.clientId)
    return app !== undefined && isRedirectAllowed(app, uri)
  }
  engine.Client.prototype.redirectUriAllowed = redirectUriAllowed
  engine.Client.prototype.postLogoutRedirectUriAllowed = redirectUriAllowed
  shapeAnswers(context, engine)
  return engine
}

async function configurationOf(context: AuthorityContext, tenantId: TenantId): Promise<Configuration> {
  const { directory } = context
  const { active } = await context.keys.of(tenantId)
  return {
    adapter: (model) => (model === 'Client' ? clientAdapter(context, tenantId) : adapterFor(context, tenantId, model)),
    jwks: { keys: [{ ...active.privateKey.export({ format: 'jwk' }), kid: active.kid, use: 'sig', alg: 'RS256' }] },
    routes: ENGINE_PATHS,
    clientAuthMethods: ['client_secret_post', 'none'],
    allowOmittingSingleRegisteredRedirectUri: false,
    responseTypes: ['code'],
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    claims: { openid: ['sub', 'oid', 'tid', 'ver'], profile: ['name', 'preferred_username', 'upn'], email: ['email'] },
    conformIdTokenClaims: false,
    cookies: {
      keys: [await cookieKey(context, tenantId)],
      names: {
        session: cookieNamed('session', tenantId),
        interaction: cookieNamed('interaction', tenantId),
        resume: cookieNamed('resume', tenantId),
      },
      long: { httpOnly: true, sameSite: 'lax', signed: true, path: '/' },
      short: { httpOnly: true, sameSite: 'lax', signed: true },
    },
    ttl: {
      AccessToken: TOKEN_LIFE,
      AuthorizationCode: 60,
      DeviceCode: 900,
      Grant: 90 * DAY,
      IdToken: HOUR,
      Interaction: HOUR,
      RefreshToken: 90 * DAY,
      Session: DAY,
    },
    pkce: { required: (_ctx, client) => client.clientAuthMethod === 'none' },
    rotateRefreshToken: true,
    expiresWithSession: () => false,
    issueRefreshToken: (_ctx, _client, source) => source.scopes.has(OFFLINE),
    clientBasedCORS: (_ctx, origin, { clientId }) => originAllowed(directory.app(tenantId, clientId), origin),
    findAccount: (_ctx, id) => accountOf(tenantId, directory.user(tenantId, id)),
    loadExistingGrant: (ctx) => grantOf(context, tenantId, ctx),
    interactions: {
      policy: policyOf(context, tenantId),
      url: (ctx, { uid }) => {
        ctx.cookies.set(INTERACTION_COOKIE, uid, {
          path: `/api/interaction/${uid}`,
          httpOnly: true,
          sameSite: 'strict',
          signed: true,
        })
        return context.signInPath(uid)
      },
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: true, ...logoutSources },
      deviceFlow: { enabled: true, charset: 'base-20', mask: '****-****', ...deviceSources },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => GRAPH,
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, resource, { clientId }) => {
          const app = directory.app(tenantId, clientId)
          const names = app ? scopesOver(app, resourceName(resource)) : []
          return {
            scope: [...names, OFFLINE].join(' '),
            audience: resourceName(resource),
            accessTokenTTL: TOKEN_LIFE,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'RS256' } },
          }
        },
      },
    },
    formats: { customizers: { jwt: (ctx, token, parts) => fillToken(context, tenantId, ctx, token, parts) } },
    renderError: errorPage,
    // The engine has nothing to fetch: clients have no jwks_uri, no sector identifier and no request objects.
    fetch: async (url) => {
      throw authorityErrors.outgoingRefused({ url: String(url) })
    },
  }
}

/** Apps of the directory as the engine wants to see them. Redirects are checked by `redirects.ts` alone. */
function clientAdapter({ directory }: AuthorityContext, tenantId: TenantId) {
  const nothing = async () => undefined
  return {
    find: async (id: string): Promise<AdapterPayload | undefined> => {
      const app = directory.app(tenantId, id)
      return app && clientOf(app)
    },
    upsert: nothing,
    findByUid: nothing,
    findByUserCode: nothing,
    consume: nothing,
    destroy: nothing,
    revokeByGrantId: nothing,
  }
}

const clientOf = (app: App): AdapterPayload => ({
  client_id: app.appId,
  client_name: app.displayName,
  redirect_uris: ['https://never.invalid/'],
  response_types: ['code'],
  grant_types: ['authorization_code', 'refresh_token', DEVICE_GRANT],
  ...(app.isPublic
    ? { token_endpoint_auth_method: 'none' }
    : { token_endpoint_auth_method: 'client_secret_post', client_secret: internalSecret(app.appId) }),
})

function accountOf(tenantId: TenantId, user: User | undefined) {
  if (!user?.accountEnabled) return undefined
  const claims = { sub: user.id, oid: user.id, tid: tenantId, ver: '2.0', ...personClaims(user) }
  return { accountId: user.id, claims: () => (user.mail === null ? claims : { ...claims, email: user.mail }) }
}

/** Consent is what the administrator granted to the app; each sign-in starts a family of its own. */
async function grantOf({ directory }: AuthorityContext, tenantId: TenantId, ctx: KoaContextWithOIDC) {
  const { client, account, params } = ctx.oidc
  const app = client && directory.app(tenantId, client.clientId)
  if (!app || !account) return undefined
  const grant = new ctx.oidc.provider.Grant({ accountId: account.accountId, clientId: app.appId })
  grant.addOIDCScope('openid profile email offline_access')
  const resource = typeof params?.resource === 'string' ? params.resource : GRAPH
  grant.addResourceScope(resource, [...scopesOver(app, resourceName(resource)), OFFLINE].join(' '))
  await grant.save()
  return grant
}

type Customizer = NonNullable<NonNullable<NonNullable<Configuration['formats']>['customizers']>['jwt']>

/** Replaces the engine's claims with ours: the scopes of the request that the directory grants now. */
async function fillToken(
  context: AuthorityContext,
  tenantId: TenantId,
  ctx: KoaContextWithOIDC,
  token: Parameters<Customizer>[1],
  parts: Parameters<Customizer>[2],
): Promise<void> {
  const request = requestOf(ctx.req)
  const app = context.directory.app(tenantId, token.clientId as AppId)
  const user = context.directory.user(tenantId, ('accountId' in token ? token.accountId : '') as ObjectId)
  if (!app || !user?.accountEnabled) throw authorityErrors.noSuchSubject({ kind: user ? 'app' : 'person' })
  const { active } = await context.keys.of(tenantId)
  const resource = request.rights?.resource ?? resourceName(String(token.aud))
  const granted = scopesOver(app, resource)
  const scopes = (request.rights?.scopes ?? [...token.scopes]).filter((name) => granted.includes(name))
  request.granted = { resource, scopes }
  parts.header = { typ: 'JWT', alg: 'RS256', kid: active.kid, x5t: active.kid }
  parts.payload = userClaims(context, { tenantId, generation: request.generation, resource }, app, user, scopes)
}

async function cookieKey({ records, store }: AuthorityContext, tenantId: TenantId): Promise<string> {
  const sealContext = `authority_secrets:${tenantId}:cookies`
  const found = records.secret(tenantId, 'cookies')
  if (found) return store.sealer.openText(tenantId, sealContext, found)
  await records.addSecret(
    tenantId,
    'cookies',
    store.sealer.seal(tenantId, sealContext, randomBytes(32).toString('base64url')),
  )
  return cookieKey({ records, store } as AuthorityContext, tenantId)
}
