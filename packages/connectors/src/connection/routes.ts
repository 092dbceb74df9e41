import { project, selectOf, wireErrors } from '@jumpseat/wire'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { connectionOf, entitled, isWithinReach } from '../access.ts'
import type { Context } from '../context.ts'
import { baseOf, contextOf, shallowBody, versionOf } from '../graph.ts'
import { collectionAnswer, listed, optionsOf } from '../paging.ts'
import { schemaEntity } from '../schema/render.ts'
import { refuseForeign } from '../toggle/tickets.ts'
import type { ConnectionRecord } from '../types.ts'
import { itemsRemaining } from './records.ts'
import { connectionEntity } from './render.ts'
import { createConnection, deleteConnection, updateConnection } from './service.ts'

/** `…/connections` and `…/connections/{id}`, with paths relative to the collection. Contract: connectors 1.3. */
export function connectionRoutes(context: Context) {
  const { settings, reader } = context
  const isCreatorListed = settings.addCreatorToAuthorizedApps

  const visible = (request: FastifyRequest) => {
    const entitlement = entitled(request, 'readConnection')
    return reader.connections(entitlement.caller.tenantId).filter((one) => isWithinReach(entitlement, one))
  }

  return async (app: FastifyInstance) => {
    app.get('/', async (request) => {
      const { filter, select } = optionsOf(request)
      const listing = listed(visible(request), creationOrder, filter, {
        id: ({ id }) => id,
        name: ({ name }) => name,
        state: ({ state }) => state,
      })
      const fragment = select ? `connections(${select.join(',')})` : 'external/connections'
      return collectionAnswer(request, settings, fragment, listing, (one) =>
        connectionEntity(one, versionOf(request), isCreatorListed),
      )
    })

    app.get('/$count', async (request, reply) => reply.type('text/plain').send(String(visible(request).length)))

    app.post('/', async (request, reply) => {
      const { caller } = entitled(request, 'writeConnection')
      await refuseForeign(context, caller, ticketOf(request))
      const created = await createConnection(context, caller, shallowBody(request.body), {
        value: ticketOf(request),
        onUnmatched: (connectorId) =>
          request.log.warn({ connectorId, requestId: request.id }, 'connection created without a valid ticket'),
      })
      reply.code(201).header('location', `${baseOf(request)}/external/connections/${created.id}`)
      return {
        ...contextOf(request, 'external/connections/$entity'),
        ...connectionEntity(created, versionOf(request), isCreatorListed),
      }
    })

    app.get('/:connId', async (request, reply) => {
      const { connection } = connectionOf(context, request, 'readConnection')
      const entity = connectionEntity(connection, versionOf(request), isCreatorListed)
      const query = request.query as Record<string, string>
      const schema = expandsSchema(query) ? reader.schemaOf(connection.uid) : undefined
      return {
        ...contextOf(request, 'external/connections/$entity'),
        ...project(entity, selectOf(query)),
        ...(schema ? { schema: schemaEntity(schema, request, reply, settings) } : {}),
      }
    })

    app.patch('/:connId', async (request, reply) => {
      const { caller, connection } = connectionOf(context, request, 'writeConnection')
      await updateConnection(context, caller, connection, shallowBody(request.body))
      return reply.code(204).send()
    })

    app.delete('/:connId', async (request, reply) => {
      const { caller, connection } = connectionOf(context, request, 'writeConnection')
      await refuseForeign(context, caller, ticketOf(request))
      await deleteConnection(context, caller, connection)
      return reply.code(settings.deleteConnectionStatus).send()
    })

    app.get('/:connId/quota', async (request) => {
      if (versionOf(request) === 'v1.0') throw wireErrors.routeNotFound({ segment: 'quota' })
      const { connection } = connectionOf(context, request, 'readConnection')
      const remaining = itemsRemaining(context, connection.tenantId, connection.itemCount)
      return {
        ...contextOf(request, `external/connections('${connection.id}')/quota/$entity`),
        itemsRemaining: remaining,
      }
    })
  }
}

/** Fixed width, so that text order is creation order. */
const creationOrder = ({ createdAt, id }: ConnectionRecord) =>
  `${String(createdAt).padStart(16, '0')}${id.toLowerCase()}`

function ticketOf(request: FastifyRequest): string | undefined {
  const value = request.headers['graphconnectors-ticket']
  return Array.isArray(value) ? value[0] : value
}

function expandsSchema(query: Record<string, string>): boolean {
  return /(?:^|,)\s*schema\b/i.test(query.$expand ?? query.expand ?? '')
}
