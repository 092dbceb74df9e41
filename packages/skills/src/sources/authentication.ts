import type { Auth } from '@jumpseat/manifest'
import { isJsonObject, type JsonObject, type JsonValue, own } from '@jumpseat/wire'
import { isSwagger, schemesFromSwagger } from '../openapi/swagger.ts'
import { textOf } from '../schema/text.ts'
import type { Authentication, Placement } from '../types.ts'

/** contract: packages 6.3, where an API key goes when the description of the API does not say. */
export const BEARER: Placement = { in: 'header', name: 'Authorization', prefix: 'Bearer ' }

/**
 * How an operation signs in. The plugin says which kind of sign-in and which configuration of it, the API description where
 * the credential goes. Contract: packages 2.6, 6.1, 6.3.
 */
export function authenticationOf(root: JsonObject, operation: JsonObject, auth: Auth, isBare: boolean): Authentication {
  const schemes = requiredSchemes(root, operation)
  if (auth.type === 'None' && !isBare) return { kind: 'none' }
  const reference = auth.referenceId
  if (auth.type === 'OAuthPluginVault') return oauthOf(schemes.find(isOauth) ?? {}, reference)
  if (auth.type === 'ApiKeyPluginVault') {
    const known = schemes.map((scheme) => keyOf(scheme, reference)).find((read) => read !== undefined)
    return known ?? { kind: 'apiKey', reference, placement: BEARER }
  }
  const [first] = schemes
  if (first === undefined) return { kind: 'none' }
  if (isOauth(first)) return oauthOf(first, undefined)
  return keyOf(first, undefined) ?? { kind: 'unserved', scheme: textOf(first.scheme ?? first.type ?? '').slice(0, 60) }
}

const isOauth = ({ type }: JsonObject) => type === 'oauth2' || type === 'openIdConnect'

/** The schemes of the first requirement that asks for any; none where calling without is allowed. */
function requiredSchemes(root: JsonObject, operation: JsonObject): readonly JsonObject[] {
  const given = own(operation, 'security') ?? own(root, 'security')
  const requirements = (Array.isArray(given) ? given : []).filter(isJsonObject)
  const components = isJsonObject(root.components) ? root.components : {}
  const declared = isSwagger(root) ? schemesFromSwagger(root) : components.securitySchemes
  const known = isJsonObject(declared) ? declared : {}
  if (requirements.some((requirement) => Object.keys(requirement).length === 0)) return []
  const [requirement] = requirements
  return Object.keys(requirement ?? {}).flatMap((name) => {
    const scheme = own(known, name)
    return isJsonObject(scheme) ? [scheme] : []
  })
}

function keyOf(scheme: JsonObject, reference: string | undefined): Authentication | undefined {
  const { type, name } = scheme
  if (
    type === 'apiKey' &&
    typeof name === 'string' &&
    (scheme.in === 'header' || scheme.in === 'query' || scheme.in === 'cookie')
  ) {
    return { kind: 'apiKey', reference, placement: { in: scheme.in, name, prefix: '' } }
  }
  if (type !== 'http' || typeof scheme.scheme !== 'string') return undefined
  const kind = scheme.scheme.toLowerCase()
  if (kind === 'bearer') return { kind: 'apiKey', reference, placement: BEARER }
  if (kind === 'basic') return { kind: 'basic', reference, placement: { ...BEARER, prefix: 'Basic ' } }
  return { kind: 'unserved', scheme: kind.slice(0, 60) }
}

function oauthOf(scheme: JsonObject, reference: string | undefined): Authentication {
  const flows = isJsonObject(scheme.flows) ? scheme.flows : {}
  // contract: packages 6.1, the code flow is the one that is served
  const flow = [flows.authorizationCode, ...Object.values(flows)].find(isJsonObject) ?? {}
  return {
    kind: 'oauth',
    reference,
    placement: BEARER,
    authorizationUrl: addressOf(flow.authorizationUrl),
    tokenUrl: addressOf(flow.tokenUrl),
    scopes: isJsonObject(flow.scopes) ? Object.keys(flow.scopes) : [],
  }
}

const addressOf = (value: JsonValue | undefined) => (typeof value === 'string' && value !== '' ? value : undefined)

/** contract: packages 6.1; C14: an API key for MCP too */
export function mcpAuthentication({ type, referenceId: reference }: Auth): Authentication {
  if (type === 'None') return { kind: 'none' }
  if (type === 'ApiKeyPluginVault') return { kind: 'apiKey', reference, placement: BEARER }
  return { kind: 'oauth', reference, placement: BEARER, authorizationUrl: undefined, tokenUrl: undefined, scopes: [] }
}
