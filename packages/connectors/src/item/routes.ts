import { CodedError, wireErrors } from '@jumpseat/wire'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { entitled, isWithinReach } from '../access.ts'
import { activityRoutes } from '../activity/routes.ts'
import { objectBody } from '../connection/parse.ts'
import { connectionOf } from '../connection/routes.ts'
import type { Context } from '../context.ts'
import { connectorErrors } from '../errors.ts'
import { collectionAnswer, type Listing } from '../paging.ts'
import type { StoredItem } from '../types.ts'
import { contextOf } from '../wire.ts'
import { readableItem, readableItems } from './readable.ts'
import type { ListedItem } from './records.ts'
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

  const readable = (request: FastifyRequest) => readableItems(context, request)
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
      const { connection, isReadable } = readable(request)
      const listing = itemListing(context, connection.uid, isReadable)
      const fragment = `external/connections('${connection.id}')/items`
      const schema = reader.schemaOf(connection.uid)
      return collectionAnswer(request, settings, fragment, listing, (item) => itemEntity(item, schema))
    })

    app.get('/:connId/items/$count', async (request, reply) => {
      const { connection, isReadable } = readable(request)
      return reply.type('text/plain').send(String(itemListing(context, connection.uid, isReadable).count()))
    })

    // The reference answers 404, and generated clients offer the call. Contract: connectors 10 row 4.
    app.post('/:connId/items', async (request) => {
      connectionOf(context, request, 'writeItem')
      throw connectorErrors.createItemByPost()
    })

    await app.register(activityRoutes(context))
  }
}

/** Pages through the items that the caller may read; nothing tells how many others there are. */
function itemListing({ reader }: Context, uid: string, isReadable: (item: ListedItem) => boolean): Listing<StoredItem> {
  const slice = 200
  function* readableAfter(after: string | undefined): Generator<ListedItem> {
    for (let from = after; ; ) {
      const items = reader.listedItems(uid, from, slice)
      yield* items.filter(isReadable)
      if (items.length < slice) return
      from = items.at(-1)?.itemId
    }
  }
  return {
    slice(after, skip, limit) {
      const found: StoredItem[] = []
      let passed = 0
      for (const { itemId } of readableAfter(after)) {
        if (passed++ < skip) continue
        const item = reader.itemOf(uid, itemId)
        if (item) found.push(item)
        if (found.length === limit) break
      }
      return found
    },
    keyOf: ({ itemId }) => itemId,
    count() {
      let sum = 0
      for (const _ of readableAfter(undefined)) sum++
      return sum
    },
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
    if (!(problem instanceof CodedError)) request.log.error(problem, 'a refusal could not be kept')
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
