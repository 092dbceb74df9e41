import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ALL,
  APP,
  type Call,
  EVERYONE,
  type Fixture,
  OTHER_APP,
  OWNED,
  openFixture,
  readyConnection,
  until,
} from '../test/fixture.ts'

let fixture: Fixture
let call: Call
let tenant: Awaited<ReturnType<Fixture['newTenant']>>
beforeAll(async () => {
  fixture = await openFixture({ settings: { connectionsPerTenant: 0 } })
  tenant = await fixture.newTenant('one.example')
  call = fixture.app(tenant)
})
afterAll(() => fixture.close())

const create = (body: object, as = call) => as('POST', '/external/connections', { name: 'n', ...body })
let serial = 0
const newId = () => `connection${++serial}`
async function created(body: object = {}, as = call): Promise<string> {
  const id = newId()
  const answer = await create({ id, ...body }, as)
  expect(answer.status, answer.text).toBe(201)
  return id
}

describe('1.2 id rules', () => {
  it.each<readonly [unknown, string]>([
    ['ab', 'InvalidConnectionIdLength'],
    ['a'.repeat(33), 'InvalidConnectionIdLength'],
    [undefined, 'InvalidConnectionIdLength'],
    [7, 'InvalidConnectionIdLength'],
    ['harbor-logs', 'InvalidConnectionIdCharacters'],
    ['harbor logs', 'InvalidConnectionIdCharacters'],
    ['häfen', 'InvalidConnectionIdCharacters'],
    ['microsoftHarbor', 'ReservedConnectionIdPrefix'],
    ['Microsoft', 'ReservedConnectionIdPrefix'],
    ...[
      'None',
      'Directory',
      'Exchange',
      'ExchangeArchive',
      'LinkedIn',
      'Mailbox',
      'OneDriveBusiness',
      'SharePoint',
      'Teams',
      'yammer',
      'Connectors',
      'TASKFABRIC',
      'PowerBI',
      'Assistant',
      'TopicEngine',
      'MSFT_All_Connectors',
    ].map((id) => [id, 'ReservedConnectionId'] as const),
  ])('answers 400 to %s', async (id, code) => {
    const answer = await create({ id })
    expect(answer.status).toBe(400)
    expect(answer.json.error).toMatchObject({ code: 'InvalidRequest', target: '/id', innerError: { code } })
  })

  it('takes 3 and 32 characters', async () => {
    expect((await create({ id: 'abc' })).status).toBe(201)
    expect((await create({ id: 'z'.repeat(32) })).status).toBe(201)
  })

  it('answers 409 with the text that clients look for, in any case of the id', async () => {
    const id = await created()
    const answer = await create({ id: id.toUpperCase() })
    expect(answer.status).toBe(409)
    expect(answer.json.error.code).toBe('NameAlreadyExists')
    expect(answer.json.error.message).toBe('The specified resource name already exists')
  })

  it('lets exactly one of many simultaneous creations through', async () => {
    const id = newId()
    const answers = await Promise.all(Array.from({ length: 8 }, () => create({ id })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)])
  })
})

