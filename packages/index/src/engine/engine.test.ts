import { describe, expect, it } from 'vitest'
import { differentialSuite } from '../differential.suite.ts'
import { itemIndexSuite } from '../port.suite.ts'
import { everything, FINANCE, LOGS, maren, suiteItem, suiteQuery } from '../suite/fixtures.ts'
import { embedded } from '../suite/random.ts'
import { twinWorldsSuite } from '../twins.suite.ts'
import { createInlineIndex, type InlineIndex } from './inline.ts'

itemIndexSuite('engine', createInlineIndex)
twinWorldsSuite('engine', createInlineIndex, 2000)
differentialSuite('engine', createInlineIndex, 100)
differentialSuite('engine that gives room back', createTidyIndex, 100)
itemIndexSuite('engine that was thawed', createThawedIndex)
differentialSuite('engine that was thawed', createThawedIndex, 30)

/** Copies its living documents all the time, a few after each write, so that writes and questions come in between. */
function createTidyIndex(): InlineIndex {
  const index = createInlineIndex({ worthCopying: 1 })
  const tidily =
    <T extends unknown[]>(write: (...args: T) => Promise<void>) =>
    async (...args: T) => {
      await write(...args)
      let strides = 2
      index.core.tidy(() => strides-- > 0)
    }
  return {
    ...index,
    upsert: tidily(index.upsert),
    remove: tidily(index.remove),
    removeConnection: tidily(index.removeConnection),
  }
}

/** Is read back before each write, from what was frozen before something else was written. */
function createThawedIndex(): InlineIndex {
  let index = createInlineIndex()
  const again = () => {
    const frozen = index.core.freeze()
    void index.upsert([suiteItem('after', { content: 'fog and other words, after the freeze' })])
    const thawed = createInlineIndex()
    for (const [tenantId, dumps] of frozen) thawed.core.thaw(tenantId, structuredClone(dumps))
    index = thawed
    return thawed
  }
  return {
    get core() {
      return index.core
    },
    upsert: (items) => again().upsert(items),
    remove: (keys) => again().remove(keys),
    removeConnection: (uid) => again().removeConnection(uid),
    search: (query, reader) => index.search(query, reader),
    suggest: (beginning, scopes, reader, limit) => index.suggest(beginning, scopes, reader, limit),
    correct: (words, scopes, reader) => index.correct(words, scopes, reader),
    readable: (scopes, reader) => index.readable(scopes, reader),
    explain: (query, key, reader) => index.explain(query, key, reader),
    has: (key) => index.has(key),
    countOf: (uid) => index.countOf(uid),
    setVectors: (vectors) => again().setVectors(vectors),
    vectorsOf: (keys) => index.vectorsOf(keys),
    withoutVectors: (tenantId, modelId, limit) => index.withoutVectors(tenantId, modelId, limit),
    removeVectors: (tenantId, modelId) => again().removeVectors(tenantId, modelId),
    vectorCountsOf: (uid) => index.vectorCountsOf(uid),
  }
}

describe('engine', () => {
  it('gives the room of dead documents back, and answers in between', async () => {
    const index = createInlineIndex()
    const items = Array.from({ length: 2000 }, (_, n) => suiteItem(`i${n}`, { content: `fog number ${n}` }))
    await index.upsert(items)
    await index.upsert(items.slice(0, 1000))
    const before = await index.search(suiteQuery(everything), maren)
    let looks = 0
    expect(index.core.tidy(() => looks++ < 10)).toBe(true)
    await index.upsert([suiteItem('late')])
    await index.remove([suiteItem('i1999')])
    expect(index.core.tidy(() => true)).toBe(false)
    expect(await index.search(suiteQuery(everything), maren)).toEqual({ ...before, hits: expect.anything() })
  })

  it('keeps the vectors of what is written again, word for word, before its turn to be copied', async () => {
    const index = createInlineIndex()
    const items = Array.from({ length: 2000 }, (_, n) => suiteItem(`i${n}`, { content: `fog number ${n}` }))
    await index.upsert(items)
    await index.upsert(items.slice(0, 1000))
    const last = items.slice(-1)
    await index.setVectors(
      last.map((item) => embedded(item, { modelId: 'small', dimensions: 3, isLate: false, passages: [] })),
    )
    const counts = () => Object.fromEntries(index.vectorCountsOf(LOGS))
    expect(counts()).toEqual({ small: 1 })
    let looks = 0
    expect(index.core.tidy(() => looks++ < 10)).toBe(true)
    await index.upsert(last.map((item) => ({ ...item, acl: [FINANCE] })))
    expect(index.core.tidy(() => true)).toBe(false)
    expect(counts()).toEqual({ small: 1 })
  })
})
