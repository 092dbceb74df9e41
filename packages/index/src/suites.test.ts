import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differential } from './differential.suite.ts'
import { createReferenceIndex } from './reference.ts'
import type { CreateIndex } from './suite/fixtures.ts'
import { seedOf } from './suite/random.ts'
import { twinWorlds } from './twins.suite.ts'
import type { IndexedItem, IndexQuery, ItemIndex, ItemVectors } from './types.ts'
import { fingerprintOf } from './vectors/embedded.ts'

/** The reference with a fault in it. */
const faulty =
  (fault: (whole: ItemIndex, everything: ItemIndex) => Partial<ItemIndex>): CreateIndex =>
  () => {
    const whole = createReferenceIndex()
    // The same items, readable by everybody.
    const open = createReferenceIndex()
    const unlocked = ({ acl: _acl, ...item }: IndexedItem): IndexedItem => ({
      ...item,
      acl: [{ type: 'everyone', value: item.tenantId, accessType: 'grant' }],
    })
    return {
      ...whole,
      async upsert(items) {
        await whole.upsert(items)
        await open.upsert(items.map(unlocked))
      },
      async remove(keys) {
        await whole.remove(keys)
        await open.remove(keys)
      },
      async removeConnection(uid) {
        await whole.removeConnection(uid)
        await open.removeConnection(uid)
      },
      async setVectors(vectors) {
        await whole.setVectors(vectors)
        await open.setVectors(vectors)
      },
      ...fault(whole, open),
    }
  }

const rewritten = ({ meaning, ...words }: IndexQuery, from: string, to: string): IndexQuery => ({
  ...JSON.parse(JSON.stringify(words).replaceAll(from, to)),
  ...(meaning ? { meaning } : {}),
})

/** Milliseconds: some seeds come late to what shows a fault. */
const LONGEST = 180_000

describe('twin worlds find an engine that', () => {
  const rows: readonly [string, CreateIndex][] = [
    [
      'counts what the reader may not read',
      faulty((whole, open) => ({
        search: async (query, reader) => ({
          ...(await whole.search(query, reader)),
          total: (await open.search(query, reader)).total,
        }),
      })),
    ],
    [
      'refines over it',
      faulty((whole, open) => ({
        search: async (query, reader) => ({
          ...(await whole.search(query, reader)),
          refiners: (await open.search(query, reader)).refiners,
        }),
      })),
    ],
    [
      'scores by it',
      faulty((whole, open) => ({
        async search(query, reader) {
          const answer = await whole.search(query, reader)
          const all = await open.search({ ...query, from: 0, size: 1000, collapse: [] }, reader)
          const scoreOf = (itemId: string) => all.hits.find((hit) => hit.itemId === itemId)?.score ?? 0
          return { ...answer, hits: answer.hits.map((hit) => ({ ...hit, score: scoreOf(hit.itemId) })) }
        },
      })),
    ],
    [
      'looks for the nearest among all, and leaves out what is hidden',
      faulty((whole, open) => ({
        async search(query, reader) {
          const { meaning } = query
          if (!meaning) return whole.search(query, reader)
          const all = await open.search({ ...query, from: 0, size: 1000, sort: [], collapse: [] }, reader)
          const near = all.hits.filter(({ passage }) => passage !== undefined)
          const explained = await Promise.all(near.map((hit) => whole.explain(query, hit, reader)))
          const depth = explained.filter((one) => one?.isPermitted).length
          return whole.search({ ...query, meaning: { ...meaning, depth } }, reader)
        },
      })),
    ],
    ['suggests from it', faulty((_whole, open) => ({ suggest: open.suggest }))],
    ['corrects from it', faulty((_whole, open) => ({ correct: open.correct }))],
    [
      'explains by it',
      faulty((whole, open) => ({
        explain: async (query, key, reader) =>
          (await whole.explain(query, key, reader)) && (await open.explain(query, key, reader)),
      })),
    ],
  ]
  it.each(rows)(
    '%s',
    async (_name, create) => {
      expect(
        (await fc.check(twinWorlds(create), { seed: seedOf('faults'), numRuns: 2000, endOnFailure: true })).failed,
      ).toBe(true)
    },
    LONGEST,
  )
})

