import type { Actor, Caller } from '@jumpseat/directory'
import type { FastifyRequest } from 'fastify'

/** A caller with the request that it came by; the directory's `authorOf` makes it the author of a record. */
export type Author = Exclude<Actor, 'system'>

export function askedBy(caller: Caller, request: Pick<FastifyRequest, 'requestGuid' | 'ip'>): Author {
  return { ...caller, requestId: request.requestGuid, address: request.ip }
}
