import { selectOf } from '@jumpseat/wire'
import type { FastifyInstance } from 'fastify'
import { directoryErrors } from './errors.ts'
import { entityAnswer, organisationBody, pageAnswer } from './routes/answers.ts'
import { groupRoutes } from './routes/groups.ts'
import { peopleRoutes } from './routes/people.ts'
import { mayReadOrganisation } from './routes/permissions.ts'
import { listQueryOf } from './routes/query.ts'
import type { AdministeredDirectory } from './types.ts'

export interface DirectoryRoutesOptions {
  readonly directory: AdministeredDirectory
}

/** People and groups as Graph serves them; mount it under each version's prefix. The server sets `request.caller` before. */
export const directoryRoutes =
  ({ directory }: DirectoryRoutesOptions) =>
  async (app: FastifyInstance): Promise<void> => {
    peopleRoutes(app, directory)
    groupRoutes(app, directory)

    app.get('/organization', (request) => {
      const tenant = directory.tenant(mayReadOrganisation(request).tenantId)
      const query = listQueryOf(request, [])
      return pageAnswer(request, query, 'organization', {
        list: () => (tenant ? [tenant] : []),
        count: () => 1,
        body: (organisation) => organisationBody(organisation, query.select),
      })
    })

    app.get<{ Params: { id: string } }>('/organization/:id', (request) => {
      const { tenantId } = mayReadOrganisation(request)
      const { id } = request.params
      const tenant = id.toLowerCase() === tenantId ? directory.tenant(tenantId) : undefined
      if (!tenant) throw directoryErrors.notFound({ id })
      const select = selectOf(request.query as Record<string, string>)
      return entityAnswer(request, 'organization', select, organisationBody(tenant, select))
    })
  }
