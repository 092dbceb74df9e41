import { type Permitted, permit } from '@jumpseat/directory'
import type { FastifyRequest } from 'fastify'
import type { Asker } from '../turn/types.ts'

/** People only: an app has no conversations of its own. Contract: connectors 6.3 and 8.3. */
export const CHAT: Permitted = { delegated: ['ExternalItem.Read.All', 'ExternalItem.ReadWrite.All'], application: [] }

export const askerOf = (request: FastifyRequest): Asker => ({ caller: permit(request, CHAT), address: request.ip })
