import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OWNER_APP } from '../test/connectors.ts'
import { type Fleet, openFleet } from '../test/fleet.ts'
import { grant, person } from '../test/harbour.ts'
import { type Asker, containerOf, TENANT } from '../test/world.ts'

const MAREN = 'Maren Voss'
const INGRID = 'Ingrid Solberg'

let fleet: Fleet
beforeAll(async () => {
  fleet = await openFleet()
  const acl = [grant('user', person('Oskar Nyberg'))]
  await fleet.connectors.put(TENANT, 'fleet', 'secret', {
    acl,
    plainText: 'pineapple harvest of the pilot',
    properties: { vessel: 'Hidden', berth: 4 },
  })
})
afterAll(() => fleet.close())

const explain = (who: string | Asker, itemId: string, query: unknown, userId?: string) =>
  fleet.call(who, 'POST', '/api/explain', { connectionId: 'fleet', itemId, query, ...(userId ? { userId } : {}) })

describe('explain, with a query', () => {
  it('tells the words that matched with their fields, and the parts of the score', async () => {
    const { status, body } = await explain(MAREN, 'gannet', 'delays OR vessel:gannet OR walrus')
    expect(status).toBe(200)
    expect(body.query).toEqual({
      text: 'delays OR vessel:gannet OR walrus',
      problems: [],
      isMatch: true,
      matched: [
        { term: 'delay', fields: ['content'] },
        { term: 'gannet', fields: ['vessel'] },
      ],
      score: { text: expect.any(Number), lift: expect.any(Number), total: expect.any(Number) },
      excludedBy: null,
    })
    const { text, lift, total } = body.query.score
    expect([total, text > 0 && text <= 1, lift > 0.8 && lift <= 1]).toEqual([text * lift, true, true])
  })

  it('comes to the score by which the search puts it in order', async () => {
    const ids = ['gannet', 'tern']
    const totals = await Promise.all(
      ids.map(async (id) => (await explain(MAREN, id, 'fog pilot')).body.query.score.total as number),
    )
    const found = containerOf(await fleet.query(MAREN, 'fog pilot')).hits.map(
      (hit: { resource: { properties: { vessel: string } } }) => hit.resource.properties.vessel,
    )
    expect(found).toEqual((totals[0] ?? 0) > (totals[1] ?? 0) ? ['MV Gannet', 'Tern'] : ['Tern', 'MV Gannet'])
  })

  const rows: readonly [query: string, part: string, reason: RegExp][] = [
    ['fog walrus', 'walrus', /does not stand in/],
    ['fog "late boarded" walrus', '"late boarded"', /does not stand in/],
    ['fog berth>=10', 'berth>=10', /No value of 'berth' fits/],
    ['fog berth<>4', 'berth<>4', /must not be/],
    ['fog -pilot', '-pilot', /must not hold/],
    ['fog (walrus OR tern)', 'walrus OR tern', /None of these holds/],
    ['fog vessel:tern', 'vessel:tern', /No value of 'vessel' fits/],
    ['fog nonsense:x nothing:y', 'nonsense:x', /no property 'nonsense'/],
    ['fog remark:dues', 'remark:dues', /no property 'remark'/],
    ['fog AND berth>=four', 'berth>=four', /'berth' \(int64\) cannot be compared/],
    ['pilot NEAR(n=0) fog', 'pilot NEAR(n=0) fog', /so near/],
    ['WORDS(walrus, auk)', 'WORDS(walrus, auk)', /None of these words/],
  ]
  it.each(rows)('%s fails at %s', async (query, part, reason) => {
    const { body } = await explain(MAREN, 'gannet', query)
    expect(body.query).toMatchObject({ isMatch: false, score: null })
    const { start, end, text, reason: told } = body.query.excludedBy
    expect(query.slice(start, end)).toBe(text)
    expect(text).toBe(part)
    expect(told).toMatch(reason)
  })

  it('tells what is wrong with the query, and refuses one that is too long', async () => {
    const { body } = await explain(MAREN, 'gannet', '(fog')
    expect(body.query).toMatchObject({ isMatch: true, problems: [{ start: 0, end: 1 }] })
    for (const query of ['x'.repeat(4097), '', 5]) expect((await explain(MAREN, 'gannet', query)).status).toBe(400)
  })

  it('does not bring words of properties to light that are never shown', async () => {
    const { body } = await explain(MAREN, 'gannet', 'quick* OR vessel:gannet OR hidden:q*')
    expect(body.query).toMatchObject({ isMatch: true, matched: [{ term: 'gannet', fields: ['vessel'] }] })
  })

  it('is left out without a query, and of an item that the index does not hold', async () => {
    expect((await explain(MAREN, 'gannet', undefined)).body).not.toHaveProperty('query')
    expect((await explain(INGRID, 'absent', 'fog')).body).not.toHaveProperty('query')
  })
})

