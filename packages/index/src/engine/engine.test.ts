import { describe, expect, it } from 'vitest'
import { differentialSuite } from '../differential.suite.ts'
import { itemIndexSuite } from '../port.suite.ts'
import { everything, maren, suiteItem, suiteQuery } from '../suite/fixtures.ts'
import { twinWorldsSuite } from '../twins.suite.ts'
import { createInlineIndex, type InlineIndex } from './inline.ts'

itemIndexSuite('engine', createInlineIndex)
twinWorldsSuite('engine', createInlineIndex, 500)
differentialSuite('engine', createInlineIndex, 100)
differentialSuite('engine that gives room back', createTidyIndex, 100)

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
})
