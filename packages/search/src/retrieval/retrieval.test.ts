import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { OWNER_APP } from '../test/connectors.ts'
import { A14, deny, EVERYONE, HARBOUR_SCHEMA, harbour, person } from '../test/harbour.ts'
import { openWorld, TENANT, type World } from '../test/world.ts'

let world: World
const open = async () => {
  world = await openWorld()
  await harbour(world)
}
const close = () => world.close()

const put = (itemId: string, more: object) => world.connectors.put(TENANT, 'harborlogs', itemId, { ...A14, ...more })
const QUESTION = 'Which vessels were held up by fog in February?'

describe('contract: connectors 6.1, retrieval', () => {
  beforeEach(open)
  afterEach(close)
  it('has the members and forms that clients read', async () => {
    const answer = await world.retrieve('Maren Voss', QUESTION, { resourceMetadata: ['vessel', 'tags', 'berth'] })
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({
      '@odata.context': 'http://localhost:80/v1.0/$metadata#microsoft.graph.retrievalResponse',
      retrievalHits: [
        {
          webUrl: 'https://harbor.example/log/2027/A14',
          resourceType: 'externalItem',
          extracts: [{ text: A14.plainText, relevanceScore: expect.any(Number) }],
          resourceMetadata: { vessel: 'MV Gannet', tags: 'bulk; delayed', berth: '14' },
        },
      ],
    })
  })

  it('is an empty list when nothing is found, and empty metadata when none is asked for', async () => {
    expect((await world.retrieve('Maren Voss', 'zebra')).body.retrievalHits).toEqual([])
    expect((await world.retrieve('Maren Voss', QUESTION)).body.retrievalHits[0].resourceMetadata).toEqual({})
  })

  it('leaves out metadata without a value, unknown or not retrievable, and shows the sensitivity label', async () => {
    await put('bare', { properties: { vessel: 'Tern' }, plainText: 'walrus', sensitivityLabelId: 'label-7' })
    const answer = await world.retrieve('Maren Voss', 'walrus', {
      resourceMetadata: ['vessel', 'berth', 'remark', 'nonsense', 'label_title'],
    })
    expect(answer.body.retrievalHits).toEqual([
      {
        resourceType: 'externalItem',
        extracts: [{ text: 'walrus', relevanceScore: expect.any(Number) }],
        resourceMetadata: { vessel: 'Tern', label_title: 'Tern' },
        sensitivityLabel: { sensitivityLabelId: 'label-7' },
      },
    ])
  })

  it('finds items that hold any of the words, best first, scores between 0 and 1', async () => {
    await put('both', { plainText: 'fog, fog, and vessels held up in February' })
    const { retrievalHits } = (await world.retrieve('Maren Voss', QUESTION)).body
    const scores = retrievalHits.map(
      (hit: { extracts: { relevanceScore: number }[] }) => hit.extracts[0]?.relevanceScore,
    )
    expect(retrievalHits).toHaveLength(2)
    expect(retrievalHits[0].extracts[0].text).toContain('held up')
    expect(scores).toEqual(scores.toSorted((a: number, b: number) => b - a))
    for (const score of scores) expect(score > 0 && score <= 1).toBe(true)
  })

  it('gives up to three passages of a long text, those that match best', async () => {
    const filler = 'Nothing of note was written down by the harbour master on that day. '.repeat(30)
    const parts = ['One walrus.', 'A walrus met a narwhal.', 'Two walrus tusks.', 'walrus again.']
    await put('long', { plainText: parts.map((part) => `${part}\n\n${filler}`).join('\n\n') })
    const [hit] = (await world.retrieve('Maren Voss', 'walrus narwhal')).body.retrievalHits
    expect(hit.extracts).toHaveLength(3)
    expect(hit.extracts[0].text).toContain('narwhal')
    for (const { text } of hit.extracts) {
      expect(text).toContain('walrus')
      expect(text.length).toBeLessThanOrEqual(1000)
    }
  })

  it('takes the passage from shown properties where an item has no content', async () => {
    await put('bare', { properties: { vessel: 'Walrus', tags: ['bulk'], remark: 'secret' }, plainText: '' })
    const [hit] = (await world.retrieve('Maren Voss', 'walrus')).body.retrievalHits
    expect(hit.extracts.map(({ text }: { text: string }) => text)).toEqual(['Walrus\nbulk'])
  })

  it('looks in the connections that were named, in any case', async () => {
    await world.connectors.connect(TENANT, 'plans', HARBOUR_SCHEMA)
    await world.connectors.put(TENANT, 'plans', 'p1', A14)
    const count = async (...ids: string[]) => {
      const dataSourceConfiguration = { externalItem: { connections: ids.map((connectionId) => ({ connectionId })) } }
      return (await world.retrieve('Maren Voss', QUESTION, { dataSourceConfiguration })).body.retrievalHits.length
    }
    expect([await count('Plans'), await count('plans', 'harborlogs'), await count('nowhere')]).toEqual([1, 2, 0])
    expect((await world.retrieve('Maren Voss', QUESTION)).body.retrievalHits).toHaveLength(2)
  })

  it('gives as many as were asked for, 25 unless said otherwise', async () => {
    for (let n = 0; n < 30; n++) await put(`p${n}`, {})
    const count = async (more: object) => (await world.retrieve('Maren Voss', 'fog', more)).body.retrievalHits.length
    expect([await count({}), await count({ maximumNumberOfResults: 7 })]).toEqual([25, 7])
  })

  it.each(['externalItem', 'ExternalItem', 'EXTERNALITEM'])('takes the data source %s', async (dataSource) => {
    expect((await world.retrieve('Maren Voss', QUESTION, { dataSource })).body.retrievalHits).toHaveLength(1)
  })

  it('trims to the caller; guests find nothing', async () => {
    await put('2027-A14', { acl: [EVERYONE, deny('user', person('Ruth Adeyemi'))] })
    const count = async (name: string) => (await world.retrieve(name, QUESTION)).body.retrievalHits.length
    expect([await count('Maren Voss'), await count('Ruth Adeyemi'), await count('Viktor Stahl')]).toEqual([1, 0, 0])
  })

  it('429 with Retry-After after 200 calls of one person in an hour, over both versions', async () => {
    for (let n = 0; n < 200; n++) {
      if (n === 100) world.clock.now += 10 * 60_000
      expect((await world.retrieve('Maren Voss', 'zebra')).status).toBe(200)
    }
    const body = { queryString: 'zebra', dataSource: 'externalItem' }
    const refusedCall = await world.call('Maren Voss', 'POST', '/beta/copilot/retrieval', body)
    expect([refusedCall.status, refusedCall.body.error.code]).toEqual([429, 'TooManyRequests'])
    expect(refusedCall.headers['retry-after']).toBe('3000')
    expect((await world.retrieve('Tobias Achterberg', 'zebra')).status).toBe(200)
    world.clock.now += 3_000_001
    expect((await world.retrieve('Maren Voss', 'zebra')).status).toBe(200)
  })
})

