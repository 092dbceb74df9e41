import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CreateIndex, disposable } from './suite/fixtures.ts'
import {
  acl,
  type Embedding,
  embedded,
  embedding,
  item,
  items,
  nameOf,
  observed,
  question,
  reader,
  seedOf,
} from './suite/random.ts'
import type { IndexedItem, ItemIndex } from './types.ts'
import { judge } from './verdict.ts'

/**
 * Twin worlds: two corpora that differ only in what the reader may not read give byte-identical answers to everything
 * that the reader can ask. The second world is also filled in another order, and has forgotten things that were never,
 * or not yet, for the reader.
 */
export function twinWorldsSuite(name: string, create: CreateIndex, runs = 500): void {
  const numRuns = Number(process.env.RUNS ?? runs)
  describe(`${name}: twin worlds`, () => {
    it(`answers alike in both worlds, ${numRuns} runs`, { timeout: 600_000 + numRuns * 100 }, async () => {
      await fc.assert(twinWorlds(create), { seed: seedOf(`twin worlds, ${name}`), numRuns })
    })
  })
}

export function twinWorlds(create: CreateIndex) {
  const draft = fc.record({ item, acl })
  const embeddings = fc.array(embedding, { maxLength: 20, size: 'max' })
  return fc.asyncProperty(
    reader,
    items(12),
    items(12),
    fc.array(draft, { maxLength: 3 }),
    question,
    embeddings,
    embeddings,
    async (who, one, others, drafts, asked, seen, unseen) => {
      const isReadable = (it: IndexedItem) =>
        it.tenantId === who.tenantId && judge(it.acl, who, it.connectionUid).isPermitted
      const readable = one.filter(isReadable)
      const taken = new Set(readable.map(nameOf))
      const hidden = others.filter((other) => !isReadable(other) && !taken.has(nameOf(other)))
      await using first = await disposable(create)
      await first.index.upsert(one)
      await using second = await disposable(create)
      await second.index.upsert(hidden)
      // Earlier versions of readable items, under other access lists and with other words.
      await second.index.upsert(
        drafts.flatMap(({ item, acl }, n) => {
          const { connectionUid, connectionId, itemId, tenantId } = readable[n] ?? item
          return n < readable.length ? [{ ...item, acl, connectionUid, connectionId, itemId, tenantId }] : []
        }),
      )
      await second.index.upsert(readable)
      await second.index.remove(hidden.slice(0, 1))
      const vectorsOf = (some: readonly IndexedItem[], each: readonly Embedding[]) =>
        each.flatMap((embedding, n) =>
          some
            .slice(n % (some.length || 1))
            .slice(0, 1)
            .map((it) => embedded(it, embedding)),
        )
      await second.index.setVectors(vectorsOf(hidden, unseen))
      for (const { index } of [first, second]) await index.setVectors(vectorsOf(readable, seen))
      const bytes = (index: ItemIndex) => observed(index, asked, who, readable)
      expect(await bytes(second.index)).toBe(await bytes(first.index))
    },
  )
}
