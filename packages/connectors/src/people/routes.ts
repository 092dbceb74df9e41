import { type JsonObject, member } from '@jumpseat/wire'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { entitled, reachable } from '../access.ts'
import type { Context } from '../context.ts'
import { connectorErrors } from '../errors.ts'
import { contextOf, shallowBody } from '../graph.ts'
import { collectionAnswer, listed } from '../paging.ts'
import { type PeopleKind, peopleSettings } from './records.ts'

/** What the two collections differ in. */
interface Collection {
  readonly kind: PeopleKind
  /** The member that is the key. */
  readonly key: string
  /** The key names a connection that the caller must reach. */
  readonly isConnection: boolean
}

const COLLECTIONS: readonly Collection[] = [
  { kind: 'profileSources', key: 'sourceId', isConnection: true },
  { kind: 'profilePropertySettings', key: 'id', isConnection: false },
]

/** `/admin/people/…`: kept and given back as sent. Contract: connectors 2.9, registration. */
export function peopleRoutes(context: Context) {
  const records = peopleSettings(context)
  const idOf = (request: FastifyRequest) => (request.params as { id: string }).id

  const mayWrite = (request: FastifyRequest, { isConnection }: Collection, id: string) => {
    const entitlement = entitled(request, 'writePeople')
    const { tenantId } = entitlement.caller
    if (isConnection) reachable(entitlement, context.reader.connection(tenantId, id), context.settings)
    return tenantId
  }

  return async (app: FastifyInstance) => {
    for (const collection of COLLECTIONS) {
      const { kind, key } = collection
      const path = `/admin/people/${kind}`
      const found = (request: FastifyRequest): JsonObject => {
        const { caller } = entitled(request, 'readPeople')
        const entity = records.get(caller.tenantId, kind, idOf(request))
        if (!entity) throw connectorErrors.profileSourceNotFound()
        return entity
      }

      app.get(path, async (request) => {
        const { caller } = entitled(request, 'readPeople')
        const listing = listed(records.list(caller.tenantId, kind), (one) => String(member(one, key)), undefined, {})
        return collectionAnswer(request, context.settings, `admin/people/${kind}`, listing, (one) => one)
      })

      app.post(path, async (request, reply) => {
        entitled(request, 'writePeople')
        const body = shallowBody(request.body)
        const id = member(body, key)
        if (typeof id !== 'string' || id === '') {
          throw connectorErrors.invalidBody({ reason: `has no ${key}` }, { place: `/${key}` })
        }
        const tenantId = mayWrite(request, collection, id)
        if (records.get(tenantId, kind, id)) throw connectorErrors.profileSourceExists()
        await records.put(tenantId, kind, id, body)
        return reply.code(201).send({ ...contextOf(request, `admin/people/${kind}/$entity`), ...body })
      })

      app.get(`${path}/:id`, async (request) => ({
        ...contextOf(request, `admin/people/${kind}/$entity`),
        ...found(request),
      }))

      app.patch(`${path}/:id`, async (request) => {
        const tenantId = mayWrite(request, collection, idOf(request))
        const entity = { ...found(request), ...shallowBody(request.body) }
        await records.put(tenantId, kind, idOf(request), entity)
        return { ...contextOf(request, `admin/people/${kind}/$entity`), ...entity }
      })

      app.delete(`${path}/:id`, async (request, reply) => {
        const tenantId = mayWrite(request, collection, idOf(request))
        found(request)
        await records.remove(tenantId, kind, idOf(request))
        return reply.code(204).send()
      })
    }
  }
}
