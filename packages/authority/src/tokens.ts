import { randomUUID } from 'node:crypto'
import type { App, User } from '@jumpseat/directory'
import type { TenantId } from '@jumpseat/wire'
import { type JWTPayload, SignJWT } from 'jose'
import type { AuthorityContext } from './context.ts'
import { type Generation, issuerOf } from './issuer.ts'
import { GRAPH } from './scopes.ts'

/** Seconds that an access token lives. Contract: connectors 8.1. */
export const TOKEN_LIFE = 3599

export interface Audience {
  readonly tenantId: TenantId
  readonly generation: Generation
  /** `GRAPH`, or the id of an app. */
  readonly resource: string
}

/** Claims of an app-only token: what the directory grants the app now. Contract: connectors 8.2. */
export function appClaims(context: AuthorityContext, audience: Audience, app: App): JWTPayload {
  const roles = audience.resource === GRAPH ? app.permissions : []
  return {
    ...commonClaims(context, audience, app),
    idtyp: 'app',
    oid: app.objectId,
    sub: app.objectId,
    app_displayname: app.displayName,
    ...(roles.length ? { roles: [...roles] } : {}),
  }
}

/** Claims of a delegated token over scopes that the caller has found to be granted. Contract: connectors 8.2. */
export function userClaims(
  context: AuthorityContext,
  audience: Audience,
  app: App,
  user: User,
  scopes: readonly string[],
): JWTPayload {
  return {
    ...commonClaims(context, audience, app),
    idtyp: 'user',
    oid: user.id,
    sub: user.id,
    app_displayname: app.displayName,
    ...personClaims(user),
    acct: user.userType === 'Guest' ? 1 : 0,
    ...(scopes.length ? { scp: scopes.join(' ') } : {}),
  }
}

/** Claims that say who the person is, the same in access and identity tokens. */
export function personClaims(user: User): { upn: string; preferred_username: string; name: string } {
  return { upn: user.userPrincipalName, preferred_username: user.userPrincipalName, name: user.displayName }
}

function commonClaims(context: AuthorityContext, audience: Audience, app: App): JWTPayload {
  const iat = Math.floor(context.now() / 1000)
  return {
    aud: audience.resource,
    iss: issuerOf(context.issuerHost, audience.tenantId, audience.generation),
    iat,
    nbf: iat,
    exp: iat + TOKEN_LIFE,
    tid: audience.tenantId,
    appid: app.appId,
    azp: app.appId,
    ver: `${audience.generation}.0`,
    uti: randomUUID(),
  }
}

/** Signs with the tenant's active key. `x5t` and `kid` are the same thumbprint, as clients expect. */
export async function sign(context: AuthorityContext, tenantId: TenantId, claims: JWTPayload): Promise<string> {
  context.trust.refuseClash(tenantId)
  const { active } = await context.keys.of(tenantId)
  return new SignJWT(claims)
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: active.kid, x5t: active.kid })
    .sign(active.privateKey)
}
