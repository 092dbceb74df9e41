import { type DirectoryRole, permitRole } from '@jumpseat/directory'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { askedBy } from '../author.ts'
import { searchErrors } from '../errors.ts'
import type { Context } from '../types.ts'
import { endStaging, rolloutView, rolloutViews, stage } from './service.ts'

/** Contract: publishing-and-governance 4.8, "Connections manage, staging". */
const WRITERS: readonly DirectoryRole[] = [
  'globalAdministrator',
  'aiAdministrator',
  'searchAdministrator',
  'searchEditor',
]
const READERS: readonly DirectoryRole[] = [...WRITERS, 'globalReader']

const ids = z.array(z.string().min(1).max(256)).max(1_000).default([])
const body = z.strictObject({ users: ids, groups: ids })

type Route = { Params: { id: string } }
const PATH = '/api/connections/:id/rollout'

/** Staged rollout of connections. Contract: publishing-and-governance ADM-53. */
export async function rolloutRoutes(app: FastifyInstance, context: Context): Promise<void> {
  app.get('/api/rollouts', async (request) => ({ value: rolloutViews(context, reader(request)) }))

  app.get<Route>(PATH, async (request) => rolloutView(context, reader(request), request.params.id))

  app.put<Route>(PATH, async (request) => {
    const author = writer(request)
    return stage(context, author, request.params.id, read(request.body))
  })

  app.delete<Route>(PATH, async (request, reply) => {
    await endStaging(context, writer(request), request.params.id)
    return reply.code(204).send()
  })
}

const reader = (request: FastifyRequest) => askedBy(permitRole(request, ...READERS), request)
const writer = (request: FastifyRequest) => askedBy(permitRole(request, ...WRITERS), request)

function read(value: unknown): z.output<typeof body> {
  const parsed = body.safeParse(value)
  if (parsed.success) return parsed.data
  throw searchErrors.invalidRollout(
    { reason: 'The body cannot be read.', fix: 'Send { "users": ["…"], "groups": ["…"] }.' },
    { place: `/${parsed.error.issues[0]?.path.join('/') ?? ''}` },
  )
}
