// Twin worlds over HTTP: two corpora that differ only in what the person may not read give the same bytes everywhere.
import type { Embedder } from '@jumpseat/embed'
import { type AclEntry, createEmbeddedIndex, createReferenceIndex, type ItemIndex, judge } from '@jumpseat/index'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { ItemSpec } from './test/connectors.ts'
import { sampleEmbedder } from './test/embedder.ts'
import { FLEET_SCHEMA } from './test/fleet.ts'
import { EVERYONE, team } from './test/harbour.ts'
import { openWorld, TENANT, userId, type World } from './test/world.ts'

const CONNECTIONS = ['logs', 'plans'] as const
const PEOPLE = ['Ruth Adeyemi', 'Kenji Watari', 'Maren Voss', 'Viktor Stahl']
const TEAMS = ['Payroll', 'Finance', 'Firmware', 'Engineering', 'Leadership']
const EXTERNAL = ['pilots', 'crew', 'unknown']
const WORDS = ['fog', 'delay', 'pilot', 'berth', 'lantern', 'Ärger']

const entry: fc.Arbitrary<AclEntry> = fc
  .oneof(
    fc.record({ type: fc.constant('user' as const), value: fc.constantFrom(...PEOPLE).map(userId) }),
    fc.record({ type: fc.constant('group' as const), value: fc.constantFrom(...TEAMS).map(team) }),
    fc.record({ type: fc.constant('externalGroup' as const), value: fc.constantFrom(...EXTERNAL) }),
    fc.record({
      type: fc.constantFrom('everyone' as const, 'everyoneExceptGuests' as const),
      value: fc.constant(TENANT),
    }),
  )
  .chain((who) =>
    fc.constantFrom('grant' as const, 'grant' as const, 'deny' as const).map((accessType) => ({ ...who, accessType })),
  )
const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 8 }).map((words) => words.join(' '))

interface Row {
  readonly connection: (typeof CONNECTIONS)[number]
  readonly itemId: string
  readonly spec: ItemSpec & Required<Pick<ItemSpec, 'acl'>>
}
const row: fc.Arbitrary<Row> = fc
  .record({
    connection: fc.constantFrom(...CONNECTIONS),
    itemId: fc.integer({ min: 0, max: 12 }).map((n) => `i${n}`),
    acl: fc.array(entry, { maxLength: 3 }).chain((acl) => fc.constantFrom(acl, [EVERYONE, ...acl])),
    vessel: text,
    remark: text,
    plainText: text,
    day: fc.integer({ min: 1, max: 3 }),
    berth: fc.integer({ min: 1, max: 4 }),
    tags: fc.uniqueArray(fc.constantFrom('bulk', 'Bulk', 'tanker', 'delayed'), { maxLength: 2 }),
    status: fc.constantFrom('Held up', 'held up', 'Gone'),
  })
  .map(({ connection, itemId, acl, plainText, day, ...values }) => {
    const properties = { ...values, arrived: `2027-02-0${day}T00:00:00Z` }
    const depth = connection === 'plans' ? { depth: values.berth } : {}
    return { connection, itemId, spec: { acl, plainText, properties: { ...properties, ...depth } } }
  })
const nameOf = ({ connection, itemId }: Row) => `${connection}/${itemId}`
const corpus = fc.uniqueArray(row, { minLength: 1, maxLength: 7, size: 'max', selector: nameOf })
const word = fc.constantFrom(...WORDS, 'absent', 'lantren', 'fogg', 'pilots')
const part = fc.oneof(
  { weight: 4, arbitrary: word },
  word.map((each) => `-${each}`),
  word.map((each) => `${each.slice(0, 2)}*`),
  fc.tuple(word, word).map((pair) => `"${pair.join(' ')}"`),
  fc.tuple(word, word).map((pair) => pair.join(' NEAR(n=2) ')),
  fc.tuple(word, word).map((pair) => `(${pair.join(' OR ')})`),
  word.map((each) => `vessel:${each}`),
  fc.constantFrom(
    'berth>=2',
    'berth:1..3',
    'tags:bulk',
    'status<>gone',
    'arrived:2027-02-02',
    'nonsense:x',
    'NOT',
    '(',
  ),
)
const question = fc.oneof(
  fc.constant('*'),
  fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' ')),
)
const refinable = fc.constantFrom('status', 'tags', 'berth', 'arrived')
const field = fc.oneof({ weight: 6, arbitrary: refinable }, fc.constantFrom('depth', 'vessel', 'nonsense'))
const buckets = fc.constantFrom({ sortBy: 'count', isDescending: true }, { sortBy: 'keyAsString' })
const few = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 2 })
/** What a search may ask for beside its query. */
const options = fc.record(
  {
    from: fc.constantFrom(0, 1),
    size: fc.constantFrom(0, 2, 50),
    contentSources: fc.constantFrom(['/external/connections/logs'], ['/external/connections/plans']),
    sortProperties: few(fc.record({ name: field, isDescending: fc.boolean() })),
    collapseProperties: fc.tuple(field).map((fields) => [{ fields, limit: 1 }]),
    aggregations: few(fc.record({ field, size: fc.constantFrom(1, 10), bucketDefinition: buckets })),
    aggregationFilters: few(
      fc.constantFrom('status:"Held up"', 'tags:or("bulk","x")', 'berth:range(min, 3)', 'depth:"1"'),
    ),
    queryAlterationOptions: fc.record({ enableSuggestion: fc.boolean(), enableModification: fc.boolean() }),
    resultTemplateOptions: fc.constant({ enableResultTemplate: true }),
    fields: fc.constant(['label_title', 'tags']),
    trimDuplicates: fc.boolean(),
  },
  { requiredKeys: [] },
)
interface Asked {
  readonly text: string
  readonly options: object
}
const asking: fc.Arbitrary<Asked> = fc.record({ text: question, options })

