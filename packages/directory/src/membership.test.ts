import type { ExternalGroupId, ObjectId, TenantId } from '@jumpseat/wire'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ExternalMember, GroupMember } from './index.ts'
import { openDirectory } from './test/fixture.ts'

let house: Awaited<ReturnType<typeof openDirectory>>
beforeAll(async () => {
  house = await openDirectory()
})
afterAll(() => house.close())

const PEOPLE = 3
const GROUPS = 6
const UIDS = ['a'.repeat(32), 'b'.repeat(32)] as const
const index = (count: number) => fc.integer({ min: 0, max: count - 1 })

/** Small graphs are dense in cycles, self-nesting and several ways to the same group. */
const graphs = fc.record({
  nested: fc.array(fc.tuple(index(GROUPS), fc.oneof(index(PEOPLE), index(GROUPS)), fc.boolean()), { maxLength: 20 }),
  external: fc.array(
    fc.record({
      uid: fc.constantFrom(...UIDS),
      group: index(GROUPS),
      type: fc.constantFrom('user', 'group', 'externalGroup'),
      member: index(GROUPS),
    }),
    { maxLength: 25 },
  ),
})

const externalId = (n: number) => `x${n}` as ExternalGroupId

interface Edge {
  readonly from: string
  readonly to: string
}

/** The slow and obvious way: apply every edge until nothing new comes. */
function closure(start: string, edges: readonly Edge[]): Set<string> {
  const reached = new Set([start])
  for (let size = 0; size !== reached.size; ) {
    size = reached.size
    for (const { from, to } of edges) if (reached.has(from)) reached.add(to)
  }
  reached.delete(start)
  return reached
}

function shortest(start: string, end: string, edges: readonly Edge[]): number {
  let level = new Set([start])
  for (let steps = 0; steps <= edges.length; steps++) {
    if (level.has(end)) return steps
    level = new Set([...level, ...edges.filter(({ from }) => level.has(from)).map(({ to }) => to)])
  }
  return Number.POSITIVE_INFINITY
}

let tenantCount = 0
async function build(graph: typeof graphs extends fc.Arbitrary<infer G> ? G : never) {
  const { directory } = house
  const tenantId = await house.newTenant(`t${tenantCount++}.example`)
  const people = await Promise.all(
    Array.from({ length: PEOPLE }, (_, n) =>
      directory.createUser(tenantId, { userPrincipalName: `u${n}@t.example`, displayName: `U${n}` }, 'system'),
    ),
  )
  const groups = await Promise.all(
    Array.from({ length: GROUPS }, (_, n) => directory.createGroup(tenantId, { displayName: `G${n}` }, 'system')),
  )
  await Promise.all(
    UIDS.flatMap((uid) =>
      Array.from({ length: GROUPS }, (_, n) =>
        directory.externalGroups.create(tenantId, uid, { id: externalId(n), displayName: null, description: null }),
      ),
    ),
  )
  const edges: Edge[] = []
  const done: Promise<unknown>[] = []
  for (const [groupAt, memberAt, isPerson] of graph.nested) {
    const group = groups[groupAt]
    const member = isPerson ? people[memberAt % PEOPLE] : groups[memberAt]
    if (!group || !member || edges.some(({ from, to }) => from === member.id && to === group.id)) continue
    edges.push({ from: member.id, to: group.id })
    done.push(directory.addMember(tenantId, group.id, member.id, 'system'))
  }
  for (const { uid, group, type, member } of graph.external) {
    const id = { user: people[member % PEOPLE]?.id, group: groups[member]?.id, externalGroup: externalId(member) }[type]
    if (id === undefined) continue
    edges.push({ from: type === 'externalGroup' ? `${uid}/${id}` : id, to: `${uid}/${externalId(group)}` })
    done.push(directory.externalGroups.addMember(tenantId, uid, externalId(group), { type, id }))
  }
  await Promise.all(done)
  return { tenantId, people, groups, edges }
}

