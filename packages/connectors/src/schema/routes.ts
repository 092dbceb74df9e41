import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { connectionOf } from '../access.ts'
import type { Context } from '../context.ts'
import { connectorErrors } from '../errors.ts'
import { baseOf, contextOf, objectBody } from '../graph.ts'
import { collectionAnswer, listed, optionsOf } from '../paging.ts'
import type { OperationRow } from '../tables.ts'
import { schemaEntity } from './render.ts'
import { operationOf, operationsOf, submitSchema } from './service.ts'

/** `…/{id}/schema` and `…/{id}/operations`. Contract: connectors 1.9 and 2.1. */
export function schemaRoutes(context: Context) {
  const write = async (request: FastifyRequest, reply: FastifyReply) => {
    const { connection } = connectionOf(context, request, 'writeConnection')
    const { operationId, warnings } = await submitSchema(context, connection, objectBody(request.body))
    const location = `${baseOf(request)}/external/connections/${connection.id}/operations/${operationId}`
    if (warnings.length > 0) reply.header('warning', `199 - "${warnings.join(' ')}"`)
    return reply.code(202).header('location', location).send()
  }

  return async (app: FastifyInstance) => {
    app.patch('/:connId/schema', write)
    // Shipped connectors still write with POST. Contract: connectors 10 row 1.
    app.post('/:connId/schema', write)

    app.get('/:connId/schema', async (request, reply) => {
      const { connection } = connectionOf(context, request, 'readConnection')
      const schema = context.reader.schemaOf(connection.uid)
      if (!schema) throw connectorErrors.schemaNotFound()
      return {
        ...contextOf(request, `external/connections('${connection.id}')/schema/$entity`),
        ...schemaEntity(schema, request, reply, context.settings),
      }
    })

    app.delete('/:connId/schema', async (request) => {
      connectionOf(context, request, 'writeConnection')
      throw connectorErrors.schemaForbidden()
    })

    app.get('/:connId/operations', async (request) => {
      const { connection } = connectionOf(context, request, 'readConnection')
      const listing = listed(operationsOf(context, connection), creationOrder, optionsOf(request).filter, {
        id: ({ id }) => id,
        status: ({ status }) => status,
      })
      const fragment = `external/connections('${connection.id}')/operations`
      return collectionAnswer(request, context.settings, fragment, listing, operationEntity)
    })

    app.get('/:connId/operations/$count', async (request, reply) => {
      const { connection } = connectionOf(context, request, 'readConnection')
      return reply.type('text/plain').send(String(operationsOf(context, connection).length))
    })

    app.get('/:connId/operations/:opId', async (request) => {
      const { connection } = connectionOf(context, request, 'readConnection')
      const { opId } = request.params as { opId: string }
      return {
        ...contextOf(request, `external/connections('${connection.id}')/operations/$entity`),
        ...operationEntity(operationOf(context, connection, opId)),
      }
    })
  }
}

/** Fixed width, so that text order is creation order. */
const creationOrder = ({ created_at, id }: OperationRow) => `${String(created_at).padStart(16, '0')}${id}`

/** Contract: connectors 1.9. */
export function operationEntity({ id, status, error }: OperationRow) {
  return { id, status, error: error === null ? null : (JSON.parse(error) as object) }
}
