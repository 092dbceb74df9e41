import type { FastifyInstance } from 'fastify'
import type { Desk } from '../conversation/service.ts'
import { orchestratorErrors } from '../errors.ts'
import { askerOf } from '../http/asker.ts'
import type { Agent, EmbeddedFile } from './types.ts'

/** `/api/chat/agents`: what the person may talk to. Contract: plugins-and-packages 3.5. */
export function agentRoutes({ agentsOf, agentOf }: Pick<Desk, 'agentsOf' | 'agentOf'>) {
  return async (app: FastifyInstance) => {
    app.get('/api/chat/agents', async (request) => ({ value: agentsOf(askerOf(request)).map(agentView) }))

    app.get<{ Params: { id: string } }>('/api/chat/agents/:id', async (request) => {
      const { id } = request.params
      const agent = agentOf(askerOf(request), id)
      if (!agent) throw orchestratorErrors.agentNotFound({ id })
      return agentView(agent)
    })
  }
}

const agentView = ({
  id,
  appId,
  version,
  name,
  description,
  starters,
  disclaimer,
  capabilities,
  files,
  actions,
}: Agent) => ({
  id,
  appId,
  version,
  name,
  description,
  starters,
  disclaimer: disclaimer ?? null,
  capabilities,
  files: files.map(fileView),
  actions,
})

export const fileView = ({ name, problem }: EmbeddedFile) => ({ name, problem: problem ?? null })
