import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { FLEET, FLEET_SCHEMA, type Fleet, openFleet } from '../test/fleet.ts'
import { EVERYONE, grant, person } from '../test/harbour.ts'
import { type Asker, containerOf, TENANT } from '../test/world.ts'

const INGRID = 'Ingrid Solberg'
const MAREN = 'Maren Voss'

let fleet: Fleet
beforeAll(async () => {
  fleet = await openFleet()
  await fleet.connectors.connect(TENANT, 'yard', FLEET_SCHEMA)
  await fleet.connectors.put(TENANT, 'yard', 'y1', { acl: [EVERYONE], properties: { vessel: 'Yawl', berth: 99 } })
})
afterAll(() => fleet.close())
beforeEach(async () => {
  for (const { id } of (await admin('GET', '')).body.value) await admin('DELETE', `/${id}`)
})

const admin = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  who: string | Asker = INGRID,
) => fleet.call(who, method, `/api/result-types${path}`, body)
const card = (text: string) => ({ type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text }] })
const rule = (property: string, operation: string, ...values: string[]) => ({
  property,
  operation,
  values,
  valuesJoinedBy: 'or',
})
const asked = (name: string, more: object = {}) => ({ name, connections: ['fleet'], layout: card(name), ...more })
const make = async (name: string, more: object = {}): Promise<string> => {
  const answer = await admin('POST', '', asked(name, more))
  if (answer.status !== 201) throw new RangeError(answer.text)
  return answer.body.id
}
const names = async () => (await admin('GET', '')).body.value.map(({ name }: { name: string }) => name)

/** Texts of the layouts that results show, in the order of berths: skua 3, gannet 4, tern 12, y1 99, bare none. */
async function shown(who = MAREN) {
  const answer = await fleet.query(who, '*', {
    resultTemplateOptions: { enableResultTemplate: true },
    sortProperties: [{ name: 'berth' }],
  })
  const { resultTemplates = {} } = answer.body.value[0]
  return containerOf(answer).hits.map(
    ({ resultTemplateId: id }: { resultTemplateId?: string }) => resultTemplates[id ?? '']?.body.body[0].text,
  )
}

