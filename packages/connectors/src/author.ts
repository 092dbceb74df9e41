import type { AdminEntry } from '@jumpseat/audit'
import type { Actor, Caller } from '@jumpseat/directory'
import type { FastifyRequest } from 'fastify'

/** A caller with the request that it came by. */
export type Author = Exclude<Actor, 'system'>

export function authorOf(caller: Caller, request: FastifyRequest): Author {
  return { ...caller, requestId: request.requestGuid, address: request.ip }
}

/** The members of a record that say who made the change. */
export function authorship(author: Actor): Pick<AdminEntry, 'actor' | 'requestId' | 'address'> {
  if (author === 'system') return { actor: { id: 'system', name: 'system', roles: [] } }
  const { objectId, name, roles, appId, requestId, address } = author
  return {
    actor: { id: objectId, name, roles: [...roles], appId },
    ...(requestId === undefined ? {} : { requestId }),
    ...(address === undefined ? {} : { address }),
  }
}
