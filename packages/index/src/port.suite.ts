import type { ItemId } from '@jumpseat/wire'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { conditionSuite } from './suite/conditions.ts'
import { explainSuite } from './suite/explaining.ts'
import {
  type CreateIndex,
  type Engine,
  everything,
  FINANCE,
  hanna,
  LOGS,
  maren,
  OTHER_TENANT,
  PLANS,
  suiteItem,
  suiteQuery,
  suiteReader,
  text,
} from './suite/fixtures.ts'
import { meaningSuite } from './suite/meaning.ts'
import { rankingSuite } from './suite/ranking.ts'
import { shapingSuite } from './suite/shaping.ts'
import { spellingSuite } from './suite/spelling.ts'
import type { ItemIndex, Reader } from './types.ts'

/** What every engine must do, said by example. The randomised halves are `twins.suite.ts` and `differential.suite.ts`. */
export function itemIndexSuite(name: string, create: CreateIndex): void {
  describe(`${name}: ItemIndex`, () => {
    let engine: Engine
    beforeEach(async () => {
      engine = await create()
    })
    afterEach(() => engine[Symbol.asyncDispose]?.())
    const index = () => engine
    contentSuite(index)
    conditionSuite(index)
    rankingSuite(index)
    shapingSuite(index)
    spellingSuite(index)
    explainSuite(index)
    meaningSuite(index)
  })
}

/** What is held, and who sees it. */
function contentSuite(index: () => ItemIndex): void {
  const ask = (words: string, reader: Reader = maren) =>
    index().search(suiteQuery(words === '*' ? everything : text(words)), reader)
  const idsOf = async (words: string, reader?: Reader) =>
    (await ask(words, reader)).hits.map(({ itemId }) => itemId).toSorted()

  it('is empty at first', async () => {
    expect(await ask('*')).toEqual({ hits: [], total: 0, refiners: [] })
    expect(index().countOf(LOGS)).toBe(0)
  })

  it('answers from permitted items only: two people, two answers', async () => {
    await index().upsert([
      suiteItem('open', { content: 'budget' }),
      suiteItem('closed', { content: 'budget', acl: [FINANCE] }),
      suiteItem('nobody', { content: 'budget', acl: [] }),
    ])
    expect(await ask('budget', maren)).toMatchObject({ total: 1, hits: [{ itemId: 'open' }] })
    expect(await ask('budget', hanna)).toMatchObject({ total: 2 })
    expect(await ask('budget', suiteReader('nina', { tenantId: OTHER_TENANT }))).toMatchObject({ total: 0 })
  })

  it('names the connections in which a person may read something', async () => {
    await index().upsert([
      suiteItem('a', { content: 'budget', acl: [FINANCE] }),
      suiteItem('b', { connectionUid: PLANS }),
      suiteItem('c', { connectionUid: PLANS }),
    ])
    const asked = [PLANS, LOGS, '4'.repeat(32)].map((connectionUid) => ({ connectionUid, condition: everything }))
    const readable = (reader: Reader, scopes = asked) => index().readable(scopes, reader)
    expect(await readable(maren)).toEqual([PLANS])
    expect(await readable(hanna)).toEqual([LOGS, PLANS].toSorted())
    expect(await readable(hanna, asked.slice(1))).toEqual([LOGS])
    expect(await readable(suiteReader('nina', { tenantId: OTHER_TENANT }))).toEqual([])
    await index().remove([suiteItem('a')])
    expect(await readable(hanna)).toEqual([PLANS])
  })

  it('replaces an item: the new access list and text hold from then on', async () => {
    await index().upsert([suiteItem('a', { content: 'draft', values: { p: ['x'] } })])
    await index().upsert([suiteItem('a', { content: 'final', acl: [FINANCE] })])
    expect(await idsOf('draft', hanna)).toEqual([])
    expect(await idsOf('final', hanna)).toEqual(['a'])
    expect(await idsOf('final', maren)).toEqual([])
    expect(index().countOf(LOGS)).toBe(1)
  })

  it('takes the last of two versions in one batch', async () => {
    await index().upsert([suiteItem('a', { content: 'draft' }), suiteItem('a', { content: 'final' })])
    expect(await idsOf('*')).toEqual(['a'])
    expect(await idsOf('draft')).toEqual([])
    expect(index().countOf(LOGS)).toBe(1)
  })

  it('keeps items of the same id in two connections and two tenants apart', async () => {
    const elsewhere = '3'.repeat(32)
    await index().upsert([
      suiteItem('a', { content: 'logs' }),
      suiteItem('a', { content: 'plans', connectionUid: PLANS }),
      suiteItem('a', { content: 'foreign', connectionUid: elsewhere, tenantId: OTHER_TENANT }),
    ])
    expect((await ask('*')).total).toBe(2)
    await index().remove([{ connectionUid: LOGS, itemId: 'a' as ItemId }])
    expect(await idsOf('plans')).toEqual(['a'])
    expect(await idsOf('logs')).toEqual([])
    const { hits } = await index().search(
      suiteQuery(everything, { scopes: [{ connectionUid: elsewhere, condition: everything }] }),
      maren,
    )
    expect(hits).toEqual([])
  })

  it('forgets items and whole connections, and takes forgetting twice', async () => {
    const key = { connectionUid: LOGS, itemId: 'a' as ItemId }
    await index().upsert([suiteItem('a'), suiteItem('b'), suiteItem('c', { connectionUid: PLANS })])
    await index().remove([key, key])
    expect(await index().has(key)).toBe(false)
    expect(await index().has({ ...key, itemId: 'b' as ItemId })).toBe(true)
    await index().removeConnection(LOGS)
    await index().removeConnection(LOGS)
    expect([index().countOf(LOGS), index().countOf(PLANS)]).toEqual([0, 1])
    expect(await idsOf('*')).toEqual(['c'])
  })

  it('takes an item again after it was forgotten', async () => {
    await index().upsert([suiteItem('a', { content: 'old' })])
    await index().remove([suiteItem('a')])
    await index().upsert([suiteItem('a', { content: 'new' })])
    expect(await idsOf('old')).toEqual([])
    expect(await idsOf('new')).toEqual(['a'])
    expect(index().countOf(LOGS)).toBe(1)
  })
}