describe('1.3 operations', () => {
  it('creates a draft with the creator among the authorised apps and nulls for what is not set', async () => {
    const answer = await create({ id: 'harborlogs', name: 'Harbor logs', description: 'Berth log entries' })
    expect(answer.status).toBe(201)
    expect(answer.json).toEqual({
      '@odata.context': 'http://graph.microsoft.com/v1.0/$metadata#external/connections/$entity',
      id: 'harborlogs',
      name: 'Harbor logs',
      description: 'Berth log entries',
      state: 'draft',
      configuration: { authorizedAppIds: [APP] },
      contentCategory: 'uncategorized',
      activitySettings: null,
      searchSettings: null,
      connectorId: null,
    })
    expect(answer.headers['content-type']).toBe(
      'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
    )
    expect(answer.headers['odata-version']).toBe('4.0')
  })

  it('reads with the members of beta on beta', async () => {
    const id = await created({ enabledContentExperiences: 'MicrosoftSearch, Compliance' })
    const { json } = await call('GET', `/beta/external/connections/${id}`)
    expect(json).toMatchObject({
      enabledContentExperiences: 'search, compliance',
      complianceSettings: null,
      ingestedItemsCount: null,
    })
  })

  it.each([
    ['no name', { name: undefined }, 'MissingName', '/name'],
    ['a name of 129 characters', { name: 'n'.repeat(129) }, 'NameTooLong', '/name'],
    ['a description that is no text', { description: 7 }, 'InvalidMemberType', '/description'],
    ['an unknown category', { contentCategory: 'wiki' }, 'InvalidContentCategory', '/contentCategory'],
    [
      'an unknown experience',
      { enabledContentExperiences: 'copilot' },
      'InvalidContentExperience',
      '/enabledContentExperiences',
    ],
    [
      'app ids that are no list',
      { configuration: { authorizedAppIds: 'x' } },
      'InvalidMemberType',
      '/configuration/authorizedAppIds',
    ],
  ])('answers 400 to %s', async (_, body, code, target) => {
    const answer = await create({ id: newId(), ...body })
    expect(answer.status, answer.text).toBe(400)
    expect(answer.json.error).toMatchObject({ code: 'InvalidRequest', target, innerError: { code } })
    expect(answer.json.error.innerError.message).not.toMatch(/\{\w+\}/)
  })

  it('answers 400 to what is nested too deep to be given back', async () => {
    const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
    const body = (levels: number) => `{"id":"${newId()}","name":"n","configuration":${deep(levels)}}`
    expect((await call('POST', '/external/connections', body(100_000))).status).toBe(400)
    const fits = await call('POST', '/external/connections', body(90))
    expect(fits.status).toBe(201)
    expect((await call('GET', `/external/connections/${fits.json.id}`)).text).toContain(deep(89))
  })

  it('ignores members that it does not know, and reads enums in any case', async () => {
    const id = await created({ '@odata.type': '#x', colour: 'red', contentCategory: 'KnowledgeBase', state: 'ready' })
    const { json } = await call('GET', `/external/connections/${id}`)
    expect(json).toMatchObject({ contentCategory: 'knowledgeBase', state: 'draft' })
  })

  it('answers PATCH with an empty 204 and replaces complex members whole', async () => {
    const id = await created({ configuration: { authorizedAppIds: [OTHER_APP], custom: 1 } })
    const answer = await call('PATCH', `/external/connections/${id}`, {
      description: 'new',
      configuration: { authorizedAppIds: [] },
      id: 'ignored',
      state: 'obsolete',
    })
    expect([answer.status, answer.text]).toEqual([204, ''])
    const { json } = await call('GET', `/external/connections/${id}`)
    expect(json).toMatchObject({ id, name: 'n', description: 'new', state: 'draft' })
    expect(json.configuration).toEqual({ authorizedAppIds: [APP] })
  })

  it('loses no member when changes arrive at once', async () => {
    const id = await created()
    const bodies = [{ name: 'renamed' }, { description: 'told' }, { contentCategory: 'crm' }]
    const answers = await Promise.all(bodies.map((body) => call('PATCH', `/external/connections/${id}`, body)))
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204])
    expect((await call('GET', `/external/connections/${id}`)).json).toMatchObject({
      name: 'renamed',
      description: 'told',
      contentCategory: 'crm',
    })
  })

  it('answers 404 to reads, changes and deletion of what does not exist', async () => {
    for (const method of ['GET', 'PATCH', 'DELETE'] as const) {
      const answer = await call(method, '/external/connections/nowhere', method === 'PATCH' ? {} : undefined)
      expect(answer.status).toBe(404)
      expect(answer.json.error).toMatchObject({
        code: 'ItemNotFound',
        innerError: { code: 'ResourceNotFound', source: 'Connection', message: "'Connection' was not found." },
      })
    }
  })

  it('vanishes at once on DELETE, and a connection created again under the id inherits nothing', async () => {
    const id = newId()
    await readyConnection(call, id)
    const items = `/external/connections/${id}/items`
    await call('PUT', `${items}/a`, { acl: EVERYONE, properties: { title: 'old' } })
    await call('POST', `/external/connections/${id}/groups`, { id: 'pilots' })
    const before = fixture.connectors.reader.connection(tenant, id)
    const deleted = await call('DELETE', `/external/connections/${id}`)
    expect([deleted.status, deleted.text]).toEqual([202, ''])
    expect((await call('GET', `/external/connections/${id}`)).status).toBe(404)
    expect((await call('GET', `${items}/a`)).status).toBe(404)
    expect(fixture.connectors.reader.itemOf(before?.uid ?? '', 'a')).toBeUndefined()
    await until(async () => (await create({ id })).status === 201)
    expect(fixture.connectors.reader.connection(tenant, id)?.uid).not.toBe(before?.uid)
    expect((await call('GET', `/external/connections/${id}`)).json.state).toBe('draft')
    expect((await call('GET', `/external/connections/${id}/groups/pilots`)).status).toBe(404)
    expect((await call('GET', `/external/connections/${id}/schema`)).status).toBe(404)
    expect((await call('GET', `/external/connections/${id}/operations`)).json.value).toEqual([])
  })

  it('records what was done by whom', async () => {
    const id = await created()
    await call('DELETE', `/external/connections/${id}`)
    const entries = await fixture.audit.list(tenant, { limit: 10 })
    const mine = JSON.stringify(entries)
    expect(mine).toContain('connection.create')
    expect(mine).toContain('connection.delete')
  })
})

