import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { A14, HARBOUR_SCHEMA, harbour, person } from '../test/harbour.ts'
import { type Asker, idsOf, openWorld, TENANT, type World } from '../test/world.ts'

const INGRID = 'Ingrid Solberg'
const MAREN = 'Maren Voss'
const PATH = '/api/connections/harborlogs/presentation'
const HERE = ['/external/connections/harborlogs']

let world: World
beforeEach(async () => {
  world = await openWorld()
  await harbour(world)
  await world.connectors.connect(TENANT, 'plans', HARBOUR_SCHEMA)
  await world.connectors.put(TENANT, 'plans', 'p1', A14)
})
afterEach(() => world.close())

const set = (body: unknown, who: string | Asker = INGRID) => world.call(who, 'PATCH', PATH, body)
const retrieved = async (more: object = {}) => (await world.retrieve(MAREN, 'fog', more)).body.retrievalHits.length
const named = { dataSourceConfiguration: { externalItem: { connections: [{ connectionId: 'harborlogs' }] } } }

describe('contract: publishing-and-governance ADM-52, where results appear', () => {
  it('everywhere at first; each switch by itself, from the next question on', async () => {
    expect((await world.call(INGRID, 'GET', PATH)).body).toEqual({ inAll: true, inCopilot: true })
    expect((await set({ inAll: false })).body).toEqual({ inAll: false, inCopilot: true })
    expect(idsOf(await world.query(MAREN, 'fog'))).toEqual(['p1'])
    expect(await retrieved()).toBe(2)
    expect((await set({ inAll: true, inCopilot: false })).body).toEqual({ inAll: true, inCopilot: false })
    expect(idsOf(await world.query(MAREN, 'fog'))).toHaveLength(2)
    expect([await retrieved(), await retrieved(named)]).toEqual([1, 0])
  })

  it('named, a connection is searched that does not appear among all results', async () => {
    await set({ inAll: false })
    expect(idsOf(await world.query(MAREN, 'fog', { contentSources: HERE }))).toEqual(['2027-A14'])
    expect((await world.call(MAREN, 'GET', '/api/search/connections')).body).toHaveLength(2)
    expect(await retrieved(named)).toBe(1)
    const { body } = await world.explain(MAREN, 'harborlogs', '2027-A14')
    expect(body).toMatchObject({ findable: true, presentation: { inAll: false, inCopilot: true } })
  })

  it('is recorded, and takes the role', async () => {
    await set({ inCopilot: false })
    expect(world.audit.list(TENANT, { limit: 1, action: 'connection.presentation.set' })).toMatchObject([
      {
        actor: { id: person(INGRID) },
        object: { type: 'connection', id: 'harborlogs' },
        before: { inAll: true, inCopilot: true },
        after: { inAll: true, inCopilot: false },
      },
    ])
    const rows = [
      ['aiAdministrator', 200, 200],
      ['searchAdministrator', 200, 200],
      ['globalReader', 200, 403],
      ['searchEditor', 403, 403],
    ] as const
    for (const [role, read, write] of rows) {
      const name = 'Kenji Watari'
      await world.directory.assignRole(TENANT, person(name), role, 'system')
      expect([role, (await world.call(name, 'GET', PATH)).status]).toEqual([role, read])
      expect([role, (await set({}, name)).status]).toEqual([role, write])
      await world.directory.removeRole(TENANT, person(name), role, 'system')
    }
    expect((await set({}, { app: 'any' })).status).toBe(403)
  })

  it('400 for what cannot be read, 404 for a connection that is not there', async () => {
    for (const body of [undefined, [], { inAll: 'no' }, { inMail: true }]) expect((await set(body)).status).toBe(400)
    expect((await world.call(INGRID, 'PATCH', '/api/connections/nowhere/presentation', {})).status).toBe(404)
    expect((await world.call(INGRID, 'GET', '/api/connections/nowhere/presentation')).status).toBe(404)
  })
})
