import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FLEET_SCHEMA, type Fleet, openFleet } from '../test/fleet.ts'
import { EVERYONE, grant, person } from '../test/harbour.ts'
import { containerOf, TENANT } from '../test/world.ts'

let fleet: Fleet
beforeAll(async () => {
  fleet = await openFleet()
})
afterAll(() => fleet.close())

const byCount = { sortBy: 'count', isDescending: true }
const hex = (text: string) => `"ǂǂ${Buffer.from(text, 'utf8').toString('hex')}"`

async function bucketsOf(aggregation: object, query = '*') {
  const answer = await fleet.query('Maren Voss', query, { aggregations: [aggregation] })
  if (answer.status !== 200) throw new RangeError(answer.text)
  return containerOf(answer).aggregations?.[0]
}
const statusOf = async (more: object) => (await fleet.query('Maren Voss', '*', more)).status

describe('contract: connectors 5.5, aggregations', () => {
  it('counts the values of strings, whatever their spelling, with hex tokens', async () => {
    expect(await bucketsOf({ field: 'status', bucketDefinition: byCount })).toEqual({
      field: 'status',
      buckets: [
        { key: 'Held up', count: 2, aggregationFilterToken: hex('Held up') },
        { key: 'Gone', count: 1, aggregationFilterToken: hex('Gone') },
      ],
    })
    expect(hex('docx')).toBe('"ǂǂ646f6378"')
  })

  it('counts each value of a collection, sorted and cut as asked', async () => {
    const tags = async (more: object, size = 10) =>
      (await bucketsOf({ field: 'tags', size, bucketDefinition: { sortBy: 'keyAsString', ...more } })).buckets.map(
        ({ key, count }: { key: string; count: number }) => `${key} ${count}`,
      )
    expect(await tags({})).toEqual(['bulk 2', 'delayed 2', 'tanker 1'])
    expect(await tags({ isDescending: 'true' })).toEqual(['tanker 1', 'delayed 2', 'bulk 2'])
    expect(await tags({ minimumCount: 2 })).toEqual(['bulk 2', 'delayed 2'])
    expect(await tags({ prefixFilter: 'DEL' })).toEqual(['delayed 2'])
    expect(await tags({}, 1)).toEqual(['bulk 2'])
    expect(await tags({ sortBy: 'COUNT', isDescending: false })).toEqual(['tanker 1', 'bulk 2', 'delayed 2'])
  })

  it('gives 10 buckets unless asked for more, 100 at most', async () => {
    await fleet.connectors.connect(TENANT, 'many', [{ name: 'word', isRefinable: true, type: 'stringCollection' }])
    const word = Array.from({ length: 120 }, (_, n) => `w${n}`)
    await fleet.connectors.put(TENANT, 'many', 'm', {
      acl: [EVERYONE],
      properties: { word },
    })
    const count = async (size?: number) =>
      (await bucketsOf({ field: 'word', ...(size ? { size } : {}), bucketDefinition: byCount })).buckets.length
    expect([await count(), await count(50), await count(65_535)]).toEqual([10, 50, 100])
    await fleet.connectors.disconnect(TENANT, 'many')
  })

  it('names ranges of numbers, in their order, with tokens', async () => {
    const ranges = [{ to: 100 }, { from: '100', to: '1000' }, { from: 1000 }, { from: 'min', to: 1 }]
    expect((await bucketsOf({ field: 'dues', bucketDefinition: { ...byCount, ranges } })).buckets).toEqual([
      { key: 'Less than 100', count: 1, aggregationFilterToken: 'range(min, 100)' },
      { key: '100 up to 1000', count: 1, aggregationFilterToken: 'range(100, 1000)' },
      { key: '1000 and up', count: 1, aggregationFilterToken: 'range(1000, max, to="le")' },
      { key: 'Less than 1', count: 0, aggregationFilterToken: 'range(min, 1)' },
    ])
  })

  it('names ranges of dates', async () => {
    const ranges = [{ to: '2027-02-01' }, { from: '2027-02-01', to: '2027-02-28T00:00:00Z' }, { from: '2027-02-28' }]
    expect((await bucketsOf({ field: 'arrived', bucketDefinition: { ...byCount, ranges } })).buckets).toEqual([
      {
        key: 'Before 2027-02-01T00:00:00Z',
        count: 1,
        aggregationFilterToken: 'range(min, 2027-02-01T00:00:00Z)',
      },
      {
        key: 'From 2027-02-01T00:00:00Z up to 2027-02-28T00:00:00Z',
        count: 1,
        aggregationFilterToken: 'range(2027-02-01T00:00:00Z, 2027-02-28T00:00:00Z)',
      },
      {
        key: '2027-02-28T00:00:00Z or later',
        count: 1,
        aggregationFilterToken: 'range(2027-02-28T00:00:00Z, max, to="le")',
      },
    ])
  })

  it('counts single numbers and dates when no ranges are given', async () => {
    const of = async (field: string) =>
      (await bucketsOf({ field, size: 1, bucketDefinition: { sortBy: 'keyAsNumber' } })).buckets
    expect(await of('berth')).toEqual([{ key: '3', count: 1, aggregationFilterToken: 'range(3, 3, to="le")' }])
    expect(await of('arrived')).toEqual([
      {
        key: '2027-01-15T12:00:00Z',
        count: 1,
        aggregationFilterToken: 'range(2027-01-15T12:00:00Z, 2027-01-15T12:00:00Z, to="le")',
      },
    ])
  })

  it('counts what matches the query and can be read, on every page alike', async () => {
    await fleet.connectors.put(TENANT, 'fleet', 'secret', {
      acl: [grant('user', person('Oskar Nyberg'))],
      properties: { status: 'Sunk' },
    })
    const keys = async (name: string, more: object = {}) =>
      containerOf(
        await fleet.query(name, '*', { aggregations: [{ field: 'status', bucketDefinition: byCount }], ...more }),
      ).aggregations[0].buckets.map(({ key }: { key: string }) => key)
    expect(await keys('Maren Voss')).toEqual(['Held up', 'Gone'])
    expect(await keys('Oskar Nyberg')).toEqual(['Held up', 'Gone', 'Sunk'])
    expect(await keys('Maren Voss', { from: 2, size: 1 })).toEqual(['Held up', 'Gone'])
    expect((await bucketsOf({ field: 'status', bucketDefinition: byCount }, 'lantern')).buckets).toEqual([])
    await fleet.connectors.remove(TENANT, 'fleet', 'secret')
  })

  it('has no key when it was not asked for, or when the person can read nothing', async () => {
    const asked = { aggregations: [{ field: 'nonsense', bucketDefinition: byCount }] }
    expect(containerOf(await fleet.query('Maren Voss', '*'))).not.toHaveProperty('aggregations')
    expect(containerOf(await fleet.query('Viktor Stahl', '*', asked))).toEqual({
      total: 0,
      moreResultsAvailable: false,
    })
    const elsewhere = { ...asked, contentSources: ['/external/connections/nowhere'] }
    expect(containerOf(await fleet.query('Maren Voss', '*', elsewhere))).toEqual({
      total: 0,
      moreResultsAvailable: false,
    })
  })

  it('takes aliases and label references, and says nothing of properties that another connection keeps', async () => {
    expect((await bucketsOf({ field: 'Label_Tags', bucketDefinition: byCount })).buckets).toHaveLength(3)
    await fleet.connectors.connect(TENANT, 'yard', [
      { name: 'status', isQueryable: true, isRetrievable: false },
      { name: 'berth', isRefinable: true },
    ])
    const spec = { acl: [EVERYONE], properties: { status: 'Haunted', berth: 'north' } }
    await fleet.connectors.put(TENANT, 'yard', 'y1', spec)
    const keys = async (field: string) =>
      (await bucketsOf({ field, bucketDefinition: byCount })).buckets.map(({ key }: { key: string }) => key).toSorted()
    expect(await keys('status')).toEqual(['Gone', 'Held up'])
    expect(await keys('berth')).toEqual(['12', '3', '4'])
    expect(await statusOf({ sortProperties: [{ name: 'status' }] })).toBe(400)
    expect(await statusOf({ collapseProperties: [{ fields: ['status'], limit: 1 }] })).toBe(400)
    const here = { contentSources: ['/external/connections/fleet'] }
    expect(await statusOf({ sortProperties: [{ name: 'status' }], ...here })).toBe(200)
    await fleet.connectors.disconnect(TENANT, 'yard')
  })

  it('does not tell whether a connection that the person cannot read into lets a property be refined', async () => {
    const acl = [grant('user', person('Oskar Nyberg'))]
    await fleet.connectors.connect(TENANT, 'vault', [{ name: 'depth', type: 'int64', isRefinable: true }])
    await fleet.connectors.put(TENANT, 'vault', 'v1', { acl, properties: { depth: 5 } })
    const asked = { aggregations: [{ field: 'depth', bucketDefinition: byCount }] }
    const [known, unknown] = await Promise.all([
      fleet.query('Maren Voss', '*', asked),
      fleet.query('Maren Voss', '*', { aggregations: [{ field: 'width', bucketDefinition: byCount }] }),
    ])
    expect(known.status).toBe(400)
    expect(known.text).toBe(unknown.text.replaceAll('width', 'depth'))
    expect((await fleet.query('Oskar Nyberg', '*', asked)).status).toBe(200)
    await fleet.connectors.disconnect(TENANT, 'vault')
  })

  const refused: readonly [string, object][] = [
    ['no field', { bucketDefinition: byCount }],
    ['an unknown field', { field: 'nonsense', bucketDefinition: byCount }],
    ['a field that is not refinable', { field: 'vessel', bucketDefinition: byCount }],
    ['a boolean', { field: 'isOpen', bucketDefinition: byCount }],
    ['no bucketDefinition', { field: 'status' }],
    ['no sortBy', { field: 'status', bucketDefinition: {} }],
    ['an unknown sortBy', { field: 'status', bucketDefinition: { sortBy: 'mood' } }],
    ['size 0', { field: 'status', size: 0, bucketDefinition: byCount }],
    ['size too large', { field: 'status', size: 65_536, bucketDefinition: byCount }],
    ['isDescending that is none', { field: 'status', bucketDefinition: { ...byCount, isDescending: 'down' } }],
    ['a prefix of numbers', { field: 'berth', bucketDefinition: { ...byCount, prefixFilter: '1' } }],
    ['a prefix that is no text', { field: 'status', bucketDefinition: { ...byCount, prefixFilter: 1 } }],
    ['ranges of texts', { field: 'status', bucketDefinition: { ...byCount, ranges: [{ from: 'a' }] } }],
    ['a range without bounds', { field: 'dues', bucketDefinition: { ...byCount, ranges: [{}] } }],
    ['a range upside down', { field: 'dues', bucketDefinition: { ...byCount, ranges: [{ from: 2, to: 1 }] } }],
    ['a bound of another kind', { field: 'dues', bucketDefinition: { ...byCount, ranges: [{ from: 'today' }] } }],
    ['a bound that is no value', { field: 'dues', bucketDefinition: { ...byCount, ranges: [{ from: [] }] } }],
    ['too many ranges', { field: 'dues', bucketDefinition: { ...byCount, ranges: Array(101).fill({ from: 1 }) } }],
  ]
  it.each(refused)('400 for %s', async (_name, aggregation) => {
    const answer = await fleet.query('Maren Voss', '*', { aggregations: [aggregation] })
    expect([answer.status, answer.body.error.code]).toEqual([400, 'BadRequest'])
    expect(answer.body.error.target).toMatch(/^aggregations\/0/)
  })

  it('400 for too many aggregations', async () => {
    const one = { field: 'status', bucketDefinition: byCount }
    expect(await statusOf({ aggregations: Array(50).fill(one) })).toBe(200)
    expect(await statusOf({ aggregations: Array(51).fill(one) })).toBe(400)
  })
})

