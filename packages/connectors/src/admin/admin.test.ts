import type { ObjectId } from '@jumpseat/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  APP,
  type Call,
  EVERYONE,
  type Fixture,
  OTHER_APP,
  OWNED,
  openFixture,
  readyConnection,
} from '../test/fixture.ts'

let fixture: Fixture
let tenant: Awaited<ReturnType<Fixture['newTenant']>>
let call: Call
let admin: Call
const PERSON = 'aaaaaaaa-0000-4000-8000-0000000000aa' as ObjectId
beforeAll(async () => {
  fixture = await openFixture({ settings: { refusalsKept: 5 } })
  tenant = await fixture.newTenant('one.example')
  call = fixture.app(tenant)
  admin = fixture.person(tenant, PERSON, [], ['globalAdministrator'])
  await readyConnection(call)
  await call('PUT', '/external/connections/harborlogs/items/a', { acl: EVERYONE, properties: { title: 'CANARY' } })
})
afterAll(() => fixture.close())

describe('connections for the pages', () => {
  it('lists them with counts', async () => {
    const { json } = await admin('GET', '/api/connections')
    expect(json.value).toEqual([
      {
        id: 'harborlogs',
        uid: expect.stringMatching(/^[0-9a-f]{32}$/),
        name: 'Harbor logs',
        description: 'd',
        state: 'ready',
        ownerApp: { appId: APP, displayName: APP },
        counts: { received: 1, indexed: 0, refused: expect.any(Number) },
        lastChangeAt: expect.stringMatching(/Z$/),
        createdAt: expect.stringMatching(/Z$/),
      },
    ])
    expect(fixture.connectors.summaries(tenant)).toEqual(json.value)
  })

  it('shows one with its schema, operations and apps', async () => {
    const { json } = await admin('GET', '/api/connections/HARBORLOGS')
    expect(json).toMatchObject({ id: 'harborlogs', isServed: true, toggle: null, activitySettings: null })
    expect(json.operations).toMatchObject([{ status: 'completed', error: null }])
    expect((json.schema as { properties: object[] }).properties[0]).toMatchObject({ name: 'title', labels: ['title'] })
    expect(json.authorisedApps).toEqual([{ appId: APP, displayName: APP }])
    expect((await admin('GET', '/api/connections/nothing')).status).toBe(404)
  })

  it('lists items with who may read them and without content', async () => {
    const user = await fixture.directory.createUser(
      tenant,
      { userPrincipalName: 'una@one.example', displayName: 'Una' },
      'system',
    )
    const acl = [{ type: 'user', value: user.id, accessType: 'grant' }]
    for (const id of ['b', 'c'])
      await call('PUT', `/external/connections/harborlogs/items/${id}`, { acl, properties: { title: 'x' } })
    const first = await admin('GET', '/api/connections/harborlogs/items?limit=2')
    expect(first.text).not.toContain('CANARY')
    expect(first.json.value).toMatchObject([
      { itemId: 'a', access: [{ type: 'everyone' }] },
      { itemId: 'b', access: [{ type: 'user', displayName: 'Una', accessType: 'grant' }] },
    ])
    const rest = await admin('GET', `/api/connections/harborlogs/items?limit=2&after=${first.json.next}`)
    expect([(rest.json.value as { itemId: string }[]).map(({ itemId }) => itemId), rest.json.next]).toEqual([
      ['c'],
      null,
    ])
    expect((await admin('GET', '/api/connections/harborlogs/items?limit=0')).status).toBe(400)
  })

  it('changes name and description and nothing else, deletes, and records both', async () => {
    await readyConnection(call, 'second')
    expect((await admin('PATCH', '/api/connections/second', { name: 'Second', description: null })).status).toBe(204)
    expect((await admin('PATCH', '/api/connections/second', { configuration: {} })).status).toBe(400)
    expect((await admin('PATCH', '/api/connections/second', { name: '' })).status).toBe(400)
    expect((await admin('GET', '/api/connections/second')).json).toMatchObject({ name: 'Second', description: null })
    expect((await admin('DELETE', '/api/connections/second')).status).toBe(202)
    expect((await call('GET', '/external/connections/second')).status).toBe(404)
    const mine = fixture.audit.list(tenant, { limit: 50 }).filter(({ actor }) => actor.id === PERSON)
    expect(mine.map(({ action }) => action).sort()).toEqual(['connection.delete', 'connection.update'])
  })

  it.each([
    ['searchAdministrator', 200, 204],
    ['aiAdministrator', 200, 204],
    ['globalReader', 200, 403],
    ['teamsAdministrator', 403, 403],
    ['complianceAdministrator', 403, 403],
  ] as const)('lets %s read: %i, write: %i', async (role, read, write) => {
    const person = fixture.person(tenant, PERSON, ['ExternalConnection.ReadWrite.All'], [role])
    for (const path of ['', '/harborlogs', '/harborlogs/items', '/harborlogs/refusals']) {
      expect((await person('GET', `/api/connections${path}`)).status).toBe(read)
    }
    expect((await person('PATCH', '/api/connections/harborlogs', { name: 'Harbor logs' })).status).toBe(write)
  })

  it('shows another organisation nothing', async () => {
    const other = fixture.person(await fixture.newTenant('two.example'), PERSON, [], ['globalAdministrator'])
    expect((await other('GET', '/api/connections')).json.value).toEqual([])
    for (const path of ['', '/items', '/refusals']) {
      expect((await other('GET', `/api/connections/harborlogs${path}`)).status).toBe(404)
    }
  })
})

