import { permit } from '@jumpseat/directory'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { searchErrors } from '../errors.ts'
import { labelled } from '../labels.ts'
import { READ_ITEMS } from '../permissions.ts'
import { searchResponseOf } from '../query/answer.ts'
import { searchRequestsOf } from '../query/request.ts'
import { search } from '../query/service.ts'
import { schemaOf } from '../reach.ts'
import type { Context } from '../types.ts'
import { type Vertical, verticalsOf } from './records.ts'
import { liveConnections } from './service.ts'

/** Results of one cluster. Contract: connectors 7.3. */
const SIZE = 2

/**
 * `GET /api/search/clusters?q=`: the best results of each vertical in which the query finds something, for the first
 * page of all results. Only connections with a title that show among all results take part.
 */
export async function clusterRoutes(app: FastifyInstance, context: Context): Promise<void> {
  const asked = z.object({ q: z.string().refine((text) => text.trim() !== '') })

  app.get('/api/search/clusters', async (request) => {
    const caller = permit(request, READ_ITEMS)
    const query = asked.safeParse(request.query)
    if (!query.success)
      throw searchErrors.invalidSuggest({ reason: 'q is missing.', fix: 'Send q as text.' }, { place: 'q' })
    const value: object[] = []
    for (const vertical of verticalsOf(context, caller.tenantId)) {
      const contentSources = clusteredConnections(context, vertical).map(({ id }) => `/external/connections/${id}`)
      if (vertical.state !== 'enabled' || contentSources.length === 0) continue
      const one = {
        entityTypes: ['externalItem'],
        query: { queryString: query.data.q },
        size: SIZE,
        contentSources,
        resultTemplateOptions: { enableResultTemplate: true },
      }
      const { id, name } = vertical
      for (const read of searchRequestsOf({ requests: [one] }, context.settings)) {
        const outcome = await search(context, caller, read, { isStrict: false, vertical: id })
        if (outcome.found.total > 0)
          value.push({ vertical: { id, name }, ...(await searchResponseOf(context, caller, outcome, read)) })
      }
    }
    return { value }
  })
}

/** Those with a title that show among all results. Contract: publishing-and-governance 4.7. */
const clusteredConnections = (context: Context, vertical: Vertical) =>
  liveConnections(context, vertical)
    .filter((connection) => labelled(schemaOf(context, connection), 'title'))
    .filter(({ tenantId, uid }) => context.presentationOf(tenantId, uid).inAll)
