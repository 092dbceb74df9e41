import type { Membership, MembershipStep, User } from '@jumpseat/directory'
import { type AclEntry, isMatch, judge, wordsOf } from '@jumpseat/index'
import type { ExternalGroupId, ObjectId, TenantId } from '@jumpseat/wire'
import { storedItem } from '../find.ts'
import { caughtUp, closedBecause } from '../reach.ts'
import type { Context, EntryReport, Explanation } from '../types.ts'
import { explainQuery } from './query.ts'
import type { Restriction } from './restrictions.ts'

/** Why one person does or does not find one item; undefined when there is no such connection or person. */
export async function explainAccess(
  context: Context,
  tenantId: TenantId,
  connectionId: string,
  itemId: string,
  userId: string,
  query?: string,
  restrictions: readonly Restriction[] = [],
): Promise<Explanation | undefined> {
  await caughtUp(context)
  const connection = context.connectors.connection(tenantId, connectionId)
  const user = context.directory.user(tenantId, userId)
  if (!connection || !user) return undefined

  const item = storedItem(context, connection.uid, itemId)
  const key = item && { connectionUid: connection.uid, itemId: item.itemId }
  const indexed = key !== undefined && (await context.index.has(key))
  const failure = context.follower
    .failures()
    .find((each) => each.connectionUid === connection.uid && each.itemId === itemId)
  const membership = context.directory.membershipOf(tenantId, user.id)
  const acl = item?.acl ?? []
  const { isPermitted, deciding } = judge(acl, membership, connection.uid)
  const entries = acl.map((entry) => reportOf(entry, user, membership, connection.uid))
  const decisive = entries.find(({ entry }) => entry === deciding[0])
  const servedProblem = closedBecause(context, connection, membership)
  const served = servedProblem === undefined
  const asked =
    query !== undefined && key && indexed
      ? await explainQuery(context, membership, key, query, restrictions)
      : undefined
  const problem = failure?.reason ?? (item?.isIndexable === false ? 'The item matches no account.' : undefined)
  return {
    connectionId: connection.id,
    itemId,
    userId: user.id,
    received: item !== undefined || failure !== undefined,
    indexed,
    ...(problem === undefined || indexed ? {} : { indexProblem: problem }),
    served,
    ...(served ? {} : { servedProblem }),
    presentation: context.presentationOf(tenantId, connection.uid),
    isGuest: membership.isGuest,
    permitted: isPermitted,
    findable: isPermitted && indexed && served && !membership.isGuest,
    because: decisive ? { entry: decisive.entry, path: decisive.path } : null,
    entries,
    ...(asked ? { query: asked } : {}),
  }
}

/** What a person who is no administrator sees of it: the entries that concern him. */
export function ownView(explanation: Explanation): Explanation {
  return { ...explanation, entries: explanation.entries.filter(({ matches }) => matches) }
}

/** What somebody who may not read the item sees: of its words only those that the query names. */
export function withoutItsWords(explanation: Explanation): Explanation {
  const { query } = explanation
  if (!query) return explanation
  const named = new Set(wordsOf(query.text).map(({ term }) => term))
  return { ...explanation, query: { ...query, matched: query.matched.filter(({ term }) => named.has(term)) } }
}

function reportOf(entry: AclEntry, user: User, membership: Membership, uid: string): EntryReport {
  const matches = isMatch(entry, membership, uid)
  return { entry, matches, path: matches ? pathOf(entry, user, membership, uid) : [] }
}

function pathOf(entry: AclEntry, user: User, membership: Membership, uid: string): readonly MembershipStep[] {
  const self: MembershipStep = { type: 'user', id: user.id, displayName: user.displayName }
  if (entry.type === 'group') return membership.pathToGroup(entry.value.toLowerCase() as ObjectId) ?? [self]
  if (entry.type === 'externalGroup') {
    return membership.pathToExternalGroup(uid, entry.value as ExternalGroupId) ?? [self]
  }
  return [self]
}
