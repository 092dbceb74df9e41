// Read your revocation: once a change is acknowledged, no later answer shows the old state. Design rule 2, contract: connectors 3.7.
import { createReferenceIndex, type ItemIndex } from '@jumpseat/index'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { A14, EVERYONE, grant, harbour, person, team } from './test/harbour.ts'
import { containerOf, idsOf, openWorld, TENANT, type World } from './test/world.ts'

let world: World
let uid: string
let raw: ItemIndex
/** Runs once, between the index's answer and the routes' reading of it. */
let meanwhile: (() => Promise<unknown>) | undefined

beforeEach(async () => {
  raw = createReferenceIndex()
  const index: ItemIndex = {
    ...raw,
    async search(query, reader) {
      const answer = await raw.search(query, reader)
      const run = meanwhile
      meanwhile = undefined
      await run?.()
      return answer
    },
  }
  world = await openWorld({ index })
  uid = await harbour(world)
})
afterEach(() => world.close())

const put = (itemId: string, more: object) => world.connectors.put(TENANT, 'harborlogs', itemId, { ...A14, ...more })

/** Everything that the person can learn of items, in one list of ids per way of asking. */
async function seen(name: string): Promise<string[][]> {
  const [search, retrieval, preview, explain] = await Promise.all([
    world.query(name, 'fog'),
    world.retrieve(name, 'fog', { resourceMetadata: ['vessel'] }),
    world.preview(name, 'harborlogs', '2027-A14'),
    world.explain(name, 'harborlogs', '2027-A14'),
  ])
  expect(containerOf(search).total).toBe(idsOf(search).length)
  return [
    idsOf(search),
    retrieval.body.retrievalHits.map(() => '2027-A14'),
    preview.status === 200 ? ['2027-A14'] : [],
    explain.status === 200 ? ['2027-A14'] : [],
  ]
}
const ALL = Array.from({ length: 4 }, () => ['2027-A14'])
const NONE = Array.from({ length: 4 }, () => [])

describe('read your revocation', () => {
  it('access list', async () => {
    await put('2027-A14', { acl: [grant('user', person('Ruth Adeyemi'))] })
    expect([await seen('Ruth Adeyemi'), await seen('Maren Voss')]).toEqual([ALL, NONE])
    await put('2027-A14', { acl: [grant('user', person('Maren Voss'))] })
    expect([await seen('Ruth Adeyemi'), await seen('Maren Voss')]).toEqual([NONE, ALL])
  })

  it('membership of a group inside the granted group', async () => {
    await put('2027-A14', { acl: [grant('group', team('Finance'))] })
    expect(await seen('Ruth Adeyemi')).toEqual(ALL)
    await world.directory.removeMember(TENANT, team('Payroll'), person('Ruth Adeyemi'), 'system')
    expect([await seen('Ruth Adeyemi'), await seen('Jonas Brandt')]).toEqual([NONE, ALL])
    await world.directory.addMember(TENANT, team('Payroll'), person('Ruth Adeyemi'), 'system')
    expect(await seen('Ruth Adeyemi')).toEqual(ALL)
  })

  it('a directory group that is deleted', async () => {
    await put('2027-A14', { acl: [grant('group', team('Finance'))] })
    expect(await seen('Ruth Adeyemi')).toEqual(ALL)
    await world.directory.deleteGroup(TENANT, team('Payroll'), 'system')
    expect(await seen('Ruth Adeyemi')).toEqual(NONE)
  })

  it('nesting of external groups, and an external group that is deleted and made again', async () => {
    const groups = world.directory.externalGroups
    const group = (id: string) => ({ id, displayName: null, description: null }) as never
    for (const id of ['pilots', 'crew']) await groups.create(TENANT, uid, group(id))
    await groups.addMember(TENANT, uid, 'pilots', { type: 'externalGroup', id: 'crew' })
    await groups.addMember(TENANT, uid, 'crew', { type: 'group', id: team('Field Service') })
    await put('2027-A14', { acl: [grant('externalGroup', 'pilots')] })
    expect([await seen('Oskar Nyberg'), await seen('Maren Voss')]).toEqual([ALL, NONE])
    await groups.removeMember(TENANT, uid, 'pilots', 'crew')
    expect(await seen('Oskar Nyberg')).toEqual(NONE)
    await groups.addMember(TENANT, uid, 'pilots', { type: 'externalGroup', id: 'crew' })
    expect(await seen('Oskar Nyberg')).toEqual(ALL)
    await groups.delete(TENANT, uid, 'pilots')
    expect(await seen('Oskar Nyberg')).toEqual(NONE)
    await groups.create(TENANT, uid, group('pilots'))
    expect(await seen('Oskar Nyberg')).toEqual(NONE)
  })

  it('an item that is deleted, a connection that is deleted, a connection that is switched off', async () => {
    expect(await seen('Maren Voss')).toEqual(ALL)
    await world.connectors.remove(TENANT, 'harborlogs', '2027-A14')
    expect(await seen('Maren Voss')).toEqual(NONE)
    await put('2027-A14', {})
    expect(await seen('Maren Voss')).toEqual(ALL)
    world.connectors.switchOff(TENANT, 'harborlogs')
    expect(await seen('Maren Voss')).toEqual(NONE)
    world.connectors.switchOn(TENANT, 'harborlogs')
    await world.connectors.disconnect(TENANT, 'harborlogs')
    expect(await seen('Maren Voss')).toEqual(NONE)
  })

  it('an item that stops being one for the index', async () => {
    world.unindexable.add('2027-A14')
    await put('2027-A14', {})
    expect(await seen('Maren Voss')).toEqual(NONE)
  })

  it('read your write: what was acknowledged is found', async () => {
    for (let n = 0; n < 20; n++) {
      await put(`new${n}`, { plainText: `lantern${n}` })
      expect(idsOf(await world.query('Maren Voss', `lantern${n}`))).toEqual([`new${n}`])
    }
  })
})

