import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { A14, deny, EVERYONE, harbour, person, team } from '../test/harbour.ts'
import { type Asker, idsOf, openWorld, TENANT, type World } from '../test/world.ts'

const INGRID = 'Ingrid Solberg'
const MAREN = 'Maren Voss'
const KENJI = 'Kenji Watari'
const RUTH = 'Ruth Adeyemi'
const PATH = '/api/connections/harborlogs/rollout'

let world: World
beforeEach(async () => {
  world = await openWorld()
  await harbour(world)
})
afterEach(() => world.close())

const stage = (body: unknown, who: string | Asker = INGRID, path = PATH) => world.call(who, 'PUT', path, body)
const records = () =>
  world.audit.list(TENANT, { limit: 100 }).filter(({ action }) => action.startsWith('connection.rollout'))

/** Everything through which a person could see something of the connection. */
async function views(name: string) {
  return {
    search: idsOf(await world.query(name, '*')).length,
    retrieval: (await world.retrieve(name, 'fog')).body.retrievalHits.length,
    suggest: (await world.call(name, 'GET', '/api/search/suggest?q=pil')).body.value.length,
    connections: (await world.call(name, 'GET', '/api/search/connections')).body.length,
    preview: (await world.preview(name, 'harborlogs', '2027-A14')).status,
    explain: (await world.explain(name, 'harborlogs', '2027-A14')).status,
  }
}
const OPEN = { search: 1, retrieval: 1, suggest: 1, connections: 1, preview: 200, explain: 200 }
const CLOSED = { search: 0, retrieval: 0, suggest: 0, connections: 0, preview: 404, explain: 404 }

describe('contract: connectors 7.4 and publishing-and-governance ADM-53, staged rollout', () => {
  it('opens the connection to its people and groups only, everywhere and at once, until it ends', async () => {
    expect([await views(MAREN), await views(KENJI)]).toEqual([OPEN, OPEN])
    const staged = await stage({ users: ['maren.voss@lumenquay.example'], groups: [team('Finance')] })
    expect([staged.status, staged.body]).toEqual([
      200,
      {
        connectionId: 'harborlogs',
        isStaged: true,
        startedAt: '2027-03-01T09:00:00.000Z',
        users: [{ id: person(MAREN), displayName: MAREN }],
        groups: [{ id: team('Finance'), displayName: 'Finance' }],
      },
    ])
    // Ruth is in Finance by way of Payroll.
    expect([await views(MAREN), await views(RUTH), await views(KENJI)]).toEqual([OPEN, OPEN, CLOSED])
    await stage({ users: [person(KENJI)] })
    expect([await views(MAREN), await views(RUTH), await views(KENJI)]).toEqual([CLOSED, CLOSED, OPEN])
    await stage({})
    expect([await views(MAREN), await views(KENJI)]).toEqual([CLOSED, CLOSED])
    expect((await world.call(INGRID, 'DELETE', PATH)).status).toBe(204)
    expect([await views(MAREN), await views(KENJI)]).toEqual([OPEN, OPEN])
  })

  it('never widens an access list, nor lets guests in', async () => {
    await world.connectors.put(TENANT, 'harborlogs', '2027-A14', {
      ...A14,
      acl: [EVERYONE, deny('user', person(KENJI))],
    })
    await stage({ users: [person(KENJI), person('Viktor Stahl')] })
    expect([await views(KENJI), await views('Viktor Stahl')]).toEqual([CLOSED, CLOSED])
  })

  it('answers a closed connection as one that does not exist, to the byte', async () => {
    await stage({ users: [person(MAREN)] })
    const asked = (connection: string) => [
      world.query(KENJI, 'fog', { contentSources: [`/external/connections/${connection}`] }),
      world.query(KENJI, 'fog', {
        contentSources: [`/external/connections/${connection}`],
        sortProperties: [{ name: 'vessel' }],
      }),
      world.preview(KENJI, connection, '2027-A14'),
      world.explain(KENJI, connection, '2027-A14'),
    ]
    const bytes = async (connection: string) =>
      (await Promise.all(asked(connection))).map(({ status, text }) => `${status} ${text}`)
    expect(await bytes('harborlogs')).toEqual(await bytes('nowhere'))
  })

  it('takes whom leaves the group out at once', async () => {
    await stage({ groups: [team('Leadership')] })
    await world.directory.addMember(TENANT, team('Leadership'), person(KENJI), 'system')
    expect(await views(KENJI)).toEqual(OPEN)
    await world.directory.removeMember(TENANT, team('Leadership'), person(KENJI), 'system')
    expect(await views(KENJI)).toEqual(CLOSED)
  })

  it('does not pass to a connection that is created again under the id', async () => {
    await stage({ users: [person(MAREN)] })
    await world.connectors.disconnect(TENANT, 'harborlogs')
    expect((await world.call(INGRID, 'GET', '/api/rollouts')).body.value).toEqual([])
    await vi.waitFor(() => harbour(world), { timeout: 5_000 })
    expect((await world.call(INGRID, 'GET', PATH)).body.isStaged).toBe(false)
    expect(await views(KENJI)).toEqual(OPEN)
  })

  it('is told by explain to those who may ask for others', async () => {
    await stage({ users: [person(MAREN)] })
    const ask = async (name: string) =>
      (await world.explain(INGRID, 'harborlogs', '2027-A14', person(name))).body as object
    expect(await ask(KENJI)).toMatchObject({
      permitted: true,
      served: false,
      servedProblem: expect.stringMatching(/staged/),
      findable: false,
    })
    expect(await ask(MAREN)).toMatchObject({ served: true, findable: true })
    expect(await ask(MAREN)).not.toHaveProperty('servedProblem')
  })

  it('is listed', async () => {
    expect((await world.call(INGRID, 'GET', '/api/rollouts')).body).toEqual({ value: [] })
    const { body } = await stage({ users: [person(MAREN)] })
    expect((await world.call(INGRID, 'GET', '/api/rollouts')).body).toEqual({ value: [body] })
    expect((await world.call(INGRID, 'GET', PATH)).body).toEqual(body)
  })

  it('is recorded with what was before', async () => {
    await stage({ users: [person(MAREN)] })
    await stage({ groups: [team('Finance')] })
    await world.call(INGRID, 'DELETE', PATH)
    await world.call(INGRID, 'DELETE', PATH)
    expect(records()).toMatchObject([
      { action: 'connection.rollout.end', before: { users: [], groups: [team('Finance')] } },
      { action: 'connection.rollout.set', before: { users: [person(MAREN)] }, after: { groups: [team('Finance')] } },
      {
        action: 'connection.rollout.set',
        actor: { id: person(INGRID) },
        address: '127.0.0.1',
        object: { type: 'connection', id: 'harborlogs', name: 'Connection harborlogs' },
        after: { users: [person(MAREN)], groups: [] },
      },
    ])
  })
})

