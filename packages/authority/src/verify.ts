import { hash } from 'node:crypto'
import type { App, Caller, DirectoryRole, Tenant } from '@jumpseat/directory'
import { isJsonObject } from '@jumpseat/wire'
import { decodeJwt, decodeProtectedHeader, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import type { AuthorityContext } from './context.ts'
import { type Generation, issuerOf } from './issuer.ts'
import { GRAPH, GRAPH_AUDIENCES, scopesOver } from './scopes.ts'

/** Seconds that clocks may differ. */
const SKEW = 60
/** Signatures that were found good lately, so that a busy connector pays for RSA once per token. */
const REMEMBERED = 10_000
const NO_ROLES: ReadonlySet<DirectoryRole> = new Set()
const NONE: ReadonlySet<string> = new Set()

export type Verdict = { readonly caller: Caller } | { readonly problem: string }

/** Claims of a token with a good signature, bound to the tenant whose key it was. */
export interface Genuine {
  readonly tenant: Tenant
  readonly claims: JWTPayload
}

type Judged = Genuine | { readonly problem: string }

const problem = (text: string) => ({ problem: text })

/** Checks tokens of this server and of trusted issuers, then asks the directory what is still true. */
export function createVerifier(context: AuthorityContext) {
  const remembered = new Map<string, Genuine>()

  /** Signature, issuer, tenant, audience and time. */
  async function genuine(token: string, audiences: readonly string[] = GRAPH_AUDIENCES): Promise<Judged> {
    const key = keyOf(token, audiences)
    const known = remembered.get(key)
    if (known) return isExpired(context, known) ? problem(EXPIRED) : stillKnown(context, known)
    const judged = await examine(context, token, audiences)
    // Outside keys can be withdrawn by their owner at any time: those are looked up each time.
    if ('claims' in judged && !context.trust.outside(String(judged.claims.iss))) {
      if (remembered.size >= REMEMBERED) remembered.delete(String(remembered.keys().next().value))
      remembered.set(key, judged)
    }
    return judged
  }

  return {
    genuine,
    async verify(token: string): Promise<Verdict> {
      const judged = await genuine(token)
      return 'problem' in judged ? judged : callerOf(context, judged)
    },
    /** Forgets which signatures were good, after the keys have changed. */
    forget: () => remembered.clear(),
  }
}

/** Digests of tokens that came lately: a busy connector sends the same one thousands of times a second. */
const digests = new Map<string, string>()
const DIGESTS_KEPT = 100

function digestOf(token: string): string {
  const known = digests.get(token)
  if (known !== undefined) return known
  if (digests.size >= DIGESTS_KEPT) digests.clear()
  const digest = hash('sha256', token, 'base64')
  digests.set(token, digest)
  return digest
}

const keyOf = (token: string, audiences: readonly string[]) => `${digestOf(token)} ${audiences.join(' ')}`

async function examine(context: AuthorityContext, token: string, audiences: readonly string[]): Promise<Judged> {
  const read = readToken(token)
  if ('problem' in read) return read
  const { claims, kid } = read
  const issuer = await issuerRecord(context, claims, kid)
  if ('problem' in issuer) return issuer
  try {
    // Headers that bring their own key (`jku`, `x5u`, `jwk`, `x5c`) are never looked at: the key comes from the record.
    const { payload } = await jwtVerify(token, issuer.keys, {
      algorithms: ['RS256'],
      issuer: String(claims.iss),
      audience: [...audiences],
      requiredClaims: ['exp', 'iat'],
      clockTolerance: SKEW,
      currentDate: new Date(context.now()),
    })
    return { tenant: issuer.tenant, claims: payload }
  } catch (error) {
    return problem(explain(error))
  }
}

function readToken(token: string): { claims: JWTPayload; kid: string } | { problem: string } {
  try {
    const header = decodeProtectedHeader(token)
    if (header.alg !== 'RS256') return problem('Access token is signed with an algorithm that is not accepted.')
    if (typeof header.kid !== 'string') return problem('Access token does not name its key.')
    return { claims: decodeJwt(token), kid: header.kid }
  } catch {
    return problem('CompactToken parsing failed: the access token is not a JWT.')
  }
}

type IssuerRecord = { readonly tenant: Tenant; readonly keys: JWTVerifyGetKey } | { readonly problem: string }

/** The one tenant and the one set of keys that belong to the issuer of these claims. */
async function issuerRecord(
  context: AuthorityContext,
  { iss, tid, ver }: JWTPayload,
  kid: string,
): Promise<IssuerRecord> {
  const { directory, issuerHost, trust } = context
  const tenant = typeof tid === 'string' ? directory.tenant(tid) : undefined
  if (!tenant || tenant.id !== tid) return problem('Access token names a tenant that is not known here.')
  const generation = ([1, 2] as const).find((each) => iss === issuerOf(issuerHost, tenant.id, each))
  if (generation) return localRecord(context, tenant, generation, ver, kid)
  const outside = typeof iss === 'string' ? trust.outside(iss) : undefined
  if (!outside || outside.tenantId !== tenant.id) return problem('Access token is of an issuer that is not trusted.')
  return { tenant, keys: outside.keys }
}

async function localRecord(
  { keys }: AuthorityContext,
  tenant: Tenant,
  generation: Generation,
  ver: unknown,
  kid: string,
): Promise<IssuerRecord> {
  if (ver !== `${generation}.0`) return problem('Access token mixes the issuer of one version with another version.')
  const key = (await keys.of(tenant.id)).publicKeys.get(kid)
  return key ? { tenant, keys: async () => key } : problem('Access token is signed with an unknown key.')
}

function stillKnown(context: AuthorityContext, known: Genuine): Judged {
  const tenant = context.directory.tenant(known.tenant.id)
  return tenant ? { tenant, claims: known.claims } : problem('Access token names a tenant that is not known here.')
}

const isExpired = ({ now }: AuthorityContext, { claims: { exp = 0 } }: Genuine) => exp + SKEW <= now() / 1000

const EXPIRED = 'Lifetime validation failed, the token is expired.'

/** Words for the reader; the codes are those of jose. */
function explain(error: unknown): string {
  const code = isJsonObject(error) ? error.code : undefined
  const claim = isJsonObject(error) ? error.claim : undefined
  if (code === 'ERR_JWT_EXPIRED') return EXPIRED
  if (code === 'ERR_JWT_CLAIM_VALIDATION_FAILED' && claim === 'aud') return 'Access token is for another audience.'
  if (code === 'ERR_JWT_CLAIM_VALIDATION_FAILED' && claim === 'nbf') return 'Access token is not valid yet.'
  if (code === 'ERR_JWT_CLAIM_VALIDATION_FAILED') return `Access token has a claim that is not acceptable: ${claim}.`
  return 'Access token validation failure: the signature is not valid.'
}

/** The caller as the directory knows it at this moment; a token never gives more than is granted now. */
export function callerOf({ directory }: AuthorityContext, { tenant, claims }: Genuine): Verdict {
  const appId = claims.appid ?? claims.azp
  if (typeof appId !== 'string' || (claims.azp ?? appId) !== appId)
    return problem('Access token does not name its app.')
  const app = directory.app(tenant.id, appId)
  if (!app) return problem('The app of this access token does not exist any more.')
  if (claims.roles !== undefined && claims.scp !== undefined)
    return problem('Access token is both delegated and app-only.')
  return claims.idtyp === 'app' || claims.roles !== undefined
    ? appCaller(tenant, app, claims)
    : userCaller(directory, tenant, app, claims)
}

function appCaller(tenant: Tenant, app: App, claims: JWTPayload): Verdict {
  if (claims.oid !== app.objectId) return problem('Access token is of another service principal than its app.')
  const rights = stillGranted(namesIn(claims.roles), app.permissions)
  if ('problem' in rights) return rights
  return {
    caller: {
      tenantId: tenant.id,
      kind: 'app',
      objectId: app.objectId,
      appId: app.appId,
      scopes: NONE,
      permissions: rights,
      isGuest: false,
      roles: NO_ROLES,
      name: app.displayName,
    },
  }
}

function userCaller(directory: AuthorityContext['directory'], tenant: Tenant, app: App, claims: JWTPayload): Verdict {
  const user = typeof claims.oid === 'string' ? directory.user(tenant.id, claims.oid) : undefined
  if (!user || user.id !== claims.oid) return problem('The person of this access token does not exist any more.')
  if (!user.accountEnabled) return problem('The account of this access token is disabled.')
  const rights = stillGranted(namesIn(claims.scp), scopesOver(app, GRAPH))
  if ('problem' in rights) return rights
  return {
    caller: {
      tenantId: tenant.id,
      kind: 'user',
      objectId: user.id,
      appId: app.appId,
      scopes: rights,
      permissions: NONE,
      isGuest: user.userType === 'Guest' || claims.acct === 1,
      roles: directory.rolesOf(tenant.id, user.id),
      name: user.userPrincipalName,
    },
  }
}

/** `roles` is a list, `scp` a text with spaces. */
function namesIn(claim: unknown): readonly string[] {
  const names: unknown = typeof claim === 'string' ? claim.split(' ') : claim
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string' && name !== '') : []
}

/** What the token names and the directory still grants. A token that has lost everything is no longer good. */
function stillGranted(
  named: readonly string[],
  granted: readonly string[],
): ReadonlySet<string> | { readonly problem: string } {
  const kept = named.filter((name) => granted.includes(name))
  if (named.length > 0 && kept.length === 0) return problem('What this access token grants was withdrawn from its app.')
  return new Set(kept)
}