describe('a change between the index’s answer and the reading of it', () => {
  beforeEach(async () => {
    for (const id of ['b', 'c', 'd']) await put(id, {})
  })

  it('revokes the item, and the page is filled up from the rest with the right total', async () => {
    const first = idsOf(await world.query('Maren Voss', 'fog', { size: 2 }))
    meanwhile = () => put(first[0] ?? '', { acl: [] })
    const answer = await world.query('Maren Voss', 'fog', { size: 2 })
    expect(idsOf(answer)).toHaveLength(2)
    expect(idsOf(answer)).not.toContain(first[0])
    expect(containerOf(answer)).toMatchObject({ total: 3, moreResultsAvailable: true })
  })

  it('removes the item, or the person from the group', async () => {
    meanwhile = () => world.connectors.remove(TENANT, 'harborlogs', 'b')
    expect(containerOf(await world.query('Maren Voss', 'fog')).total).toBe(3)
    for (const id of ['c', 'd']) await put(id, { acl: [grant('group', team('Leadership'))] })
    meanwhile = () => world.directory.removeMember(TENANT, team('Leadership'), person('Maren Voss'), 'system')
    expect(idsOf(await world.query('Maren Voss', 'fog'))).toEqual(['2027-A14'])
  })

  it('breaks the seal of the item without a word in the feed: it is left out, and the others are found', async () => {
    await world.query('Maren Voss', 'fog')
    await world.store.write([{ sql: "UPDATE external_items SET sealed = x'00' WHERE item_id = 'b'", parameters: [] }])
    const answer = await world.query('Maren Voss', 'fog')
    expect([containerOf(answer).total, idsOf(answer).toSorted()]).toEqual([3, ['2027-A14', 'c', 'd']])
    expect((await world.explain('Ingrid Solberg', 'harborlogs', 'b', person('Maren Voss'))).body).toMatchObject({
      received: true,
      indexed: false,
      indexProblem: expect.stringMatching(/sealed value/),
    })
  })

  it('that comes every time ends in 503 with Retry-After, not in a short answer', async () => {
    const stubborn = raw.search
    raw.search = async (query, reader) => {
      const answer = await stubborn(query, reader)
      const ghost = { connectionUid: uid, itemId: 'ghost' as never, score: 1, matchedTerms: [], isCollapsed: false }
      return { ...answer, hits: [...answer.hits, ghost] }
    }
    const answer = await world.query('Maren Voss', 'fog')
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '2'])
  })
})

describe('an index that cannot catch up', () => {
  it('answers 503 and nothing from an older state', async () => {
    await world.close()
    let isDown = false
    const whole = createReferenceIndex()
    const broken = <T>(work: () => Promise<T>) => (isDown ? Promise.reject(new RangeError('engine is down')) : work())
    const index = {
      ...whole,
      upsert: (items: Parameters<ItemIndex['upsert']>[0]) => broken(() => whole.upsert(items)),
      remove: (keys: Parameters<ItemIndex['remove']>[0]) => broken(() => whole.remove(keys)),
    }
    world = await openWorld({ index, settings: { catchUpTimeout: 50 } })
    uid = await harbour(world)
    expect((await world.query('Maren Voss', 'fog')).status).toBe(200)
    isDown = true
    await put('2027-A14', { acl: [EVERYONE], plainText: 'clear' })
    for (const answer of [
      await world.query('Maren Voss', 'fog'),
      await world.retrieve('Maren Voss', 'fog'),
      await world.explain('Maren Voss', 'harborlogs', '2027-A14'),
    ]) {
      expect([answer.status, answer.body.error.code, answer.headers['retry-after']]).toEqual([
        503,
        'ServiceUnavailable',
        '2',
      ])
    }
  })
})
