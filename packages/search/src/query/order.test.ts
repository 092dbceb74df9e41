import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Fleet, openFleet } from '../test/fleet.ts'
import { EVERYONE } from '../test/harbour.ts'
import { containerOf, idsOf, TENANT } from '../test/world.ts'

let fleet: Fleet
beforeAll(async () => {
  fleet = await openFleet()
})
afterAll(() => fleet.close())

const ask = (more: object, query = '*') => fleet.query('Maren Voss', query, more)

describe('contract: connectors 5.6, sort', () => {
  it('by refinable properties, what has no value last in either direction', async () => {
    const ids = async (...sortProperties: object[]) => idsOf(await ask({ sortProperties }))
    expect(await ids({ name: 'berth' })).toEqual(['skua', 'gannet', 'tern', 'bare'])
    expect(await ids({ name: 'BERTH', isDescending: true })).toEqual(['tern', 'gannet', 'skua', 'bare'])
    expect(await ids({ name: 'label_lastModifiedDateTime', isDescending: 'true' })).toEqual([
      'tern',
      'gannet',
      'skua',
      'bare',
    ])
    expect(await ids({ name: 'status' }, { name: 'berth', isDescending: true })).toEqual([
      'skua',
      'tern',
      'gannet',
      'bare',
    ])
  })

  const refused: readonly [string, unknown][] = [
    ['an unknown property', [{ name: 'nonsense' }]],
    ['one that is not refinable', [{ name: 'vessel' }]],
    ['no name', [{ isDescending: true }]],
    ['more than five', Array(6).fill({ name: 'berth' })],
    ['a direction that is none', [{ name: 'berth', isDescending: 'up' }]],
    ['no object', ['berth']],
  ]
  it.each(refused)('400 for %s', async (_name, sortProperties) => {
    expect((await ask({ sortProperties })).status).toBe(400)
  })
})

describe('contract: connectors 5.6, collapse', () => {
  it('gives the top hits of each value, says which stand for more, and keeps the total', async () => {
    const sortProperties = [{ name: 'berth' }]
    const answer = await ask({ sortProperties, collapseProperties: [{ fields: ['status'], limit: 1 }] })
    const { hits, total, moreResultsAvailable } = containerOf(answer)
    expect(idsOf(answer)).toEqual(['skua', 'gannet', 'bare'])
    expect(hits.map(({ isCollapsed }: { isCollapsed?: boolean }) => isCollapsed)).toEqual([undefined, true, undefined])
    expect([total, moreResultsAvailable]).toEqual([4, false])
    expect(idsOf(await ask({ collapseProperties: [{ fields: ['status'], limit: 2 }] }))).toHaveLength(4)
  })

  it('pages through what is left', async () => {
    const sortProperties = [{ name: 'berth' }]
    const more = { sortProperties, collapseProperties: [{ fields: ['status'] }] }
    const first = await ask({ ...more, size: 2 })
    const second = await ask({ ...more, from: 2, size: 2 })
    expect([idsOf(first), containerOf(first).moreResultsAvailable]).toEqual([['skua', 'gannet'], true])
    expect([idsOf(second), containerOf(second).moreResultsAvailable]).toEqual([['bare'], false])
  })

  it('takes the fields of one entry as one key, and entries one after the other', async () => {
    await fleet.connectors.put(TENANT, 'fleet', 'twin', { acl: [EVERYONE], properties: { status: 'Gone', berth: 3 } })
    const count = async (...collapseProperties: object[]) => idsOf(await ask({ collapseProperties })).length
    expect(await count({ fields: ['status', 'berth'], limit: 1 })).toBe(4)
    expect(await count({ fields: ['status'], limit: 2 }, { fields: ['status'], limit: 1 })).toBe(3)
    await fleet.connectors.remove(TENANT, 'fleet', 'twin')
  })

  const refused: readonly [string, unknown][] = [
    ['an unknown field', [{ fields: ['nonsense'], limit: 1 }]],
    ['one that is not refinable', [{ fields: ['vessel'], limit: 1 }]],
    ['no fields', [{ limit: 1 }]],
    ['limit 0', [{ fields: ['status'], limit: 0 }]],
    ['more entries than can be gone through', Array(6).fill({ fields: ['status'], limit: 1 })],
    ['more fields than can be gone through', [{ fields: Array(6).fill('status'), limit: 1 }]],
    ['a limit that is too large', [{ fields: ['status'], limit: 32_768 }]],
    [
      'limits that grow',
      [
        { fields: ['status'], limit: 1 },
        { fields: ['berth'], limit: 2 },
      ],
    ],
  ]
  it.each(refused)('400 for %s', async (_name, collapseProperties) => {
    const { status, body } = await ask({ collapseProperties })
    expect([status, body.error.target]).toEqual([400, expect.stringMatching(/^collapseProperties/)])
  })
})

describe('contract: connectors 5.1, what is tolerated', () => {
  it('trimDuplicates, enableTopResults and region change nothing', async () => {
    const more = { trimDuplicates: true, enableTopResults: true, region: 'NAM' }
    expect((await ask(more, 'fog')).text).toBe((await ask({}, 'fog')).text)
  })

  it('size 0 counts only', async () => {
    expect(containerOf(await ask({ size: 0 }))).toEqual({ total: 4, moreResultsAvailable: true })
  })

  it('the template is executed with the query in it', async () => {
    const ids = async (queryString: string, queryTemplate: string) =>
      idsOf(await ask({ query: { queryString, queryTemplate } })).toSorted()
    expect(await ids('fog', '{searchTerms} berth>=10')).toEqual(['tern'])
    expect(await ids('fog', '({SEARCHTERMS}) AND tags:delayed')).toEqual(['gannet'])
    expect(await ids('$& $1', 'fog')).toEqual(['gannet', 'tern'])
  })
})
