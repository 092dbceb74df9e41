import type { Tenant } from '@jumpseat/directory'
import type { AppId, ObjectId, TenantId } from '@jumpseat/wire'
import { decodeJwt } from 'jose'
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  Configuration,
  calculatePKCECodeChallenge,
  customFetch,
  None,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import { z } from 'zod'
import { serverErrors } from '../errors.ts'

/** A request to our own authority that never leaves the process. */
export type LocalFetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string },
) => Promise<Response>

export interface SignInStart {
  readonly url: URL
  /** What the callback needs; kept in a short-lived, sealed cookie. */
  readonly pending: PendingSignIn
}

export const pendingSignIn = z.object({
  tenantId: z.string(),
  origin: z.string(),
  verifier: z.string(),
  state: z.string(),
  returnTo: z.string(),
})
export type PendingSignIn = z.infer<typeof pendingSignIn>

export interface SignedIn {
  readonly tenantId: TenantId
  readonly userId: ObjectId
  readonly scopes: readonly string[]
}

export const CALLBACK_PATH = '/signin/callback'

/** The pages sign in as any client does: authorization code with PKCE at the tenant's authority. */
export function signInClient(localFetch: LocalFetch) {
  const configurationOf = async (tenantId: string, origin: string, clientId: AppId): Promise<Configuration> => {
    const document = await localFetch(`${origin}/${tenantId}/v2.0/.well-known/openid-configuration`, {
      method: 'GET',
      headers: {},
    })
    // A request inside the process has no TLS, so the document's own addresses would begin with http.
    const base = `${origin}/${tenantId}/oauth2/v2.0`
    const { issuer } = (await document.json()) as { issuer: string }
    const server = { issuer, authorization_endpoint: `${base}/authorize`, token_endpoint: `${base}/token` }
    const configuration = new Configuration(server, clientId, {}, None())
    configuration[customFetch] = (url, { method, headers, body }) =>
      localFetch(url, { method, headers, ...(body == null ? {} : { body: String(body) }) })
    if (origin.startsWith('http:')) allowInsecureRequests(configuration)
    return configuration
  }

  return {
    async start(
      tenant: Tenant,
      origin: string,
      clientId: AppId,
      scopes: readonly string[],
      returnTo: string,
      prompt?: string,
    ): Promise<SignInStart> {
      const configuration = await configurationOf(tenant.id, origin, clientId)
      const verifier = randomPKCECodeVerifier()
      const state = randomState()
      const url = buildAuthorizationUrl(configuration, {
        redirect_uri: `${origin}${CALLBACK_PATH}`,
        scope: ['openid', 'profile', ...scopes].join(' '),
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        ...(prompt === undefined ? {} : { prompt }),
      })
      return { url, pending: { tenantId: tenant.id, origin, verifier, state, returnTo } }
    },

    async finish(currentUrl: URL, clientId: AppId, pending: PendingSignIn): Promise<SignedIn> {
      try {
        const configuration = await configurationOf(pending.tenantId, pending.origin, clientId)
        const checks = { pkceCodeVerifier: pending.verifier, expectedState: pending.state }
        const tokens = await authorizationCodeGrant(configuration, currentUrl, checks)
        const claims = decodeJwt<{ oid: ObjectId; tid: TenantId; scp?: string }>(tokens.access_token)
        return { tenantId: claims.tid, userId: claims.oid, scopes: (claims.scp ?? '').split(' ').filter(Boolean) }
      } catch (cause) {
        throw serverErrors.signInFailed(
          { reason: cause instanceof Error ? cause.message : 'the authority gave no token' },
          { cause },
        )
      }
    },
  }
}
