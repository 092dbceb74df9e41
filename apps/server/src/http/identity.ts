import type { Authority } from '@jumpseat/authority'
import type { Caller } from '@jumpseat/directory'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { serverErrors } from '../errors.ts'

export interface IdentityOptions {
  readonly verify: Authority['verify']
  /** The caller of a session cookie, undefined when there is no live session. */
  readonly sessionCaller: (request: FastifyRequest) => Caller | undefined
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Sets `request.caller` from a bearer token or a session cookie. Routes decide what they need; none is let in here. */
export function identify(app: FastifyInstance, { verify, sessionCaller }: IdentityOptions): void {
  app.addHook('onRequest', async (request) => {
    const token = bearerOf(request)
    if (token !== undefined) {
      const verified = await verify(token)
      if ('caller' in verified) request.caller = verified.caller
      else request.callerProblem = verified.problem
      return
    }
    const caller = sessionCaller(request)
    if (!caller) return
    refuseCrossSite(request)
    request.caller = caller
  })
}

function bearerOf(request: FastifyRequest): string | undefined {
  return /^bearer\s+(\S+)\s*$/i.exec(request.headers.authorization ?? '')?.[1]
}

/** A cookie travels by itself, so a change needs a header that another site cannot set, and must not name another origin. */
function refuseCrossSite(request: FastifyRequest): void {
  if (SAFE_METHODS.has(request.method)) return
  const { origin } = request.headers
  const isOwnOrigin = origin === undefined || origin === `${request.protocol}://${request.host}`
  if (request.headers['x-jumpseat'] === undefined || !isOwnOrigin) throw serverErrors.crossSite()
}
