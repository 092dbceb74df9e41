import { type DirectoryRole, permitRole } from '@jumpseat/directory'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { askedBy } from '../author.ts'
import { connectionOf } from '../connections/named.ts'
import { searchErrors } from '../errors.ts'
import type { Context } from '../types.ts'
import { keepPresentation } from './records.ts'

/** Contract: publishing-and-governance 4.8, "Connections manage". */
const WRITERS: readonly DirectoryRole[] = ['globalAdministrator', 'aiAdministrator', 'searchAdministrator']
const READERS: readonly DirectoryRole[] = [...WRITERS, 'globalReader']

const changed = z.strictObject({ inAll: z.boolean().optional(), inCopilot: z.boolean().optional() })

type Route = { Params: { id: string } }
const PATH = '/api/connections/:id/presentation'

/** Where results of a connection appear, each switch by itself. Contract: publishing-and-governance ADM-52. */
export async function presentationRoutes(app: FastifyInstance, context: Context): Promise<void> {
  app.get<Route>(PATH, async (request) => {
    const { tenantId } = permitRole(request, ...READERS)
    return context.presentationOf(tenantId, connectionOf(context, tenantId, request.params.id).uid)
  })

  app.patch<Route>(PATH, async (request) => {
    const author = askedBy(permitRole(request, ...WRITERS), request)
    const parsed = changed.safeParse(request.body)
    if (!parsed.success)
      throw searchErrors.invalidPresentation({}, { place: `/${parsed.error.issues[0]?.path.join('/') ?? ''}` })
    const { id, uid, name } = connectionOf(context, author.tenantId, request.params.id)
    const before = context.presentationOf(author.tenantId, uid)
    const { inAll = before.inAll, inCopilot = before.inCopilot } = parsed.data
    const after = { inAll, inCopilot }
    const object = { type: 'connection', id, name }
    await context.store.write([
      keepPresentation(author.tenantId, uid, after),
      ...context.record({ ...author, action: 'connection.presentation.set', object, before, after }),
    ])
    return after
  })
}