describe('contract: connectors 7.3 and publishing-and-governance 4.7, result types', () => {
  it('are created, changed, ordered, listed, recorded and deleted', async () => {
    const made = await admin(
      'POST',
      '',
      asked(' Held up ', { connections: ['FLEET'], rules: [rule('status', 'equals', 'held up')] }),
    )
    const { id } = made.body
    const heldUp = {
      id,
      name: 'Held up',
      connections: ['fleet'],
      rules: [rule('status', 'equals', 'held up')],
      layout: card(' Held up '),
    }
    expect([made.status, made.body]).toEqual([201, heldUp])
    // contract: connectors 5.8, how ids of templates look
    expect(id).toMatch(/^\d{13}_[A-Z0-9]{9}$/)
    const after = { ...heldUp, name: 'Late', connections: ['fleet', 'yard'], rules: [] }
    const changed = await admin('PATCH', `/${id}`, { name: 'Late', connections: ['fleet', 'yard'], rules: [] })
    expect([changed.status, changed.body]).toEqual([200, after])
    const other = await make('Other')
    expect(await names()).toEqual(['Late', 'Other'])
    expect((await admin('PUT', '/order', { ids: [other, id] })).status).toBe(204)
    expect(await names()).toEqual(['Other', 'Late'])
    await make('Between', { position: 1 })
    expect(await names()).toEqual(['Other', 'Between', 'Late'])
    expect((await admin('DELETE', `/${id}`)).status).toBe(204)
    for (const method of ['PATCH', 'DELETE'] as const) expect((await admin(method, `/${id}`, {})).status).toBe(404)
    expect(fleet.audit.list(TENANT, { limit: 9, objectType: 'resultType' }).slice(0, 6)).toMatchObject([
      { action: 'search.resultType.delete', before: after },
      { action: 'search.resultType.create' },
      { action: 'search.resultType.order', before: [id, other], after: [other, id] },
      { action: 'search.resultType.create' },
      { action: 'search.resultType.update', before: heldUp, after },
      { action: 'search.resultType.create', actor: { id: person(INGRID) }, after: heldUp },
    ])
  })

  it('are tried in their order, before the layouts of the connector, and for their connections only', async () => {
    const searchResultTemplates = [{ id: 'own', layout: card('own'), rules: [] }]
    await fleet.connectors.configure(TENANT, 'fleet', { searchSettings: { searchResultTemplates } })
    expect(await shown()).toEqual(['own', 'own', 'own', undefined, 'own'])
    const large = await make('large', { rules: [rule('berth', 'greaterThan', '3')] })
    const bulk = await make('bulk', { rules: [rule('tags', 'equals', 'Bulk')] })
    expect(await shown()).toEqual(['own', 'large', 'large', undefined, 'own'])
    await admin('PUT', '/order', { ids: [bulk, large] })
    expect(await shown()).toEqual(['own', 'bulk', 'bulk', undefined, 'own'])
    await make('yards', { connections: ['yard'] })
    expect(await shown()).toEqual(['own', 'bulk', 'bulk', 'yards', 'own'])
    await admin('PATCH', `/${bulk}`, { rules: [rule('vessel', 'startsWith', 'mv'), rule('berth', 'lessThan', '5')] })
    expect(await shown()).toEqual(['own', 'bulk', 'large', 'yards', 'own'])
    await fleet.connectors.configure(TENANT, 'fleet', { searchSettings: null })
    expect(await shown()).toEqual([undefined, 'bulk', 'large', 'yards', undefined])
  })

  it('are not inherited by a connection that is made again under the same id', async () => {
    await fleet.connectors.connect(TENANT, 'dock', FLEET_SCHEMA)
    const id = await make('docks', { connections: ['dock', 'fleet'] })
    await fleet.connectors.disconnect(TENANT, 'dock')
    await vi.waitFor(() => fleet.connectors.connect(TENANT, 'dock', FLEET_SCHEMA), 5_000)
    const [{ connections }] = (await admin('GET', '')).body.value
    expect([id, connections]).toEqual([id, ['fleet']])
    await fleet.connectors.disconnect(TENANT, 'dock')
  })

  it('keep names, rules and layouts sealed', async () => {
    await make('Quicksilver', { rules: [rule('vessel', 'equals', 'mercurial')] })
    const rows = fleet.store.read<{ sealed: Uint8Array }>({ sql: 'SELECT * FROM search_result_types', parameters: [] })
    const bytes = rows.map((row) => `${JSON.stringify(row)} ${Buffer.from(row.sealed).toString('latin1')}`).join()
    expect(rows).toHaveLength(1)
    expect(bytes).not.toMatch(/quicksilver|mercurial|AdaptiveCard/i)
  })

  it('take hostile keys of a layout as data', async () => {
    const layout = '{"type":"AdaptiveCard","body":[],"__proto__":{"polluted":true}}'
    const answer = await fleet.app.inject({
      method: 'POST',
      url: '/api/result-types',
      headers: { 'x-caller': JSON.stringify({ user: INGRID }), 'content-type': 'application/json' },
      payload: `{"name":"x","connections":["fleet"],"layout":${layout}}`,
    })
    expect(answer.statusCode).toBe(201)
    expect((await admin('GET', '')).text).toContain(layout)
  })

  const refusals: readonly (readonly [string, unknown, string])[] = [
    ['without a name', { connections: ['fleet'], layout: card('') }, '/name'],
    ['without a connection', asked('x', { connections: [] }), '/connections'],
    ['of an unknown connection', asked('x', { connections: ['fleet', 'nothing'] }), '/connections/1'],
    [
      'with a rule on no property',
      asked('x', { rules: [rule('vessel', 'equals'), rule('none', 'equals')] }),
      '/rules/1/property',
    ],
    ['with an unknown operation', asked('x', { rules: [rule('vessel', 'like', 'x')] }), '/rules/0/operation'],
    ['with a layout that is no card', asked('x', { layout: { type: 'Image' } }), '/layout'],
    ['with a layout that is text', asked('x', { layout: '{}' }), '/layout'],
    ['with a layout that is too long', asked('x', { layout: card('x'.repeat(70_000)) }), '/layout'],
    ['with what is not known', asked('x', { colour: 'red' }), '/'],
    ['of nothing', null, '/'],
  ]
  it.each(refusals)('refuses one %s', async (_name, body, place) => {
    const answer = await admin('POST', '', body)
    expect([answer.status, answer.body.error.target]).toEqual([400, place])
    expect(await names()).toEqual([])
  })

  it('refuses an order that leaves one out or names one twice', async () => {
    const [a, b] = [await make('a'), await make('b')]
    for (const ids of [[a], [a, a], [a, b, 'x'], []]) expect((await admin('PUT', '/order', { ids })).status).toBe(400)
    expect(await names()).toEqual(['a', 'b'])
  })

  it('are for administrators of search; others may read at most', async () => {
    const arthur = await admin('POST', '', asked('x'), 'Arthur Pell')
    expect(arthur.status).toBe(201)
    for (const who of [MAREN, 'Helena Costa', { app: 'any' }]) {
      expect((await admin('GET', '', undefined, who)).status).toBe(403)
      expect((await admin('POST', '', asked('x'), who)).status).toBe(403)
      expect((await admin('PATCH', `/${arthur.body.id}`, {}, who)).status).toBe(403)
      expect((await admin('DELETE', `/${arthur.body.id}`, undefined, who)).status).toBe(403)
      expect((await admin('PUT', '/order', { ids: [] }, who)).status).toBe(403)
      expect((await admin('POST', '/preview', { connections: ['fleet'] }, who)).status).toBe(403)
    }
  })

  it('are listed with the connections that there are and what rules can go by', async () => {
    const { connections } = (await admin('GET', '')).body
    expect(connections.map(({ id }: { id: string }) => id)).toEqual(['fleet', 'yard'])
    expect(connections[0]).toMatchObject({ name: 'Connection fleet' })
    expect(connections[0].properties[1]).toEqual({ name: 'berth', type: 'int64', isRetrievable: true })
    expect(connections[0].properties.at(-1)).toEqual({ name: 'hidden', type: 'string', isRetrievable: false })
  })

  it('are previewed on items that the administrator may read, the fitting ones first', async () => {
    await fleet.connectors.put(TENANT, 'yard', 'secret', {
      ...FLEET.tern,
      acl: [grant('user', person('Oskar Nyberg'))],
    })
    const preview = async (body: object, who = INGRID) => (await admin('POST', '/preview', body, who)).body.value
    const fitting = await preview({ connections: ['fleet'], rules: [rule('berth', 'greaterThan', '3')] })
    expect(fitting.map(({ itemId, matches }: { itemId: string; matches: boolean }) => [itemId, matches])).toEqual([
      ['tern', true],
      ['gannet', true],
      ['skua', false],
      ['bare', false],
    ])
    expect(fitting[1]).toMatchObject({
      connectionId: 'fleet',
      title: 'MV Gannet',
      properties: { berth: 4, code: 'HL-2027-A14' },
    })
    expect(fitting[1].properties).not.toHaveProperty('hidden')
    expect((await preview({ connections: ['yard'] })).map(({ itemId }: { itemId: string }) => itemId)).toEqual(['y1'])
    await fleet.connectors.remove(TENANT, 'yard', 'secret')
  })

  it('tell nothing of a property that is neither shown nor queried', async () => {
    await fleet.connectors.connect(TENANT, 'veiled', [
      { name: 'vessel', isSearchable: true },
      { name: 'secret', isRetrievable: false },
    ])
    await fleet.connectors.put(TENANT, 'veiled', 'v', {
      acl: [EVERYONE],
      properties: { vessel: 'Veil', secret: 'tin' },
    })
    const rules = [rule('secret', 'equals', 'tin')]
    const body = asked('x', { connections: ['veiled'], rules })
    expect((await admin('POST', '', body)).body.error.target).toBe('/rules/0/property')
    const searchResultTemplates = [{ id: 'tin', layout: card('tin'), rules }]
    await fleet.connectors.configure(TENANT, 'veiled', { searchSettings: { searchResultTemplates } })
    const answer = await fleet.query(MAREN, 'veil', { resultTemplateOptions: { enableResultTemplate: true } })
    expect([containerOf(answer).total, answer.body.value[0].resultTemplates]).toEqual([1, undefined])
    await fleet.connectors.disconnect(TENANT, 'veiled')
  })
})
