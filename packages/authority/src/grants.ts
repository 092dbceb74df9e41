import type { Tenant } from '@jumpseat/directory'
import type { Client } from './client.ts'
import type { AuthorityContext } from './context.ts'
import { oauthErrors } from './errors.ts'
import { type Form, required } from './form.ts'
import type { Generation } from './issuer.ts'
import { type Asked, GRAPH, GRAPH_AUDIENCES, grantedScopes, readResource, readScopes } from './scopes.ts'
import { appClaims, sign, TOKEN_LIFE, userClaims } from './tokens.ts'
import type { Genuine } from './verify.ts'

export const OBO_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

/** A request to the token endpoint whose client is known. */
export interface TokenRequest {
  readonly tenant: Tenant
  readonly client: Client
  readonly form: Form
  readonly generation: Generation
}

export interface TokenReply {
  readonly token_type: 'Bearer'
  readonly expires_in: number
  readonly ext_expires_in: number
  readonly access_token: string
  readonly scope?: string
  readonly [more: string]: string | number | undefined
}

/** What the request asks for: `scope` in version 2, `resource` in version 1. Errors: `oauthErrors`. */
export function askedBy(context: AuthorityContext, form: Form, generation: Generation): Asked {
  const resource = form.get('resource')
  return generation === 1 && resource !== undefined
    ? readResource(resource, context.origins())
    : readScopes(form.get('scope') ?? (generation === 1 ? `${GRAPH}/.default` : ''), context.origins())
}

/** An app-only token. Contract: connectors 8.1. */
export async function clientCredentials(context: AuthorityContext, request: TokenRequest): Promise<TokenReply> {
  const { tenant, client, form, generation } = request
  if (!client.isProven) throw oauthErrors.credentialMissing()
  if (generation === 2) required(form, 'scope')
  const asked = askedBy(context, form, generation)
  if (!asked.everything || asked.names.length > 0) {
    throw oauthErrors.scopeNotDefault({ scope: form.get('scope') ?? '' })
  }
  const { resource } = asked
  if (resource !== GRAPH && !context.directory.app(tenant.id, resource)) throw oauthErrors.resourceUnknown({ resource })
  const claims = appClaims(context, { tenantId: tenant.id, generation, resource }, client.app)
  return reply(await sign(context, tenant.id, claims), generation === 1 ? { resource } : {})
}

/** A token for the next service in the name of the person of a token that this one received. */
export async function onBehalfOf(
  context: AuthorityContext,
  request: TokenRequest,
  genuine: (token: string, audiences: readonly string[]) => Promise<Genuine | { readonly problem: string }>,
): Promise<TokenReply> {
  const { tenant, client, form, generation } = request
  if (!client.isProven) throw oauthErrors.credentialMissing()
  if (form.get('requested_token_use') !== 'on_behalf_of') {
    throw oauthErrors.malformed({ reason: "requested_token_use must be 'on_behalf_of'" })
  }
  const { appId } = client.app
  const judged = await genuine(required(form, 'assertion'), [...GRAPH_AUDIENCES, appId, `api://${appId}`])
  const user = personOf(context, tenant, judged, appId)
  const asked = askedBy(context, form, generation)
  const scopes = grantedScopes(client.app, asked)
  const { resource } = asked
  const claims = userClaims(context, { tenantId: tenant.id, generation, resource }, client.app, user, scopes)
  return reply(await sign(context, tenant.id, claims), { scope: spell(asked, scopes) })
}

function personOf(
  { directory }: AuthorityContext,
  tenant: Tenant,
  judged: Genuine | { readonly problem: string },
  appId: string,
) {
  if ('problem' in judged) {
    if (/another audience/.test(judged.problem)) throw oauthErrors.userAssertionAudience({ app: appId })
    throw oauthErrors.userAssertionRefused({ reason: judged.problem })
  }
  const { claims } = judged
  if (judged.tenant.id !== tenant.id) throw oauthErrors.userAssertionRefused({ reason: 'it is of another tenant' })
  if (claims.idtyp === 'app' || claims.roles !== undefined || typeof claims.oid !== 'string') {
    throw oauthErrors.userAssertionRefused({ reason: 'it is not the token of a person' })
  }
  if (!directory.app(tenant.id, String(claims.appid ?? claims.azp))) {
    throw oauthErrors.userAssertionRefused({ reason: 'its app does not exist any more' })
  }
  const user = directory.user(tenant.id, claims.oid)
  if (!user?.accountEnabled || user.id !== claims.oid) throw oauthErrors.userDisabled()
  return user
}

/** The `scope` of an answer in the spelling of the request, so that client caches find it again. */
export function spell(asked: Asked, scopes: readonly string[]): string {
  const isLong = asked.resource !== GRAPH || asked.spelled.some((text) => text.includes('/'))
  const prefix = asked.resource === GRAPH ? GRAPH : `api://${asked.resource}`
  const names = isLong ? scopes.map((name) => `${prefix}/${name}`) : scopes
  const everything = asked.spelled.filter((text) => text.endsWith('/.default'))
  return [...new Set([...asked.oidc, ...names, ...everything])].join(' ')
}

/** Contract: connectors 8.1. */
export function reply(accessToken: string, more: Readonly<Record<string, string>>): TokenReply {
  return {
    token_type: 'Bearer',
    expires_in: TOKEN_LIFE,
    ext_expires_in: TOKEN_LIFE,
    ...more,
    access_token: accessToken,
  }
}
