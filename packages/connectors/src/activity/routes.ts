import { member } from '@jumpseat/wire'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { connectionOf } from '../access.ts'
import type { Context } from '../context.ts'
import { connectorErrors } from '../errors.ts'
import { contextOf, objectBody } from '../graph.ts'
import { readableItem } from '../item/readable.ts'
import { addActivities } from './service.ts'

const ACTIONS = ['addActivities', 'microsoft.graph.externalConnectors.addActivities']

const itemIdOf = (request: FastifyRequest) => (request.params as { itemId: string }).itemId

/** Activities are written and never read. Contract: connectors 3.6, and 0 rows 9 to 11. */
export function activityRoutes(context: Context) {
  return async (app: FastifyInstance) => {
    for (const action of ACTIONS) {
      app.post(`/:connId/items/:itemId/${action}`, async (request, reply) => {
        const { connection } = connectionOf(context, request, 'addActivities')
        const activities = member(objectBody(request.body), 'activities')
        const value = await addActivities(context, connection, itemIdOf(request), activities)
        reply.code(value.some(({ error }) => error !== null) ? 207 : 200)
        return { ...contextOf(request, 'Collection(microsoft.graph.externalConnectors.externalActivityResult)'), value }
      })
    }

    app.get('/:connId/items/:itemId/activities', async (request) => {
      const { connection, item } = readableItem(context, request)
      const fragment = `external/connections('${connection.id}')/items('${item.itemId}')/activities`
      return { ...contextOf(request, fragment), value: [] }
    })

    app.post('/:connId/items/:itemId/activities', async (request, reply) => {
      const { connection } = connectionOf(context, request, 'addActivities')
      const [result] = await addActivities(context, connection, itemIdOf(request), [objectBody(request.body)])
      if (result?.error) throw connectorErrors.activityRefused({ reason: result.error.message })
      const fragment = `external/connections('${connection.id}')/items('${itemIdOf(request)}')/activities/$entity`
      const { type, startDateTime } = result ?? {}
      return reply.code(201).send({ ...contextOf(request, fragment), type, startDateTime })
    })

    for (const path of ['/:connId/items/:itemId/activities/:id', '/:connId/items/:itemId/activities/:id/performedBy']) {
      app.route({
        method: ['GET', 'PATCH', 'DELETE'],
        url: path,
        handler: async (request) => {
          readableItem(context, request)
          throw connectorErrors.activityNotFound()
        },
      })
    }
  }
}
