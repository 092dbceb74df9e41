import { wireErrors } from '@jumpseat/wire'
import type { FastifyRequest } from 'fastify'
import type { Actor, Caller, DirectoryRole } from './types.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is asking; undefined when the request carried no valid token. Set by the server before any route runs. */
    caller?: Caller
    /** Why there is no caller, for the 401 text. */
    callerProblem?: string
    /** GUID of this request: header `request-id`. */
    requestGuid: string
  }
}

/** Which permissions open a route. An empty list of a kind means that kind of token is refused. Contract: connectors 8.3. */
export interface Permitted {
  readonly delegated: readonly string[]
  readonly application: readonly string[]
}

/** The caller, or a 401 error. */
export function callerOf(request: Pick<FastifyRequest, 'caller' | 'callerProblem'>): Caller {
  if (request.caller) return request.caller
  throw wireErrors.invalidToken({ reason: request.callerProblem ?? 'Access token is empty.' })
}

/** The caller when one of the permissions of its kind is held, else 401 or 403. */
export function permit(request: Pick<FastifyRequest, 'caller' | 'callerProblem'>, permitted: Permitted): Caller {
  const caller = callerOf(request)
  const wanted = caller.kind === 'user' ? permitted.delegated : permitted.application
  const held = caller.kind === 'user' ? caller.scopes : caller.permissions
  if (wanted.some((name) => held.has(name))) return caller
  const kind = caller.kind === 'user' ? 'a delegated scope' : 'an application permission'
  const fix =
    wanted.length === 0
      ? `This operation takes ${caller.kind === 'user' ? 'app-only' : 'delegated'} tokens only.`
      : `Ask an administrator to grant the app ${kind}: ${wanted.join(' or ')}.`
  throw wireErrors.denied({ fix })
}

/** The signed-in person when one of the roles is held, else 401 or 403 with the missing role. Contract: publishing-and-governance ADM-70. */
export function permitRole(request: FastifyRequest, ...roles: readonly DirectoryRole[]): Caller {
  const caller = callerOf(request)
  if (caller.kind === 'user' && roles.some((role) => caller.roles.has(role))) return caller
  throw wireErrors.denied(
    { fix: `Ask a global administrator for one of the roles: ${roles.join(', ')}.` },
    { details: [{ code: 'missingRole', message: roles[0] ?? '' }] },
  )
}

/** The caller as author of a change, with the request it came by. */
export function actorOf(request: FastifyRequest): Actor {
  return { ...callerOf(request), requestId: request.id, address: request.ip }
}
