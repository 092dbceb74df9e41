import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FLEET, FLEET_SCHEMA, type Fleet, openFleet } from '../test/fleet.ts'
import { EVERYONE, grant, person } from '../test/harbour.ts'
import { type Asker, containerOf, idsOf, TENANT } from '../test/world.ts'

const INGRID = 'Ingrid Solberg'
const MAREN = 'Maren Voss'

let fleet: Fleet
beforeAll(async () => {
  fleet = await openFleet()
  await fleet.connectors.connect(TENANT, 'yard', [{ name: 'berth', type: 'int64', isQueryable: true }])
  await fleet.connectors.put(TENANT, 'yard', 'y1', { acl: [EVERYONE], plainText: 'fog', properties: { berth: 4 } })
})
afterAll(() => fleet.close())
beforeEach(async () => {
  for (const { id } of (await admin('GET', '')).body.value) await admin('DELETE', `/${id}`)
})

const admin = (
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  who: string | Asker = INGRID,
) => fleet.call(who, method, `/api/verticals${path}`, body)
const make = async (more: object = {}): Promise<string> => {
  const answer = await admin('POST', '', { name: 'Ships', connections: ['fleet'], state: 'enabled', ...more })
  if (answer.status !== 201) throw new RangeError(answer.text)
  return answer.body.id
}
const searchIn = (vertical: string, queryString: string, more: object = {}, who = MAREN) =>
  fleet.call(who, 'POST', `/v1.0/search/query?vertical=${encodeURIComponent(vertical)}`, {
    requests: [{ entityTypes: ['externalItem'], query: { queryString }, ...more }],
  })
const found = async (...asked: Parameters<typeof searchIn>) => idsOf(await searchIn(...asked)).toSorted()

