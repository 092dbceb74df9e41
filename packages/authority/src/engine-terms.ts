import { GRAPH } from './scopes.ts'

/** Inner paths of the engine, below `/{tenant}`. */
export const ENGINE_PATHS = {
  authorization: '/oauth2/v2.0/authorize',
  token: '/oauth2/v2.0/token',
  device_authorization: '/oauth2/v2.0/devicecode',
  code_verification: '/oauth2/v2.0/deviceauth',
  end_session: '/oauth2/v2.0/logout',
} as const

export const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'
/** Stands for `offline_access`, which the engine drops unless consent is prompted for; here consent is the administrator's. */
export const OFFLINE = 'jumpseat.offline'
/** Ties a sign-in to the browser that began it; sent to the interaction's own path only. */
export const INTERACTION_COOKIE = 'jumpseat_interaction'

/** A resource in the form that the engine takes, an absolute URI, and back. */
export const resourceUri = (resource: string) => (resource === GRAPH ? GRAPH : `api://${resource}`)
export const resourceName = (uri: string) => uri.replace(/^api:\/\//, '')

/** Names of the engine's cookies; one set per tenant, so that organisations of one server do not sign each other out. */
export const cookieNamed = (part: 'session' | 'interaction' | 'resume', tenantId: string) =>
  `jumpseat_${part}_${tenantId.slice(0, 8)}`
