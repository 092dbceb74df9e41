import { describe, expect, it } from 'vitest'
import type { Bucket, Collapse, IndexedValue, ItemIndex, Refiner, SortKey } from '../types.ts'
import { EVERYONE, everything, FINANCE, maren, NOW, refiner, suiteItem, suiteQuery, text } from './fixtures.ts'

/** Items `a`, `b`, … with these values, the first one newest. */
const holding = (property: string, ...rows: readonly (readonly IndexedValue[])[]) =>
  rows.map((values, n) =>
    suiteItem(String.fromCharCode(97 + n), {
      values: values.length === 0 ? {} : { [property]: values },
      modifiedAt: NOW - n,
    }),
  )

/** Sort keys, refiners and collapse: what is done to the matches. Contract: connectors 5.5 and 5.6. */
export function shapingSuite(index: () => ItemIndex): void {
  describe('sort', () => {
    const rows: readonly (readonly [string, readonly SortKey[], string])[] = [
      ['numbers ascending', [{ property: 'berth', isDescending: false }], 'badce'],
      ['numbers descending, those without still last', [{ property: 'berth', isDescending: true }], 'cdabe'],
      ['strings by their normal form', [{ property: 'vessel', isDescending: false }], 'cabde'],
      [
        'the second key decides among equals',
        [
          { property: 'vessel', isDescending: false },
          { property: 'berth', isDescending: false },
        ],
        'cbade',
      ],
      ['false before true', [{ property: 'islate', isDescending: false }], 'baecd'],
      ['a property that nobody has changes nothing', [{ property: 'absent', isDescending: true }], 'abcde'],
    ]
    it.each(rows)('%s', async (_name, sort, expected) => {
      await index().upsert([
        suiteItem('a', { modifiedAt: NOW, values: { berth: [4], vessel: ['tern'], islate: [true] } }),
        suiteItem('b', { modifiedAt: NOW - 1, values: { berth: [3], vessel: ['TERN'], islate: [false] } }),
        suiteItem('c', { modifiedAt: NOW - 2, values: { berth: [12, 9], vessel: ['Ärger'] } }),
        suiteItem('d', { modifiedAt: NOW - 3, values: { berth: [10, 5] } }),
        suiteItem('e', { modifiedAt: NOW - 4, values: { islate: [true] } }),
      ])
      const { hits } = await index().search(suiteQuery(everything, { sort }), maren)
      expect(hits.map(({ itemId }) => itemId).join('')).toBe(expected)
    })
  })

  describe('refiners', () => {
    const mixed = [['Tern'], ['tern', 'gull'], ['tern', 'TERN'], ['Gull'], ['auk', 3], []] as const
    const numbers = [[1], [10, 2], [10], [20], ['10'], [100]] as const
    const rows: readonly (readonly [string, readonly (readonly IndexedValue[])[], Partial<Refiner>, Bucket[]])[] = [
      [
        'merge spellings, name the most frequent, then the smaller one; ties by value, numbers first',
        mixed,
        {},
        [
          { key: 'tern', count: 3 },
          { key: 'Gull', count: 2 },
          { key: 3, count: 1 },
          { key: 'auk', count: 1 },
        ],
      ],
      [
        'by count ascending, ties still by value',
        mixed,
        { isDescending: false },
        [
          { key: 3, count: 1 },
          { key: 'auk', count: 1 },
          { key: 'Gull', count: 2 },
          { key: 'tern', count: 3 },
        ],
      ],
      ['size', mixed, { size: 1 }, [{ key: 'tern', count: 3 }]],
      [
        'minimum count',
        mixed,
        { minimumCount: 2 },
        [
          { key: 'tern', count: 3 },
          { key: 'Gull', count: 2 },
        ],
      ],
      ['beginning', mixed, { prefix: 'GU' }, [{ key: 'Gull', count: 2 }]],
      [
        'by key as string',
        numbers,
        { sortBy: 'keyAsString', isDescending: false },
        [
          { key: 1, count: 1 },
          { key: 10, count: 2 },
          { key: '10', count: 1 },
          { key: 100, count: 1 },
          { key: 2, count: 1 },
          { key: 20, count: 1 },
        ],
      ],
      [
        'by key as number, descending',
        [...numbers, ['none']],
        { sortBy: 'keyAsNumber' },
        [
          { key: 100, count: 1 },
          { key: 20, count: 1 },
          { key: 10, count: 2 },
          { key: '10', count: 1 },
          { key: 2, count: 1 },
          { key: 1, count: 1 },
          { key: 'none', count: 1 },
        ],
      ],
      [
        'booleans',
        [[true], [false], [true]],
        {},
        [
          { key: true, count: 2 },
          { key: false, count: 1 },
        ],
      ],
      [
        'ranges, in their order, lower bound inclusive and upper bound exclusive; an item counts once in each',
        numbers,
        {
          minimumCount: 0,
          ranges: [
            { from: undefined, to: 10 },
            { from: 10, to: 20 },
            { from: 2, to: 11 },
            { from: 20, to: undefined },
            { from: 500, to: undefined },
          ],
        },
        [
          { key: 0, count: 2 },
          { key: 1, count: 2 },
          { key: 2, count: 2 },
          { key: 3, count: 2 },
          { key: 4, count: 0 },
        ],
      ],
      [
        'ranges without enough items are left out and keep their number',
        numbers,
        {
          ranges: [
            { from: 500, to: undefined },
            { from: undefined, to: undefined },
          ],
        },
        [{ key: 1, count: 5 }],
      ],
      ['nobody has the property', [[]], {}, []],
    ]
    it.each(rows)('%s', async (_name, values, more, expected) => {
      await index().upsert(holding('p', ...values))
      const { refiners } = await index().search(
        suiteQuery(everything, { size: 1, refiners: [refiner('p', more)] }),
        maren,
      )
      expect(refiners).toEqual([expected])
    })

    it('count permitted matches only, and name only spellings that stand in them', async () => {
      await index().upsert([
        suiteItem('a', { values: { p: ['tern'] }, content: 'fog' }),
        suiteItem('b', { values: { p: ['TERN'] }, content: 'fog', acl: [FINANCE] }),
        suiteItem('c', {
          values: { p: ['TERN'] },
          content: 'fog',
          acl: [FINANCE, EVERYONE, { ...EVERYONE, accessType: 'deny' }],
        }),
        suiteItem('d', { values: { p: ['TERN', 'gull'] } }),
      ])
      const ask = suiteQuery(text('fog'), { refiners: [refiner('p'), refiner('absent')] })
      expect((await index().search(ask, maren)).refiners).toEqual([[{ key: 'tern', count: 1 }], []])
    })
  })

  describe('collapse', () => {
    const one = (limit: number): Collapse => ({ properties: ['p'], limit })
    const rows: readonly (readonly [string, readonly Collapse[], string])[] = [
      ['none', [], 'a b c d e f g'],
      ['the best of each value, spellings merged', [one(1)], 'a* b e f*'],
      ['a number of each', [one(2)], 'a* b c* e f g'],
      ['more than there are', [one(3)], 'a b c d e f g'],
      ['several properties are one key', [{ properties: ['p', 'q'], limit: 1 }], 'a* b d e f*'],
      ['levels, each on what the one before left', [one(2), { properties: ['q'], limit: 1 }], 'a* b*'],
    ]
    it.each(rows)('%s', async (_name, collapse, expected) => {
      const values: Record<string, IndexedValue[]>[] = [
        { p: ['x'], q: [1] },
        { p: ['y'], q: [2] },
        { p: ['X'], q: [1] },
        { p: ['x'], q: [2] },
        { p: ['x', 'y'], q: [1] },
        { q: [2] },
        { q: [2] },
      ]
      await index().upsert(
        values.map((held, n) => suiteItem(String.fromCharCode(97 + n), { values: held, modifiedAt: NOW - n })),
      )
      const { hits, total } = await index().search(suiteQuery(everything, { collapse }), maren)
      expect(hits.map(({ itemId, isCollapsed }) => itemId + (isCollapsed ? '*' : '')).join(' ')).toBe(expected)
      expect(total).toBe(7)
    })

    it('comes before paging', async () => {
      await index().upsert(holding('p', ['x'], ['x'], ['y'], ['y'], ['z']))
      const { hits } = await index().search(suiteQuery(everything, { collapse: [one(1)], from: 1, size: 2 }), maren)
      expect(hits.map(({ itemId }) => itemId)).toEqual(['c', 'e'])
    })
  })
}
