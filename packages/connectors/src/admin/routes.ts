import { type DirectoryRole, permitRole } from '@jumpseat/directory'
import type { AclEntry } from '@jumpseat/index'
import { type AppId, isGuid } from '@jumpseat/wire'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Author, askedBy } from '../author.ts'
import { deleteConnection, updateConnection } from '../connection/service.ts'
import type { Context } from '../context.ts'
import type { Connectors } from '../create.ts'
import { connectorErrors } from '../errors.ts'
import { refusalsOf } from '../item/refusals.ts'
import { registrationReader } from '../toggle/records.ts'
import { registerConnector, setToggle } from '../toggle/service.ts'
import type { ConnectionRecord } from '../types.ts'
import { detailOf, summaries, toggleOf } from './service.ts'

const WRITERS: readonly DirectoryRole[] = ['globalAdministrator', 'searchAdministrator', 'aiAdministrator']
const READERS: readonly DirectoryRole[] = [...WRITERS, 'globalReader']

const limit = z.coerce.number().int().min(1).max(200).default(50)
const refusalQuery = z.object({ limit, before: z.coerce.number().int().positive().optional() })
const itemQuery = z.object({ limit, after: z.string().max(128).optional() })
/** Administrators change these two and nothing else. Contract: publishing-and-governance ADM-51. */
const change = z.strictObject({ name: z.string().optional(), description: z.string().nullable().optional() })
const newConnector = z.strictObject({
  connectorId: z.string().min(1).max(128),
  appId: z
    .string()
    .refine(isGuid, 'is not a client id')
    .transform((id) => id.toLowerCase() as AppId),
  notificationUrl: z.url({ protocol: /^https?$/ }).max(2_000),
})
const toggle = z.strictObject({ state: z.enum(['enabled', 'disabled']) })

/** Connections for the pages, with absolute paths. Contract: publishing-and-governance 4.6 and 4.8. */
export function adminRoutes({ context }: Connectors) {
  return async (app: FastifyInstance) => {
    app.get('/api/connections', async (request) => ({ value: summaries(context, reader(request).tenantId) }))

    app.get('/api/connections/:id', async (request) =>
      detailOf(context, connectionOf(context, request, reader(request))),
    )

    app.get('/api/connections/:id/refusals', async (request) => {
      const { uid } = connectionOf(context, request, reader(request))
      const query = read(refusalQuery, request.query)
      const found = refusalsOf(context, uid, query.before, query.limit + 1)
      const value = found.slice(0, query.limit).map(({ id, item_id, at, app_id, code, message, place, fix }) => ({
        id,
        itemId: item_id,
        at: new Date(at).toISOString(),
        appId: app_id,
        code,
        message,
        place,
        fix,
      }))
      return { value, next: found.length > query.limit ? String(value.at(-1)?.id) : null }
    })

    app.get('/api/connections/:id/items', async (request) => {
      const connection = connectionOf(context, request, reader(request))
      const query = read(itemQuery, request.query)
      const found = context.reader.listedItems(connection.uid, query.after, query.limit + 1)
      const value = found.slice(0, query.limit).map(({ itemId, receivedAt, acl }) => ({
        itemId,
        receivedAt: new Date(receivedAt).toISOString(),
        access: acl.map((entry) => accessView(context, connection, entry)),
      }))
      return { value, next: found.length > query.limit ? (value.at(-1)?.itemId ?? null) : null }
    })

    app.patch('/api/connections/:id', async (request, reply) => {
      const author = writer(request)
      const { name, description } = read(change, request.body)
      const body = {
        ...(name === undefined ? {} : { name }),
        ...(description === undefined ? {} : { description }),
      }
      await updateConnection(context, author, connectionOf(context, request, author), body)
      return reply.code(204).send()
    })

    app.delete('/api/connections/:id', async (request, reply) => {
      const author = writer(request)
      await deleteConnection(context, author, connectionOf(context, request, author))
      return reply.code(202).send()
    })

    app.get('/api/connectors', async (request) => {
      const { tenantId } = reader(request)
      const registered = registrationReader(context).registrations(tenantId)
      return { value: registered.map(({ connectorId }) => toggleOf(context, tenantId, connectorId)) }
    })

    app.post('/api/connectors', async (request, reply) => {
      const author = writer(request)
      const { connectorId } = await registerConnector(
        context,
        author.tenantId,
        read(newConnector, request.body),
        author,
      )
      return reply.code(201).send(toggleOf(context, author.tenantId, connectorId))
    })

    app.post('/api/connectors/:connectorId/toggle', async (request, reply) => {
      const author = writer(request)
      const { connectorId } = request.params as { connectorId: string }
      const { state } = read(toggle, request.body)
      await setToggle(context, author.tenantId, connectorId, state, author)
      return reply.code(202).send(toggleOf(context, author.tenantId, connectorId))
    })
  }
}

const reader = (request: FastifyRequest): Author => askedBy(permitRole(request, ...READERS), request)
const writer = (request: FastifyRequest): Author => askedBy(permitRole(request, ...WRITERS), request)

function connectionOf(context: Context, request: FastifyRequest, { tenantId }: Author): ConnectionRecord {
  const connection = context.reader.connection(tenantId, (request.params as { id: string }).id)
  if (!connection) throw connectorErrors.connectionNotFound()
  return connection
}

function read<S extends z.ZodType>(shape: S, value: unknown): z.output<S> {
  const result = shape.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const place = `/${issue?.path.join('/') ?? ''}`
  throw connectorErrors.invalidBody({ reason: `is not usable at ${place}: ${issue?.message ?? ''}` }, { place })
}

/** An entry of an access list with the name of whom it means, where the directory knows one. */
function accessView({ directory }: Context, { tenantId, uid }: ConnectionRecord, entry: AclEntry): object {
  const { type, value } = entry
  const displayName =
    type === 'user'
      ? directory.user(tenantId, value)?.displayName
      : type === 'group'
        ? directory.group(tenantId, value)?.displayName
        : type === 'externalGroup'
          ? (directory.externalGroups.get(tenantId, uid, value)?.displayName ?? undefined)
          : undefined
  return { ...entry, ...(displayName === undefined ? {} : { displayName }) }
}
