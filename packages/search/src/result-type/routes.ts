import { RULE_OPERATIONS } from '@jumpseat/connectors'
import { type DirectoryRole, permit, permitRole } from '@jumpseat/directory'
import { isJsonObject, type JsonObject } from '@jumpseat/wire'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { askedBy } from '../author.ts'
import { searchErrors } from '../errors.ts'
import { READ_ITEMS } from '../permissions.ts'
import type { Context } from '../types.ts'
import { resultTypesOf } from './records.ts'
import {
  changeResultType,
  connectionViews,
  createResultType,
  deleteResultType,
  orderResultTypes,
  previewItems,
  resultTypeView,
} from './service.ts'

/** Contract: publishing-and-governance 4.8, "Verticals / result types". */
const WRITERS: readonly DirectoryRole[] = ['globalAdministrator', 'searchAdministrator', 'searchEditor']
const READERS: readonly DirectoryRole[] = [...WRITERS, 'globalReader']

// contract: connectors 1.6, a propertyRule
const rule = z.strictObject({
  property: z.string().trim().min(1).max(64),
  operation: z.enum(RULE_OPERATIONS),
  values: z.array(z.string().max(256)).max(50).default([]),
  valuesJoinedBy: z.enum(['or', 'and']).default('or'),
})
const connections = z.array(z.string().max(128)).min(1).max(100)
const rules = z.array(rule).max(10)
const changed = z.strictObject({
  name: z.string().trim().min(1).max(60).optional(),
  connections: connections.optional(),
  rules: rules.optional(),
  layout: z.custom<JsonObject>(isJsonObject).optional(),
})
const created = changed.required({ name: true, connections: true, layout: true }).extend({
  rules: rules.default([]),
  /** Place in the order, from 0; behind all others when absent. */
  position: z.number().int().nonnegative().optional(),
})
const previewed = z.strictObject({ connections, rules: rules.default([]) })
const ordered = z.strictObject({ ids: z.array(z.string().max(64)).max(1_000) })

type Route = { Params: { id: string } }

/** Result types for administrators. Contract: connectors 7.3, publishing-and-governance 4.7. */
export async function resultTypeRoutes(app: FastifyInstance, context: Context): Promise<void> {
  app.get('/api/result-types', async (request) => {
    const { tenantId } = permitRole(request, ...READERS)
    const value = resultTypesOf(context, tenantId).map((each) => resultTypeView(context, each))
    return { value, connections: connectionViews(context, tenantId) }
  })

  app.post('/api/result-types', async (request, reply) => {
    const author = writer(request)
    const { position, ...asked } = read(created, request.body)
    reply.code(201)
    return createResultType(context, author, asked, position)
  })

  app.patch<Route>('/api/result-types/:id', async (request) => {
    const author = writer(request)
    const sent = Object.entries(read(changed, request.body)).filter(([, value]) => value !== undefined)
    return changeResultType(context, author, request.params.id, Object.fromEntries(sent))
  })

  app.delete<Route>('/api/result-types/:id', async (request, reply) => {
    await deleteResultType(context, writer(request), request.params.id)
    return reply.code(204).send()
  })

  app.put('/api/result-types/order', async (request, reply) => {
    const author = writer(request)
    await orderResultTypes(context, author, read(ordered, request.body).ids)
    return reply.code(204).send()
  })

  // An administrator is shown what he may read himself, as anybody.
  app.post('/api/result-types/preview', async (request) => {
    permitRole(request, ...WRITERS)
    const caller = permit(request, READ_ITEMS)
    return { value: await previewItems(context, caller, read(previewed, request.body)) }
  })
}

const writer = (request: FastifyRequest) => askedBy(permitRole(request, ...WRITERS), request)

function read<S extends z.ZodType>(shape: S, value: unknown): z.output<S> {
  const parsed = shape.safeParse(value)
  if (parsed.success) return parsed.data
  throw searchErrors.invalidResultType(
    { reason: 'The result type cannot be read.', fix: 'Send name, connections, rules and layout.' },
    { place: `/${parsed.error.issues[0]?.path.join('/') ?? ''}` },
  )
}