/** The second connection keeps a property from being refined, and lets one be refined that the first does not have. */
const SCHEMAS = {
  logs: FLEET_SCHEMA,
  plans: [
    ...FLEET_SCHEMA.map((property) => (property.name === 'status' ? { name: 'status', isQueryable: true } : property)),
    { name: 'depth', type: 'int64', isRefinable: true },
  ],
}
/** The people that the second connection is open to. */
const STAGED = ['Ruth Adeyemi', 'Maren Voss', 'Viktor Stahl']

let world: World
let vertical: string
const uids = { logs: '', plans: '' }

async function open(index: ItemIndex, embedder?: Embedder): Promise<void> {
  world = await openWorld({ index, settings: { retrievalsPerHour: 0 }, ...(embedder ? { embedder } : {}) })
  const groups = world.directory.externalGroups
  for (const id of CONNECTIONS) uids[id] = await world.connectors.connect(TENANT, id, SCHEMAS[id])
  const rollout = { users: STAGED.map(userId) }
  expect((await world.call('Ingrid Solberg', 'PUT', '/api/connections/plans/rollout', rollout)).status).toBe(200)
  const deep = { name: 'Deep', connections: CONNECTIONS, restriction: 'berth>=2', state: 'enabled' }
  vertical = (await world.call('Ingrid Solberg', 'POST', '/api/verticals', deep)).body.id
  for (const id of ['pilots', 'crew'])
    await groups.create(TENANT, uids.logs, { id, displayName: id, description: null } as never)
  // A cycle, entered through a directory group.
  await groups.addMember(TENANT, uids.logs, 'pilots', { type: 'externalGroup', id: 'crew' })
  await groups.addMember(TENANT, uids.logs, 'crew', { type: 'externalGroup', id: 'pilots' })
  await groups.addMember(TENANT, uids.logs, 'crew', { type: 'group', id: team('Firmware') })
}
afterEach(() => world.close())

/** Makes the world hold these items and no others. The two worlds follow each other in one, so that all else is the same. */
async function become(rows: readonly Row[]): Promise<void> {
  const { reader, remove, put } = world.connectors
  const kept = new Set(rows.map(nameOf))
  const gone = CONNECTIONS.flatMap((id) =>
    reader
      .itemIdsOf(uids[id], undefined, 1000)
      .flatMap((itemId) => (kept.has(`${id}/${itemId}`) ? [] : [{ id, itemId }])),
  )
  await Promise.all(gone.map(({ id, itemId }) => remove(TENANT, id, itemId)))
  await Promise.all(rows.map(({ connection, itemId, spec }) => put(TENANT, connection, itemId, spec)))
  await world.vectoriser.settled()
}