describe('contract: publishing-and-governance 4.8, who may stage', () => {
  it.each([
    ['globalAdministrator', 200, 200],
    ['aiAdministrator', 200, 200],
    ['searchAdministrator', 200, 200],
    ['searchEditor', 200, 200],
    ['globalReader', 200, 403],
    ['complianceAdministrator', 403, 403],
    ['reportsReader', 403, 403],
  ] as const)('%s reads %i and writes %i', async (role, read, write) => {
    await world.directory.assignRole(TENANT, person(KENJI), role, 'system')
    expect((await world.call(KENJI, 'GET', PATH)).status).toBe(read)
    expect((await world.call(KENJI, 'GET', '/api/rollouts')).status).toBe(read)
    expect((await stage({ users: [person(MAREN)] }, KENJI)).status).toBe(write)
    expect((await world.call(KENJI, 'DELETE', PATH)).status).toBe(write === 200 ? 204 : write)
  })

  it('nobody else, and no app', async () => {
    for (const who of [KENJI, { app: 'any' }]) expect((await stage({}, who)).status).toBe(403)
    expect(records()).toEqual([])
  })
})

describe('a rollout that cannot be kept', () => {
  const many = (count: number) => Array.from({ length: count }, () => person(MAREN))
  const rows: readonly [string, unknown, string][] = [
    ['no body', undefined, '/'],
    ['a list', [], '/'],
    ['an unknown member', { people: [] }, '/'],
    ['users that are no list', { users: person(MAREN) }, '/users'],
    ['a person that is not there', { users: [person(MAREN), 'nobody@lumenquay.example'] }, '/users/1'],
    ['a group that is not there', { groups: [person(MAREN)] }, '/groups/0'],
  ]
  it.each(rows)('400 for %s', async (_name, body, place) => {
    const answer = await stage(body)
    expect([answer.status, answer.body.error.target]).toEqual([400, place])
  })

  it('holds at most 100 people and 15 groups, each counted once', async () => {
    expect((await stage({ users: many(101) })).status).toBe(200)
    await world.close()
    world = await openWorld({ settings: { rolloutUsers: 1, rolloutGroups: 1 } })
    await harbour(world)
    expect((await stage({ users: [person(MAREN), person(KENJI)] })).status).toBe(400)
    expect((await stage({ groups: [team('Finance'), team('Firmware')] })).status).toBe(400)
    expect((await stage({ users: [person(MAREN)], groups: [team('Finance')] })).status).toBe(200)
  })

  it('404 for a connection that is not there', async () => {
    expect((await stage({}, INGRID, '/api/connections/nowhere/rollout')).status).toBe(404)
    expect((await world.call(INGRID, 'DELETE', '/api/connections/nowhere/rollout')).status).toBe(404)
  })

  it('400 for people data', async () => {
    await world.connectors.draft(TENANT, 'staff', { contentCategory: 'people' })
    const answer = await stage({ users: [person(MAREN)] }, INGRID, '/api/connections/staff/rollout')
    expect([answer.status, answer.body.error.message]).toEqual([400, expect.stringMatching(/people data/)])
  })
})
