import { describe, expect, it } from 'vitest'
import type { Condition, IndexedItem, IndexQuery, ItemIndex } from '../types.ts'
import {
  and,
  DAY,
  equals,
  everything,
  FINANCE,
  hanna,
  LOGS,
  maren,
  NOW,
  near,
  not,
  or,
  PLANS,
  suiteItem,
  suiteQuery,
  text,
} from './fixtures.ts'

export function rankingSuite(index: () => ItemIndex): void {
  const hitsOf = async (condition: Condition, more: Partial<IndexQuery> = {}) =>
    (await index().search(suiteQuery(condition, more), maren)).hits
  const idsOf = async (condition: Condition, more: Partial<IndexQuery> = {}) =>
    (await hitsOf(condition, more)).map(({ itemId }) => itemId)

  describe('score', () => {
    const rows: readonly (readonly [string, Condition, readonly [string, Partial<IndexedItem>][]])[] = [
      [
        'title before property before content',
        text('fog'),
        [
          ['c', { title: 'fog' }],
          ['b', { searchable: { notes: ['fog'] } }],
          ['a', { content: 'fog' }],
        ],
      ],
      [
        'exact before stem',
        text('delay'),
        [
          ['b', { content: 'delay' }],
          ['a', { content: 'delays' }],
        ],
      ],
      [
        'whole before beginning',
        text('delay*'),
        [
          ['b', { content: 'delay' }],
          ['a', { content: 'delayed' }],
        ],
      ],
      [
        'a rare word before a common one',
        or(text('fog'), text('pilot')),
        [
          ['c', { content: 'pilot here' }],
          ['a', { content: 'fog here' }],
          ['b', { content: 'fog here' }],
        ],
      ],
      [
        'more often, and in a shorter text',
        text('fog'),
        [
          ['c', { content: 'fog fog' }],
          ['b', { content: 'fog' }],
          ['a', { content: 'fog and much else that is not' }],
        ],
      ],
      [
        'more of the words',
        or(text('fog'), text('pilot')),
        [
          ['b', { content: 'fog pilot' }],
          ['a', { content: 'fog fog' }],
        ],
      ],
      [
        'parts of a near count',
        or(near(0, 'fog', 'pilot'), equals('berth', 1)),
        [
          ['b', { content: 'fog pilot' }],
          ['a', { values: { berth: [1] } }],
        ],
      ],
      [
        'a property counts',
        or(text('tern', 'vessel'), everything),
        [
          ['b', { values: { vessel: ['tern'] } }],
          ['a', { content: 'tern' }],
        ],
      ],
    ]
    it.each(rows)('%s', async (_name, condition, items) => {
      await index().upsert(items.map(([id, more]) => suiteItem(id, more)))
      expect(await idsOf(condition)).toEqual(items.map(([id]) => id))
    })

    it('is above 0 for a word found, at most 1, and 0 for a hit without one', async () => {
      await index().upsert([
        suiteItem('a', { title: 'fog', modifiedAt: NOW, interest: 1 }),
        suiteItem('b', { content: 'delay' }),
        suiteItem('c'),
      ])
      const scores = (await hitsOf(or(text('fog'), text('delay'), everything))).map(({ score }) => score)
      expect(scores.toSorted()).toEqual(scores.toReversed())
      expect(scores[0]).toBeLessThanOrEqual(1)
      expect(scores[1]).toBeGreaterThan(0)
      expect(scores[2]).toBe(0)
    })

    it('is that of the lift alone where no word is asked for, or only under a not', async () => {
      await index().upsert([suiteItem('a', { modifiedAt: NOW, interest: 1 }), suiteItem('b')])
      for (const condition of [everything, not(text('fog')), not(not(not(text('fog'))))])
        expect(await hitsOf(condition)).toMatchObject([{ score: 1 }, { score: expect.closeTo(1 / 1.15, 12) }])
    })

    it('counts a word once, however often it is asked for', async () => {
      await index().upsert([suiteItem('a', { content: 'fog' }), suiteItem('b', { content: 'delay' })])
      expect(await hitsOf(or(text('fog'), text('delay'), text('fog')))).toEqual(
        await hitsOf(or(text('fog'), text('delay'))),
      )
    })

    it('rests on what the reader may read in the connections asked, not on the condition', async () => {
      const shown = [suiteItem('a', { content: 'fog delay' }), suiteItem('b', { content: 'delay and more' })]
      await index().upsert(shown)
      const before = await hitsOf(or(text('fog'), text('delay')))
      await index().upsert([
        suiteItem('hidden', { content: 'fog fog', acl: [FINANCE] }),
        suiteItem('elsewhere', { content: 'fog fog', connectionUid: '9'.repeat(32) }),
      ])
      expect(await hitsOf(or(text('fog'), text('delay')))).toEqual(before)
      const seen = await index().search(suiteQuery(or(text('fog'), text('delay'))), hanna)
      expect(seen.hits.find(({ itemId }) => itemId === 'a')?.score).not.toBe(before[0]?.score)
    })

    it('takes the words of the own scope, and statistics of all scopes', async () => {
      await index().upsert([
        suiteItem('a', { content: 'fog delay' }),
        suiteItem('b', { content: 'fog delay', connectionUid: PLANS }),
      ])
      const scopes = [
        { connectionUid: LOGS, condition: text('fog') },
        { connectionUid: PLANS, condition: or(text('fog'), text('absent')) },
      ]
      const hits = await hitsOf(everything, { scopes })
      expect(hits.map(({ itemId }) => itemId)).toEqual(['a', 'b'])
      // log(1 + 0.5 / 2.5) is what `fog` tells, in both of two items; log(1 + 2.5 / 0.5) what `absent` does, in none.
      const share = Math.log(1.2) / (Math.log(1.2) + Math.log(6))
      expect((hits[1]?.score ?? 0) / (hits[0]?.score ?? 0)).toBeCloseTo(share, 12)
    })
  })

  describe('lift', () => {
    it('puts the fresh and the sought-after first among equals', async () => {
      const at = (days: number) => NOW - days * DAY
      await index().upsert([
        suiteItem('undated', { content: 'fog' }),
        suiteItem('old', { content: 'fog', modifiedAt: at(900) }),
        suiteItem('today', { content: 'fog', modifiedAt: at(0) }),
        suiteItem('month', { content: 'fog', modifiedAt: at(30) }),
        suiteItem('sought', { content: 'fog', interest: 1 }),
        suiteItem('tomorrow', { content: 'fog', modifiedAt: at(-1) }),
      ])
      expect(await idsOf(text('fog'))).toEqual(['tomorrow', 'today', 'month', 'sought', 'old', 'undated'])
    })

    it('moves a score by 15 % at most', async () => {
      await index().upsert([
        suiteItem('best', { content: 'fog', modifiedAt: NOW, interest: 1 }),
        suiteItem('worst', { content: 'fog' }),
      ])
      const [best, worst] = await hitsOf(text('fog'))
      expect((best?.score ?? 0) / (worst?.score ?? 0)).toBeCloseTo(1.15, 12)
    })
  })

  describe('matched terms', () => {
    it('are words of the item, those found by stem or beginning included, each once, in alphabetical order', async () => {
      await index().upsert([
        suiteItem('a', { title: 'Pilots', content: 'the pilot boarded late, a lantern', values: { vessel: ['Tern'] } }),
      ])
      const condition = and(
        text('pilot'),
        text('boarded late'),
        text('lan*'),
        text('tern', 'vessel'),
        not(text('absent')),
      )
      const [hit] = await hitsOf(condition)
      expect(hit?.matchedTerms).toEqual(['boarded', 'lantern', 'late', 'pilot', 'pilots', 'tern'])
    })
  })

  describe('order', () => {
    it('among equal scores: newest, undated last, then connection and item id', async () => {
      const old = (days: number) => NOW + days * DAY
      await index().upsert([
        suiteItem('b', { connectionUid: PLANS, modifiedAt: old(1) }),
        suiteItem('c', { modifiedAt: old(1) }),
        suiteItem('B', { modifiedAt: old(1) }),
        suiteItem('new', { modifiedAt: old(2) }),
        suiteItem('sought', { interest: 1 }),
        suiteItem('undated'),
      ])
      expect(await idsOf(text('absent', 'x'), { scopes: suiteQuery(or(text('absent'), everything)).scopes })).toEqual([
        'new',
        'B',
        'c',
        'b',
        'sought',
        'undated',
      ])
    })

    it('pages through one order, with the exact total on each page', async () => {
      await index().upsert(
        Array.from({ length: 7 }, (_, n) => suiteItem(`i${n}`, { content: 'fog', modifiedAt: NOW - n })),
      )
      const pages = await Promise.all(
        [0, 3, 6, 9].map((from) => index().search(suiteQuery(text('fog'), { from, size: 3 }), maren)),
      )
      expect(pages.map(({ total }) => total)).toEqual([7, 7, 7, 7])
      expect(pages.flatMap(({ hits }) => hits.map(({ itemId }) => itemId))).toEqual(
        Array.from({ length: 7 }, (_, n) => `i${n}`),
      )
    })
  })
}
