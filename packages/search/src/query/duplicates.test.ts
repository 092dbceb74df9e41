import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EVERYONE, grant, person } from '../test/harbour.ts'
import { containerOf, idsOf, openWorld, TENANT, type World } from '../test/world.ts'

const SCHEMA = [
  { name: 'vessel', labels: ['title'], isSearchable: true },
  { name: 'berth', type: 'int64', isRefinable: true },
]
const OSKAR = [grant('user', person('Oskar Nyberg'))]

let world: World
beforeAll(async () => {
  world = await openWorld()
  for (const id of ['logs', 'copies']) await world.connectors.connect(TENANT, id, SCHEMA)
  const put = (connection: string, id: string, vessel: string, plainText: string, berth: number, acl = [EVERYONE]) =>
    world.connectors.put(TENANT, connection, id, { acl, plainText, properties: { vessel, berth } })
  await put('logs', 'a', 'MV Gannet', 'Held up by fog.', 1)
  await put('logs', 'b', 'mv  GANNÉT', 'held up — by “fog”', 2)
  await put('copies', 'c', 'MV Gannet', 'Held up by fog', 3)
  await put('logs', 'd', 'MV Gannet', 'Held by fog up.', 4)
  await put('logs', 'e', 'MV Tern', 'Held up by fog.', 5)
  await put('logs', 'f', 'MV Gannet', 'Held up by fog.', 0, OSKAR)
  await world.connectors.put(TENANT, 'logs', 'g', { acl: [EVERYONE], properties: { berth: 6 } })
  await world.connectors.put(TENANT, 'logs', 'h', { acl: [EVERYONE], plainText: '…', properties: { berth: 7 } })
})
afterAll(() => world.close())

const BY_BERTH = { sortProperties: [{ name: 'berth' }] }
const find = (more: object, who = 'Maren Voss') => world.query(who, '*', { ...BY_BERTH, ...more })

describe('trimDuplicates', () => {
  it('leaves one of those with the same words in title and content, wherever they come from', async () => {
    expect(idsOf(await find({}))).toEqual(['a', 'b', 'c', 'd', 'e', 'g', 'h'])
    expect(idsOf(await find({ trimDuplicates: false }))).toHaveLength(7)
    expect(idsOf(await find({ trimDuplicates: true }))).toEqual(['a', 'd', 'e', 'g', 'h'])
    expect(idsOf(await find({ trimDuplicates: 'true', contentSources: ['/external/connections/copies'] }))).toEqual([
      'c',
    ])
  })

  it('leaves the best ranked in the order asked for', async () => {
    const descending = { sortProperties: [{ name: 'berth', isDescending: true }] }
    expect(idsOf(await find({ ...descending, trimDuplicates: true }))).toEqual(['h', 'g', 'e', 'd', 'c'])
  })

  it('compares only what the person may read', async () => {
    expect(idsOf(await find({ trimDuplicates: true }, 'Oskar Nyberg'))).toEqual(['f', 'd', 'e', 'g', 'h'])
  })

  it('pages through what is left; total and buckets count every match', async () => {
    const aggregations = [{ field: 'berth', bucketDefinition: { sortBy: 'keyAsNumber' } }]
    const page = async (from: number, size: number) => {
      const answer = await find({ trimDuplicates: true, from, size, aggregations })
      const { total, moreResultsAvailable, aggregations: counted } = containerOf(answer)
      expect([total, counted[0].buckets.length]).toEqual([7, 7])
      return [idsOf(answer), moreResultsAvailable]
    }
    expect(await page(0, 2)).toEqual([['a', 'd'], true])
    expect(await page(2, 2)).toEqual([['e', 'g'], true])
    expect(await page(4, 2)).toEqual([['h'], false])
    expect(await page(5, 2)).toEqual([[], false])
    expect(await page(0, 0)).toEqual([[], true])
  })

  it('goes through many that say the same', async () => {
    await world.connectors.connect(TENANT, 'many', SCHEMA)
    const ids = Array.from({ length: 250 }, (_, n) => `m${String(n).padStart(3, '0')}`)
    for (const [n, id] of ids.entries()) {
      const properties = { berth: n }
      await world.connectors.put(TENANT, 'many', id, { acl: [EVERYONE], plainText: `text ${n % 2}`, properties })
    }
    const more = { contentSources: ['/external/connections/many'], trimDuplicates: true }
    const answer = await find(more)
    expect([idsOf(answer), containerOf(answer).total]).toEqual([['m000', 'm001'], 250])
    expect(containerOf(answer).moreResultsAvailable).toBe(false)
  })

  it('looks at the whole of a very long text', async () => {
    await world.connectors.connect(TENANT, 'long', SCHEMA)
    const text = 'held up by fog '.repeat(20_000)
    for (const [id, end] of Object.entries({ one: 'delayed', same: 'delayed', other: 'moored' }))
      await world.connectors.put(TENANT, 'long', id, {
        acl: [EVERYONE],
        plainText: text + end,
        properties: { berth: 1 },
      })
    const answer = await find({ contentSources: ['/external/connections/long'], trimDuplicates: true })
    expect(idsOf(answer)).toEqual(['one', 'other'])
    await world.connectors.disconnect(TENANT, 'long')
  })
})