describe('contract: connectors 5.5, aggregationFilters', () => {
  const rows: readonly [filters: readonly string[], found: readonly string[]][] = [
    [[`status:${hex('Held up')}`], ['gannet', 'tern']],
    [[`status:"${hex('Held up')}"`], ['gannet', 'tern']],
    [[`STATUS:${hex('HELD UP')}`], ['gannet', 'tern']],
    [['status:"Held up"'], ['gannet', 'tern']],
    [['status:""Held up""'], ['gannet', 'tern']],
    [['status:"Held"'], []],
    [[`status:or(${hex('Gone')},${hex('Held up')})`], ['gannet', 'skua', 'tern']],
    [[`status:or( ${hex('Gone')} , "nowhere" )`], ['skua']],
    [[`tags:${hex('delayed')}`], ['gannet', 'skua']],
    [[`label_tags:${hex('delayed')}`], ['gannet', 'skua']],
    [[`tags:${hex('delayed')}`, `tags:${hex('bulk')}`], ['gannet']],
    [[`tags:${hex('delayed')}`, 'dues:range(min, 100)'], ['gannet']],
    [['dues:range(100, 1000)'], ['tern']],
    [['dues:range(100, 1000, to="le")'], ['skua', 'tern']],
    [['dues:range(100, 1000, from="gt", to="le")'], ['skua']],
    [['dues:range(1000, max, to="le")'], ['skua']],
    [['dues:range(min, max)'], ['gannet', 'skua', 'tern']],
    [['dues:or(range(min, 100), range(1000, max, to="le"))'], ['gannet', 'skua']],
    [['dues:"100"'], ['tern']],
    [['berth:range(4, 4, to="le")'], ['gannet']],
    [['arrived:range(2027-02-01, 2027-02-28)'], ['gannet']],
    [['arrived:range(2027-02-01, 2027-02-28, to="le")'], ['gannet', 'tern']],
    [['arrived:range("2027-02-01T00:00:00Z", max, to="le")'], ['gannet', 'tern']],
    [['arrived:"2027-02-03"'], ['gannet']],
  ]
  it.each(rows)('%j finds %j', async (aggregationFilters, found) => {
    expect(await fleet.ids('*', { aggregationFilters })).toEqual([...found])
  })

  it('takes each token of an answer back, and finds as many as the bucket counted', async () => {
    const ranges = [{ to: 100 }, { from: 100, to: 1000 }, { from: 1000 }]
    const options = [
      ...['status', 'tags', 'berth', 'arrived', 'dues'].map((field) => ({ field, bucketDefinition: byCount })),
      { field: 'dues', bucketDefinition: { ...byCount, ranges } },
    ]
    const { aggregations } = containerOf(await fleet.query('Maren Voss', '*', { aggregations: options }))
    let count = 0
    for (const { field, buckets } of aggregations)
      for (const bucket of buckets) {
        const found = await fleet.ids('*', { aggregationFilters: [`${field}:${bucket.aggregationFilterToken}`] })
        expect([field, bucket.key, found.length]).toEqual([field, bucket.key, bucket.count])
        count++
      }
    expect(count).toBeGreaterThan(12)
  })

  it('neither scores nor is marked', async () => {
    const scoreOf = async (more: object) => containerOf(await fleet.query('Maren Voss', 'fog', more)).hits
    const plain = await scoreOf({ contentSources: ['/external/connections/fleet'] })
    const filtered = await scoreOf({ aggregationFilters: ['tags:"bulk"'] })
    expect(filtered).toEqual(plain)
  })

  const hostile = [
    'status',
    'status:',
    ':"x"',
    'status:Gone',
    'status:"Gone',
    'status:Gone"',
    'status:"Gone" OR status:"Held up"',
    'status:"Gone") OR (status:"Held up"',
    'status:or()',
    'status:or("Gone"',
    'status:or("Gone",)',
    'status:or(or("Gone"))',
    'status:or("Gone") or("Held up")',
    'status:"ǂǂ6g"',
    'status:"ǂǂ6"',
    'status:"ǂǂff"',
    'status:range(a, b)',
    'dues:range(1)',
    'dues:range(1, 2',
    'dues:range(1, 2, 3)',
    'dues:range(1, 2, to="gt")',
    'dues:range(min, lots)',
    'dues:range(,)',
    'dues:"ten"',
    'vessel:"MV Gannet"',
    'nonsense:"x"',
    '__proto__:"x"',
    'status:"Gone"*',
    '*:*',
    ' ',
    `status:or(${'"x",'.repeat(501)}"x")`,
  ]
  it.each(hostile.map((text) => [text.slice(0, 60), text]))('400 for %s', async (_name, text) => {
    const answer = await fleet.query('Maren Voss', '*', { aggregationFilters: [text] })
    expect([text, answer.status, answer.body.error?.code]).toEqual([text, 400, 'BadRequest'])
    expect(answer.body.error.target).toMatch(/^aggregationFilters/)
  })

  it('narrows each connection by its own schema', async () => {
    await fleet.connectors.connect(
      TENANT,
      'yard',
      FLEET_SCHEMA.filter(({ name }) => name !== 'status'),
    )
    await fleet.connectors.put(TENANT, 'yard', 'y1', { acl: [EVERYONE], properties: { berth: 4 } })
    expect(await fleet.ids('*', { aggregationFilters: ['status:"Held up"'] })).toEqual(['gannet', 'tern'])
    expect(await fleet.ids('*', { aggregationFilters: ['berth:range(4, 5)'] })).toEqual(['gannet', 'y1'])
    await fleet.connectors.disconnect(TENANT, 'yard')
  })
})
