import { type ObjectId, selectOf, type TenantId } from '@jumpseat/wire'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { callerOf } from '../caller.ts'
import { directoryErrors } from '../errors.ts'
import type { AdministeredDirectory, Group, User } from '../types.ts'
import { entityAnswer, groupBody, pageAnswer, shortPageAnswer, userBody } from './answers.ts'
import { objectOf, passwordOf, required, userPatchOf } from './body.ts'
import { mayReadMemberships, mayReadSelf, mayReadUsers, mayWrite } from './permissions.ts'
import { GROUP_FILTERS, listQueryOf, userFilters } from './query.ts'

type ById = { Params: { id: string } }

/** Suffixes by which clients ask for groups only; there is nothing else that a person is a member of. */
const GROUP_CASTS = ['', '/microsoft.graph.group', '/graph.group']

export function peopleRoutes(app: FastifyInstance, directory: AdministeredDirectory): void {
  const existing = (tenantId: TenantId, id: string): User => {
    const user = directory.user(tenantId, id)
    if (!user) throw directoryErrors.notFound({ id })
    return user
  }
  const self = (request: FastifyRequest): User => {
    const { kind, tenantId, objectId } = callerOf(request)
    if (kind !== 'user') throw directoryErrors.meNeedsUser()
    return existing(tenantId, objectId)
  }
  const isSelf = (request: FastifyRequest, id: string) => {
    const { kind, tenantId, objectId } = callerOf(request)
    return kind === 'user' && directory.user(tenantId, id)?.id === objectId
  }
  const select = (request: FastifyRequest) => selectOf(request.query as Record<string, string>)
  const answer = (request: FastifyRequest, user: User, isBasic: boolean) =>
    entityAnswer(request, 'users', select(request), userBody(user, select(request), isBasic))

  app.get('/me', (request) => {
    const user = self(request)
    return answer(request, user, mayReadSelf(request).isBasic)
  })

  app.get<ById>('/users/:id', (request) => {
    const { id } = request.params
    const { caller, isBasic } = isSelf(request, id) ? mayReadSelf(request) : mayReadUsers(request)
    return answer(request, existing(caller.tenantId, id), isBasic)
  })

  app.get('/users', (request) => {
    const { caller, isBasic } = mayReadUsers(request)
    const query = listQueryOf(request, userFilters(isBasic))
    return pageAnswer(request, query, 'users', {
      list: (range) => directory.users(caller.tenantId, range),
      count: () => directory.userCount(caller.tenantId, query.filter),
      body: (user) => userBody(user, query.select, isBasic),
    })
  })

  app.get('/users/$count', (request, reply) => {
    const { caller, isBasic } = mayReadUsers(request)
    const { filter } = listQueryOf(request, userFilters(isBasic))
    return reply.type('text/plain').send(String(directory.userCount(caller.tenantId, filter)))
  })

  const direct = (tenantId: TenantId, id: ObjectId) => directory.groupsWith(tenantId, id)
  const transitive = (tenantId: TenantId, id: ObjectId) =>
    [...directory.membershipOf(tenantId, id).groups].flatMap((group) => directory.group(tenantId, group) ?? [])
  for (const [name, groupsOf] of [
    ['memberOf', direct],
    ['transitiveMemberOf', transitive],
  ] as const) {
    const list = (request: FastifyRequest, groups: readonly Group[]) => {
      const query = listQueryOf(request, GROUP_FILTERS)
      const body = (group: Group) => ({ '@odata.type': '#microsoft.graph.group', ...groupBody(group, query.select) })
      return shortPageAnswer(request, query, groups, body)
    }
    for (const cast of GROUP_CASTS) {
      app.get(`/me/${name}${cast}`, (request) => {
        const { id } = self(request)
        return list(request, groupsOf(mayReadMemberships(request, true).tenantId, id))
      })
      app.get<ById>(`/users/:id/${name}${cast}`, (request) => {
        const { id } = request.params
        const { tenantId } = mayReadMemberships(request, isSelf(request, id))
        return list(request, groupsOf(tenantId, existing(tenantId, id).id))
      })
    }
  }

  app.post('/users', async (request, reply) => {
    const { caller, actor } = mayWrite(request, 'users')
    const body = objectOf(request.body)
    const patch = userPatchOf(body)
    const password = passwordOf(body)
    const given = {
      ...patch,
      displayName: required(patch.displayName, 'displayName', 'User'),
      userPrincipalName: required(patch.userPrincipalName, 'userPrincipalName', 'User'),
    }
    const user = await directory.createUser(caller.tenantId, given, actor)
    if (password !== undefined) await directory.setPassword(caller.tenantId, user.id, password, actor)
    return reply.code(201).send(answer(request, user, false))
  })

  app.patch<ById>('/users/:id', async (request, reply) => {
    const { caller, actor } = mayWrite(request, 'users')
    const body = objectOf(request.body)
    const patch = userPatchOf(body)
    const password = passwordOf(body)
    const { id } = existing(caller.tenantId, request.params.id)
    await directory.updateUser(caller.tenantId, id, patch, actor)
    if (password !== undefined) await directory.setPassword(caller.tenantId, id, password, actor)
    return reply.code(204).send()
  })

  app.delete<ById>('/users/:id', async (request, reply) => {
    const { caller, actor } = mayWrite(request, 'users')
    const { id } = existing(caller.tenantId, request.params.id)
    await directory.deleteUser(caller.tenantId, id, actor)
    return reply.code(204).send()
  })
}