describe('differential finds an engine that', () => {
  const rows: readonly [string, CreateIndex][] = [
    [
      'keeps an old access list',
      () => {
        const whole = createReferenceIndex()
        const lists = new Map<string, IndexedItem['acl']>()
        return {
          ...whole,
          upsert: (items) =>
            whole.upsert(
              items.map((item) => {
                const name = item.connectionUid + item.itemId
                const acl = lists.get(name) ?? item.acl
                lists.set(name, acl)
                return { ...item, acl }
              }),
            ),
        }
      },
    ],
    ['has no vectors', faulty(() => ({ setVectors: async () => {} }))],
    [
      'gives vectors to whatever text there is',
      faulty((whole) => {
        const held = new Map<string, IndexedItem>()
        return {
          async upsert(items) {
            for (const item of items) held.set(item.connectionUid + item.itemId, item)
            await whole.upsert(items)
          },
          setVectors: (vectors) =>
            whole.setVectors(
              vectors.map((one) => {
                const item = held.get(one.connectionUid + one.itemId)
                return item ? { ...one, fingerprint: fingerprintOf(item) } : one
              }),
            ),
        }
      }),
    ],
    [
      'keeps vectors of what has changed',
      faulty((whole) => {
        const known = new Map<string, ItemVectors>()
        return {
          async setVectors(vectors) {
            for (const one of vectors) known.set(one.connectionUid + one.itemId, one)
            await whole.setVectors(vectors)
          },
          async upsert(items) {
            await whole.upsert(items)
            await whole.setVectors(
              items.flatMap((item) => {
                const one = known.get(item.connectionUid + item.itemId)
                return one ? [{ ...one, fingerprint: fingerprintOf(item) }] : []
              }),
            )
          },
        }
      }),
    ],
    ['does not forget a connection', faulty(() => ({ removeConnection: async () => {} }))],
    ['forgets only the first of several', faulty((whole) => ({ remove: (keys) => whole.remove(keys.slice(0, 1)) }))],
    [
      'takes every near in any order',
      faulty((whole) => ({
        search: (query, reader) => whole.search(rewritten(query, '"isOrdered":true', '"isOrdered":false'), reader),
      })),
    ],
    [
      'takes beginnings for words',
      faulty((whole) => ({
        search: (query, reader) => whole.search(rewritten(query, '"isPrefix":true', '"isPrefix":false'), reader),
      })),
    ],
    [
      'ignores the second sort key',
      faulty((whole) => ({
        search: (query, reader) => whole.search({ ...query, sort: query.sort.slice(0, 1) }, reader),
      })),
    ],
    [
      'ignores the second level of a collapse',
      faulty((whole) => ({
        search: (query, reader) => whole.search({ ...query, collapse: query.collapse.slice(0, 1) }, reader),
      })),
    ],
    [
      'has no lift',
      faulty((whole) => ({
        upsert: (items) => whole.upsert(items.map((item) => ({ ...item, interest: 0 }))),
      })),
    ],
    [
      'judges a person once and for all',
      faulty((whole) => {
        const readers = new Map<string, Parameters<ItemIndex['search']>[1]>()
        return {
          search(query, reader) {
            const name = reader.tenantId + reader.userId
            const first = readers.get(name) ?? reader
            readers.set(name, first)
            return whole.search(query, first)
          },
        }
      }),
    ],
  ]
  it.each(rows)(
    '%s',
    async (_name, create) => {
      expect(
        (await fc.check(differential(create), { seed: seedOf('faults'), numRuns: 1000, endOnFailure: true })).failed,
      ).toBe(true)
    },
    LONGEST,
  )

  it('finds nothing wrong with one that has no fault', async () => {
    const property = differential(faulty(() => ({})))
    await fc.assert(property, { seed: seedOf('faults'), numRuns: 20 })
  })
})
