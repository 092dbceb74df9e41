import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { REQUEST_GUID } from '../test/app.ts'
import { OWNER_APP } from '../test/connectors.ts'
import { A14, deny, EVERYONE, grant, HARBOUR_SCHEMA, harbour, person, team } from '../test/harbour.ts'
import { containerOf, idsOf, openWorld, TENANT, type World } from '../test/world.ts'

let world: World
let uid: string
const open = async () => {
  world = await openWorld()
  uid = await harbour(world)
}
const close = () => world.close()

const put = (itemId: string, more: object) => world.connectors.put(TENANT, 'harborlogs', itemId, { ...A14, ...more })
const hitOf = (answer: Parameters<typeof containerOf>[0]) => containerOf(answer).hits[0]

describe('contract: connectors 5.4, response', () => {
  beforeEach(open)
  afterEach(close)
  it('has the members and forms that clients read', async () => {
    const answer = await world.query('Maren Voss', 'fog')
    expect(answer.status).toBe(200)
    const hitId = hitOf(answer).hitId
    expect(answer.body).toEqual({
      '@odata.context': 'http://localhost:80/v1.0/$metadata#Collection(microsoft.graph.searchResponse)',
      value: [
        {
          searchTerms: ['fog'],
          hitsContainers: [
            {
              hits: [
                {
                  hitId,
                  rank: 1,
                  summary: 'Pilot boarded late because of <c0>fog</c0> in the outer basin.',
                  contentSource: 'harborlogs',
                  resource: {
                    '@odata.type': '#microsoft.graph.externalConnectors.externalItem',
                    id: hitId,
                    properties: {
                      vessel: 'MV Gannet',
                      link: 'https://harbor.example/log/2027/A14',
                      arrived: '2027-02-03T04:10:00Z',
                      berth: 14,
                      'tags@odata.type': 'Collection(String)',
                      tags: ['bulk', 'delayed'],
                      substrateContentDomainId: `${uid}@${TENANT},2027-A14`,
                      substrateLocationId: `APP:GCS_harborlogs@${TENANT}`,
                      documentId: expect.any(Number),
                      immutableEntryId: expect.stringMatching(/^[0-9a-f]{32}$/),
                    },
                  },
                },
              ],
              total: 1,
              moreResultsAvailable: false,
            },
          ],
        },
      ],
    })
    expect(hitId).not.toContain('A14')
    expect(uid).toMatch(/^[0-9a-f]{32}$/)
  })

  it('leaves the key hits out when there are none', async () => {
    const answer = await world.query('Maren Voss', 'absent')
    expect(answer.body.value).toEqual([
      { searchTerms: ['absent'], hitsContainers: [{ total: 0, moreResultsAvailable: false }] },
    ])
  })

  it('echoes the version segment', async () => {
    const answer = await world.call('Maren Voss', 'POST', '/beta/search/query', {
      requests: [{ entityTypes: ['externalItem'], query: { queryString: 'fog' } }],
    })
    expect(answer.body['@odata.context']).toContain('/beta/$metadata#')
  })

  it('escapes the text of the source, so that no foreign tag survives', async () => {
    await put('evil', { plainText: '<c0>fog</c0> & <img src=x onerror=alert(1)> <ddd/>' })
    const { summary } = containerOf(await world.query('Maren Voss', 'onerror')).hits[0]
    expect(summary).toBe('&lt;c0&gt;fog&lt;/c0&gt; &amp; &lt;img src=x <c0>onerror</c0>=alert(1)&gt; &lt;ddd/&gt;')
  })

  it('marks what it leaves out', async () => {
    const filler = 'The harbour master wrote nothing of note that day. '.repeat(20)
    await put('long', { plainText: `${filler}Then a Storm came up. ${filler}` })
    const { summary } = hitOf(await world.query('Maren Voss', 'storm'))
    expect(summary).toMatch(/^<ddd\/> .*<c0>Storm<\/c0> came up\..* <ddd\/>$/)
    expect(summary.length).toBeLessThan(320)
  })

  it('takes the summary from a shown property where only that matched, never from one that is not retrievable', async () => {
    expect(hitOf(await world.query('Maren Voss', 'gannet')).summary).toBe('MV <c0>Gannet</c0>')
    expect(hitOf(await world.query('Maren Voss', 'dues')).summary).toBe(A14.plainText)
  })

  it('pages with from and size', async () => {
    for (let n = 0; n < 6; n++) await put(`p${n}`, { plainText: 'ferry' })
    const first = containerOf(await world.query('Maren Voss', 'ferry', { from: 0, size: 4 }))
    const second = await world.query('Maren Voss', 'ferry', { from: 4, size: '4' })
    expect([first.hits.length, first.total, first.moreResultsAvailable]).toEqual([4, 6, true])
    expect(containerOf(second)).toMatchObject({ total: 6, moreResultsAvailable: false })
    expect(containerOf(second).hits.map(({ rank }: { rank: number }) => rank)).toEqual([5, 6])
    expect(containerOf(await world.query('Maren Voss', 'ferry', { from: 9 }))).toEqual({
      total: 6,
      moreResultsAvailable: false,
    })
  })

  it('gives at most 25 hits unless asked for more', async () => {
    for (let n = 0; n < 30; n++) await put(`p${n}`, { plainText: 'ferry' })
    expect(idsOf(await world.query('Maren Voss', 'ferry'))).toHaveLength(25)
    expect(idsOf(await world.query('Maren Voss', 'ferry', { size: 1000 }))).toHaveLength(30)
  })

  it('matches everything with *', async () => {
    const answer = await world.query('Maren Voss', '*')
    expect(idsOf(answer)).toEqual(['2027-A14'])
    expect(answer.body.value[0].searchTerms).toEqual([])
  })
})