describe('1.7 ownership and visibility', () => {
  it('shows an OwnedBy app its own connections and those that name it, and refuses others with 403', async () => {
    const mine = await created()
    const shared = await created({ configuration: { authorizedAppIds: [OTHER_APP.toUpperCase()] } })
    const other = fixture.app(tenant, OWNED, OTHER_APP)
    const seen = (await other('GET', '/external/connections')).json.value as { id: string }[]
    expect(seen.map(({ id }) => id)).toEqual([shared])
    expect((await other('GET', `/external/connections/${shared}`)).status).toBe(200)
    for (const [method, path, body] of [
      ['GET', ''],
      ['PATCH', '', { name: 'x' }],
      ['DELETE', ''],
      ['GET', '/schema'],
      ['PATCH', '/schema', {}],
      ['GET', '/operations'],
      ['GET', '/items'],
      ['PUT', '/items/a', {}],
      ['GET', '/items/a'],
      ['DELETE', '/items/a'],
      ['POST', '/items/a/addActivities', {}],
      ['POST', '/groups', { id: 'g' }],
      ['GET', '/groups/g'],
      ['POST', '/groups/g/members', {}],
    ] as const) {
      const answer = await other(method, `/external/connections/${mine}${path}`, body)
      expect([method, path, answer.status, answer.json.error?.code]).toEqual([
        method,
        path,
        403,
        'Authorization_RequestDenied',
      ])
    }
  })

  it('lets .All rights reach every connection of the tenant', async () => {
    const mine = await created()
    const other = fixture.app(tenant, ALL, OTHER_APP)
    expect((await other('PATCH', `/external/connections/${mine}`, { name: 'x' })).status).toBe(204)
  })

  it('keeps the creator in when it removes itself from the authorised apps', async () => {
    const id = await created()
    await call('PATCH', `/external/connections/${id}`, { configuration: { authorizedAppIds: [OTHER_APP] } })
    expect((await call('GET', `/external/connections/${id}`)).status).toBe(200)
    const other = fixture.app(tenant, OWNED, OTHER_APP)
    await other('PATCH', `/external/connections/${id}`, { configuration: { authorizedAppIds: [] } })
    expect((await other('GET', `/external/connections/${id}`)).status).toBe(403)
  })

  it('can be told to hide foreign connections', async () => {
    const hidden = await openFixture({ settings: { foreignConnectionStatus: 404 } })
    const there = await hidden.newTenant('hidden.example')
    await create({ id: 'harborlogs' }, hidden.app(there))
    const other = hidden.app(there, OWNED, OTHER_APP)
    expect((await other('GET', '/external/connections/harborlogs')).status).toBe(404)
    await hidden.close()
  })
})

describe('8.3 permissions', () => {
  it('answers 401 without a caller', async () => {
    expect((await fixture.nobody('GET', '/external/connections')).status).toBe(401)
  })

  it('does not take item rights for connection rights, nor the other way', async () => {
    const id = newId()
    await readyConnection(call, id)
    const items = fixture.app(tenant, ['ExternalItem.ReadWrite.OwnedBy'])
    const connections = fixture.app(tenant, ['ExternalConnection.ReadWrite.OwnedBy'])
    expect((await items('GET', `/external/connections/${id}`)).status).toBe(403)
    expect((await connections('GET', `/external/connections/${id}/items`)).status).toBe(403)
    expect((await connections('GET', `/external/connections/${id}/groups`)).status).toBe(403)
  })

  it('does not let Read.All write', async () => {
    const id = await created()
    const reader = fixture.app(tenant, ['ExternalConnection.Read.All', 'ExternalItem.Read.All'])
    expect((await reader('GET', `/external/connections/${id}`)).status).toBe(200)
    expect((await reader('PATCH', `/external/connections/${id}`, { name: 'x' })).status).toBe(403)
    expect((await reader('PUT', `/external/connections/${id}/items/a`, {})).status).toBe(403)
  })
})