describe('membershipOf, contract connectors 3.5 rule 1 and 4', () => {
  it('is the closure that a naive fixpoint finds, with a shortest path to each group, over any graph with cycles', async () => {
    const check = fc.asyncProperty(graphs, async (graph) => {
      const { tenantId, people, groups, edges } = await build(graph)
      for (const { id } of people) {
        const membership = house.directory.membershipOf(tenantId, id)
        const expected = closure(id, edges)
        const found = [
          ...membership.groups,
          ...UIDS.flatMap((uid) => [...membership.externalGroups(uid)].map((group) => `${uid}/${group}`)),
        ]
        expect(found.sort()).toEqual([...expected].sort())
        for (const group of groups) {
          const steps = membership.pathToGroup(group.id)?.map((step) => step.id)
          expect(steps?.length ?? Number.POSITIVE_INFINITY).toBe(shortest(id, group.id, edges) + 1)
          if (steps) expect([steps[0], steps.at(-1)]).toEqual([id, group.id])
          for (const [n, to] of (steps ?? []).slice(1).entries()) expect(edges).toContainEqual({ from: steps?.[n], to })
        }
        for (const uid of UIDS) {
          for (let n = 0; n < GROUPS; n++) {
            const steps = membership.pathToExternalGroup(uid, externalId(n))
            const distance = shortest(id, `${uid}/${externalId(n)}`, edges)
            expect(steps?.length ?? Number.POSITIVE_INFINITY).toBe(distance + 1)
          }
        }
      }
    })
    const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
    console.log(`membership closure: SEED=${seed}`)
    await fc.assert(check, { seed, numRuns: 40 })
  })

  it('has no depth cap', async () => {
    const tenantId = await house.newTenant('deep.example')
    const depth = 300
    const { directory } = house
    const user = await directory.createUser(
      tenantId,
      { userPrincipalName: 'a@deep.example', displayName: 'A' },
      'system',
    )
    const groups = await Promise.all(
      Array.from({ length: depth }, (_, n) => directory.createGroup(tenantId, { displayName: `D${n}` }, 'system')),
    )
    const chain: readonly { readonly id: ObjectId }[] = [user, ...groups]
    await Promise.all(
      groups.map((group, n) => directory.addMember(tenantId, group.id, chain[n]?.id ?? user.id, 'system')),
    )
    const last = groups.at(-1)?.id ?? user.id
    expect(directory.membershipOf(tenantId, user.id).groups.size).toBe(depth)
    expect(directory.membershipOf(tenantId, user.id).pathToGroup(last)).toHaveLength(depth + 1)
    expect(directory.transitiveMembers(tenantId, last)).toHaveLength(depth)
  })
})

async function twoNested() {
  const { directory } = house
  const tenantId = await house.newTenant(`t${tenantCount++}.example`)
  const user = await directory.createUser(tenantId, { userPrincipalName: 'u@t.example', displayName: 'U' }, 'system')
  const inner = await directory.createGroup(tenantId, { displayName: 'Inner' }, 'system')
  const outer = await directory.createGroup(tenantId, { displayName: 'Outer' }, 'system')
  await directory.addMember(tenantId, outer.id, inner.id, 'system')
  await directory.addMember(tenantId, inner.id, user.id, 'system')
  const uid = UIDS[0]
  const external = async (id: string, member: ExternalMember) => {
    await directory.externalGroups.create(tenantId, uid, {
      id: id as ExternalGroupId,
      displayName: id,
      description: null,
    })
    return directory.externalGroups.addMember(tenantId, uid, id, member)
  }
  await external('x1', { type: 'group', id: outer.id })
  await external('x2', { type: 'externalGroup', id: 'x1' })
  const groupsNow = () => [...directory.membershipOf(tenantId, user.id).groups].sort()
  const externalNow = () => [...directory.membershipOf(tenantId, user.id).externalGroups(uid)].sort()
  return { directory, tenantId, user, inner, outer, uid, groupsNow, externalNow }
}

describe('a change that has been acknowledged', () => {
  it('shows at once when a member is removed', async () => {
    const { directory, tenantId, user, inner, outer, groupsNow, externalNow } = await twoNested()
    expect(groupsNow()).toEqual([inner.id, outer.id].sort())
    expect(externalNow()).toEqual(['x1', 'x2'])
    await directory.removeMember(tenantId, inner.id, user.id, 'system')
    expect(groupsNow()).toEqual([])
    expect(externalNow()).toEqual([])
  })

  it('shows at once when a member of an external group is removed', async () => {
    const { directory, tenantId, outer, uid, externalNow } = await twoNested()
    expect(externalNow()).toEqual(['x1', 'x2'])
    expect(await directory.externalGroups.removeMember(tenantId, uid, 'x1', outer.id)).toBe(true)
    expect(externalNow()).toEqual([])
    expect(await directory.externalGroups.removeMember(tenantId, uid, 'x1', outer.id)).toBe(false)
  })

  it('leaves a membership that somebody holds as it was, and gives a new one to the next', async () => {
    const { directory, tenantId, user, inner } = await twoNested()
    const held = directory.membershipOf(tenantId, user.id)
    expect(directory.membershipOf(tenantId, user.id)).toBe(held)
    await directory.deleteGroup(tenantId, inner.id, 'system')
    expect(held.groups.has(inner.id)).toBe(true)
    expect(directory.membershipOf(tenantId, user.id)).not.toBe(held)
  })

  it('makes a guest of a member', async () => {
    const { directory, tenantId, user } = await twoNested()
    expect(directory.membershipOf(tenantId, user.id).isGuest).toBe(false)
    await directory.updateUser(tenantId, user.id, { userType: 'Guest' }, 'system')
    expect(directory.membershipOf(tenantId, user.id).isGuest).toBe(true)
  })

  it('is in the change feed', async () => {
    const { directory, tenantId, user, inner, uid } = await twoNested()
    const head = house.store.head()
    await directory.removeMember(tenantId, inner.id, user.id, 'system')
    await directory.externalGroups.delete(tenantId, uid, 'x2')
    expect(house.store.changesAfter(head, 10)).toMatchObject([
      { tenantId, kind: 'membership', scope: '', id: inner.id },
      { tenantId, kind: 'membership', scope: uid, id: 'x2' },
    ])
  })
})

