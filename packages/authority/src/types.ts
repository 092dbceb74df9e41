import type { Caller } from '@jumpseat/directory'
import type { AppId, ObjectId, TenantId } from '@jumpseat/wire'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** The built-in authority: issues tokens on the paths of the reference cloud and checks the ones that come back. */
export interface Authority {
  /** Mounts `/{tenant}/oauth2/…`, `/{tenant}/v2.0/.well-known/…`, discovery, keys and the sign-in interaction. */
  readonly routes: (app: FastifyInstance) => Promise<void>
  /** The caller of a bearer token, or the reason why there is none. Contract: connectors 8.2. */
  verify(token: string): Promise<{ readonly caller: Caller } | { readonly problem: string }>
  /** A delegated token without a sign-in; the server offers it on loopback for sample and development only. */
  issueDelegated(tenantId: TenantId, userId: ObjectId, appId: AppId, scopes: readonly string[]): Promise<string>
  /** Ends the sign-in that this browser has at the authority, so that the next one asks who is there. */
  endSession(tenantId: TenantId, request: FastifyRequest, reply: FastifyReply): Promise<void>
  /** A JWT of the tenant's issuer for a webhook. Contract: connectors 1.8. */
  signNotification(tenantId: TenantId, audience: AppId, azp: string): Promise<string>
  /** Makes a new signing key for the tenant; the old public key is published until its tokens have expired. */
  rotateKeys(tenantId: TenantId): Promise<void>
}
