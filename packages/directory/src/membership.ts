import type { Store } from '@jumpseat/store'
import type { ExternalGroupId, ObjectId, TenantId } from '@jumpseat/wire'
import { epochOf, externalGroupsHolding, groupsHolding, type Holder } from './records/closure.ts'
import { externalGroupRow } from './records/external.ts'
import { groupRow } from './records/groups.ts'
import { userRow } from './records/users.ts'
import type { Membership, MembershipStep } from './types.ts'

/** People and places in groups that are kept per tenant before the cache starts over; about 100 bytes each. */
const CACHED_ENTRIES = 500_000

const NO_GROUPS: ReadonlySet<never> = new Set<never>()

/** A holder and the one through which the search came to it: following `via` gives the shortest path back. */
interface Node extends Holder {
  readonly via: Node | undefined
}

interface Closure {
  readonly groups: ReadonlyMap<string, Node>
  /** By connection, then by group. */
  readonly external: ReadonlyMap<string, ReadonlyMap<string, Node>>
}

/** Gives memberships, kept for as long as the tenant's membership epoch stands. The epoch is the store's of this moment. */
export function createMemberships(store: Store): (tenantId: TenantId, userId: ObjectId) => Membership {
  const cache = new Map<
    TenantId,
    { readonly epoch: number; readonly people: Map<ObjectId, Membership>; entries: number }
  >()

  const epochNow = store.remember(['tenants'], (tenantId: TenantId) => epochOf(store, tenantId))

  return (tenantId, userId) => {
    for (;;) {
      const epoch = epochNow(tenantId)
      let kept = cache.get(tenantId)
      if (kept?.epoch !== epoch || kept.entries >= CACHED_ENTRIES) {
        kept = { epoch, people: new Map(), entries: 0 }
        cache.set(tenantId, kept)
      }
      const known = kept.people.get(userId)
      if (known) return known
      const { membership, size } = readMembership(store, tenantId, userId)
      // The writer may have committed between two of the reads: only a walk inside one epoch counts.
      if (epochNow(tenantId) !== epoch) continue
      if (epoch > 0) {
        kept.people.set(userId, membership)
        kept.entries += size
      }
      return membership
    }
  }
}

function readMembership(store: Store, tenantId: TenantId, userId: ObjectId) {
  const user = userRow(store, tenantId, userId)
  const closure: Closure = user ? closureOf(store, tenantId, userId) : { groups: new Map(), external: new Map() }
  const external = new Map([...closure.external].map(([uid, nodes]) => [uid, idsOf<ExternalGroupId>(nodes)]))
  const path = (node: Node | undefined) => node && stepsTo(store, tenantId, node)
  const membership: Membership = {
    tenantId,
    userId,
    // Who is not in the directory gets the narrower treatment.
    isGuest: user?.userType !== 'Member',
    groups: idsOf<ObjectId>(closure.groups),
    externalGroups: (uid) => external.get(uid) ?? NO_GROUPS,
    pathToGroup: (groupId) => path(closure.groups.get(groupId)),
    pathToExternalGroup: (uid, groupId) => path(closure.external.get(uid)?.get(groupId)),
  }
  const places = [closure.groups, ...closure.external.values()].map(({ size }) => size)
  return { membership, size: 1 + places.reduce((sum, size) => sum + size) }
}

/** Walks outward from the person level by level; who was met before is not walked again, so cycles end. Contract: connectors 3.5 rule 1 and 4. */
function closureOf(store: Store, tenantId: TenantId, userId: ObjectId): Closure {
  const groups = new Map<string, Node>()
  const external = new Map<string, Map<string, Node>>()
  let frontier: Node[] = [{ type: 'user', id: userId, uid: null, via: undefined }]

  while (frontier.length > 0) {
    const next: Node[] = []
    const here = new Map(frontier.filter(({ uid }) => uid === null).map((node) => [node.id, node]))
    for (const { groupId, memberId } of groupsHolding(store, tenantId, [...here.keys()])) {
      if (groups.has(groupId)) continue
      const node: Node = { type: 'group', id: groupId, uid: null, via: here.get(memberId) }
      groups.set(groupId, node)
      next.push(node)
    }
    const holders = frontier.map(({ type, id, uid }) => ({ type, id, uid }))
    for (const { uid, groupId, holder } of externalGroupsHolding(store, tenantId, holders)) {
      const known = external.get(uid) ?? new Map<string, Node>()
      if (known.has(groupId)) continue
      const node: Node = { type: 'externalGroup', id: groupId, uid, via: frontier[holder] }
      external.set(uid, known.set(groupId, node))
      next.push(node)
    }
    frontier = next
  }
  return { groups, external }
}

function idsOf<Id extends string>(nodes: ReadonlyMap<string, Node>): ReadonlySet<Id> {
  return new Set(nodes.keys()) as ReadonlySet<string> as ReadonlySet<Id>
}

function stepsTo(store: Store, tenantId: TenantId, end: Node): MembershipStep[] {
  const steps: MembershipStep[] = []
  for (let node: Node | undefined = end; node; node = node.via) {
    steps.unshift({ type: node.type, id: node.id, displayName: nameOf(store, tenantId, node) ?? node.id })
  }
  return steps
}

function nameOf(store: Store, tenantId: TenantId, { type, id, uid }: Node): string | null | undefined {
  if (type === 'user') return userRow(store, tenantId, id)?.displayName
  if (type === 'group') return groupRow(store, tenantId, id)?.displayName
  return externalGroupRow(store, { tenantId, uid: uid ?? '' }, id)?.displayName
}
