import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleEmbedder } from '../test/embedder.ts'
import { type Fleet, openFleet } from '../test/fleet.ts'
import { EVERYONE, grant, person } from '../test/harbour.ts'
import { containerOf, idsOf, TENANT } from '../test/world.ts'
import { LEAN, leanOf } from './lean.ts'

const MAREN = 'Maren Voss'
/** No words, and so no meaning. */
const FILLER = '— — — — — — — — — — '

let fleet: Fleet
let words: Fleet
beforeAll(async () => {
  fleet = await openFleet({ embedder: sampleEmbedder, settings: { retrievalsPerHour: 0 } })
  words = await openFleet({ settings: { retrievalsPerHour: 0 } })
  for (const world of [fleet, words]) {
    const put = (id: string, plainText: string, vessel: string, acl = [EVERYONE]) =>
      world.connectors.put(TENANT, 'fleet', id, { acl, plainText, properties: { vessel, berth: 4, status: 'Gone' } })
    await put('synonym', 'The ship lay still in thick mist', 'Auk')
    await put('long', `${FILLER.repeat(120)}A boat was late, held by the mist. ${FILLER.repeat(120)}`, 'Puffin')
    await put('secret', 'The ship is late in the mist', 'Hidden', [grant('user', person('Oskar Nyberg'))])
    await world.vectoriser.settled()
  }
})
afterAll(async () => {
  await fleet.close()
  await words.close()
})

const DESCRIBES = 'vessels delayed because of fog'
const search = (queryString: string, more: object = {}, world = fleet) => world.query(MAREN, queryString, more)
const found = async (queryString: string, more: object = {}) => idsOf(await search(queryString, more)).toSorted()

/** What does not depend on the incarnation of the connection. */
async function shown(answer: ReturnType<typeof search>) {
  const { total, hits = [] } = containerOf(await answer)
  return [total, ...hits.map(({ summary, rank }: { summary: string; rank: number }) => [rank, summary])]
}

describe('a search of plain words', () => {
  it('finds what shares no word with it, and nothing that the person may not read', async () => {
    const ids = await found(DESCRIBES)
    expect(ids).toContain('synonym')
    expect(ids).toContain('long')
    expect(ids).not.toContain('secret')
    expect(idsOf(await search(DESCRIBES, {}, words))).toEqual([])
  })

  it('has a total, refiners and pages that agree', async () => {
    const aggregations = [{ field: 'status', size: 10, bucketDefinition: { sortBy: 'count', isDescending: true } }]
    const whole = containerOf(await search(DESCRIBES, { size: 50, aggregations }))
    expect(whole.total).toBe(whole.hits.length)
    const counted = whole.aggregations[0].buckets.reduce((sum: number, { count }: { count: number }) => sum + count, 0)
    const withStatus = whole.hits.filter(
      (hit: { resource: { properties: object } }) => 'status' in hit.resource.properties,
    )
    expect(counted).toBe(withStatus.length)
    const pages = []
    for (let from = 0; from < whole.total; from += 2)
      pages.push(...(containerOf(await search(DESCRIBES, { from, size: 2 })).hits ?? []))
    expect(pages.map(({ hitId }) => hitId)).toEqual(whole.hits.map(({ hitId }: { hitId: string }) => hitId))
  })

  it.each([
    'vessels delayed because -fog',
    'vessels delayed because of "thick fog"',
    'vessels delayed because of fog*',
    'vessels AND delayed AND because AND fog',
    '(vessels delayed because of fog)',
    'vessels delayed because fog berth>=1',
    'vessels OR delayed OR of OR fog',
    'vessel delayed fog',
    'vessels delayed because of HL-2027-A14',
  ])('is not widened where it asks for just what it says: %s', async (queryString) => {
    expect(await shown(search(queryString))).toEqual(await shown(search(queryString, {}, words)))
  })

  it('stays within filters', async () => {
    expect(await found(DESCRIBES, { aggregationFilters: ['status:"Held up"'] })).not.toContain('synonym')
    expect(await found(DESCRIBES, { aggregationFilters: ['status:"Gone"'] })).toContain('synonym')
    expect(await found(DESCRIBES, { contentSources: ['/external/connections/nowhere'] })).toEqual([])
  })

  it('is words alone when it is sorted by values', async () => {
    const sorted = { sortProperties: [{ name: 'dues', isDescending: true }] }
    expect(await shown(search(DESCRIBES, sorted))).toEqual(await shown(search(DESCRIBES, sorted, words)))
  })

  it('shows the passage that is nearest', async () => {
    const { hits } = containerOf(await search(DESCRIBES))
    const summary = hits.find(({ summary }: { summary: string }) => summary.includes('boat'))?.summary
    expect(summary).toMatch(/^<ddd\/> .*A boat was late.* <ddd\/>$/)
  })

  it('is explained by the parts of its score', async () => {
    const explain = (itemId: string, query: string) =>
      fleet.call(MAREN, 'POST', '/api/explain', { connectionId: 'fleet', itemId, query })
    const { body } = await explain('synonym', DESCRIBES)
    expect(body.query).toMatchObject({
      isMatch: true,
      excludedBy: null,
      score: {
        text: 0,
        meaning: {
          weight: LEAN.describing,
          similarity: expect.any(Number),
          echo: { share: LEAN.echo, similarity: expect.any(Number) },
        },
      },
    })
    expect(body.query.score.total).toBeGreaterThan(0)
    expect((await explain('synonym', 'fog')).body.query).toMatchObject({ isMatch: false, score: null })
  })
})

describe('a sentence leans on its words', () => {
  it.each([
    ['vessels in fog', true],
    ['vessels delayed because of fog', false],
    ['vessels delayed because of HL-2027-A14', true],
    ['CF patients and mucus', true],
    ['what are the effects of calcium on the mucus of CF patients', false],
    ['EFFECTS OF CALCIUM ON MUCUS', false],
  ])('where it names something: %s', (sentence, isNaming) => {
    expect(leanOf(sentence)).toMatchObject({ isNaming, weight: isNaming ? LEAN.naming : LEAN.describing })
  })

  it('altogether where it quotes, and where it says nothing', () => {
    expect([leanOf('vessels delayed because of "thick fog"'), leanOf('— —')]).toEqual([undefined, undefined])
  })
})

describe('a retrieval', () => {
  const retrieve = async (queryString: string, more: object = {}) =>
    (await fleet.retrieve(MAREN, queryString, { resourceMetadata: ['vessel'], ...more })).body.retrievalHits
  type Hit = { resourceMetadata: { vessel: string }; extracts: { text: string; relevanceScore: number }[] }
  const vessels = (hits: Hit[]) => hits.map(({ resourceMetadata }) => resourceMetadata.vessel)

  it('finds by meaning, within its filter, and quotes the nearest passage first', async () => {
    const hits: Hit[] = await retrieve('Which boats were late?')
    expect(vessels(hits)).toContain('Puffin')
    expect(vessels(hits)).not.toContain('Hidden')
    const puffin = hits.find(({ resourceMetadata }) => resourceMetadata.vessel === 'Puffin')
    expect(puffin?.extracts[0]?.text).toContain('A boat was late')
    for (const { extracts } of hits)
      for (const { relevanceScore } of extracts) expect(relevanceScore).toBeLessThanOrEqual(1)
    expect(vessels(await retrieve('Which boats were late?', { filterExpression: 'berth:12' }))).not.toContain('Puffin')
  })

  it('takes a "phrase" for just that', async () => {
    expect(vessels(await retrieve('"thick mist"'))).toEqual(['Auk'])
  })
})
