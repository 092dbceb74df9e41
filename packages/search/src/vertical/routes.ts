import { type DirectoryRole, permit, permitRole } from '@jumpseat/directory'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { askedBy } from '../author.ts'
import { searchErrors } from '../errors.ts'
import { READ_ITEMS } from '../permissions.ts'
import { PLAIN, reachOf, readableOnes, scopesOf } from '../reach.ts'
import type { Context } from '../types.ts'
import { verticalsOf } from './records.ts'
import { verticalScope } from './scope.ts'
import {
  changeVertical,
  connectionViews,
  createVertical,
  deleteVertical,
  orderVerticals,
  verticalView,
} from './service.ts'

/** Contract: publishing-and-governance 4.8, "Verticals / result types". */
const WRITERS: readonly DirectoryRole[] = ['globalAdministrator', 'searchAdministrator', 'searchEditor']
const READERS: readonly DirectoryRole[] = [...WRITERS, 'globalReader']

const changed = z.strictObject({
  name: z.string().trim().min(1).max(60).optional(),
  connections: z.array(z.string().max(128)).min(1).max(100).optional(),
  restriction: z
    .string()
    .transform((text) => text.trim() || null)
    .nullable()
    .optional(),
  state: z.enum(['enabled', 'disabled']).optional(),
})
// contract: publishing-and-governance 4.7, created disabled
const created = changed.required({ name: true, connections: true }).extend({
  state: z.enum(['enabled', 'disabled']).default('disabled'),
  /** Place in the order, from 0; behind all others when absent. */
  position: z.number().int().nonnegative().optional(),
})
const ordered = z.strictObject({ ids: z.array(z.string().max(64)).max(1_000) })

type Route = { Params: { id: string } }

/** Verticals: `/api/verticals` for administrators, `GET /api/search/verticals` for who searches. */
export async function verticalRoutes(app: FastifyInstance, context: Context): Promise<void> {
  app.get('/api/verticals', async (request) => {
    const { tenantId } = permitRole(request, ...READERS)
    const value = verticalsOf(context, tenantId).map((vertical) => verticalView(context, vertical))
    return { value, connections: connectionViews(context, tenantId) }
  })

  app.post('/api/verticals', async (request, reply) => {
    const author = writer(request)
    const { position, ...asked } = read(created, request.body)
    reply.code(201)
    return createVertical(context, author, { ...asked, restriction: asked.restriction ?? null }, position)
  })

  app.patch<Route>('/api/verticals/:id', async (request) => {
    const author = writer(request)
    const sent = Object.entries(read(changed, request.body)).filter(([, value]) => value !== undefined)
    return changeVertical(context, author, request.params.id, Object.fromEntries(sent))
  })

  app.delete<Route>('/api/verticals/:id', async (request, reply) => {
    await deleteVertical(context, writer(request), request.params.id)
    return reply.code(204).send()
  })

  app.put('/api/verticals/order', async (request, reply) => {
    const author = writer(request)
    await orderVerticals(context, author, read(ordered, request.body).ids)
    return reply.code(204).send()
  })

  // One in which the person finds nothing is not named, as a connection is not.
  app.get('/api/search/verticals', async (request) => {
    const caller = permit(request, READ_ITEMS)
    const value: object[] = []
    for (const { id, name } of verticalsOf(context, caller.tenantId)) {
      const { connectionIds, condition } = verticalScope(context, caller, id)
      const reach = connectionIds.length > 0 ? await reachOf(context, caller, { connectionIds }) : undefined
      if (!reach) continue
      const scopes = scopesOf(context, reach.connections, (schema) => condition(schema))
      const { total } = await context.index.search({ ...PLAIN, scopes, now: context.now() }, reach.reader)
      if (total === 0) continue
      const connections = (await readableOnes(context, reach)).map((connection) => connection.id)
      value.push({ id, name, connections })
    }
    return { value }
  })
}

const writer = (request: FastifyRequest) => askedBy(permitRole(request, ...WRITERS), request)

function read<S extends z.ZodType>(shape: S, value: unknown): z.output<S> {
  const parsed = shape.safeParse(value)
  if (parsed.success) return parsed.data
  throw searchErrors.invalidVertical(
    { reason: 'The vertical cannot be read.', fix: 'Send name, connections, restriction and state.' },
    { place: `/${parsed.error.issues[0]?.path.join('/') ?? ''}` },
  )
}
