import type { ItemId } from '@jumpseat/wire'
import { describe, expect, it } from 'vitest'
import type { Condition, IndexedItem, IndexQuery, ItemIndex, ItemVectors, Meaning, Scope } from '../types.ts'
import { fingerprintOf } from '../vectors/embedded.ts'
import {
  equals,
  everything,
  FINANCE,
  hanna,
  LOGS,
  maren,
  NOW,
  nothing,
  OTHER_TENANT,
  PLANS,
  refiner,
  suiteItem,
  suiteQuery,
  TENANT,
  text,
} from './fixtures.ts'

/** Directions of one model, by how near they are to a question that points along the first. */
const EAST = [100, 0, 0]
const NORTH_EAST = [100, 60, 0]
const NORTH = [0, 100, 0]
const WEST = [-100, 0, 0]

const vectorsOf = (
  item: IndexedItem,
  directions: readonly number[][],
  more: Partial<ItemVectors> = {},
): ItemVectors => ({
  tenantId: item.tenantId,
  connectionUid: item.connectionUid,
  itemId: item.itemId,
  modelId: 'model',
  dimensions: 3,
  fingerprint: fingerprintOf(item),
  passages: directions.map((_, n) => ({ from: n * 10, to: n * 10 + 10 })),
  vectors: Int16Array.from(directions.flat()),
  ...more,
})

const MEANING: Meaning = {
  modelId: 'model',
  vector: Int16Array.from(EAST),
  weight: 0.5,
  echo: 0,
  depth: 10,
  rescored: 10,
  least: 0.1,
}

/** A question to both connections, by words and, where the filter holds, by meaning. */
function near(condition: Condition, more: Partial<IndexQuery> = {}, filter: Condition | null = everything): IndexQuery {
  const scopes = [LOGS, PLANS].map((connectionUid): Scope => {
    const scope = { connectionUid, condition }
    return filter ? { ...scope, filter } : scope
  })
  return suiteQuery(condition, { scopes, meaning: MEANING, ...more })
}

