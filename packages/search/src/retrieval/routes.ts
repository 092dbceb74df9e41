import { callerOf, permit } from '@jumpseat/directory'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Found, find } from '../find.ts'
import { READ_FILES, READ_ITEMS, RETRIEVE } from '../permissions.ts'
import type { Context } from '../types.ts'
import { retrievalHitsOf } from './answer.ts'
import { hourlyQuota } from './quota.ts'
import { type RetrievalRequest, retrievalRequestOf } from './request.ts'

const NOTHING: Found = { items: [], total: 0, terms: [] }

/** `POST /copilot/retrieval`. Contract: connectors 6.1. */
export function retrievalRoutes(context: Context) {
  // One count for all versions of the route.
  const spend = hourlyQuota(context.settings.retrievalsPerHour, context.now)

  return async (app: FastifyInstance) => {
    app.post('/copilot/retrieval', async (request) => {
      permit(request, RETRIEVE)
      const asked = retrievalRequestOf(request.body, context.settings)
      const caller = permitSource(request, asked.dataSource)
      spend(caller)
      const found =
        asked.dataSource === 'externalItem'
          ? await find(context, caller, {
              text: asked.queryString,
              match: 'any',
              connectionIds: asked.connectionIds,
              from: 0,
              size: asked.maximumNumberOfResults,
            })
          : NOTHING
      return {
        '@odata.context': `${request.protocol}://${request.host}${app.prefix}/$metadata#microsoft.graph.retrievalResponse`,
        retrievalHits: retrievalHitsOf(found, asked),
      }
    })
  }
}

function permitSource(request: FastifyRequest, dataSource: RetrievalRequest['dataSource']) {
  if (dataSource === 'externalItem') return permit(request, READ_ITEMS)
  for (const permitted of READ_FILES) permit(request, permitted)
  return callerOf(request)
}
