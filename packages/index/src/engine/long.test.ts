import { beforeAll, describe, expect, it } from 'vitest'
import { createReferenceIndex } from '../reference.ts'
import {
  and,
  DAY,
  equals,
  FINANCE,
  hanna,
  maren,
  NOW,
  near,
  not,
  or,
  suiteItem,
  suiteQuery,
  text,
} from '../suite/fixtures.ts'
import type { Condition, IndexedItem, ItemIndex } from '../types.ts'
import { createInlineIndex } from './inline.ts'

/** Lists of more than one slice, counts that need each of the three forms of an entry, a family of more words than fit in the short one. */
function corpus(): IndexedItem[] {
  const endings = ['', 's', 'ed', 'ing', 'ings', 'ly', 'ment', 'ments', 'edly', 'ingly']
  return Array.from({ length: 5000 }, (_, n) => {
    const often = n % 1700 === 0 ? 4200 : n % 97 === 0 ? 40 : n % 5
    const content = ['the', `rare${n % 1250}`, `connect${endings[n % 10]}`, `connect${endings[(n >> 3) % 10]}`]
    return suiteItem(`i${n}`, {
      title: n % 3 === 0 ? `the fog ${'of '.repeat(n % 70)}` : undefined,
      content: `${content.join(' ')} ${'fog '.repeat(often)} ${n % 2 === 0 ? 'pilot' : ''}`,
      searchable: n % 7 === 0 ? { notes: ['the pilot', `connect fog ${'fog '.repeat(n % 80)}`] } : {},
      values: { parity: [n % 2 === 0 ? 'Even' : 'odd'], n: [n] },
      acl: n % 4 === 0 ? [FINANCE] : suiteItem('').acl,
      modifiedAt: n % 11 === 0 ? undefined : NOW - ((n * 7) % 900) * DAY,
      interest: (n % 10) / 10,
    })
  })
}

const QUESTIONS: readonly (readonly [string, Condition])[] = [
  ['a word of nearly everything', text('the')],
  ['a family', text('connects')],
  ['a rare word beside frequent ones', or(text('rare77'), text('the'), text('fog'))],
  ['frequent words and a rare one', and(text('the'), text('fog'), text('rare600'))],
  ['a beginning', text('conn*')],
  ['a phrase', text('connected fog')],
  ['a near', near(3, 'the', 'fog')],
  ['a property', and(text('fog', 'notes'), text('pilot'))],
  ['a value and what is not', and(text('fog'), equals('parity', 'even'), not(text('pilot', 'notes')))],
]

describe('engine, lists of many slices', () => {
  let engine: ItemIndex
  const reference = createReferenceIndex()
  beforeAll(async () => {
    engine = createInlineIndex()
    const items = corpus()
    for (const index of [engine, reference]) await index.upsert(items)
    // The lists go on after they were read, and some of their documents are dead.
    await engine.search(suiteQuery(or(...QUESTIONS.map(([, condition]) => condition))), hanna)
    for (const index of [engine, reference]) {
      await index.upsert(items.slice(0, 400))
      await index.remove(items.slice(2000, 2300))
    }
  })

  it.each(QUESTIONS)('answers %s to the last bit', async (_name, condition) => {
    for (const reader of [maren, hanna]) {
      const query = suiteQuery(condition, { size: 7 })
      const answer = await engine.search(query, reader)
      expect(answer.total).toBeGreaterThan(0)
      expect(answer).toEqual(await reference.search(query, reader))
    }
  })
})
