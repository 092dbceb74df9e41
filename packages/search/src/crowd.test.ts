// A crowd of what may not be read: more hidden items than any list, page or table of the engine holds, made to push what
// may be read out of every place where only so much is looked at. What a person is answered stays the same to the byte.
import { createEmbeddedIndex } from '@jumpseat/index'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ItemSpec } from './test/connectors.ts'
import { sampleEmbedder } from './test/embedder.ts'
import { FLEET, FLEET_SCHEMA } from './test/fleet.ts'
import { deny, EVERYONE, grant, team } from './test/harbour.ts'
import { groupId, openWorld, TENANT, userId, type World } from './test/world.ts'

const CROWD = 2_600
const READERS = ['Kenji Watari', 'Ruth Adeyemi', 'Viktor Stahl'] as const
/** Ways to hide an item from all of the readers, one of them a guest. */
const HIDING: readonly ItemSpec['acl'][] = [
  [EVERYONE, ...READERS.map((name) => deny('user', userId(name)))],
  [grant('user', userId('Ingrid Solberg'))],
  [grant('group', team('Leadership'))],
  [grant('externalGroup', 'pilots')],
  [grant('externalGroup', 'nobody')],
  [EVERYONE, deny('group', team('Firmware')), deny('group', team('Finance')), deny('user', userId('Viktor Stahl'))],
  [grant('group', team('Firmware')), deny('externalGroup', 'outer'), deny('group', team('Engineering'))],
  [],
]
/** Words that only hidden items hold, and some that are nearer to what is misspelt than what may be read. */
const SECRETS = ['zirconium', 'severance', 'lantren', 'fogg', 'delya', 'gannett', 'foghorn', 'pilotage', 'quicksilver']

let world: World
let deep: string
let dark = 'nowhere'

beforeAll(async () => {
  world = await openWorld({
    index: createEmbeddedIndex(),
    embedder: sampleEmbedder,
    settings: { retrievalsPerHour: 0, suggestions: 10 },
  })
  const uid = await world.connectors.connect(TENANT, 'fleet', FLEET_SCHEMA)
  // The readers are in the inner group, which is in the outer one, which is in itself.
  const { externalGroups } = world.directory
  for (const id of ['inner', 'outer', 'pilots'])
    await externalGroups.create(TENANT, uid, { id, displayName: id, description: null } as never)
  await externalGroups.addMember(TENANT, uid, 'inner', { type: 'group', id: groupId('Engineering') })
  await externalGroups.addMember(TENANT, uid, 'outer', { type: 'externalGroup', id: 'inner' })
  await externalGroups.addMember(TENANT, uid, 'inner', { type: 'externalGroup', id: 'outer' })
  for (const [id, spec] of Object.entries(FLEET)) await world.connectors.put(TENANT, 'fleet', id, spec)
  await world.connectors.put(TENANT, 'fleet', 'nested', { ...FLEET.bare, acl: [grant('externalGroup', 'outer')] })
  deep = await verticalOf('Deep', ['fleet'], 'berth>=3')
  await world.vectoriser.settled()
}, 60_000)
afterAll(() => world.close())

async function verticalOf(name: string, connections: readonly string[], restriction: string): Promise<string> {
  const asked = { name, connections, restriction, state: 'enabled' }
  return (await world.call('Ingrid Solberg', 'POST', '/api/verticals', asked)).body.id
}

/** The n-th hidden item: what may be read, copied and bent. */
function hidden(n: number): ItemSpec {
  const secret = `${SECRETS[n % SECRETS.length]}${n % 3 === 0 ? '' : n}`
  return {
    acl: HIDING[n % HIDING.length] ?? [],
    plainText: n % 2 === 0 ? 'Pilot boarded late because of fog, a long delay.' : `${secret} `.repeat(1 + (n % 60)),
    properties: {
      vessel: n % 4 === 0 ? 'MV Gannet' : `${secret} fog pilot`,
      berth: 100 + n,
      arrived: '2027-02-28T23:59:59.999Z',
      code: `HL-${n}`,
      tags: ['bulk', `secret${n}`],
      status: n % 5 === 0 ? 'HELD UP' : `state${n}`,
      dues: n / 7,
      remark: `${secret} fogbank${n} lantern${n}`,
      hidden: secret,
    },
  }
}