export function meaningSuite(index: () => ItemIndex): void {
  const put = async (id: string, directions: readonly number[][], more: Partial<IndexedItem> = {}) => {
    const item = suiteItem(id, { content: `text of ${id}`, ...more })
    await index().upsert([item])
    await index().setVectors([vectorsOf(item, directions)])
    return item
  }
  const idsOf = async (query: IndexQuery, reader = maren) =>
    (await index().search(query, reader)).hits.map(({ itemId }) => itemId)

  describe('meaning', () => {
    it('finds the nearest permitted items beside those that hold the words, nearest first', async () => {
      await put('near', [NORTH_EAST])
      await put('nearest', [EAST])
      await put('far', [NORTH])
      await put('away', [WEST])
      await put('hidden', [EAST], { acl: [FINANCE] })
      await put('word', [NORTH], { content: 'lantern' })
      expect(await idsOf(near(nothing))).toEqual(['nearest', 'near'])
      expect(await idsOf(near(nothing), hanna)).toEqual(['hidden', 'nearest', 'near'])
      expect(new Set(await idsOf(near(text('lantern'))))).toEqual(new Set(['word', 'nearest', 'near']))
      expect(await idsOf(suiteQuery(text('lantern')))).toEqual(['word'])
    })

    it('looks as deep as it is told, and no farther than the least similarity', async () => {
      await put('near', [NORTH_EAST])
      await put('nearest', [EAST])
      expect(await idsOf(near(nothing, { meaning: { ...MEANING, depth: 1 } }))).toEqual(['nearest'])
      expect(await idsOf(near(nothing, { meaning: { ...MEANING, least: 0.95 } }))).toEqual(['nearest'])
    })

    it('stays within the filter, and finds nothing where there is none', async () => {
      await put('open', [EAST], { values: { state: ['open'] } })
      await put('done', [EAST], { values: { state: ['done'] } })
      expect(await idsOf(near(nothing, {}, equals('state', 'open')))).toEqual(['open'])
      expect(await idsOf(near(nothing, {}, null))).toEqual([])
    })

    it('counts and refines over what it finds either way', async () => {
      await put('a', [EAST], { values: { state: ['open'] } })
      await put('b', [NORTH], { content: 'lantern', values: { state: ['open'] } })
      await put('c', [NORTH], { values: { state: ['open'] } })
      await put('d', [EAST], { connectionUid: PLANS, values: { state: ['done'] } })
      const refiners = [refiner('state'), { ...refiner('state'), within: [PLANS] }]
      const answer = await index().search(near(text('lantern'), { size: 1, refiners }), maren)
      expect(answer.total).toBe(3)
      expect(answer.refiners).toEqual([
        [
          { key: 'open', count: 2 },
          { key: 'done', count: 1 },
        ],
        [{ key: 'done', count: 1 }],
      ])
    })

    it('adds the two ways up: what both find is before what one of them finds', async () => {
      await put('both', [EAST], { content: 'lantern' })
      await put('words', [NORTH], { content: 'lantern' })
      await put('meaning', [EAST])
      const { hits } = await index().search(near(text('lantern')), maren)
      expect(hits[0]).toMatchObject({ itemId: 'both' })
      const lifted = hits.map(({ score }) => score / (hits[0]?.score ?? 1))
      expect(lifted[1]).toBeCloseTo(0.5)
      expect(lifted[2]).toBeCloseTo(0.5)
    })

    it('lets the first hit echo: what is like it comes before what is as near to the question and not like it', async () => {
      await put('first', [NORTH_EAST], { content: 'lantern' })
      await put('like', [[100, 70, 0]])
      await put('different', [[100, -70, 0]])
      const first = async (echo: number) => idsOf(near(text('lantern'), { meaning: { ...MEANING, echo }, size: 2 }))
      expect(await first(0)).toEqual(['first', 'different'])
      expect(await first(0.3)).toEqual(['first', 'like'])
    })

    it('lets nothing echo that the reader may not read or that only words find', async () => {
      await put('first', [NORTH_EAST], { content: 'lantern' })
      await put('like', [[100, 70, 0]])
      await put('different', [[100, -70, 0]])
      await put('hidden', [[100, -60, 0]], { title: 'lantern', content: 'lantern', acl: [FINANCE] })
      await index().upsert([suiteItem('words', { title: 'lantern', content: 'lantern' })])
      const query = near(text('lantern'), { meaning: { ...MEANING, echo: 0.3 } })
      expect((await idsOf(query)).filter((id) => id === 'like' || id === 'different')).toEqual(['like', 'different'])
      expect((await idsOf(query, hanna)).filter((id) => id === 'like' || id === 'different')).toEqual([
        'different',
        'like',
      ])
    })

    it('weighs the words of the question by what they tell the reader, where they are looked for', async () => {
      await put('east', [EAST])
      await put('north', [NORTH])
      for (const id of ['a', 'b', 'c']) await put(id, [WEST], { content: 'fog' })
      await put('d', [WEST], { content: 'berth' })
      await put('hidden', [WEST], { content: 'berth berth', acl: [FINANCE] })
      const words = [
        { term: 'fog', vector: Float32Array.from([0.5, 0, 0]) },
        { term: 'berth', vector: Float32Array.from([0, 0.5, 0]) },
      ]
      const asked = (condition: Condition, more: Partial<Meaning> = {}) =>
        near(condition, { meaning: { ...MEANING, vector: Int16Array.from([100, 100, 0]), words, ...more } })
      const similarities = async (query: IndexQuery, reader = maren) =>
        Promise.all(
          ['east', 'north'].map(
            async (id) =>
              (await index().explain(query, suiteItem(id), reader))?.score.meaning?.similarity ?? Number.NaN,
          ),
        )
      const both: Condition = { kind: 'or', of: [text('fog'), text('berth')] }
      const [east = 0, north = 0] = await similarities(asked(both))
      expect(north).toBeGreaterThan(east)
      const [, other = 0] = await similarities(asked(both), hanna)
      expect(other).toBeLessThan(north)
      expect((await similarities(asked(text('fog'))))[0]).toBeCloseTo(1)
      // As a whole: nothing that is looked for has a vector, or those add up to nothing.
      const whole = [expect.closeTo(Math.SQRT1_2), expect.closeTo(Math.SQRT1_2)]
      expect(await similarities(asked(nothing))).toEqual(whole)
      expect(await similarities(asked(both, { words: [{ term: 'fog', vector: new Float32Array(3) }] }))).toEqual(whole)
    })

    it('goes by the nearest passage, and tells which it is', async () => {
      await put('long', [NORTH, EAST, NORTH_EAST])
      await put('far', [NORTH], { content: 'lantern' })
      const { hits } = await index().search(near(text('lantern')), maren)
      expect(hits.find(({ itemId }) => itemId === 'long')?.passage).toEqual({ from: 10, to: 20 })
      expect(hits.find(({ itemId }) => itemId === 'far')).not.toHaveProperty('passage')
    })

    it('compares vectors of one model only', async () => {
      const item = await put('a', [EAST])
      const other = { ...MEANING, modelId: 'other' }
      expect(await idsOf(near(nothing, { meaning: other }))).toEqual([])
      expect(await idsOf(near(nothing, { meaning: { ...MEANING, vector: Int16Array.from([100, 0]) } }))).toEqual([])
      await index().setVectors([vectorsOf(item, [WEST], { modelId: 'other' })])
      expect(await idsOf(near(nothing))).toEqual(['a'])
      expect(await idsOf(near(nothing, { meaning: other }))).toEqual([])
    })

    it('keeps the vectors while title and content stay, whatever else changes', async () => {
      const item = await put('a', [EAST])
      await index().upsert([{ ...item, acl: [FINANCE], interest: 1, modifiedAt: NOW, values: { p: [1] } }])
      expect([await idsOf(near(nothing)), await idsOf(near(nothing), hanna)]).toEqual([[], ['a']])
      await index().upsert([{ ...item, content: 'another text' }])
      expect(await idsOf(near(nothing))).toEqual([])
      await index().upsert([item])
      expect(await idsOf(near(nothing))).toEqual([])
    })

    it('drops vectors of a text that is not the item’s, and of an item that is not there', async () => {
      const item = suiteItem('a', { content: 'first' })
      await index().upsert([{ ...item, content: 'second' }])
      await index().setVectors([vectorsOf(item, [EAST]), vectorsOf(suiteItem('absent'), [EAST])])
      expect(await idsOf(near(nothing))).toEqual([])
      expect([...index().vectorCountsOf(LOGS)]).toEqual([])
    })

    it('tells what has no vectors, how many have, and forgets those of a model', async () => {
      const key = (id: string) => ({ connectionUid: LOGS, itemId: id as ItemId })
      await put('a', [EAST])
      const other = suiteItem('b')
      await index().upsert([other])
      const missing = async () =>
        (await index().withoutVectors(TENANT, 'model', 10)).filter(({ connectionUid }) => connectionUid === LOGS)
      expect(await missing()).toEqual([key('b')])
      expect(await index().withoutVectors(TENANT, 'other', 1)).toHaveLength(1)
      expect(await index().withoutVectors(OTHER_TENANT, 'model', 10)).toEqual([])
      await index().setVectors([vectorsOf(other, [])])
      expect(await missing()).toEqual([])
      expect([...index().vectorCountsOf(LOGS)]).toEqual([['model', 2]])
      await index().remove([other])
      expect([...index().vectorCountsOf(LOGS)]).toEqual([['model', 1]])
      await index().removeVectors(TENANT, 'model')
      expect([...index().vectorCountsOf(LOGS)]).toEqual([])
      expect(await idsOf(near(nothing))).toEqual([])
    })

    it('gives back what it was given, by every model', async () => {
      const item = await put('a', [EAST, NORTH])
      const other = vectorsOf(item, [], { modelId: 'other' })
      await index().setVectors([other])
      const given = [vectorsOf(item, [EAST, NORTH]), other]
      const held = await index().vectorsOf([item, suiteItem('absent')])
      expect(held.toSorted((a, b) => (a.modelId < b.modelId ? -1 : 1))).toEqual(given)
      await index().upsert([{ ...item, content: 'another text' }])
      expect(await index().vectorsOf([item])).toEqual([])
    })

    it('explains the parts of the score that the search gives', async () => {
      const both = await put('both', [NORTH_EAST], { content: 'lantern' })
      const meaning = await put('meaning', [EAST])
      const far = await put('far', [NORTH])
      const query = near(text('lantern'), { meaning: { ...MEANING, echo: 0.2 } })
      const { hits } = await index().search(query, maren)
      for (const item of [both, meaning]) {
        const explained = await index().explain(query, item, maren)
        expect(explained?.score.total).toBe(hits.find(({ itemId }) => itemId === item.itemId)?.score)
        expect(explained).toMatchObject({ isMatch: true, excludedBy: undefined })
      }
      expect((await index().explain(query, meaning, maren))?.score).toMatchObject({ text: 0, meaning: { weight: 0.5 } })
      expect((await index().explain(query, meaning, maren))?.score.meaning).toMatchObject({
        similarity: expect.closeTo(1),
        echo: { share: 0.2, similarity: expect.closeTo(100 / Math.hypot(100, 60)) },
      })
      expect(await index().explain(query, far, maren)).toMatchObject({
        isMatch: false,
        excludedBy: text('lantern'),
        score: { total: 0 },
      })
    })
  })
}
