import type { ItemId } from '@jumpseat/wire'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createReferenceIndex } from '../reference.ts'
import { DAY, maren, NOW, or, suiteItem, suiteQuery, text } from '../suite/fixtures.ts'
import { seedOf } from '../suite/random.ts'
import { countBits } from './bits.ts'
import { createInlineIndex } from './inline.ts'
import { Leaves } from './leaves.ts'
import { promising } from './prune.ts'
import { Scratch } from './scratch.ts'
import { Shard } from './shard.ts'
import { View } from './view.ts'

/** Words from one that stands in nearly everything to one that is rare. */
const SHARES = { the: 0.95, of: 0.9, and: 0.7, harbour: 0.3, fog: 0.1, lantern: 0.04, gannet: 0.02 }
const WORDS = Object.keys(SHARES)

const corpus = fc
  .array(
    fc.record({
      draws: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 14, maxLength: 14 }),
      age: fc.option(fc.nat(400), { nil: undefined }),
      interest: fc.constantFrom(0, 0, 0.5, 1),
    }),
    { minLength: 100, maxLength: 200 },
  )
  .map((drafts) =>
    drafts.map(({ draws, age, interest }, n) => {
      const written = Object.entries(SHARES).flatMap(([word, share], at) => [
        ...((draws[at] ?? 1) < share ? [word] : []),
        ...((draws[at + 7] ?? 1) < share / 2 ? [word, word] : []),
      ])
      const modifiedAt = age === undefined ? undefined : NOW - age * DAY
      return suiteItem(`i${n}` as ItemId, { content: written.join(' '), modifiedAt, interest })
    }),
  )

it('finds the same first hits as the reference does, scores to the last bit', { timeout: 120_000 }, async () => {
  const asked = fc.record({
    words: fc.uniqueArray(fc.constantFrom(...WORDS), { minLength: 2 }),
    size: fc.integer({ min: 1, max: 5 }),
  })
  const property = fc.asyncProperty(
    corpus,
    fc.array(asked, { minLength: 5, maxLength: 5 }),
    async (items, questions) => {
      const [engine, reference] = [createInlineIndex(), createReferenceIndex()]
      for (const index of [engine, reference]) await index.upsert(items)
      for (const { words, size } of questions) {
        const query = suiteQuery(or(...words.map((word) => text(word))), { size })
        expect(await engine.search(query, maren)).toEqual(await reference.search(query, maren))
      }
    },
  )
  await fc.assert(property, { seed: seedOf('pruning'), numRuns: 40 })
})

it('gives of many items those that come first when all are asked for', { timeout: 120_000 }, async () => {
  const MANY = 5000
  const asked = fc.record({
    words: fc.uniqueArray(fc.constantFrom(...WORDS), { minLength: 2 }),
    size: fc.integer({ min: 1, max: 30 }),
  })
  const property = fc.asyncProperty(
    fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
    fc.array(asked, { minLength: 12, maxLength: 12 }),
    async (draws, questions) => {
      const draw = () => draws.next().value ?? 0
      const index = createInlineIndex()
      await index.upsert(
        Array.from({ length: MANY }, (_, n) => {
          const written = Object.entries(SHARES).flatMap(([word, share]) =>
            draw() < share ? Array.from({ length: 1 + Math.floor(draw() ** 3 * 6) }, () => word) : [],
          )
          const modifiedAt = draw() < 0.8 ? NOW - Math.floor(draw() * 400) * DAY : undefined
          const title = draw() < 0.1 ? (WORDS[Math.floor(draw() * WORDS.length)] ?? '') : 'untitled'
          return suiteItem(`i${n}`, {
            title,
            content: written.join(' '),
            modifiedAt,
            interest: draw() < 0.2 ? draw() : 0,
          })
        }),
      )
      for (const { words, size } of questions) {
        const condition = or(...words.map((word) => text(word)))
        const all = await index.search(suiteQuery(condition, { size: MANY }), maren)
        const first = await index.search(suiteQuery(condition, { size }), maren)
        expect(first).toEqual({ ...all, hits: all.hits.slice(0, size) })
      }
    },
  )
  await fc.assert(property, { seed: seedOf('pruning of many'), numRuns: 6 })
})

it('weighs few documents when one word tells much and the others stand in nearly everything', () => {
  const shard = new Shard(maren.tenantId)
  for (let n = 0; n < 1000; n++)
    shard.upsert(suiteItem(`i${n}`, { content: n % 20 === 0 ? `the gannet ${'the '.repeat(n)}` : 'the' }))
  const { connectionUid } = suiteItem('i0')
  const view = new View(shard, maren, new Set([connectionUid]))
  view.refresh()
  const scratch = new Scratch()
  const leaves = new Leaves(shard, view, scratch)
  const sought = [text('the'), text('gannet')].map((leaf) => ({
    sought: leaves.of(leaf),
    rarity: leaves.rarityOf(leaf),
  }))
  expect(countBits(promising(shard, view.bits, sought, 10, NOW, leaves, scratch).bits)).toBeLessThanOrEqual(50)
})