describe('contract: connectors 6.1, refusals', () => {
  beforeAll(open)
  afterAll(close)

  const refused: readonly [string, object][] = [
    ['no queryString', { queryString: undefined }],
    ['an empty queryString', { queryString: ' ' }],
    ['a queryString that is too long', { queryString: 'x'.repeat(1501) }],
    ['no data source', { dataSource: undefined }],
    ['an unknown data source', { dataSource: 'mail' }],
    ['no results', { maximumNumberOfResults: 0 }],
    ['too many results', { maximumNumberOfResults: 26 }],
    ['too much metadata', { resourceMetadata: Array(257).fill('vessel') }],
    ['metadata that is no list', { resourceMetadata: 'vessel' }],
    ['connections that cannot be read', { dataSourceConfiguration: { externalItem: { connections: ['plans'] } } }],
    ['a configuration that is no object', { dataSourceConfiguration: 'plans' }],
    ['a filter that is no text', { filterExpression: 5 }],
  ]
  it.each(refused)('400 for %s', async (_name, more) => {
    const { status, body } = await world.retrieve('Maren Voss', QUESTION, more)
    expect([status, body.error.code]).toEqual([400, 'BadRequest'])
    expect(body.error.message).not.toBe('')
  })

  it('takes an absent, null or blank filter', async () => {
    for (const filterExpression of [null, '', '  '])
      expect((await world.retrieve('Maren Voss', QUESTION, { filterExpression })).status).toBe(200)
  })

  it('403 without the permission and for an app; files need both of theirs and give nothing', async () => {
    const status = async (asker: object, dataSource = 'externalItem') =>
      (await world.retrieve(asker, QUESTION, { dataSource })).status
    expect(await status({ user: 'Maren Voss', scopes: [] })).toBe(403)
    expect(await status({ app: OWNER_APP })).toBe(403)
    expect(await status({ user: 'Maren Voss', scopes: ['Files.Read.All'] }, 'SharePoint')).toBe(403)
    const files = { user: 'Maren Voss', scopes: ['Files.Read.All', 'Sites.Read.All'] }
    expect((await world.retrieve(files, QUESTION, { dataSource: 'SharePoint' })).body.retrievalHits).toEqual([])
  })
})