describe('contract: connectors 5.1, request', () => {
  beforeEach(open)
  afterEach(close)
  const propertyNames = async (more: object) =>
    Object.keys(hitOf(await world.query('Maren Voss', 'fog', more)).resource.properties).filter(
      (name) => !/^(substrate|documentId|immutable)/.test(name),
    )

  it.each(['externalItem', 'EXTERNALITEM', 'microsoft.graph.externalItem', '#microsoft.graph.externalItem'])(
    'takes the entity type %s',
    async (entityType) => {
      expect(idsOf(await world.query('Maren Voss', 'fog', { entityTypes: [entityType] }))).toEqual(['2027-A14'])
    },
  )

  it('looks in the connections that contentSources names, in any case; unknown ones find nothing', async () => {
    await world.connectors.connect(TENANT, 'plans', HARBOUR_SCHEMA)
    await world.connectors.put(TENANT, 'plans', 'p1', A14)
    const ids = async (contentSources: unknown) =>
      idsOf(await world.query('Maren Voss', 'fog', { contentSources })).toSorted()
    expect(await ids(['/external/connections/plans'])).toEqual(['p1'])
    expect(await ids(['/external/connections/PLANS', '/external/connections/harborlogs'])).toEqual(['2027-A14', 'p1'])
    expect(await ids(['Connectors'])).toEqual(['2027-A14', 'p1'])
    expect(await ids(undefined)).toEqual(['2027-A14', 'p1'])
    expect(await ids(['/external/connections/nowhere'])).toEqual([])
    expect(await ids(['elsewhere'])).toEqual([])
  })

  it('shows the fields asked for, by name or label; unknown and non-retrievable ones are dropped', async () => {
    expect(await propertyNames({ fields: ['VESSEL', 'label_url', 'remark', 'nonsense', 'label_iconUrl'] })).toEqual([
      'vessel',
      'label_url',
    ])
    expect(await propertyNames({ fields: ['label_tags'] })).toEqual(['label_tags@odata.type', 'label_tags'])
    expect(await propertyNames({ stored_fields: ['berth'] })).toEqual(['berth'])
    expect(await propertyNames({ fields: ['remark'] })).toEqual([])
  })

  it('puts the words into the template', async () => {
    const query = { queryString: 'pilot', queryTemplate: '{searchTerms} fog' }
    expect(idsOf(await world.query('Maren Voss', '', { query }))).toEqual(['2027-A14'])
    const other = { queryString: 'pilot', queryTemplate: '{SearchTerms} AND storm' }
    expect(idsOf(await world.query('Maren Voss', '', { query: other }))).toEqual([])
  })

  it('takes what it has no use for', async () => {
    const more = {
      region: 'NAM',
      enableTopResults: true,
      trimDuplicates: true,
      queryAlterationOptions: { enableSuggestion: true },
      resultTemplateOptions: [{ enableResultTemplate: true }],
      sharePointOneDriveOptions: { includeContent: 'sharedContent' },
      aggregations: [],
      '@odata.type': '#microsoft.graph.searchRequest',
    }
    expect(idsOf(await world.query('Maren Voss', 'fog', more))).toEqual(['2027-A14'])
  })

  it('answers kinds that are not held here with nothing, beside items or alone', async () => {
    expect(
      idsOf(await world.query('Maren Voss', 'fog', { entityTypes: ['externalItem', 'driveItem', 'site'] })),
    ).toEqual(['2027-A14'])
    expect(containerOf(await world.query('Maren Voss', 'fog', { entityTypes: ['message'] }))).toMatchObject({
      total: 0,
    })
  })
})

