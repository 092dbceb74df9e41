import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SearchConnection } from '../../api/types.ts'
import {
  aggregationsOf,
  boundsOf,
  choicesOf,
  fieldsOf,
  filtersOf,
  newestOf,
  STRETCHES,
  sortsOf,
  titleOf,
  toggled,
  valueName,
} from './refine.ts'

const NOW = new Date(2027, 1, 24, 12)
const tokenOf = (value: string) => `"ǂǂ${Buffer.from(value, 'utf8').toString('hex')}"`
const status = { name: 'status', type: 'string', title: 'Status' }
const arrived = { name: 'arrived', type: 'dateTime', title: 'Arrived' }
const connection = (more: Partial<SearchConnection>): SearchConnection => ({
  id: 'a',
  uid: '0',
  name: 'A',
  labels: {},
  ...more,
})

describe('connectors 5.5, filters', () => {
  it('combines several values of one field to alternatives', () => {
    const filters = [
      { field: 'status', value: tokenOf('Moored') },
      { field: 'berth', value: 'range(3, 3, to="le")' },
      { field: 'status', value: tokenOf('Sailed') },
    ]
    expect(filtersOf(filters, NOW)).toEqual([
      `status:or(${tokenOf('Moored')},${tokenOf('Sailed')})`,
      'berth:range(3, 3, to="le")',
    ])
  })

  it('turns a stretch of time into a range of now', () => {
    const { week, older, later } = boundsOf(NOW)
    expect(filtersOf([{ field: 'arrived', value: 'week' }], NOW)).toEqual([`arrived:range(${week.from}, ${week.to})`])
    expect(new Date(week.from ?? '').getDay()).toBe(1)
    expect(filtersOf([{ field: 'arrived', value: 'older' }], NOW)).toEqual([`arrived:range(min, ${older.to})`])
    expect(filtersOf([{ field: 'arrived', value: 'later' }], NOW)).toEqual([
      `arrived:range(${later.from}, max, to="le")`,
    ])
  })

  it('keeps every moment in a stretch, and now in week, month and year', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(1990, 0), max: new Date(2090, 0), noInvalidDate: true }), (now) => {
        const bounds = boundsOf(now)
        const holds = (name: (typeof STRETCHES)[number]) => {
          const { from, to } = bounds[name]
          return (!from || Date.parse(from) <= now.getTime()) && (!to || now.getTime() < Date.parse(to))
        }
        expect(STRETCHES.filter(holds)).toEqual(['week', 'month', 'year'])
        expect([bounds.older.to, bounds.later.from]).toEqual([bounds.year.from, bounds.year.to])
      }),
    )
  })

  it('asks for values by count, and for stretches of time as ranges', () => {
    expect(aggregationsOf([status, arrived], NOW)).toMatchObject([
      { field: 'status', size: 10, bucketDefinition: { sortBy: 'count', isDescending: true, minimumCount: 1 } },
      { field: 'arrived', bucketDefinition: { ranges: STRETCHES.map((stretch) => boundsOf(NOW)[stretch]) } },
    ])
  })
})

describe('what a field offers', () => {
  it('reads the value out of its token', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (value) => {
        expect(valueName(tokenOf(value))).toBe(value)
      }),
    )
    expect(valueName('"plain"')).toBe('plain')
    expect(valueName('range(3, 3, to="le")')).toBe('3')
    expect(valueName('range(min, 100)')).toBe('Up to 100')
    expect(valueName('range(1000, max, to="le")')).toBe('From 1000')
  })

  it('keeps what was chosen though nothing matches it now', () => {
    const buckets = [{ key: 'Moored', count: 2, aggregationFilterToken: tokenOf('Moored') }]
    const chosen = [{ field: 'status', value: tokenOf('Sailed') }]
    expect(choicesOf(status, { field: 'status', buckets }, chosen, NOW)).toEqual([
      { value: tokenOf('Moored'), name: 'Moored', count: 2, isChosen: false },
      { value: tokenOf('Sailed'), name: 'Sailed', count: undefined, isChosen: true },
    ])
  })

  it('names a range of time by its stretch, in whatever form its moments come', () => {
    const { from, to } = boundsOf(NOW).month
    const offset = (moment = '') => new Date(moment).toISOString()
    const buckets = [
      { key: 'x', count: 4, aggregationFilterToken: `range(${offset(from)}, ${offset(to)})` },
      { key: 'y', count: 0, aggregationFilterToken: `range(min, ${boundsOf(NOW).older.to})` },
      { key: 'z', count: 9, aggregationFilterToken: 'range(2001-01-01, 2002-01-01)' },
    ]
    expect(choicesOf(arrived, { field: 'arrived', buckets }, [], NOW)).toEqual([
      { value: 'month', name: 'This month', count: 4, isChosen: false },
    ])
  })

  it('adds a value, takes it away again, and lets one stretch of time take the place of another', () => {
    const [one, two] = [
      { field: 'status', value: tokenOf('a') },
      { field: 'status', value: tokenOf('b') },
    ]
    expect(toggled(toggled([one], two), one)).toEqual([two])
    const week = { field: 'arrived', value: 'week' }
    expect(toggled([one, week], { field: 'arrived', value: 'year' })).toEqual([
      one,
      { field: 'arrived', value: 'year' },
    ])
  })
})

describe('what the connections offer', () => {
  const [a, b] = [
    connection({ refinable: [status], sortable: ['status', 'arrived'], labels: { lastModifiedDateTime: 'arrived' } }),
    connection({
      refinable: [{ ...status, name: 'Status' }, arrived],
      sortable: ['arrived'],
      labels: { lastModifiedDateTime: 'arrived' },
    }),
  ]

  it('offers each property once, and an order only where every connection has it', () => {
    expect(fieldsOf([a, b]).map(({ name }) => name)).toEqual(['status', 'arrived'])
    expect(sortsOf([a])).toEqual(['status', 'arrived'])
    expect(sortsOf([a, b])).toEqual(['arrived'])
    expect(newestOf([a, b])).toEqual({ name: 'arrived', isDescending: true })
    expect(newestOf([a, connection({ sortable: ['arrived'] })])).toBeUndefined()
  })

  it('offers nothing where the server names nothing', () => {
    const old = connection({})
    expect([fieldsOf([old]), sortsOf([old]), newestOf([old]), sortsOf([])]).toEqual([[], [], undefined, []])
  })

  it.each([
    [{ name: 'cargoKinds' }, 'Cargo kinds'],
    [{ name: 'due_date' }, 'Due date'],
    [{ name: 'x', label: 'lastModifiedBy' }, 'Changed by'],
    [{ name: 'x', label: 'constructor' }, 'X'],
  ])('calls %j %s', (property, title) => {
    expect(titleOf(property)).toBe(title)
  })
})
