import type { ExternalGroup, ExternalMember } from '@jumpseat/directory'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { connectionOf, connectionOfGroups } from '../access.ts'
import type { Context } from '../context.ts'
import { connectorErrors } from '../errors.ts'
import { baseOf, contextOf, objectBody } from '../graph.ts'
import { collectionAnswer, type Listing } from '../paging.ts'
import type { ConnectionRecord } from '../types.ts'
import { addMember, createGroup, updateGroup } from './service.ts'

interface Params {
  readonly groupId: string
  readonly memberId: string
}

const paramsOf = (request: FastifyRequest) => request.params as Params

/** `…/{id}/groups` and their members. Contract: connectors 4. */
export function groupRoutes(context: Context) {
  const { settings } = context
  const groups = context.directory.externalGroups

  const groupOf = (connection: ConnectionRecord, { groupId }: Params): ExternalGroup => {
    const group = groups.get(connection.tenantId, connection.uid, groupId)
    if (!group) throw connectorErrors.groupNotFound()
    return group
  }
  /** Ids as they are kept; object ids are kept in lower case and found in any. */
  const memberOf = (connection: ConnectionRecord, params: Params): ExternalMember => {
    const { id } = groupOf(connection, params)
    const find = (memberId: string) => groups.member(connection.tenantId, connection.uid, id, memberId)
    const member = find(params.memberId) ?? find(params.memberId.toLowerCase())
    if (!member) throw connectorErrors.memberNotFound()
    return member
  }
  const groupListing = ({ tenantId, uid }: ConnectionRecord): Listing<ExternalGroup> => ({
    slice: (after, skip, limit) => groups.list(tenantId, uid, after, skip + limit).slice(skip),
    keyOf: ({ id }) => id,
    count: () => groups.count(tenantId, uid),
  })
  const memberListing = ({ tenantId, uid }: ConnectionRecord, { id }: ExternalGroup): Listing<ExternalMember> => ({
    slice: (after, skip, limit) => groups.members(tenantId, uid, id, after, skip + limit).slice(skip),
    keyOf: (member) => member.id,
    count: () => groups.memberCount(tenantId, uid, id),
  })

  return async (app: FastifyInstance) => {
    app.addHook('onRoute', (route) => {
      route.config = { ...route.config, rate: 'groups' }
    })
    app.get('/:connId/groups', async (request) => {
      const connection = connectionOfGroups(context, request)
      const fragment = `external/connections('${connection.id}')/groups`
      return collectionAnswer(request, settings, fragment, groupListing(connection), groupEntity)
    })

    app.get('/:connId/groups/$count', async (request, reply) => {
      const connection = connectionOfGroups(context, request)
      return reply.type('text/plain').send(String(groupListing(connection).count()))
    })

    app.post('/:connId/groups', async (request, reply) => {
      const { connection } = connectionOf(context, request, 'writeItem')
      const group = await createGroup(context, connection, objectBody(request.body))
      reply.code(201).header('location', `${baseOf(request)}/external/connections/${connection.id}/groups/${group.id}`)
      return { ...contextOf(request, `external/connections('${connection.id}')/groups/$entity`), ...groupEntity(group) }
    })

    app.get('/:connId/groups/:groupId', async (request) => {
      const connection = connectionOfGroups(context, request)
      const group = groupOf(connection, paramsOf(request))
      return { ...contextOf(request, `external/connections('${connection.id}')/groups/$entity`), ...groupEntity(group) }
    })

    app.patch('/:connId/groups/:groupId', async (request, reply) => {
      const { connection } = connectionOf(context, request, 'writeItem')
      await updateGroup(context, connection, paramsOf(request).groupId, objectBody(request.body))
      return reply.code(204).send()
    })

    app.delete('/:connId/groups/:groupId', async (request, reply) => {
      const { connection } = connectionOf(context, request, 'writeItem')
      const { tenantId, uid } = connection
      if (!(await groups.delete(tenantId, uid, paramsOf(request).groupId))) throw connectorErrors.groupNotFound()
      return reply.code(204).send()
    })

    app.get('/:connId/groups/:groupId/members', async (request) => {
      const connection = connectionOfGroups(context, request)
      const group = groupOf(connection, paramsOf(request))
      const fragment = `external/connections('${connection.id}')/groups('${group.id}')/members`
      return collectionAnswer(request, settings, fragment, memberListing(connection, group), memberEntity)
    })

    app.get('/:connId/groups/:groupId/members/$count', async (request, reply) => {
      const connection = connectionOfGroups(context, request)
      const group = groupOf(connection, paramsOf(request))
      return reply.type('text/plain').send(String(memberListing(connection, group).count()))
    })

    app.post('/:connId/groups/:groupId/members', async (request, reply) => {
      const { connection } = connectionOf(context, request, 'writeItem')
      const { groupId } = paramsOf(request)
      const member = await addMember(context, connection, groupId, objectBody(request.body))
      const fragment = `external/connections('${connection.id}')/groups('${groupId}')/members/$entity`
      return reply.code(201).send({ ...contextOf(request, fragment), ...memberEntity(member) })
    })

    app.get('/:connId/groups/:groupId/members/:memberId', async (request) => {
      const connection = connectionOfGroups(context, request)
      const { groupId } = paramsOf(request)
      const fragment = `external/connections('${connection.id}')/groups('${groupId}')/members/$entity`
      return { ...contextOf(request, fragment), ...memberEntity(memberOf(connection, paramsOf(request))) }
    })

    // In the metadata only: an identity has nothing to change. Contract: connectors 0 row 15.
    app.patch('/:connId/groups/:groupId/members/:memberId', async (request, reply) => {
      const { connection } = connectionOf(context, request, 'writeItem')
      memberOf(connection, paramsOf(request))
      return reply.code(204).send()
    })

    app.delete('/:connId/groups/:groupId/members/:memberId', async (request, reply) => {
      const { connection } = connectionOf(context, request, 'writeItem')
      const { id } = memberOf(connection, paramsOf(request))
      const { groupId } = paramsOf(request)
      if (!(await groups.removeMember(connection.tenantId, connection.uid, groupId, id))) {
        throw connectorErrors.memberNotFound()
      }
      return reply.code(204).send()
    })
  }
}

const groupEntity = ({ id, displayName, description }: ExternalGroup) => ({ id, displayName, description })

const memberEntity = ({ id, type }: ExternalMember) => ({
  '@odata.type': '#microsoft.graph.externalConnectors.identity',
  id,
  type,
})