/** Every byte that the person gets: status, headers and body of each way of asking. */
async function observed(
  name: string,
  { text: asked, options: more }: Asked,
  probes: readonly Row[],
): Promise<string[]> {
  const count = { field: 'tags', bucketDefinition: { sortBy: 'count' } }
  const answers = [
    await world.query(name, asked, more),
    await world.query(name, asked, { size: 3, aggregations: [count] }),
    await world.query(name, 'lantren OR fogg OR pilto', { queryAlterationOptions: { enableSuggestion: true } }),
    await world.query(name, 'delya', { queryAlterationOptions: { enableModification: true } }),
    await world.query(name, asked, { from: 1, size: 50, contentSources: ['/external/connections/logs'] }),
    await world.retrieve(name, asked, { resourceMetadata: ['vessel', 'remark'] }),
    await world.retrieve(name, 'fog lantern', { filterExpression: asked }),
    await world.query(name, 'mist held the late boat', { ...more, from: 0 }),
    await world.retrieve(name, 'which boat was late because of mist', { maximumNumberOfResults: 2 }),
    await world.call(name, 'GET', `/api/search/suggest?q=${encodeURIComponent(asked.slice(0, 2))}`),
    await world.call(name, 'POST', '/api/search/propose', {
      question: `status gone ${asked.replace(/[^a-z ]/gi, '')} in Connection plans`,
    }),
    await world.query(name, asked, { propertyFilters: [{ property: 'label_tags', operator: '<>', values: ['bulk'] }] }),
    await world.call(name, 'GET', '/api/search/connections'),
    await world.call(name, 'GET', '/api/search/verticals'),
    await world.call(name, 'GET', `/api/search/clusters?q=${encodeURIComponent(asked)}`),
    await world.call(name, 'POST', `/v1.0/search/query?vertical=${vertical}`, {
      requests: [{ entityTypes: ['externalItem'], query: { queryString: asked }, aggregations: [count] }],
    }),
    // Guests and staging are matters of search: by its route an item is read as its list says.
    ...(await Promise.all(
      ['items', 'items/$count', 'items/i1', 'groups']
        .filter(() => name !== 'Viktor Stahl')
        .map((path) => world.call(name, 'GET', `/v1.0/external/connections/logs/${path}`)),
    )),
    await world.query(name, asked, { size: -1 }),
    await world.retrieve(name, asked, { dataSource: 'none' }),
    await world.explain(name, 'logs', 'i1', userId('Ahmed Farouk')),
    ...(await Promise.all(
      probes.flatMap(({ connection: connectionId, itemId }) => [
        world.call(name, 'POST', '/api/explain', { connectionId, itemId, query: asked }),
        world.call(name, 'POST', '/api/explain', { connectionId, itemId, query: 'mist held the late boat' }),
        world.preview(name, connectionId, itemId),
      ]),
    )),
  ]
  refusals += answers[0]?.status === 400 ? 1 : 0
  alterations += answers.filter(({ text }) => text.includes('queryAlterationResponse')).length
  return answers.map(({ status, headers, text: body }) => {
    const { date: _date, ...rest } = headers
    return JSON.stringify({ status, rest, body })
  })
}

let refusals = 0
let alterations = 0

/** Pairs of worlds that each engine is tried on; the engine that answers people has the most. */
const runsOf = (runs: number) => Number(process.env.RUNS ?? runs)
const ENGINES: readonly (readonly [
  runs: number,
  name: string,
  create: () => ItemIndex,
  embedder: Embedder | undefined,
])[] = [
  [runsOf(150), 'the embedded engine and a model', createEmbeddedIndex, sampleEmbedder],
  [runsOf(250), 'the reference', createReferenceIndex, undefined],
  [runsOf(2000), 'the embedded engine', createEmbeddedIndex, undefined],
]

describe('search, retrieval, suggestions, verticals, explain, preview and errors', () => {
  it.each(ENGINES)(
    'say nothing about what may not be read, %i runs with %s',
    async (runs, engine, create, embedder) => {
      await open(create(), embedder)
      refusals = 0
      alterations = 0
      const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
      console.info(`twin worlds over HTTP, ${engine}: seed ${seed}`)
      let visible = 0
      let differing = 0
      const property = fc.asyncProperty(
        fc.constantFrom(...PEOPLE),
        corpus,
        corpus,
        asking,
        async (name, one, two, asked) => {
          const member = world.directory.membershipOf(TENANT, userId(name))
          const isReadable = ({ connection, spec }: Row) =>
            !member.isGuest &&
            (connection === 'logs' || STAGED.includes(name)) &&
            judge(spec.acl, member, uids[connection]).isPermitted
          const readable = one.filter(isReadable)
          const taken = new Set(readable.map(nameOf))
          const hidden = two.filter((other) => !isReadable(other) && !taken.has(nameOf(other)))
          visible += readable.length
          differing += hidden.length
          const probes = [...one, ...hidden]
          await become(one)
          const first = await observed(name, asked, probes)
          await become([...hidden, ...readable])
          expect(await observed(name, asked, probes)).toEqual(first)
        },
      )
      await fc.assert(property, { seed, numRuns: runs })
      // The property would hold of empty worlds too.
      expect(Math.min(visible, differing)).toBeGreaterThan(runs / 2)
      // Each way of asking is answered and refused often enough to mean something.
      expect(Math.min(refusals, 2 * runs - refusals, alterations)).toBeGreaterThan(runs / 10)
    },
    120_000 + 500 * runsOf(2000),
  )
})