describe('1.5 activity settings', () => {
  const resolver = (more: object = {}) => ({
    '@odata.type': '#microsoft.graph.externalConnectors.itemIdResolver',
    priority: 1,
    itemId: '{year}-{call}',
    urlMatchInfo: { baseUrls: ['https://harbor.example/log'], urlPattern: '/(?<year>\\d{4})/(?<call>[A-Z0-9]+)' },
    ...more,
  })

  it('keeps URL resolvers and gives them back', async () => {
    const id = await created()
    const activitySettings = { urlToItemResolvers: [resolver()] }
    expect((await call('PATCH', `/external/connections/${id}`, { activitySettings })).status).toBe(204)
    expect((await call('GET', `/external/connections/${id}`)).json.activitySettings).toEqual(activitySettings)
  })

  it.each([
    ['a broken pattern', resolver({ urlMatchInfo: { baseUrls: ['https://x'], urlPattern: '(' } }), 'InvalidUrlPattern'],
    [
      'an endless pattern',
      resolver({ urlMatchInfo: { baseUrls: [], urlPattern: 'a'.repeat(2001) } }),
      'InvalidUrlPattern',
    ],
    ['another type', resolver({ '@odata.type': '#x' }), 'InvalidUrlResolver'],
    ['no itemId', resolver({ itemId: undefined }), 'InvalidUrlResolver'],
    ['no object', 'x', 'InvalidUrlResolver'],
  ])('answers 400 to %s', async (_, entry, code) => {
    const answer = await create({ id: newId(), activitySettings: { urlToItemResolvers: [entry] } })
    expect(answer.status).toBe(400)
    expect(answer.json.error.innerError.code).toBe(code)
  })
})

describe('1.6 result templates', () => {
  const template = (more: object = {}) => ({
    id: 'logcard',
    priority: 1,
    layout: { type: 'AdaptiveCard' },
    rules: [],
    ...more,
  })
  const send = (...searchResultTemplates: unknown[]) =>
    create({ id: newId(), searchSettings: { searchResultTemplates } })

  it('never looks into the layout, whatever it is wrapped in', async () => {
    const layouts = [
      JSON.parse('{"additionalProperties":{"type":"AdaptiveCard","__proto__":{"a":1}}}'),
      '{ "type": "AdaptiveCard", broken',
    ]
    const answer = await send(...layouts.map((layout, n) => template({ id: `card${n}`, layout })))
    const { searchResultTemplates } = answer.json.searchSettings as { searchResultTemplates: { layout: unknown }[] }
    expect(searchResultTemplates.map(({ layout }) => JSON.stringify(layout))).toEqual(
      layouts.map((one) => JSON.stringify(one)),
    )
  })

  it('fills in priority by order, missing rules, and reads operations in any case', async () => {
    const rules = [{ operation: 'Equals', property: 'p', values: ['a'], valuesJoinedBy: 'OR' }]
    const answer = await send(
      template({ id: 'a', priority: undefined, rules: undefined }),
      template({ id: 'b', priority: undefined, rules }),
    )
    expect(answer.json.searchSettings).toMatchObject({
      searchResultTemplates: [
        { id: 'a', priority: 1, rules: [] },
        { id: 'b', priority: 2, rules: [{ operation: 'equals', property: 'p', values: ['a'], valuesJoinedBy: 'or' }] },
      ],
    })
  })

  it.each([
    [
      'three templates',
      [template({ id: 'a' }), template({ id: 'b' }), template({ id: 'c' })],
      'TooManyResultTemplates',
    ],
    ['an id of 17 characters', [template({ id: 'a'.repeat(17) })], 'InvalidResultTemplateId'],
    ['an id with a hyphen', [template({ id: 'a-b' })], 'InvalidResultTemplateId'],
    ['the same id twice', [template(), template()], 'InvalidResultTemplateId'],
    ['priority 0', [template({ priority: 0 })], 'InvalidResultTemplatePriority'],
    [
      'an unknown operation',
      [template({ rules: [{ operation: 'like', property: 'p' }] })],
      'InvalidResultTemplateRule',
    ],
    [
      'an unknown joiner',
      [template({ rules: [{ operation: 'equals', property: 'p', valuesJoinedBy: 'xor' }] })],
      'InvalidResultTemplateRule',
    ],
  ])('answers 400 to %s', async (_, templates, code) => {
    const answer = await send(...templates)
    expect(answer.status).toBe(400)
    expect(answer.json.error.innerError.code).toBe(code)
  })
})