describe('3.4 refused items are kept for the pages', () => {
  const refusals = async (query = '') =>
    (await admin('GET', `/api/connections/harborlogs/refusals${query}`)).json as unknown as {
      value: {
        id: number
        itemId: string
        code: string
        message: string
        place: string | null
        fix: string
        appId: string
      }[]
      next: string | null
    }

  it('with place and fix and without values', async () => {
    const path = '/external/connections/harborlogs/items'
    await call('PUT', `${path}/r1`, { acl: EVERYONE, properties: { berth: 'CANARY' } })
    await call('PATCH', `${path}/r2`, {})
    await call('PUT', `${path}/r.3`, {})
    await call('PUT', `${path}/r4`, 'no json CANARY')
    await call('PUT', `${path}/r5`, 'x'.repeat(4_000_001))
    const { value } = await refusals()
    expect(value.map(({ itemId, code, place }) => [itemId, code, place])).toEqual([
      ['r5', 'RequestEntityTooLarge', null],
      ['r4', 'BadRequest', null],
      ['r.3', 'InvalidItemId', 'itemId'],
      ['r2', 'ResourceNotFound', null],
      ['r1', 'PropertyTypeMismatch', '/properties/berth'],
    ])
    expect(value.every(({ appId, fix }) => appId === APP && fix !== '')).toBe(true)
    expect(JSON.stringify(value)).not.toContain('CANARY')
  })

  it('the newest only, page by page', async () => {
    for (let n = 0; n < 4; n++) await call('PUT', `/external/connections/harborlogs/items/n${n}`, {})
    const first = await refusals('?limit=3')
    const rest = await refusals(`?limit=3&before=${first.next}`)
    expect([...first.value, ...rest.value].map(({ itemId }) => itemId)).toEqual(['n3', 'n2', 'n1', 'n0', 'r5'])
    expect(rest.next).toBeNull()
    expect(fixture.connectors.reader.connection(tenant, 'harborlogs')?.refusedCount).toBe(9)
  })

  it('not those of apps that may not write here', async () => {
    const before = fixture.connectors.reader.connection(tenant, 'harborlogs')?.refusedCount
    const path = '/external/connections/harborlogs/items/x'
    await fixture.app(tenant, OWNED, OTHER_APP)('PUT', path, {})
    await fixture.app(tenant, ['ExternalItem.Read.All'])('PUT', path, {})
    await fixture.nobody('PUT', path)
    expect(fixture.connectors.reader.connection(tenant, 'harborlogs')?.refusedCount).toBe(before)
  })
})

describe('2.9 registration of people data', () => {
  it('keeps and echoes sources and settings', async () => {
    await readyConnection(call, 'staff')
    const source = { sourceId: 'staff', displayName: 'Staff', webUrl: 'https://staff.example' }
    const made = await call('POST', '/admin/people/profileSources', source)
    expect([made.status, made.json]).toMatchObject([201, source])
    expect((await call('POST', '/admin/people/profileSources', source)).status).toBe(409)
    expect((await call('GET', "/admin/people/profileSources(sourceId='staff')")).json).toMatchObject(source)
    expect(
      (await call('PATCH', '/admin/people/profileSources/staff', { displayName: 'All staff' })).json.displayName,
    ).toBe('All staff')
    expect((await call('GET', '/admin/people/profileSources')).json.value).toMatchObject([{ displayName: 'All staff' }])
    const settings = {
      id: 'all',
      prioritizedSourceUrls: ["https://graph/v1.0/admin/people/profileSources(sourceId='staff')"],
    }
    expect((await call('POST', '/admin/people/profilePropertySettings', settings)).status).toBe(201)
    expect((await call('GET', '/admin/people/profilePropertySettings/all')).json).toMatchObject(settings)
    expect((await fixture.app(tenant, OWNED, OTHER_APP)('DELETE', '/admin/people/profileSources/staff')).status).toBe(
      403,
    )
    expect((await call('DELETE', '/admin/people/profileSources/staff')).status).toBe(204)
    expect((await call('GET', '/admin/people/profileSources/staff')).status).toBe(404)
    expect((await call('POST', '/admin/people/profileSources', {})).status).toBe(400)
  })
})
