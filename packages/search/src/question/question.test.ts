import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FLEET, FLEET_SCHEMA, type Fleet, openFleet } from '../test/fleet.ts'
import { EVERYONE, grant, person } from '../test/harbour.ts'
import { type Asker, containerOf, idsOf, TENANT } from '../test/world.ts'

const MAREN = 'Maren Voss'
const OSKAR = 'Oskar Nyberg'

let fleet: Fleet
beforeAll(async () => {
  fleet = await openFleet()
  await fleet.connectors.connect(TENANT, 'tasks', [
    { name: 'subject', isSearchable: true, labels: ['title'] },
    { name: 'assignee', isQueryable: true, labels: ['assignedToPeople'] },
    { name: 'stage', isQueryable: true, labels: ['state'] },
    { name: 'secret', isQueryable: true, isRetrievable: false },
    { name: 'created', type: 'dateTime', isQueryable: true, labels: ['createdDateTime'] },
  ])
  const put = (id: string, assignee: string, stage: string, created: string, acl = [EVERYONE]) =>
    fleet.connectors.put(TENANT, 'tasks', id, {
      acl,
      properties: { subject: `Lantern ${id}`, assignee, stage, created, secret: 'quicksilver' },
    })
  await put('a', 'Oskar Nyberg', 'Open', '2027-02-24T10:00:00Z')
  await put('b', 'oskar.nyberg@lumenquay.example', 'Closed', '2027-02-25T10:00:00Z')
  await put('c', 'Ruth Adeyemi', 'Open', '2027-02-25T10:00:00Z')
  await put('d', 'x" OR *', 'Open', '2027-01-25T10:00:00Z')
  await put('e', 'Oskar Nyberg', 'Embargoed', '2027-02-24T10:00:00Z', [grant('user', person(OSKAR))])
})
afterAll(() => fleet.close())

const propose = (question: string, who: string | Asker = MAREN, more: object = {}) =>
  fleet.call(who, 'POST', '/api/search/propose', { question, timeZone: 'Europe/Paris', ...more })
const ask = async (question: string, who = MAREN, more: object = {}) => {
  const { filters, text } = (await propose(question, who, more)).body
  return fleet.query(who, text, { propertyFilters: filters })
}

