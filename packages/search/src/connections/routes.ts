import type { ConnectionRecord, Schema } from '@jumpseat/connectors'
import { permit } from '@jumpseat/directory'
import { setOwn } from '@jumpseat/wire'
import type { FastifyInstance } from 'fastify'
import { find } from '../find.ts'
import { READ_ITEMS } from '../permissions.ts'
import type { Context } from '../types.ts'

/**
 * `GET /api/search/connections`: the connections in which the caller finds something, for the search page. One that
 * holds nothing for the caller is not named: its name may say what the caller is not to know.
 */
export async function connectionRoutes(app: FastifyInstance, context: Context): Promise<void> {
  app.get('/api/search/connections', async (request) => {
    const caller = permit(request, READ_ITEMS)
    const question = { text: '*', match: 'all', from: 0, size: 1 } as const
    const found = []
    for (const connection of context.connectors.connections(caller.tenantId)) {
      const { total } = await find(context, caller, { ...question, connectionIds: [connection.id] })
      if (total > 0) found.push(viewOf(connection, context.connectors.schemaOf(connection.uid)))
    }
    return found
  })
}

function viewOf({ id, uid, name }: ConnectionRecord, schema: Schema | undefined): object {
  return { id, uid, name, labels: labelsOf(schema) }
}

/** The retrievable property that carries each label. Contract: connectors 2.4. */
function labelsOf(schema: Schema | undefined): object {
  const names = {}
  for (const { name, labels, isRetrievable } of schema?.properties ?? []) {
    if (isRetrievable) for (const label of labels) setOwn(names, label, name)
  }
  return names
}
