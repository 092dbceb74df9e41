// Twin worlds over HTTP: two corpora that differ only in what the person may not read give the same bytes everywhere.
import { type AclEntry, judge } from '@jumpseat/index'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ItemSpec } from './test/connectors.ts'
import { EVERYONE, HARBOUR_SCHEMA, team } from './test/harbour.ts'
import { openWorld, TENANT, userId, type World } from './test/world.ts'

const RUNS = 200
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
    acl: fc.array(entry, { maxLength: 3 }).chain((acl) => fc.constantFrom(acl, acl, [EVERYONE, ...acl])),
    vessel: text,
    remark: text,
    plainText: text,
    day: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ connection, itemId, acl, vessel, remark, plainText, day }) => ({
    connection,
    itemId,
    spec: { acl, plainText, properties: { vessel, remark, arrived: `2027-02-0${day}T00:00:00Z` } },
  }))
const nameOf = ({ connection, itemId }: Row) => `${connection}/${itemId}`
const corpus = fc.uniqueArray(row, { minLength: 1, maxLength: 7, size: 'max', selector: nameOf })
const question = fc.oneof(
  fc.constant('*'),
  fc.array(fc.constantFrom(...WORDS, 'absent'), { minLength: 1, maxLength: 3 }).map((words) => words.join(' ')),
)

let world: World
const uids = { logs: '', plans: '' }

beforeAll(async () => {
  world = await openWorld({ settings: { retrievalsPerHour: 0 } })
  const groups = world.directory.externalGroups
  for (const id of CONNECTIONS) uids[id] = await world.connectors.connect(TENANT, id, HARBOUR_SCHEMA)
  for (const id of ['pilots', 'crew'])
    await groups.create(TENANT, uids.logs, { id, displayName: id, description: null } as never)
  // A cycle, entered through a directory group.
  await groups.addMember(TENANT, uids.logs, 'pilots', { type: 'externalGroup', id: 'crew' })
  await groups.addMember(TENANT, uids.logs, 'crew', { type: 'externalGroup', id: 'pilots' })
  await groups.addMember(TENANT, uids.logs, 'crew', { type: 'group', id: team('Firmware') })
})
afterAll(() => world.close())

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
}

/** Every byte that the person gets: status, headers and body of each way of asking. */
async function observed(name: string, asked: string, probes: readonly Row[]): Promise<string[]> {
  const answers = [
    await world.query(name, asked, { size: 3 }),
    await world.query(name, asked, { from: 1, size: 50, contentSources: ['/external/connections/logs'] }),
    await world.retrieve(name, asked, { resourceMetadata: ['vessel', 'remark'] }),
    await world.query(name, asked, { size: -1 }),
    await world.retrieve(name, asked, { dataSource: 'none' }),
    await world.explain(name, 'logs', 'i1', userId('Ahmed Farouk')),
    ...(await Promise.all(
      probes.flatMap((probe) => [
        world.explain(name, probe.connection, probe.itemId),
        world.preview(name, probe.connection, probe.itemId),
      ]),
    )),
  ]
  return answers.map(({ status, headers, text: body }) => {
    const { date: _date, ...rest } = headers
    return JSON.stringify({ status, rest, body })
  })
}

it(`search, retrieval, explain, preview and errors say nothing about what may not be read, ${RUNS} runs`, async () => {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
  console.info(`twin worlds over HTTP: seed ${seed}`)
  let visible = 0
  let differing = 0
  const property = fc.asyncProperty(
    fc.constantFrom(...PEOPLE),
    corpus,
    corpus,
    question,
    async (name, one, two, asked) => {
      const member = world.directory.membershipOf(TENANT, userId(name))
      const isReadable = ({ connection, spec }: Row) =>
        !member.isGuest && judge(spec.acl, member, uids[connection]).isPermitted
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
  await fc.assert(property, { seed, numRuns: RUNS })
  // The property would hold of empty worlds too.
  expect(Math.min(visible, differing)).toBeGreaterThan(RUNS / 2)
}, 120_000)