describe('POST /api/search/propose, and a search with what it gives', () => {
  it('finds what was asked for', async () => {
    const question = 'open tasks assigned to Oskar created last week'
    const { body } = await propose(question)
    expect(body).toMatchObject({
      // The connection is one of tasks.
      text: '*',
      filters: [
        { property: 'stage', label: 'state', operator: '=', values: ['Open'], words: [0, 4] },
        { property: 'assignee', values: ['Oskar Nyberg', 'oskar.nyberg@lumenquay.example'], words: [11, 28] },
        { property: 'created', operator: '..', values: ['2027-02-21T23:00:00.000Z', '2027-02-28T22:59:59.999Z'] },
      ],
    })
    expect(idsOf(await ask('lantern assigned to Oskar Nyberg')).toSorted()).toEqual(['a', 'b'])
    expect(idsOf(await ask('lantern, assigned to Oskar Nyberg, created last week, not closed'))).toEqual(['a'])
    expect(idsOf(await ask('created before February', MAREN))).toEqual(['d'])
  })

  it('never finds more than the filters say, whatever else there is', async () => {
    // The fleet has no such property.
    expect(idsOf(await ask('everything not assigned to Oskar')).toSorted()).toEqual(['c', 'd'])
    const filters = [{ property: 'assignee', operator: '=', values: ['x" OR *'] }]
    expect(idsOf(await fleet.query(MAREN, '*', { propertyFilters: filters }))).toEqual(['d'])
    const unknown = [{ property: 'nonsense', operator: '<>', values: ['x'] }]
    expect(idsOf(await fleet.query(MAREN, '*', { propertyFilters: unknown }))).toEqual([])
    expect(idsOf(await fleet.query(MAREN, '* OR *', { propertyFilters: filters }))).toEqual(['d'])
  })

  it('gives the words of what was taken away back to the text', async () => {
    const question = 'open tasks assigned to Oskar'
    const { body } = await propose(question, MAREN, { kept: [[11, 28]] })
    expect(body).toMatchObject({ text: 'tasks assigned to Oskar', filters: [{ property: 'stage' }] })
    expect(
      (
        await propose(question, MAREN, {
          kept: [
            [0, 4],
            [12, 13],
          ],
        })
      ).body,
    ).toEqual({ filters: [], text: question })
  })

  it('knows only values that the person may read, and is shown', async () => {
    expect((await propose('stage embargoed', OSKAR)).body.filters).toHaveLength(1)
    expect((await propose('stage embargoed')).body).toEqual({ filters: [], text: 'stage embargoed' })
    expect((await propose('secret quicksilver', OSKAR)).body.filters).toEqual([])
    await fleet.connectors.connect(TENANT, 'vault', FLEET_SCHEMA)
    await fleet.connectors.put(TENANT, 'vault', 'v', { ...FLEET.tern, acl: [grant('user', person(OSKAR))] })
    expect((await propose('fog in Connection vault', OSKAR)).body.filters).toMatchObject([
      { property: 'contentSource', values: ['vault'] },
    ])
    expect((await propose('fog in Connection vault')).body.filters).toEqual([])
    await fleet.connectors.disconnect(TENANT, 'vault')
  })

  it('narrows to a connection by name', async () => {
    const found = await ask('pilot in Connection fleet')
    expect(idsOf(found).toSorted()).toEqual(['gannet', 'tern'])
    expect(containerOf(await ask('lantern in Connection tasks')).total).toBe(4)
    const elsewhere = await propose('pilot in Connection fleet', MAREN, { connectionId: 'tasks' })
    expect(elsewhere.body.filters).toEqual([])
  })

  it('has nothing for guests and apps, and refuses what cannot be read', async () => {
    expect((await propose('assigned to Oskar', 'Viktor Stahl')).body).toEqual({
      filters: [],
      text: 'assigned to Oskar',
    })
    expect((await propose('x', { app: 'any' })).status).toBe(403)
    for (const body of [{}, { question: 1 }, { question: 'x'.repeat(4097) }, { question: 'x', kept: [[1]] }, null])
      expect((await fleet.call(MAREN, 'POST', '/api/search/propose', body)).status).toBe(400)
  })

  const rows: readonly (readonly [string, unknown, string])[] = [
    ['no property', { operator: '=', values: ['x'] }, 'propertyFilters/0/property'],
    ['an unknown operator', { property: 'berth', operator: 'LIKE', values: ['x'] }, 'propertyFilters/0/operator'],
    ['no values', { property: 'berth', operator: '=', values: [] }, 'propertyFilters/0/values'],
    ['half a range', { property: 'berth', operator: '..', values: ['1'] }, 'propertyFilters/0/values'],
    ['no object', 'berth=1', 'propertyFilters/0'],
  ]
  it.each(rows)('a filter with %s is refused', async (_name, filter, place) => {
    const answer = await fleet.query(MAREN, '*', { propertyFilters: [filter] })
    expect([answer.status, answer.body.error.target]).toEqual([400, place])
  })

  const found: readonly (readonly [object, readonly string[]])[] = [
    [{ property: 'berth', operator: '..', values: ['3', '4'] }, ['gannet', 'skua']],
    [{ property: 'BERTH', operator: '>', values: ['4'] }, ['tern']],
    [{ property: 'label_tags', operator: '=', values: ['tanker', 'nothing'] }, ['skua']],
    [{ property: 'tags', operator: '<>', values: ['tanker', 'bulk'] }, ['bare']],
    [{ property: 'isOpen', operator: '=', values: ['true'] }, ['gannet']],
    [{ property: 'arrived', operator: '<', values: ['2027-02-01T00:00:00.000Z'] }, ['skua']],
    [{ property: 'remark', operator: '=', values: ['Owes harbour dues'] }, []],
    [{ property: 'contentSource', operator: '<>', values: ['FLEET'] }, []],
  ]
  it.each(found)('%j', async (filter, ids) => {
    const more = { contentSources: ['/external/connections/fleet'], propertyFilters: [filter] }
    expect(idsOf(await fleet.query(MAREN, '*', more)).toSorted()).toEqual(ids)
  })
})
