import { afterAll, describe, expect, it } from 'vitest'
import { itemIndexSuite } from '../port.suite.ts'
import { LOGS, maren, PLANS, suiteItem, suiteQuery, text } from '../suite/fixtures.ts'
import { createEmbeddedIndex } from './embedded.ts'

// One thread for all examples: it forgets everything between two of them.
const shared = createEmbeddedIndex()
afterAll(() => shared.close())
itemIndexSuite('embedded engine', async () => {
  for (const uid of [LOGS, PLANS, '3'.repeat(32)]) await shared.removeConnection(uid)
  return { ...shared, [Symbol.asyncDispose]: async () => {} }
})

describe('embedded engine', () => {
  it('shows a search every write that was called before it, however long the write takes', async () => {
    await using index = createEmbeddedIndex()
    const items = Array.from({ length: 1000 }, (_, n) => suiteItem(`i${n}`, { content: 'fog' }))
    const writing = index.upsert(items)
    const forgetting = index.remove(items.slice(0, 1))
    const answer = await index.search(suiteQuery(text('fog')), maren)
    await Promise.all([writing, forgetting])
    expect(answer.total).toBe(999)
    expect(index.countOf(LOGS)).toBe(999)
  })

  it('leaves the event loop free while it works', async () => {
    await using index = createEmbeddedIndex()
    const content = Array.from({ length: 200 }, (_, n) => `word${n}`).join(' ')
    let turns = 0
    const ticking = setInterval(() => turns++)
    await index.upsert(Array.from({ length: 4000 }, (_, n) => suiteItem(`i${n}`, { content })))
    clearInterval(ticking)
    expect(turns).toBeGreaterThan(15)
  })

  it('refuses everything once its thread has ended, with a coded error, and does not begin again empty', async () => {
    const index = createEmbeddedIndex()
    await index.upsert([suiteItem('a', { content: 'fog' })])
    const asked = index.search(suiteQuery(text('fog')), maren)
    const refused = { code: 'ServiceUnavailable', status: 503 }
    const outcome = expect(asked).rejects.toMatchObject(refused)
    await index.close()
    await outcome
    await expect(index.upsert([suiteItem('b')])).rejects.toMatchObject(refused)
    await expect(index.has(suiteItem('a'))).rejects.toMatchObject(refused)
    expect(index.countOf(LOGS)).toBe(1)
  })
})
