import type { Caller } from '@jumpseat/directory'
import type { FastifyRequest } from 'fastify'
import type { Author } from './types.ts'

/** Who makes a change, as it is recorded. */
export function authorOf({ tenantId, objectId, name, roles, appId }: Caller, request: FastifyRequest): Author {
  return { tenantId, actor: { id: objectId, name, roles: [...roles], appId }, requestId: request.requestGuid }
}
