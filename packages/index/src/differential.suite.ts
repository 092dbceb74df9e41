import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createReferenceIndex } from './reference.ts'
import { type CreateIndex, disposable, TENANT } from './suite/fixtures.ts'
import {
  acl,
  CONNECTIONS,
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
import type { IndexedItem, ItemIndex, ItemVectors } from './types.ts'

/**
 * An engine against the reference: random corpora, random churn, and after each step random questions of every kind,
 * answered byte by byte as the reference answers them.
 */
export function differentialSuite(name: string, create: CreateIndex, numRuns = 100): void {
  describe(`${name}: differential`, () => {
    it(`answers as the reference does, ${numRuns} runs`, { timeout: 600_000 }, async () => {
      await fc.assert(differential(create), { seed: seedOf(`differential, ${name}`), numRuns })
    })
  })
}

/** What happens to a corpus. `at` points at one of the items held, in the order in which they came. */
const step = fc.oneof(
  fc.record({ kind: fc.constant('upsert'), items: items(8) }),
  fc.record({ kind: fc.constant('rewrite'), at: fc.nat(100), item }),
  fc.record({ kind: fc.constant('changeAccess'), at: fc.nat(100), acl }),
  fc.record({ kind: fc.constant('remove'), at: fc.array(fc.nat(100), { maxLength: 4 }) }),
  fc.record({ kind: fc.constant('embed'), each: fc.array(embedding, { minLength: 1, maxLength: 8 }), at: fc.nat(100) }),
  fc.record({ kind: fc.constant('embed'), each: fc.array(embedding, { minLength: 1, maxLength: 8 }), at: fc.nat(100) }),
  fc.record({ kind: fc.constant('forgetModel'), modelId: fc.constantFrom('small', 'large') }),
  fc.record({ kind: fc.constant('removeConnection'), connectionUid: fc.constantFrom(...CONNECTIONS) }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

export function differential(create: CreateIndex) {
  const asking = fc.record({ who: reader, asked: question })
  const turn = fc.record({ step, asking: fc.array(asking, { minLength: 1, maxLength: 3 }) })
  const first = fc.array(embedding, { maxLength: 60, size: 'max' })
  return fc.asyncProperty(items(60), first, fc.array(turn, { minLength: 1, maxLength: 8 }), async (...drawn) => {
    const [corpus, embeddings, turns] = drawn
    await using engine = await disposable(create)
    const reference = createReferenceIndex()
    const both = [engine.index, reference]
    const held = new Map(corpus.map((one) => [nameOf(one), one]))
    for (const index of both) {
      await index.upsert(corpus)
      await apply({ kind: 'embed', each: embeddings, at: 0 }, corpus, index)
    }

    for (const { step, asking } of turns) {
      const known = [...held.values()]
      for (const index of both) await apply(step, known, index)
      await apply(step, known, memory(held))
      const keys = [...known.slice(0, 4), ...[...held.values()].slice(-4)]
      for (const { who, asked } of asking)
        expect(await observed(engine.index, asked, who, keys)).toBe(await observed(reference, asked, who, keys))
      const counts = (index: ItemIndex) => CONNECTIONS.map((uid) => index.countOf(uid))
      const vectorCounts = (index: ItemIndex) =>
        CONNECTIONS.map((uid) => [...index.vectorCountsOf(uid)].toSorted(([a], [b]) => (a < b ? -1 : 1)))
      const presence = (index: ItemIndex) => Promise.all(keys.map((key) => index.has(key)))
      const missing = async (index: ItemIndex) =>
        (await index.withoutVectors(TENANT, 'small', 1000)).map(nameOf).toSorted()
      const vectors = async (index: ItemIndex) =>
        (await index.vectorsOf(keys)).toSorted((a, b) => (vectorsName(a) < vectorsName(b) ? -1 : 1))
      const all = async (index: ItemIndex) => [
        counts(index),
        vectorCounts(index),
        await presence(index),
        await missing(index),
        await vectors(index),
      ]
      expect(await all(engine.index)).toEqual(await all(reference))
    }
  })
}

const vectorsName = (one: ItemVectors) => `${nameOf(one)} ${one.modelId}`

type Written = Pick<ItemIndex, 'upsert' | 'remove' | 'removeConnection' | 'setVectors' | 'removeVectors'>

async function apply(step: Step, known: readonly IndexedItem[], index: Written): Promise<void> {
  const pick = (at: number) => known.slice(at % (known.length || 1)).slice(0, 1)
  switch (step.kind) {
    case 'upsert':
      return index.upsert(step.items)
    case 'rewrite':
      return index.upsert(
        pick(step.at).map(({ connectionUid, connectionId, itemId, tenantId, acl }) => ({
          ...step.item,
          connectionUid,
          connectionId,
          itemId,
          tenantId,
          acl,
        })),
      )
    case 'changeAccess':
      return index.upsert(pick(step.at).map((one) => ({ ...one, acl: step.acl })))
    case 'remove':
      return index.remove(step.at.flatMap(pick))
    case 'embed':
      return index.setVectors(step.each.flatMap((one, n) => pick(step.at + n).map((item) => embedded(item, one))))
    case 'forgetModel':
      return index.removeVectors(TENANT, step.modelId)
    case 'removeConnection':
      return index.removeConnection(step.connectionUid)
  }
}

/** What the corpus is after a step. */
function memory(held: Map<string, IndexedItem>): Written {
  return {
    async upsert(items) {
      for (const one of items) held.set(nameOf(one), one)
    },
    async remove(keys) {
      for (const key of keys) held.delete(nameOf(key))
    },
    async removeConnection(connectionUid) {
      for (const one of [...held.values()]) if (one.connectionUid === connectionUid) held.delete(nameOf(one))
    },
    async setVectors() {},
    async removeVectors() {},
  }
}