describe('contract: connectors 5.9, errors', () => {
  beforeAll(open)
  afterAll(close)
  const one = { entityTypes: ['externalItem'], query: { queryString: 'fog' } }
  const rows: readonly [string, unknown][] = [
    ['no body', undefined],
    ['requests missing', {}],
    ['requests empty', { requests: [] }],
    ['a request that is no object', { requests: ['fog'] }],
    ['two requests of the same type', { requests: [one, one] }],
    ['no entity types', { requests: [{ query: { queryString: 'fog' } }] }],
    ['an unknown entity type', { requests: [{ ...one, entityTypes: ['lantern'] }] }],
    ['an unsupported mix', { requests: [{ ...one, entityTypes: ['externalItem', 'message'] }] }],
    ['from below zero', { requests: [{ ...one, from: -1 }] }],
    ['size too large', { requests: [{ ...one, size: 1001 }] }],
    ['size not whole', { requests: [{ ...one, size: 2.5 }] }],
    ['a query that is too long', { requests: [{ ...one, query: { queryString: 'fog '.repeat(1100) } }] }],
    ['too many fields', { requests: [{ ...one, fields: Array(257).fill('vessel') }] }],
    ['fields that are no list', { requests: [{ ...one, fields: [1] }] }],
  ]
  it.each(rows)('400 with the shape of search for %s', async (_name, body) => {
    const { status, body: answer } = await world.call('Maren Voss', 'POST', '/v1.0/search/query', body)
    expect(status).toBe(400)
    const message = expect.stringMatching(/^SearchRequest Invalid \(.+\)$/)
    expect(answer).toEqual({
      error: {
        code: 'BadRequest',
        message,
        target: expect.any(String),
        details: [
          {
            code: 'Microsoft.SubstrateSearch.Api.ErrorReporting.ResourceBasedExceptions.BadRequestException',
            message,
            target: expect.any(String),
            httpCode: 400,
          },
        ],
        httpCode: 400,
        innerError: {
          fix: expect.stringMatching(/\.$/),
          date: '2027-03-01T09:00:00',
          'request-id': REQUEST_GUID,
          'client-request-id': REQUEST_GUID,
        },
      },
    })
  })

  it.each([{}, { query: {} }, { query: { queryString: '  ' } }, { query: { queryString: 5 } }])(
    'reports a missing queryString through an aggregate exception: %j',
    async (more) => {
      const request = { entityTypes: ['externalItem'], ...more }
      const { status, body } = await world.call('Maren Voss', 'POST', '/v1.0/search/query', { requests: [request] })
      expect(status).toBe(400)
      expect(body.error.details[0].code).toBe('System.AggregateException')
    },
  )

  it('403 without the delegated permission, with the same shape', async () => {
    const { status, body } = await world.query({ user: 'Maren Voss', scopes: ['User.Read'] }, 'fog')
    expect(status).toBe(403)
    expect(body.error).toMatchObject({
      code: 'Authorization_RequestDenied',
      httpCode: 403,
      details: [{ httpCode: 403 }],
    })
  })

  it('400 for a person in too many external groups', async () => {
    await world.close()
    world = await openWorld({ settings: { externalGroupsPerPerson: 1 } })
    const groups = world.directory.externalGroups
    uid = await harbour(world)
    for (const id of ['x1', 'x2']) {
      await groups.create(TENANT, uid, { id, displayName: id, description: null } as never)
      await groups.addMember(TENANT, uid, id, { type: 'user', id: person('Maren Voss') })
    }
    expect((await world.query('Maren Voss', 'fog')).status).toBe(400)
    expect((await world.query('Tobias Achterberg', 'fog')).status).toBe(200)
  })
})

describe('contract: connectors 5.10, who may search', () => {
  beforeEach(open)
  afterEach(close)
  it('two people, two answers', async () => {
    await put('pay', { acl: [grant('group', team('Finance'))], plainText: 'fog of the pay round' })
    await put('not-ruth', { acl: [EVERYONE, deny('user', person('Ruth Adeyemi'))], plainText: 'fog surprise' })
    const [ruth, kenji] = await Promise.all([world.query('Ruth Adeyemi', 'fog'), world.query('Kenji Watari', 'fog')])
    expect(idsOf(ruth).toSorted()).toEqual(['2027-A14', 'pay'])
    expect(idsOf(kenji).toSorted()).toEqual(['2027-A14', 'not-ruth'])
  })

  it('guests find nothing, without an error', async () => {
    await put('for-viktor', { acl: [grant('user', person('Viktor Stahl'))] })
    const answer = await world.query('Viktor Stahl', 'fog')
    expect(answer.status).toBe(200)
    expect(containerOf(answer)).toEqual({ total: 0, moreResultsAvailable: false })
  })

  it('an app by itself is refused, whatever it holds', async () => {
    expect((await world.query({ app: OWNER_APP }, 'fog')).status).toBe(403)
  })

  it('nobody without a token', async () => {
    const answer = await world.app.inject({ method: 'POST', url: '/v1.0/search/query', payload: {} })
    expect([answer.statusCode, answer.json().error.code]).toEqual([401, 'InvalidAuthenticationToken'])
  })

  it('a connection that is switched off is not there', async () => {
    world.connectors.switchOff(TENANT, 'harborlogs')
    expect(containerOf(await world.query('Maren Voss', '*'))).toEqual({ total: 0, moreResultsAvailable: false })
    world.connectors.switchOn(TENANT, 'harborlogs')
    expect(idsOf(await world.query('Maren Voss', '*'))).toEqual(['2027-A14'])
  })
})