describe('contract: connectors 7.3 and publishing-and-governance 4.7, verticals', () => {
  it('are created disabled, changed, listed, recorded and deleted', async () => {
    const made = await admin('POST', '', { name: ' Ships ', connections: ['FLEET'], restriction: ' berth>=4 ' })
    const { id } = made.body
    const ships = { id, name: 'Ships', state: 'disabled', restriction: 'berth>=4', connections: ['fleet'] }
    expect([made.status, made.body]).toEqual([201, ships])
    const changed = await admin('PATCH', `/${id}`, {
      state: 'enabled',
      restriction: null,
      connections: ['fleet', 'yard'],
    })
    const after = { ...ships, state: 'enabled', restriction: null, connections: ['fleet', 'yard'] }
    expect([changed.status, changed.body]).toEqual([200, after])
    const { value, connections } = (await admin('GET', '')).body
    expect(value).toEqual([after])
    expect(connections).toMatchObject([
      { id: 'fleet', name: 'Connection fleet', queryable: expect.arrayContaining(['vessel', 'berth', 'status']) },
      { id: 'yard', queryable: ['berth'] },
    ])
    expect((await admin('DELETE', `/${id}`)).status).toBe(204)
    for (const method of ['PATCH', 'DELETE'] as const) expect((await admin(method, `/${id}`, {})).status).toBe(404)
    expect(fleet.audit.list(TENANT, { limit: 3, objectType: 'vertical' })).toMatchObject([
      { action: 'search.vertical.delete', before: after },
      { action: 'search.vertical.update', before: ships, after },
      { action: 'search.vertical.create', actor: { id: person(INGRID) }, after: ships },
    ])
  })

  it('stand in the order that they are given', async () => {
    const ids = [await make({ name: 'A' }), await make({ name: 'B', connections: ['yard'] })]
    await admin('DELETE', `/${ids[1]}`)
    const front = await make({ name: 'Front', connections: ['yard'], position: 0 })
    const names = async () => (await admin('GET', '')).body.value.map(({ name }: { name: string }) => name)
    const shown = async () => (await fleet.call(MAREN, 'GET', '/api/search/verticals')).body.value
    expect(await names()).toEqual(['Front', 'A'])
    const order = (sent: readonly unknown[]) => fleet.call(INGRID, 'PUT', '/api/verticals/order', { ids: sent })
    expect((await order([ids[0], front])).status).toBe(204)
    expect(await names()).toEqual(['A', 'Front'])
    expect(await shown()).toEqual([
      { id: ids[0], name: 'A', connections: ['fleet'] },
      { id: front, name: 'Front', connections: ['yard'] },
    ])
    for (const wrong of [[], [front], [front, front], [front, ids[0], 'x']])
      expect((await order(wrong)).status).toBe(400)
    expect(fleet.audit.list(TENANT, { limit: 1, objectType: 'vertical' })).toMatchObject([
      { action: 'search.vertical.order', before: [front, ids[0]], after: [ids[0], front] },
    ])
    const answer = await fleet.call(MAREN, 'PUT', '/api/verticals/order', { ids: [ids[0], front] })
    expect(answer.status).toBe(403)
  })

  it('narrow a search to their connections and restriction, from the next query on', async () => {
    const id = await make({ restriction: 'tags:delayed OR vessel:tern' })
    expect(await found(id, '*')).toEqual(['gannet', 'skua', 'tern'])
    expect(await found(id, 'fog')).toEqual(['gannet', 'tern'])
    await admin('PATCH', `/${id}`, { restriction: 'berth>=10' })
    expect(await found(id, '*')).toEqual(['tern'])
    await admin('PATCH', `/${id}`, { restriction: '', connections: ['yard', 'fleet'] })
    expect(await found(id, 'fog')).toEqual(['gannet', 'tern', 'y1'])
    expect(await found(id, 'fog', { contentSources: ['/external/connections/YARD'] })).toEqual(['y1'])
    await admin('PATCH', `/${id}`, { state: 'disabled' })
    expect(await found(id, 'fog')).toEqual([])
    expect(await found('nothing', 'fog')).toEqual([])
    expect(await found('', 'fog')).toEqual([])
  })

  it('find nothing in a connection that does not understand the restriction', async () => {
    const id = await make({ connections: ['fleet', 'yard'] })
    for (const restriction of ['NOT tags:delayed', 'fog -vessel:tern', 'berth>=1 OR vessel:gannet']) {
      await admin('PATCH', `/${id}`, { restriction })
      expect(await found(id, '*')).not.toContain('y1')
      expect(await found(id, '*')).not.toEqual([])
    }
    for (const restriction of ['NOT nonsense:x', 'NOT berth:four', '-"…" fog', 'NOT remark:dues']) {
      await admin('PATCH', `/${id}`, { restriction })
      expect([restriction, await found(id, '*')]).toEqual([restriction, []])
    }
  })

  it('cannot be widened by the query, its template or its filters', async () => {
    const id = await make({ restriction: 'vessel:tern' })
    for (const query of ['*', 'x) OR (*', 'fog OR lantern', 'NOT fog OR fog', '") OR ("', 'vessel:gannet OR *'])
      expect([query, (await found(id, query)).filter((one) => one !== 'tern')]).toEqual([query, []])
    const template = { query: { queryString: 'fog', queryTemplate: '{searchTerms}) OR (*' } }
    expect((await found(id, '', template)).filter((one) => one !== 'tern')).toEqual([])
    expect(await found(id, '*', { aggregationFilters: ['tags:or("bulk","delayed")'] })).toEqual(['tern'])
    const count = { aggregations: [{ field: 'tags', bucketDefinition: { sortBy: 'count' } }] }
    expect(containerOf(await searchIn(id, '*', count)).aggregations[0].buckets).toMatchObject([
      { key: 'bulk', count: 1 },
    ])
  })

  it('neither score nor mark by their restriction', async () => {
    const id = await make({ restriction: 'pilot delay' })
    expect((await searchIn(id, 'fog')).body.value[0].hitsContainers[0].hits[0].summary).toBe(
      'Pilot boarded late because of <c0>fog</c0>, a long delay.',
    )
  })

  it('are told to who finds something in them', async () => {
    const acl = [grant('user', person('Oskar Nyberg'))]
    await fleet.connectors.connect(TENANT, 'vault', FLEET_SCHEMA)
    await fleet.connectors.put(TENANT, 'vault', 'v', { ...FLEET.tern, acl })
    const ships = await make()
    const vault = await make({ name: 'Vault', connections: ['vault'] })
    await make({ name: 'Off', connections: ['yard'], state: 'disabled' })
    const names = async (who: string) =>
      (await fleet.call(who, 'GET', '/api/search/verticals')).body.value.map(({ id }: { id: string }) => id)
    expect(await names(MAREN)).toEqual([ships])
    expect((await names('Oskar Nyberg')).toSorted()).toEqual([ships, vault].toSorted())
    expect(await names('Viktor Stahl')).toEqual([])
    expect((await fleet.call({ app: 'any' }, 'GET', '/api/search/verticals')).status).toBe(403)
    await fleet.connectors.disconnect(TENANT, 'vault')
  })

  it('know their own connections when a question is read', async () => {
    const ships = await make({ connections: ['fleet'] })
    const yard = await make({ name: 'Yard', connections: ['yard'] })
    const proposed = async (vertical: string) =>
      (await fleet.call(MAREN, 'POST', '/api/search/propose', { question: 'status gone', vertical })).body.filters
    expect(await proposed(ships)).toMatchObject([{ property: 'status', values: ['Gone'] }])
    expect(await proposed(yard)).toEqual([])
    expect(await proposed('nothing')).toEqual([])
  })

  it('hold a connection in one of them at most', async () => {
    await make()
    const second = await admin('POST', '', { name: 'Second', connections: ['yard', 'fleet'] })
    expect([second.status, second.body.error.code]).toEqual([409, 'NameAlreadyExists'])
    const yard = await make({ name: 'Yard', connections: ['yard'] })
    expect((await admin('PATCH', `/${yard}`, { connections: ['fleet'] })).status).toBe(409)
    expect((await admin('GET', '')).body.value).toHaveLength(2)
  })
})

