import type { Schema } from '@jumpseat/connectors'
import { type Caller, callerOf, permit } from '@jumpseat/directory'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Found, find, NOTHING } from '../find.ts'
import { leanOf } from '../meaning/lean.ts'
import { READ_FILES, READ_ITEMS, RETRIEVE } from '../permissions.ts'
import { allOf, EVERYTHING, unscored } from '../scope/parts.ts'
import { queryCondition } from '../scope/query.ts'
import { anyWordOf } from '../scope/words.ts'
import type { Context } from '../types.ts'
import { retrievalHitsOf } from './answer.ts'
import { hourlyQuota } from './quota.ts'
import { type RetrievalRequest, retrievalRequestOf } from './request.ts'

/** `POST /copilot/retrieval`. Contract: connectors 6.1. */
export function retrievalRoutes(context: Context) {
  // One count for all versions of the route.
  const spend = hourlyQuota(context.settings.retrievalsPerHour, context.now)

  return async (app: FastifyInstance) => {
    app.post('/copilot/retrieval', async (request, reply) => {
      permit(request, RETRIEVE)
      const asked = retrievalRequestOf(request.body, context.settings)
      const caller = permitSource(request, asked.dataSource)
      spend(caller)
      const found = asked.dataSource === 'externalItem' ? await retrieve(context, caller, asked) : NOTHING
      if (asked.warning !== undefined) reply.header('warning', `199 - "${asked.warning.replace(/[^ !#-[\]-~]/g, "'")}"`)
      return {
        '@odata.context': `${request.protocol}://${request.host}${app.prefix}/$metadata#microsoft.graph.retrievalResponse`,
        retrievalHits: await retrievalHitsOf(found, asked),
      }
    })
  }
}

function retrieve(context: Context, caller: Caller, asked: RetrievalRequest): Promise<Found> {
  const { queryString, connectionIds, filter, maximumNumberOfResults } = asked
  const words = anyWordOf(queryString)
  const now = context.now()
  const filtered = (schema: Schema) => (filter ? unscored(queryCondition(filter, schema, now)) : EVERYTHING)
  const lean = leanOf(queryString)
  return find(context, caller, {
    connectionIds,
    isCopilot: true,
    condition: (schema) => allOf([words, filtered(schema)]),
    meaning: lean && { lean, filter: filtered },
    from: 0,
    size: maximumNumberOfResults,
  })
}

function permitSource(request: FastifyRequest, dataSource: RetrievalRequest['dataSource']) {
  if (dataSource === 'externalItem') return permit(request, READ_ITEMS)
  for (const permitted of READ_FILES) permit(request, permitted)
  return callerOf(request)
}
