import type { Tenant } from '@jumpseat/directory'
import { DEFAULT_HOST, issuerOf } from './issuer.ts'
import { OIDC_SCOPES } from './scopes.ts'

/** The openid-configuration on the origin that the client asked. Contract: connectors 8.4, authority document. */
export function discoveryDocument(
  origin: string,
  host: string,
  segment: string,
  tenant: Tenant | undefined,
  v1: boolean,
) {
  const base = `${origin}/${tenant?.id ?? segment}`
  const oauth = `${base}/oauth2${v1 ? '' : '/v2.0'}`
  return {
    token_endpoint: `${oauth}/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${base}/discovery${v1 ? '' : '/v2.0'}/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code'],
    scopes_supported: OIDC_SCOPES,
    issuer: tenant ? issuerOf(host, tenant.id, 2) : `https://${host}/{tenantid}/v2.0`,
    authorization_endpoint: `${oauth}/authorize`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    code_challenge_methods_supported: ['S256'],
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'nonce', 'preferred_username', 'name', 'tid', 'oid', 'ver'],
    tenant_region_scope: null,
    cloud_instance_name: 'microsoftonline.com',
    msgraph_host: 'graph.microsoft.com',
  }
}

/** The cloud that clients believe to be in: this server under its own name and under the reference one. Contract: connectors 8.4. */
export function instanceDiscovery(origin: string, authorizationEndpoint: string | undefined) {
  const asked = URL.parse(authorizationEndpoint ?? '')
  const segment = asked?.pathname.split('/')[1] || 'common'
  const hosts = new Set([asked?.host, new URL(origin).host, DEFAULT_HOST])
  const aliases = [...hosts].filter((host) => host !== undefined)
  return {
    tenant_discovery_endpoint: `${asked?.origin ?? origin}/${segment}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: aliases.map((host) => ({ preferred_network: host, preferred_cache: host, aliases: [host] })),
  }
}