describe('explain, with a query and for others', () => {
  it('takes the same permission as without', async () => {
    const hidden = await explain(MAREN, 'secret', 'pineapple')
    expect([hidden.status, hidden.text]).toEqual([404, (await explain(MAREN, 'absent', 'pineapple')).text])
    expect((await explain(MAREN, 'gannet', 'fog', person('Oskar Nyberg'))).status).toBe(403)
  })

  it('names to those who may not read the item only words that they asked for, and records the query', async () => {
    const oskar = person('Oskar Nyberg')
    for (const who of [INGRID, { app: OWNER_APP }]) {
      const { status, body } = await explain(who, 'secret', 'pineapple p* harvests', oskar)
      expect([status, body.query.isMatch]).toEqual([200, true])
      expect(body.query.matched).toEqual([{ term: 'pineapple', fields: ['content'] }])
    }
    expect((await explain('Oskar Nyberg', 'secret', 'p*')).body.query.matched).toHaveLength(2)
    expect(fleet.audit.list(TENANT, { limit: 1, action: 'access.explain' })).toMatchObject([
      { after: { userId: oskar, permitted: true, query: 'pineapple p* harvests' } },
    ])
  })

  it('tells of a match apart from the permission', async () => {
    const { body } = await explain(INGRID, 'secret', 'pineapple', person(MAREN))
    expect(body).toMatchObject({ permitted: false, findable: false, query: { isMatch: true, score: null } })
  })
})

describe('explain, with what narrows a search beside its query', () => {
  const ask = (more: object, itemId = 'gannet', who: string | Asker = MAREN) =>
    fleet.call(who, 'POST', '/api/explain', { connectionId: 'fleet', itemId, query: 'fog', ...more })
  const excluded = async (more: object) => (await ask(more)).body.query.excludedBy

  it('names the first of many filters that excludes the item, wherever it stands', async () => {
    const holds = 'tags:"bulk"'
    for (const [before, behind] of [
      [0, 0],
      [0, 7],
      [1, 1],
      [6, 0],
      [40, 9],
    ] as const) {
      const aggregationFilters = [
        ...Array(before).fill(holds),
        'berth:range(min, 3)',
        ...Array(behind).fill('berth:range(min, 2)'),
      ]
      expect(await excluded({ aggregationFilters })).toMatchObject({ text: 'berth:range(min, 3)' })
    }
    expect(await excluded({ aggregationFilters: Array(30).fill(holds) })).toBeNull()
  })

  it('names the filter that excludes the item', async () => {
    expect(await excluded({ aggregationFilters: ['tags:"bulk"', 'berth:range(min, 3)'] })).toEqual({
      part: 'filter',
      start: 0,
      end: 0,
      text: 'berth:range(min, 3)',
      reason: "No value of 'berth' fits.",
    })
    const filter = { property: 'status', operator: '=', values: ['Gone', 'Lost'] }
    expect(await excluded({ propertyFilters: [filter] })).toMatchObject({
      part: 'filter',
      text: 'status = Gone or Lost',
    })
    const foreign = { property: 'assignee', operator: '=', values: ['x'] }
    expect(await excluded({ propertyFilters: [foreign] })).toMatchObject({
      reason: "This connection has no property 'assignee' that can be filtered by.",
    })
    expect(await excluded({ aggregationFilters: ['tags:"bulk"'], propertyFilters: [] })).toBeNull()
    const { body } = await ask({ aggregationFilters: ['tags:"tanker"'] })
    expect([body.query.isMatch, body.query.score]).toEqual([false, null])
  })

  it('the query comes first', async () => {
    const answer = await ask({ query: 'fog walrus', aggregationFilters: ['tags:"tanker"'] })
    expect(answer.body.query.excludedBy).toMatchObject({ part: 'query', text: 'walrus' })
  })

  it('names the vertical, with the variables of the person asked about', async () => {
    const body = {
      name: 'Ships',
      connections: ['fleet'],
      restriction: 'vessel:{Profile.names.first}',
      state: 'enabled',
    }
    const { id } = (await fleet.call(INGRID, 'POST', '/api/verticals', body)).body
    expect(await excluded({ vertical: id })).toMatchObject({ part: 'vertical', text: 'Ships' })
    await fleet.call(INGRID, 'PATCH', `/api/verticals/${id}`, { restriction: 'tags:bulk' })
    expect(await excluded({ vertical: id })).toBeNull()
    await fleet.call(INGRID, 'DELETE', `/api/verticals/${id}`)
    expect(await excluded({ vertical: id })).toMatchObject({ part: 'vertical', text: id })
  })

  it('is refused where a filter cannot be read, and recorded with the filters', async () => {
    expect((await ask({ aggregationFilters: ['tags:'] })).status).toBe(400)
    const asked = { userId: person('Oskar Nyberg'), aggregationFilters: ['tags:"bulk"'] }
    expect((await ask(asked, 'secret', INGRID)).status).toBe(200)
    const [entry] = fleet.audit.list(TENANT, { limit: 1, objectType: 'externalItem' })
    expect(entry?.after).toMatchObject({ query: 'fog', filters: ['tags:"bulk"'] })
  })
})