/** As many at a time as a connection takes. */
async function each(work: (n: number) => Promise<unknown>): Promise<void> {
  for (let n = 0; n < CROWD; n += 20)
    await Promise.all(Array.from({ length: Math.min(20, CROWD - n) }, (_, at) => work(n + at)))
}

async function gather(): Promise<void> {
  const { connectors } = world
  await each((n) => connectors.put(TENANT, 'fleet', `h${n}`, hidden(n)))
  // A connection in which they read nothing, whose schema says of every property what the other does not.
  await connectors.connect(TENANT, 'dark', [
    { name: 'vessel', isRefinable: true, labels: ['title'] },
    { name: 'berth', isSearchable: true },
    { name: 'status', isQueryable: true },
    { name: 'depth', type: 'int64', isRefinable: true },
  ])
  await connectors.put(TENANT, 'dark', 'd1', {
    acl: HIDING[1] ?? [],
    plainText: 'zirconium fog',
    properties: { vessel: 'zirconium', berth: 'fog', status: 'Gone', depth: 1 },
  })
  // One that is open to nobody yet, and one that is switched off.
  for (const id of ['staged', 'off']) {
    await connectors.connect(TENANT, id, FLEET_SCHEMA)
    await connectors.put(TENANT, id, 'gannet', { ...FLEET.gannet })
  }
  await world.call('Ingrid Solberg', 'PUT', '/api/connections/staged/rollout', { users: [userId('Maren Voss')] })
  connectors.switchOff(TENANT, 'off')
  dark = await verticalOf('Zirconium', ['dark'], 'depth>=0')
  await verticalOf('Not yet', ['staged', 'off'], 'berth>=0')
  await world.call('Ingrid Solberg', 'POST', '/api/result-types', {
    name: 'Zirconium',
    connections: ['dark'],
    layout: { type: 'AdaptiveCard', version: '1.5', body: [] },
    position: 0,
  })
  await connectors.act(TENANT, 'fleet', 'h0', 20)
}

async function scatter(): Promise<void> {
  const { connectors } = world
  await each((n) => connectors.remove(TENANT, 'fleet', `h${n}`))
  for (const id of ['dark', 'staged', 'off']) await connectors.disconnect(TENANT, id)
}

const count = { sortBy: 'count', isDescending: true }
const OPTIONS: readonly object[] = [
  {},
  { size: 1, from: 1 },
  { size: 1000 },
  { from: 3, size: 100 },
  { trimDuplicates: true },
  { sortProperties: [{ name: 'arrived', isDescending: true }] },
  { sortProperties: [{ name: 'berth', isDescending: true }, { name: 'status' }] },
  { collapseProperties: [{ fields: ['status'], limit: 1 }] },
  { aggregations: ['tags', 'status', 'berth', 'dues', 'arrived'].map((field) => ({ field, bucketDefinition: count })) },
  { aggregations: [{ field: 'tags', size: 100, bucketDefinition: { sortBy: 'keyAsString', prefixFilter: 'sec' } }] },
  {
    aggregations: [{ field: 'berth', bucketDefinition: { sortBy: 'count', ranges: [{ to: 100 }, { from: 100 }] } }],
  },
  { aggregationFilters: ['tags:or("bulk","secret1")'] },
  { aggregationFilters: ['tags:"secret1"'] },
  { aggregationFilters: ['berth:range(100, max, to="le")'] },
  // Refused or not by the schemas of what is read alone.
  { aggregationFilters: ['depth:"1"'] },
  { aggregations: [{ field: 'vessel', bucketDefinition: count }] },
  { sortProperties: [{ name: 'depth' }] },
  { contentSources: ['/external/connections/dark'] },
  { contentSources: ['/external/connections/staged'] },
  { contentSources: ['/external/connections/off'] },
  { contentSources: ['/external/connections/nowhere'] },
  { queryAlterationOptions: { enableSuggestion: true } },
  { queryAlterationOptions: { enableModification: true } },
  { resultTemplateOptions: { enableResultTemplate: true } },
]
const QUERIES = [
  '*',
  'fog',
  'fo*',
  'pilot OR lantern OR gannet OR fog',
  'the crew held the boat in the mist too late',
  'zirconium',
  'zirc*',
  'lantren fogg delya gannett',
  'vessel:gannet',
  'hidden:quick*',
  'berth>=100',
  'tags:secret*',
  'NOT fog',
  '"long delay"',
  'fog NEAR(n=3) delay',
]

