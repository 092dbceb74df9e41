import { authorOf, type Caller } from '@jumpseat/directory'
import type { FastifyRequest } from 'fastify'

/** Who makes a change, or looks at another person's access, as it is recorded. */
export type Author = Pick<Caller, 'tenantId'> & ReturnType<typeof authorOf>

/** A caller with the request that it came by. */
export function askedBy(caller: Caller, request: FastifyRequest): Author {
  const { requestGuid: requestId, ip: address } = request
  return { tenantId: caller.tenantId, ...authorOf({ ...caller, requestId, address }) }
}