describe('what is made again under an old id', () => {
  it('starts empty: a directory group', async () => {
    const { directory, tenantId, inner, outer, groupsNow, externalNow } = await twoNested()
    await directory.deleteGroup(tenantId, inner.id, 'system')
    await directory.createGroup(tenantId, inner, 'system')
    expect(groupsNow()).toEqual([])
    expect(directory.members(tenantId, outer.id)).toEqual([] satisfies GroupMember[])
    await directory.deleteGroup(tenantId, outer.id, 'system')
    await directory.createGroup(tenantId, outer, 'system')
    expect(externalNow()).toEqual([])
    expect(directory.externalGroups.memberCount(tenantId, UIDS[0], 'x1')).toBe(0)
  })

  it('starts empty: an external group', async () => {
    const { directory, tenantId, user, uid, externalNow } = await twoNested()
    const group = directory.externalGroups.get(tenantId, uid, 'x1')
    if (!group) expect.unreachable()
    expect(await directory.externalGroups.delete(tenantId, uid, 'x1')).toBe(true)
    expect(await directory.externalGroups.create(tenantId, uid, group)).toBe(true)
    await directory.externalGroups.addMember(tenantId, uid, 'x1', { type: 'user', id: user.id })
    expect(externalNow()).toEqual(['x1'])
  })

  it('starts with nothing: a user', async () => {
    const { directory, tenantId, user, uid, groupsNow, externalNow } = await twoNested()
    await directory.externalGroups.addMember(tenantId, uid, 'x2', { type: 'user', id: user.id })
    await directory.assignRole(tenantId, user.id, 'searchAdministrator', 'system')
    await directory.deleteUser(tenantId, user.id, 'system')
    expect([groupsNow(), externalNow()]).toEqual([[], []])
    await directory.createUser(tenantId, user, 'system')
    expect([groupsNow(), externalNow()]).toEqual([[], []])
    expect(directory.rolesOf(tenantId, user.id).size).toBe(0)
  })
})

describe('tenants', () => {
  it('never meet, even with equal ids', async () => {
    const { directory, tenantId, user, inner, uid, groupsNow, externalNow } = await twoNested()
    const other: TenantId = await house.newTenant('other.example')
    await directory.createUser(other, user, 'system')
    await directory.createGroup(other, inner, 'system')
    expect(directory.membershipOf(other, user.id).groups.size).toBe(0)
    expect(directory.membershipOf(other, user.id).externalGroups(uid).size).toBe(0)
    expect(await directory.externalGroups.addMember(other, uid, 'x1', { type: 'user', id: user.id })).toBe('noGroup')
    await directory.deleteUser(other, user.id, 'system')
    await directory.deleteGroup(other, inner.id, 'system')
    await directory.externalGroups.deleteAll(other, uid)
    expect(groupsNow()).toHaveLength(2)
    expect(externalNow()).toHaveLength(2)
    expect(directory.user(tenantId, user.userPrincipalName)).toEqual(user)
  })

  it('give nobody unknown any membership', async () => {
    const { directory, tenantId, uid } = await twoNested()
    const stranger = '99999999-9999-4999-8999-999999999999' as ObjectId
    await directory.externalGroups.addMember(tenantId, uid, 'x1', { type: 'user', id: stranger })
    const membership = directory.membershipOf(tenantId, stranger)
    expect([membership.isGuest, membership.groups.size, membership.externalGroups(uid).size]).toEqual([true, 0, 0])
  })
})
