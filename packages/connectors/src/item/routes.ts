import { CodedError, wireErrors } from '@jumpseat/wire'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { connectionOf, entitled, isWithinReach } from '../access.ts'
import { activityRoutes } from '../activity/routes.ts'
import type { Context } from '../context.ts'
import { connectorErrors } from '../errors.ts'
import { contextOf, objectBody } from '../graph.ts'
import { collectionAnswer } from '../paging.ts'
import type { StoredItem } from '../types.ts'
import { readableItem, readableItems } from './readable.ts'
import { keepRefusal } from './refusals.ts'
import { itemEntity } from './render.ts'
import { deleteItem, patchItem, putItem } from './service.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A refusal of this route is kept for the pages of the connection. */
    keepsRefusals?: boolean
  }
}

const itemIdOf = (request: FastifyRequest) => (request.params as { itemId: string }).itemId

/** `…/{id}/items`. Contract: connectors 3.2 and 3.6. */
export function itemRoutes(context: Context) {
  const { reader, settings } = context
  const write = { bodyLimit: settings.itemBytes, config: { keepsRefusals: true, rate: 'items' } } as const

  const show = (request: FastifyRequest, item: StoredItem, connectionId: string) => ({
    ...contextOf(request, `external/connections('${connectionId}')/items/$entity`),
    ...itemEntity(item, reader.schemaOf(item.connectionUid)),
  })

  return async (app: FastifyInstance) => {
    app.addHook('onError', async (request, _reply, error) => {
      if (!request.routeOptions.config.keepsRefusals) return
      await keepIfRefused(context, request, error)
    })

    app.put('/:connId/items/:itemId', write, async (request) => {
      const { connection } = connectionOf(context, request, 'writeItem')
      const item = await putItem(context, connection, itemIdOf(request), objectBody(request.body))
      return show(request, item, connection.id)
    })

    app.patch('/:connId/items/:itemId', write, async (request) => {
      const { connection } = connectionOf(context, request, 'writeItem')
      const item = await patchItem(context, connection, itemIdOf(request), objectBody(request.body))
      return show(request, item, connection.id)
    })

    app.get('/:connId/items/:itemId', async (request) => {
      const { connection, item } = readableItem(context, request)
      return show(request, item, connection.id)
    })

    app.delete('/:connId/items/:itemId', { config: { rate: 'items' } }, async (request, reply) => {
      const { connection } = connectionOf(context, request, 'writeItem')
      await deleteItem(context, connection, itemIdOf(request))
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

/** Refusals of those who may write here are kept, also of bodies that were too large or no JSON. */
async function keepIfRefused(context: Context, request: FastifyRequest, error: Error): Promise<void> {
  try {
    const { connId, itemId } = request.params as { connId: string; itemId: string }
    const entitlement = entitled(request, 'writeItem')
    const connection = context.reader.connection(entitlement.caller.tenantId, connId)
    if (!connection || !isWithinReach(entitlement, connection)) return
    const refusal = refusalOf(error, context.settings.itemBytes)
    if (refusal) await keepRefusal(context, connection, entitlement.caller, itemId, refusal)
  } catch (problem) {
    if (!(problem instanceof CodedError))
      request.log.error({ err: problem, requestId: request.id }, 'a refusal could not be kept')
  }
}

/** Undefined for what is no refusal of the item: a limit on the rate, a fault of the server. */
function refusalOf(error: Error, limit: number): CodedError | undefined {
  if (error instanceof CodedError) return error.status < 500 && error.status !== 429 ? error : undefined
  const { code } = error as { code?: unknown }
  return code === 'FST_ERR_CTP_BODY_TOO_LARGE'
    ? wireErrors.tooLarge({ limit, setting: 'connectors.itemBytes' })
    : undefined
}
