import { type ObjectId, selectOf, type TenantId } from '@jumpseat/wire'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { directoryErrors } from '../errors.ts'
import type { AdministeredDirectory, Group, GroupMember } from '../types.ts'
import { entityAnswer, groupBody, pageAnswer, shortPageAnswer, userBody } from './answers.ts'
import { groupPatchOf, objectOf, referenceOf, required } from './body.ts'
import { mayReadGroups, mayWrite } from './permissions.ts'
import { GROUP_FILTERS, listQueryOf, userFilters } from './query.ts'

type ById = { Params: { id: string } }
type ByMember = { Params: { id: string; memberId: string } }

export function groupRoutes(app: FastifyInstance, directory: AdministeredDirectory): void {
  const existing = (tenantId: TenantId, id: string): Group => {
    const group = directory.group(tenantId, id)
    if (!group) throw directoryErrors.notFound({ id })
    return group
  }
  const answer = (request: FastifyRequest, group: Group) => {
    const select = selectOf(request.query as Record<string, string>)
    return entityAnswer(request, 'groups', select, groupBody(group, select))
  }

  app.get('/groups', (request) => {
    const { caller } = mayReadGroups(request)
    const query = listQueryOf(request, GROUP_FILTERS)
    return pageAnswer(request, query, 'groups', {
      list: (range) => directory.groups(caller.tenantId, range),
      count: () => directory.groupCount(caller.tenantId, query.filter),
      body: (group) => groupBody(group, query.select),
    })
  })

  app.get('/groups/$count', (request, reply) => {
    const { caller } = mayReadGroups(request)
    const { filter } = listQueryOf(request, GROUP_FILTERS)
    return reply.type('text/plain').send(String(directory.groupCount(caller.tenantId, filter)))
  })

  app.get<ById>('/groups/:id', (request) =>
    answer(request, existing(mayReadGroups(request).caller.tenantId, request.params.id)),
  )

  for (const name of ['members', 'transitiveMembers'] as const) {
    const membersOf = (tenantId: TenantId, id: string): readonly GroupMember[] =>
      directory[name](tenantId, existing(tenantId, id).id)

    app.get<ById>(`/groups/:id/${name}`, (request) => {
      const { caller, isBasic } = mayReadGroups(request)
      const { tenantId } = caller
      const query = listQueryOf(request, userFilters(isBasic))
      const entities = membersOf(tenantId, request.params.id).flatMap(({ type, id }) => {
        const user = type === 'user' ? directory.user(tenantId, id) : undefined
        const group = type === 'group' ? directory.group(tenantId, id) : undefined
        return user ?? group ?? []
      })
      return shortPageAnswer(request, query, entities, (entity) =>
        'userPrincipalName' in entity
          ? { '@odata.type': '#microsoft.graph.user', ...userBody(entity, query.select, isBasic) }
          : { '@odata.type': '#microsoft.graph.group', ...groupBody(entity, query.select) },
      )
    })

    app.get<ById>(`/groups/:id/${name}/$count`, (request, reply) => {
      const count = membersOf(mayReadGroups(request).caller.tenantId, request.params.id).length
      return reply.type('text/plain').send(String(count))
    })
  }

  app.post('/groups', async (request, reply) => {
    const { caller, actor } = mayWrite(request, 'groups')
    const patch = groupPatchOf(objectOf(request.body))
    const given = { ...patch, displayName: required(patch.displayName, 'displayName', 'Group') }
    return reply.code(201).send(answer(request, await directory.createGroup(caller.tenantId, given, actor)))
  })

  app.patch<ById>('/groups/:id', async (request, reply) => {
    const { caller, actor } = mayWrite(request, 'groups')
    const patch = groupPatchOf(objectOf(request.body))
    const { id } = existing(caller.tenantId, request.params.id)
    await directory.updateGroup(caller.tenantId, id, patch, actor)
    return reply.code(204).send()
  })

  app.delete<ById>('/groups/:id', async (request, reply) => {
    const { caller, actor } = mayWrite(request, 'groups')
    const { id } = existing(caller.tenantId, request.params.id)
    await directory.deleteGroup(caller.tenantId, id, actor)
    return reply.code(204).send()
  })

  app.post<ById>('/groups/:id/members/$ref', async (request, reply) => {
    const { caller, actor } = mayWrite(request, 'members')
    const memberId = referenceOf(objectOf(request.body)) as ObjectId
    const { id } = existing(caller.tenantId, request.params.id)
    await directory.addMember(caller.tenantId, id, memberId, actor)
    return reply.code(204).send()
  })

  app.delete<ByMember>('/groups/:id/members/:memberId/$ref', async (request, reply) => {
    const { caller, actor } = mayWrite(request, 'members')
    const { id } = existing(caller.tenantId, request.params.id)
    await directory.removeMember(caller.tenantId, id, request.params.memberId.toLowerCase() as ObjectId, actor)
    return reply.code(204).send()
  })
}
