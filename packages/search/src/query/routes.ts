import { permit } from '@jumpseat/directory'
import { CodedError } from '@jumpseat/wire'
import type { FastifyInstance } from 'fastify'
import { type Found, find } from '../find.ts'
import { READ_ITEMS } from '../permissions.ts'
import type { Context } from '../types.ts'
import { searchResponseOf } from './answer.ts'
import { searchErrorBody } from './envelope.ts'
import { searchRequestsOf } from './request.ts'

const NOTHING: Found = { items: [], total: 0, terms: [] }

/** `POST /search/query`. Contract: connectors 5. */
export async function queryRoutes(app: FastifyInstance, context: Context): Promise<void> {
  app.setErrorHandler((error, request, reply) => {
    // Other errors have the shape of every Graph route.
    if (!(error instanceof CodedError) || (error.status !== 400 && error.status !== 403)) throw error
    return reply.code(error.status).send(searchErrorBody(error, request, context.now()))
  })

  app.post('/search/query', async (request) => {
    const caller = permit(request, READ_ITEMS)
    const responses: object[] = []
    for (const asked of searchRequestsOf(request.body, context.settings)) {
      const question = { ...asked, match: 'all' as const }
      const found = asked.wantsItems ? await find(context, caller, question) : NOTHING
      responses.push(searchResponseOf(found, asked))
    }
    return {
      '@odata.context': `${request.protocol}://${request.host}${app.prefix}/$metadata#Collection(microsoft.graph.searchResponse)`,
      value: responses,
    }
  })
}