describe('contract: connectors 7.3, result clusters', () => {
  const clusters = (q: string, who: string | Asker = MAREN) =>
    fleet.call(who, 'GET', `/api/search/clusters?q=${encodeURIComponent(q)}`)

  it('give the two best results of each enabled vertical that finds something', async () => {
    const ships = await make({ restriction: 'berth>=1' })
    const { body } = await clusters('fog OR crew')
    expect(body.value).toMatchObject([
      { vertical: { id: ships, name: 'Ships' }, hitsContainers: [{ total: 3, moreResultsAvailable: true }] },
    ])
    expect(body.value[0].hitsContainers[0].hits).toHaveLength(2)
    expect((await clusters('walrus')).body).toEqual({ value: [] })
    expect((await clusters('fog', 'Viktor Stahl')).body).toEqual({ value: [] })
    await admin('PATCH', `/${ships}`, { state: 'disabled' })
    expect((await clusters('fog')).body).toEqual({ value: [] })
  })

  it('need a title', async () => {
    await make({ name: 'Yard', connections: ['yard'] })
    expect((await clusters('fog')).body).toEqual({ value: [] })
  })

  it('leave out a connection that does not show among all results', async () => {
    await make()
    const show = (inAll: boolean) => fleet.call(INGRID, 'PATCH', '/api/connections/fleet/presentation', { inAll })
    await show(false)
    expect((await clusters('fog')).body).toEqual({ value: [] })
    await show(true)
    expect((await clusters('fog')).body.value).toHaveLength(1)
  })

  it('400 without a query, 403 without the permission', async () => {
    for (const q of ['', ' ']) expect((await clusters(q)).status).toBe(400)
    expect((await clusters('fog', { app: 'any' })).status).toBe(403)
  })
})

describe('verticals that cannot be kept', () => {
  const rows: readonly [string, unknown, string][] = [
    ['no body', undefined, '/'],
    ['no name', { connections: ['fleet'] }, '/name'],
    ['a blank name', { name: ' ', connections: ['fleet'] }, '/name'],
    ['no connections', { name: 'x', connections: [] }, '/connections'],
    ['a connection that is not there', { name: 'x', connections: ['fleet', 'nowhere'] }, '/connections/1'],
    ['an unknown member', { name: 'x', connections: ['fleet'], tenant: 'y' }, '/'],
    ['a state that is none', { name: 'x', connections: ['fleet'], state: 'on' }, '/state'],
    ['a restriction that is no KQL', { name: 'x', connections: ['fleet'], restriction: '(berth:4' }, '/restriction'],
    ['a restriction that asks nothing', { name: 'x', connections: ['fleet'], restriction: '()' }, '/restriction'],
    [
      'a restriction that is too long',
      { name: 'x', connections: ['fleet'], restriction: 'x'.repeat(4097) },
      '/restriction',
    ],
  ]
  it.each(rows)('400 for %s', async (_name, body, place) => {
    const answer = await admin('POST', '', body)
    expect([answer.status, answer.body.error.target]).toEqual([400, place])
  })

  it('400 for more than the setting says', async () => {
    const small = await openFleet({ settings: { verticals: 1 } })
    const post = (name: string) => small.call(INGRID, 'POST', '/api/verticals', { name, connections: ['fleet'] })
    expect((await post('one')).status).toBe(201)
    expect([(await post('two')).status, (await post('two')).body.error.message]).toEqual([
      400,
      'There are 1 verticals already.',
    ])
    await small.close()
  })
})

describe('contract: publishing-and-governance 4.8, who may change verticals', () => {
  it.each([
    ['globalAdministrator', 200, 201],
    ['searchAdministrator', 200, 201],
    ['searchEditor', 200, 201],
    ['globalReader', 200, 403],
    ['aiAdministrator', 403, 403],
    ['complianceAdministrator', 403, 403],
  ] as const)('%s reads %i and creates %i', async (role, read, write) => {
    const kenji = person('Kenji Watari')
    await fleet.directory.assignRole(TENANT, kenji, role, 'system')
    expect((await admin('GET', '', undefined, 'Kenji Watari')).status).toBe(read)
    const body = { name: 'x', connections: ['fleet'] }
    expect((await admin('POST', '', body, 'Kenji Watari')).status).toBe(write)
    await fleet.directory.removeRole(TENANT, kenji, role, 'system')
  })

  it('nobody else, and no app', async () => {
    for (const who of [MAREN, { app: 'any' }]) expect((await admin('GET', '', undefined, who)).status).toBe(403)
  })
})
