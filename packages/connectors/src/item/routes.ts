import type { FastifyInstance, FastifyRequest } from 'fastify'
import { connectionOf } from '../access.ts'
import { activityRoutes } from '../activity/routes.ts'
import type { Context } from '../context.ts'
import { connectorErrors } from '../errors.ts'
import { collectionAnswer } from '../paging.ts'
import { type AskedOfItem, itemOperations, keepIfRefused, shown } from './operations.ts'
import { readableItem, readableItems } from './readable.ts'
import { itemEntity } from './render.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A refusal of this route is kept for the pages of the connection. */
    keepsRefusals?: boolean
  }
}

const ofItem = (request: FastifyRequest) => request as AskedOfItem

/** `…/{id}/items`. Contract: connectors 3.2 and 3.6. */
export function itemRoutes(context: Context) {
  const { reader, settings } = context
  const write = { bodyLimit: settings.itemBytes, config: { keepsRefusals: true, rate: 'items' } } as const

  const operations = itemOperations(context)

  return async (app: FastifyInstance) => {
    app.addHook('onError', async (request, _reply, error) => {
      if (!request.routeOptions.config.keepsRefusals) return
      await keepIfRefused(context, ofItem(request), error)
    })

    app.put('/:connId/items/:itemId', write, (request) => operations.put(ofItem(request), request.body))

    app.patch('/:connId/items/:itemId', write, (request) => operations.patch(ofItem(request), request.body))

    app.get('/:connId/items/:itemId', async (request) => {
      const { connection, item } = readableItem(context, request)
      return shown(context, request, item, connection.id)
    })

    app.delete('/:connId/items/:itemId', { config: { rate: 'items' } }, async (request, reply) => {
      await operations.remove(ofItem(request))
      return reply.code(204).send()
    })

    app.get('/:connId/items', async (request) => {
      const { connection, listing } = readableItems(context, request)
      const fragment = `external/connections('${connection.id}')/items`
      const schema = reader.schemaOf(connection.uid)
      return collectionAnswer(request, settings, fragment, listing, (item) => itemEntity(item, schema))
    })

    app.get('/:connId/items/$count', async (request, reply) =>
      reply.type('text/plain').send(String(readableItems(context, request).listing.count())),
    )

    // The reference answers 404, and generated clients offer the call. Contract: connectors 10 row 4.
    app.post('/:connId/items', async (request) => {
      connectionOf(context, request, 'writeItem')
      throw connectorErrors.createItemByPost()
    })

    await app.register(activityRoutes(context))
  }
}
