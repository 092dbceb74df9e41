import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { entitled } from './access.ts'
import { connectionRoutes } from './connection/routes.ts'
import type { Connectors } from './create.ts'
import { answerHeaders, contextOf, stripAnnotations, wantsNoMetadata } from './graph.ts'
import { groupRoutes } from './group/routes.ts'
import { itemRoutes } from './item/routes.ts'
import { peopleRoutes } from './people/routes.ts'
import { schemaRoutes } from './schema/routes.ts'
import { limitRates } from './throttle.ts'

/** Both roots of the collection: older clients omit `external`. Contract: connectors 0 row 17. */
const ROOTS = ['/external/connections', '/connections']

/** Routes below a version segment; the server mounts them under `/v1.0` and `/beta`. Contract: connectors 0. */
export function connectorRoutes({ context, throttle }: Connectors) {
  return async (app: FastifyInstance) => {
    limitRates(app, throttle, context.settings)
    app.addHook('onSend', (request, reply, payload, done) => done(null, graphAnswer(request, reply, payload)))

    app.get('/external', async (request) => {
      entitled(request, 'readConnection')
      return contextOf(request, 'external')
    })
    app.patch('/external', async (request, reply) => {
      entitled(request, 'writeConnection')
      return reply.code(204).send()
    })
    await app.register(peopleRoutes(context))
    for (const prefix of ROOTS) {
      await app.register(connectionRoutes(context), { prefix })
      await app.register(schemaRoutes(context), { prefix })
      await app.register(itemRoutes(context), { prefix })
      await app.register(groupRoutes(context), { prefix })
    }
  }
}

/** Contract: connectors 8.5. */
function graphAnswer(request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
  const isJson = String(reply.getHeader('content-type') ?? '').startsWith('application/json')
  const isBare = wantsNoMetadata(request)
  const hasJson = isJson && typeof payload === 'string'
  reply.headers(answerHeaders(hasJson ? { isBare } : undefined))
  return hasJson && isBare ? stripAnnotations(payload) : payload
}
