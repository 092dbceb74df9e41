import { permit } from '@jumpseat/directory'
import { setOwn } from '@jumpseat/wire'
import type { FastifyInstance } from 'fastify'
import { searchErrors } from '../errors.ts'
import { readable } from '../find.ts'
import { propertyValue, shownLabel } from '../labels.ts'
import { READ_ITEMS } from '../permissions.ts'
import { propertiesOf } from '../properties.ts'
import type { Context, ReadableItem } from '../types.ts'

/** `GET /api/items/{connectionId}/{itemId}`: one item for the page, when the caller may read it. */
export async function previewRoutes(app: FastifyInstance, context: Context): Promise<void> {
  app.get<{ Params: { connectionId: string; itemId: string } }>('/api/items/:connectionId/:itemId', async (request) => {
    const caller = permit(request, READ_ITEMS)
    const { connectionId, itemId } = request.params
    const found = readable(context, caller, context.connectors.connection(caller.tenantId, connectionId), itemId)
    if (!found) throw searchErrors.itemNotFound()
    return previewOf(found)
  })
}

function previewOf(found: ReadableItem): object {
  const { connection, item } = found
  return {
    connectionId: connection.id,
    connectionName: connection.name,
    itemId: item.itemId,
    title: shownLabel(found, 'title') ?? null,
    url: shownLabel(found, 'url') ?? null,
    iconUrl: shownLabel(found, 'iconUrl') ?? null,
    content: item.plainText,
    labels: labelsOf(found),
    properties: propertiesOf(found, undefined),
    sensitivityLabelId: item.sensitivityLabelId,
  }
}

/** Values of labelled retrievable properties, by label. */
function labelsOf(found: ReadableItem): object {
  const values = {}
  for (const property of found.schema.properties) {
    const value = property.isRetrievable ? propertyValue(found, property) : undefined
    if (value !== undefined) for (const label of property.labels) setOwn(values, label, value)
  }
  return values
}
