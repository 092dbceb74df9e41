import { describe, expect, it } from 'vitest'
import { parseKql } from './parse.ts'
import { type Item, matches } from './test/meaning.ts'

// Words of an item are those of its searchable properties and content, as 5.3 has it.
const ITEMS: Readonly<Record<string, Item>> = {
  fogDelay: { text: 'fog made a delay' },
  fogOnly: { text: 'thick fog' },
  fogAndDelay: { text: 'fog and delay' },
  gannet: { text: 'MV Gannet', vessel: 'MV Gannet', tags: ['bulk'], berth: 4 },
  gannetLate: { text: 'MV Gannet fog', vessel: 'MV Gannet', tags: ['delayed', 'bulk'], berth: 12 },
  ternBulk: { text: 'Tern', vessel: 'Tern', tags: ['bulk'], berth: 12 },
  gull: { text: 'Gull', vessel: 'Gull', tags: ['tanker'], berth: 4 },
  february: { text: 'first', arrived: '2027-02-01' },
  lastDay: { text: 'last', arrived: '2027-02-28' },
  march: { text: 'march', arrived: '2027-03-01' },
  coded: { text: 'log', code: 'HL-2027-A14' },
  exact: { text: 'log', code: 'hl-20' },
  three: { text: 'vessel gannet' },
}

const found = (query: string) => {
  const { tree, problems } = parseKql(query)
  expect(problems).toEqual([])
  return Object.keys(ITEMS).filter((name) => {
    const item = ITEMS[name]
    return item !== undefined && matches(tree, item)
  })
}

describe('KQL vectors (contract: connectors 5.3)', () => {
  const VECTORS: readonly (readonly [query: string, meaning: string, expected: readonly string[]])[] = [
    ['fog delay', 'both words anywhere searchable', ['fogDelay', 'fogAndDelay']],
    ['vessel:gannet OR vessel:tern', 'either', ['gannet', 'gannetLate', 'ternBulk']],
    ['vessel:gannet vessel:tern', 'either', ['gannet', 'gannetLate', 'ternBulk']],
    ['vessel:gannet tags:bulk', 'both restrictions', ['gannet', 'gannetLate']],
    ['vessel:gan*', 'prefix', ['gannet', 'gannetLate']],
    ['vessel : gannet', 'three free-text words', ['three']],
    ['berth>=10 NOT tags:delayed', 'numeric range minus tag', ['ternBulk']],
    ['arrived:2027-02-01..2027-02-28', 'inclusive range', ['february', 'lastDay']],
    ['code:HL-20', 'no hit against HL-2027-A14', ['exact']],
    ['code:HL-20*', 'prefix of an exact-match property', ['coded', 'exact']],
    ['fog and delay', 'three words, and is a term', ['fogAndDelay']],
    ['(vessel:gannet OR berth=4) -fog', 'grouped, excluding fog', ['gannet', 'gull']],
    ['*', 'everything', Object.keys(ITEMS)],
  ]
  it.each(VECTORS)('%s: %s', (query, _meaning, expected) => {
    expect(found(query)).toEqual(expected)
  })

  it('berth:3..9 includes both ends, also of numbers', () => {
    const ends = [2, 3, 4, 9, 10].filter((berth) => matches(parseKql('berth:3..9').tree, { text: '', berth }))
    expect(ends).toEqual([3, 4, 9])
  })
})
