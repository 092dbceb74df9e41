import { permit } from '@jumpseat/directory'
import { CodedError, isJsonObject, own } from '@jumpseat/wire'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { READ_ITEMS } from '../permissions.ts'
import type { Context } from '../types.ts'
import { searchResponseOf } from './answer.ts'
import { searchErrorBody } from './envelope.ts'
import { searchRequestsOf } from './request.ts'
import { search } from './service.ts'

/** Our own pages send it: a person is told what is wrong with a query instead of getting other hits than meant. */
const STRICT = 'x-jumpseat-strict'

/** `POST /search/query`. Contract: connectors 5. */
export async function queryRoutes(app: FastifyInstance, context: Context): Promise<void> {
  app.setErrorHandler((error, request, reply) => {
    // Other errors have the shape of every Graph route.
    if (!(error instanceof CodedError) || (error.status !== 400 && error.status !== 403)) throw error
    return reply.code(error.status).send(searchErrorBody(error, request, context.now()))
  })

  app.post('/search/query', async (request) => {
    const caller = permit(request, READ_ITEMS)
    const options = {
      isStrict: context.settings.strictQueries || asksForStrictness(request),
      vertical: verticalOf(request),
    }
    const responses: object[] = []
    for (const asked of searchRequestsOf(request.body, context.settings))
      responses.push(await searchResponseOf(context, caller, await search(context, caller, asked, options), asked))
    return {
      '@odata.context': `${request.protocol}://${request.host}${app.prefix}/$metadata#Collection(microsoft.graph.searchResponse)`,
      value: responses,
    }
  })
}

const asksForStrictness = ({ headers }: FastifyRequest) => headers[STRICT] === '1'

/** Our own pages name a vertical by `?vertical=`. A name that cannot be read is one that is not there. */
function verticalOf({ query }: FastifyRequest): string | undefined {
  const vertical = isJsonObject(query) ? own(query, 'vertical') : undefined
  return vertical === undefined ? undefined : String(vertical)
}
