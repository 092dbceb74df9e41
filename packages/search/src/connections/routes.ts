import type { ConnectionRecord, Schema } from '@jumpseat/connectors'
import { permit } from '@jumpseat/directory'
import type { FastifyInstance } from 'fastify'
import { shownLabels } from '../labels.ts'
import { READ_ITEMS } from '../permissions.ts'
import { reachOf, readableOnes, schemaOf } from '../reach.ts'
import type { Context } from '../types.ts'

/**
 * `GET /api/search/connections`: the connections in which the caller finds something, with what their results
 * can be refined and ordered by, for the search page. One that holds nothing for the caller is not named: its name may
 * say what the caller is not to know.
 */
export async function connectionRoutes(app: FastifyInstance, context: Context): Promise<void> {
  app.get('/api/search/connections', async (request) => {
    const caller = permit(request, READ_ITEMS)
    // Named one by one, also those that do not appear among all results.
    const connectionIds = context.connectors.connections(caller.tenantId).map(({ id }) => id)
    const reach = await reachOf(context, caller, { connectionIds })
    const connections = reach ? await readableOnes(context, reach) : []
    return connections.map((connection) => viewOf(connection, schemaOf(context, connection)))
  })
}

function viewOf({ id, uid, name }: ConnectionRecord, schema: Schema): object {
  const refinable = schema.properties.filter(({ isRefinable }) => isRefinable)
  return {
    id,
    uid,
    name,
    labels: shownLabels(schema),
    refinable: refinable.map(({ name: property, type, labels: [label] }) => ({
      name: property,
      type,
      ...(label === undefined ? {} : { label }),
    })),
    sortable: refinable.map(({ name: property }) => property),
  }
}
