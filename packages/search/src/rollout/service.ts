import type { ConnectionRecord } from '@jumpseat/connectors'
import type { Membership } from '@jumpseat/directory'
import type { ObjectId } from '@jumpseat/wire'
import type { Author } from '../author.ts'
import { connectionOf } from '../connections/named.ts'
import { searchErrors } from '../errors.ts'
import type { Context } from '../types.ts'
import { dropRollout, keepRollout, type Rollout, rolloutsOf } from './records.ts'

export interface RolloutRequest {
  /** Object ids or user principal names. */
  readonly users: readonly string[]
  readonly groups: readonly string[]
}

/** Whether the staging lets the person in. Access lists are asked as well, so it never widens. Contract: connectors 7.4. */
export function isInRollout({ users, groups }: Rollout, { userId, groups: held }: Membership): boolean {
  return users.includes(userId) || groups.some((group) => held.has(group))
}

/** Staging of every connection there is; what is left of deleted ones is not told. */
export function rolloutViews(context: Context, { tenantId }: Author): object[] {
  return rolloutsOf(context, tenantId).flatMap((rollout) => {
    const connection = context.connectors.connectionByUid(rollout.connectionUid)
    return connection ? [viewOf(context, connection, rollout)] : []
  })
}

export function rolloutView(context: Context, author: Author, connectionId: string): object {
  const connection = connectionOf(context, author.tenantId, connectionId)
  return viewOf(context, connection, context.rolloutOf(author.tenantId, connection.uid))
}

/** Opens the connection to these people only. Errors: 404 connection, 400 people, groups, too many. */
export async function stage(
  context: Context,
  author: Author,
  connectionId: string,
  asked: RolloutRequest,
): Promise<object> {
  const connection = connectionOf(context, author.tenantId, connectionId)
  // contract: connectors 7.4, people connectors have none
  if (connection.contentCategory === 'people') throw searchErrors.rolloutOfPeople({}, { place: '/' })
  const before = context.rolloutOf(author.tenantId, connection.uid)
  const rollout: Rollout = {
    connectionUid: connection.uid,
    users: usersOf(context, author, asked.users),
    groups: groupsOf(context, author, asked.groups),
    startedAt: before?.startedAt ?? context.now(),
  }
  await context.store.write([
    keepRollout(author.tenantId, rollout),
    ...recordOf(context, author, connection, 'connection.rollout.set', before, rollout),
  ])
  return viewOf(context, connection, rollout)
}

/** Opens the connection to everyone who may read its items. Errors: 404 connection. */
export async function endStaging(context: Context, author: Author, connectionId: string): Promise<void> {
  const connection = connectionOf(context, author.tenantId, connectionId)
  const before = context.rolloutOf(author.tenantId, connection.uid)
  if (!before) return
  await context.store.write([
    dropRollout(author.tenantId, connection.uid),
    ...recordOf(context, author, connection, 'connection.rollout.end', before, undefined),
  ])
}

function usersOf({ directory, settings }: Context, { tenantId }: Author, names: readonly string[]): ObjectId[] {
  const users = names.map((name, n) => {
    const user = directory.user(tenantId, name)
    if (user) return user.id
    throw searchErrors.invalidRollout(
      { reason: 'There is no such person.', fix: 'Name people by object id or user principal name.' },
      { place: `/users/${n}` },
    )
  })
  return atMost(settings.rolloutUsers, users, '/users')
}

function groupsOf({ directory, settings }: Context, { tenantId }: Author, ids: readonly string[]): ObjectId[] {
  const groups = ids.map((id, n) => {
    const group = directory.group(tenantId, id)
    if (group) return group.id
    throw searchErrors.invalidRollout(
      { reason: 'There is no such group.', fix: 'Name groups by object id.' },
      { place: `/groups/${n}` },
    )
  })
  return atMost(settings.rolloutGroups, groups, '/groups')
}

function atMost(limit: number, ids: readonly ObjectId[], place: string): ObjectId[] {
  const distinct = [...new Set(ids)]
  if (distinct.length <= limit) return distinct
  throw searchErrors.invalidRollout(
    { reason: `At most ${limit} are possible.`, fix: 'Name fewer, or name a group that holds the people.' },
    { place },
  )
}

function viewOf({ directory }: Context, { tenantId, id }: ConnectionRecord, rollout: Rollout | undefined): object {
  return {
    connectionId: id,
    isStaged: rollout !== undefined,
    startedAt: rollout ? new Date(rollout.startedAt).toISOString() : null,
    users: (rollout?.users ?? []).map((user) => ({
      id: user,
      displayName: directory.user(tenantId, user)?.displayName ?? null,
    })),
    groups: (rollout?.groups ?? []).map((group) => ({
      id: group,
      displayName: directory.group(tenantId, group)?.displayName ?? null,
    })),
  }
}

function recordOf(
  { record }: Context,
  author: Author,
  { id, name }: ConnectionRecord,
  action: string,
  before: Rollout | undefined,
  after: Rollout | undefined,
) {
  const members = (rollout: Rollout | undefined) => rollout && { users: rollout.users, groups: rollout.groups }
  return record({
    ...author,
    action,
    object: { type: 'connection', id, name },
    before: members(before),
    after: members(after),
  })
}
