import type { Directory } from '@jumpseat/directory'
import type { Egress } from '@jumpseat/egress'
import type { Store } from '@jumpseat/store'
import type { TenantId } from '@jumpseat/wire'
import type { FastifyRequest } from 'fastify'
import type { AuthorityContext } from './context.ts'
import { createEngines } from './engine.ts'
import { cookieNamed } from './engine-terms.ts'
import { authorityErrors } from './errors.ts'
import { DEFAULT_HOST, issuerOf } from './issuer.ts'
import { createKeyRings } from './keys.ts'
import { recordsOf } from './records.ts'
import { routesOf } from './routes.ts'
import { GRAPH, grantedScopes, readScopes } from './scopes.ts'
import { sign, TOKEN_LIFE, userClaims } from './tokens.ts'
import { createTrust, type TrustedIssuer } from './trust.ts'
import type { Authority } from './types.ts'
import { createVerifier } from './verify.ts'

export interface AuthorityOptions {
  readonly store: Store
  readonly directory: Directory
  /** The way out to the keys of trusted issuers; not needed without them. */
  readonly egress?: Egress
  /** Origins under which people reach this server's pages; the first one goes into links that they open. A function where ports are known later. */
  readonly origins?: readonly string[] | (() => readonly string[])
  /** Host in the issuer of tokens. */
  readonly issuerHost?: string
  /** Path of the sign-in page of an interaction. */
  readonly signInPath?: (uid: string) => string
  /** Whether sign-in without a password may be offered to this request; the server says yes on loopback for sample and development only. */
  readonly allowOneClick?: (request: FastifyRequest) => boolean
  readonly trustedIssuers?: readonly TrustedIssuer[]
  readonly now?: () => number
}

/** Errors: `issuerIsLocal`, `issuerTwice`, `issuerIncomplete`. */
export function createAuthority(options: AuthorityOptions): Authority {
  const context = contextOf(options)
  const verifier = createVerifier(context)
  const engines = createEngines(context)
  return {
    routes: routesOf({ context, engines, genuine: verifier.genuine }),
    verify: verifier.verify,
    async endSession(tenantId, request, reply) {
      const engine = await engines.of(tenantId)
      const { cookies } = engine.createContext(request.raw, reply.raw)
      const id = cookies.get(cookieNamed('session', tenantId), { signed: true })
      const session = id === undefined ? undefined : await engine.Session.find(id)
      await session?.destroy()
    },
    async issueDelegated(tenantId, userId, appId, scopes) {
      const app = context.directory.app(tenantId, appId)
      if (!app) throw authorityErrors.noSuchSubject({ kind: 'app' })
      const user = context.directory.user(tenantId, userId)
      if (!user?.accountEnabled) throw authorityErrors.noSuchSubject({ kind: 'person' })
      const granted = grantedScopes(app, readScopes(scopes.join(' '), context.origins()))
      const claims = userClaims(context, { tenantId, generation: 2, resource: GRAPH }, app, user, granted)
      return sign(context, tenantId, claims)
    },
    signNotification: (tenantId, audience, azp) =>
      sign(context, tenantId, notification(context, tenantId, audience, azp)),
    async rotateKeys(tenantId) {
      await context.keys.rotate(tenantId)
      verifier.forget()
    },
  }
}

function contextOf(options: AuthorityOptions): AuthorityContext {
  const { store, directory, now = Date.now, issuerHost = DEFAULT_HOST, origins = [] } = options
  const records = recordsOf(store)
  return {
    store,
    directory,
    records,
    keys: createKeyRings(records, store.sealer, now),
    trust: createTrust(options.trustedIssuers ?? [], directory, issuerHost, options.egress),
    issuerHost,
    origins: () =>
      (typeof origins === 'function' ? origins() : origins).map((origin) => origin.toLowerCase().replace(/\/+$/, '')),
    signInPath: options.signInPath ?? ((uid) => `/signin/${uid}`),
    allowOneClick: options.allowOneClick ?? (() => false),
    now,
  }
}

/** Claims of a validation token: its audience is the app, never Graph. Contract: connectors 1.8. */
function notification(context: AuthorityContext, tenantId: TenantId, audience: string, azp: string) {
  const iat = Math.floor(context.now() / 1000)
  const iss = issuerOf(context.issuerHost, tenantId, 2)
  return { aud: audience, iss, iat, nbf: iat, exp: iat + TOKEN_LIFE, tid: tenantId, azp, appid: azp, ver: '2.0' }
}