/** Every byte that the person gets: status, headers and body. */
async function observed(name: string): Promise<readonly string[]> {
  const answers: { readonly asked: string; readonly answer: Awaited<ReturnType<World['call']>> }[] = []
  const ask = async (asked: string, answer: ReturnType<World['call']>) => {
    answers.push({ asked, answer: await answer })
  }
  for (const query of QUERIES)
    for (const options of OPTIONS) await ask(`${query} ${JSON.stringify(options)}`, world.query(name, query, options))
  for (const [called, vertical] of Object.entries({ deep, dark })) {
    const asked = { requests: [{ entityTypes: ['externalItem'], query: { queryString: 'fog' } }] }
    await ask(`vertical ${called}`, world.call(name, 'POST', `/v1.0/search/query?vertical=${vertical}`, asked))
  }
  for (const question of ['why was the boat late because of mist', 'zirconium severance', 'fog lantern pilot'])
    for (const filterExpression of ['', 'berth>=3', 'tags:secret1', 'depth:1'])
      await ask(
        `retrieve ${question}`,
        world.retrieve(name, question, { filterExpression, resourceMetadata: ['tags'] }),
      )
  for (const begun of ['f', 'fo', 'fog', 'p', 'z', 'zir', 'q', 'lan', 's', 'gann'])
    await ask(`suggest ${begun}`, world.call(name, 'GET', `/api/search/suggest?q=${begun}`))
  for (const question of ['status state7 fog', 'status gone', 'tagged secret1', 'fog in Connection dark'])
    await ask(`propose ${question}`, world.call(name, 'POST', '/api/search/propose', { question }))
  for (const path of ['connections', 'verticals', 'clusters?q=fog', 'clusters?q=zirconium'])
    await ask(path, world.call(name, 'GET', `/api/search/${path}`))
  for (const [connectionId, itemId] of [
    ['fleet', 'gannet'],
    ['fleet', 'h0'],
    ['fleet', 'h1'],
    ['fleet', 'h7'],
    ['dark', 'd1'],
    ['staged', 'gannet'],
    ['off', 'gannet'],
  ] as const) {
    await ask(`item ${itemId}`, world.preview(name, connectionId, itemId))
    for (const query of ['zirconium', 'fog', 'the boat was too late in mist'])
      await ask(`why ${itemId}`, world.call(name, 'POST', '/api/explain', { connectionId, itemId, query }))
  }
  // Guests and staging are matters of search: by its route an item is read as its list says.
  for (const id of ['fleet', 'dark'])
    for (const path of ['items', 'items/$count', 'items?$top=2', 'items/h0', 'items/h1', 'groups'])
      await ask(`${id}/${path}`, world.call(name, 'GET', `/v1.0/external/connections/${id}/${path}`))
  return answers.map(({ asked, answer: { status, headers, text } }) => {
    const { date: _date, ...rest } = headers
    return JSON.stringify({ asked, status, rest, text })
  })
}

const differing = (one: readonly string[] | undefined, other: readonly string[]) =>
  other.flatMap((answer, n) => (answer === one?.[n] ? [] : [{ was: one?.[n], is: answer }]))

describe('contract: connectors 3.5 rule 5 and 5.5 to 5.7, a crowd of what may not be read', () => {
  const before = new Map<string, readonly string[]>()

  it.each(READERS)('finds %s with something to read, or a guest with nothing', async (name) => {
    before.set(name, await observed(name))
    const { total } = (await world.query(name, '*')).body.value[0].hitsContainers[0]
    expect(total).toBe(name === 'Kenji Watari' ? 5 : name === 'Ruth Adeyemi' ? 4 : 0)
  })

  it('gathers', { timeout: 120_000 }, async () => {
    await gather()
    await world.vectoriser.settled()
    expect((await world.query('Ingrid Solberg', 'zirconium')).body.value[0].hitsContainers[0].total).toBeGreaterThan(30)
  })

  it.each(READERS)('changes no byte of what %s is answered', async (name) => {
    expect(differing(before.get(name), await observed(name))).toEqual([])
  })

  it('scatters', { timeout: 120_000 }, async () => {
    await scatter()
    await world.follower.caughtUp()
    expect(world.index.countOf(world.connectors.reader.connection(TENANT, 'fleet')?.uid ?? '')).toBe(5)
  })

  it.each(READERS)('has changed no byte of what %s is answered when it is gone', async (name) => {
    expect(differing(before.get(name), await observed(name))).toEqual([])
  })
})
