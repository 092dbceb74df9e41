import type { FastifyInstance } from 'fastify'
import type { Desk } from '../conversation/service.ts'
import { orchestratorErrors } from '../errors.ts'
import { askerOf } from '../http/asker.ts'
import type { Agent } from './types.ts'

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
  editorial,
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
  files: filesView({ files, editorial }),
  actions,
})

/** What it answers from beside the index, each with why it is not read. */
export const filesView = ({ files, editorial: { url, problem } }: Pick<Agent, 'files' | 'editorial'>) =>
  [
    ...files,
    ...(url === undefined && problem === undefined ? [] : [{ name: url ?? 'editorial answers', problem }]),
  ].map((file) => ({ name: file.name, problem: file.problem ?? null }))