describe('1.10 limits', () => {
  it('answers 403 above the number of connections, and takes another once one is deleted', async () => {
    const capped = await openFixture({ settings: { connectionsPerTenant: 2 } })
    const there = await capped.newTenant('capped.example')
    const as = capped.app(there)
    const answers = await Promise.all(['aaa', 'bbb', 'ccc'].map((id) => create({ id }, as)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 403])
    const listed = (await as('GET', '/external/connections')).json.value as { id: string }[]
    await as('DELETE', `/external/connections/${listed[0]?.id}`)
    expect((await create({ id: 'ddd' }, as)).status).toBe(201)
    await capped.close()
  })
})

describe('ISO-01 two tenants with equal ids', () => {
  it('answers like an id that nobody has', async () => {
    const other = fixture.app(await fixture.newTenant('two.example'), ALL)
    const id = newId()
    await readyConnection(call, id)
    await call('PUT', `/external/connections/${id}/items/a`, { acl: EVERYONE, properties: { title: 'x' } })
    const paths = ['', '/schema', '/operations', '/items', '/items/a', '/groups', '/groups/g/members', '/items/$count']
    const blurred = (text: string) => text.replaceAll(/"(date|request-id|client-request-id)":"[^"]*"/g, '')
    for (const path of paths) {
      const foreign = await other('GET', `/external/connections/${id}${path}`)
      const unknown = await other('GET', `/external/connections/nobodyhasit${path}`)
      expect(foreign.status).toBe(404)
      expect(blurred(foreign.text)).toBe(blurred(unknown.text))
    }
    await create({ id }, other)
    expect((await other('GET', `/external/connections/${id}`)).json.state).toBe('draft')
    expect((await call('GET', `/external/connections/${id}`)).json.state).toBe('ready')
  })
})

describe('8.7 lists of connections', () => {
  it('pages with an absolute nextLink, selects, filters and counts', async () => {
    const paged = await openFixture({ settings: { pageSize: 2 } })
    const as = paged.app(await paged.newTenant('paged.example'))
    for (const id of ['aaa', 'bbb', 'ccc', 'ddd', 'eee']) await create({ id, name: `n-${id}` }, as)
    const seen: string[] = []
    let path = '/external/connections?$select=id,name&$count=true'
    for (;;) {
      const { json } = await as('GET', path)
      expect(json['@odata.count']).toBe(5)
      expect(json['@odata.context']).toBe('http://graph.microsoft.com/v1.0/$metadata#connections(id,name)')
      for (const one of json.value as object[]) seen.push(Object.values(one).join())
      if (!json['@odata.nextLink']) break
      path = String(json['@odata.nextLink']).replace('http://graph.microsoft.com/v1.0', '')
    }
    expect(seen).toEqual(['aaa,n-aaa', 'bbb,n-bbb', 'ccc,n-ccc', 'ddd,n-ddd', 'eee,n-eee'])
    const one = await as('GET', "/external/connections?$filter=name eq 'n-ccc'")
    expect((one.json.value as { id: string }[]).map(({ id }) => id)).toEqual(['ccc'])
    const some = await as('GET', '/external/connections?$top=1&$skip=3')
    expect((some.json.value as { id: string }[]).map(({ id }) => id)).toEqual(['ddd'])
    const count = await as('GET', '/external/connections/$count')
    expect([count.text, count.headers['content-type']]).toEqual(['5', 'text/plain'])
    await paged.close()
  })
})

describe('0 surface map', () => {
  it('serves the second root, keywords in any case and ids in any case', async () => {
    const id = await created()
    expect((await call('GET', `/connections/${id}`)).json.id).toBe(id)
    expect((await call('GET', `/EXTERNAL/Connections/${id.toUpperCase()}`)).json.id).toBe(id)
    expect((await call('GET', `/external/connections('${id}')`)).json.id).toBe(id)
  })

  it('answers /external', async () => {
    expect((await call('GET', '/external')).json).toEqual({
      '@odata.context': 'http://graph.microsoft.com/v1.0/$metadata#external',
    })
  })

  it('has quota on beta only', async () => {
    const id = await created()
    expect((await call('GET', `/beta/external/connections/${id}/quota`)).json.itemsRemaining).toBe(5_000_000)
    expect((await call('GET', `/external/connections/${id}/quota`)).status).toBe(404)
  })

  it('8.5 strips annotations when none are wanted', async () => {
    const id = await created()
    const answer = await call('GET', `/external/connections/${id}`, undefined, {
      accept: 'application/json;odata.metadata=none',
    })
    expect(answer.text).not.toContain('@odata')
    expect(answer.headers['content-type']).toContain('odata.metadata=none')
  })
})
