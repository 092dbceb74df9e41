import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { areNear, occurrencesIn, type Places } from './occurrence.ts'
import { text } from './suite/fixtures.ts'
import { seedOf } from './suite/random.ts'

describe('occurrencesIn', () => {
  // An occurrence that is not exact stands in brackets.
  const rows: readonly [string, string, string, string][] = [
    ['by term and by stem', 'fog fogs foggy', 'fog', '0 (1)'],
    ['overlapping', 'la la la', 'la la', '0 1'],
    ['one word by stem makes the phrase so', 'pilots boarded', 'pilot boarded', '(0)'],
    ['a beginning is exact as a whole word', 'fog fogs', 'fog*', '0 (1)'],
    ['and nothing by stem', 'fog', 'fogs*', ''],
    ['only the last term is a beginning', 'foggy dew', 'fog dew*', ''],
    ['longer than the text', 'fog', 'fog fog', ''],
  ]
  it.each(rows)('%s', (_name, words, asked, expected) => {
    const found = occurrencesIn(words.split(' '), text(asked))
    expect(found.map(({ at, isExact }) => (isExact ? `${at}` : `(${at})`)).join(' ')).toBe(expected)
  })
})

describe('areNear', () => {
  /** Every choice of places, tried one by one. */
  function isNearSomehow(parts: readonly Places[], distance: number, isOrdered: boolean): boolean {
    const choices = parts.reduce<{ start: number; end: number }[][]>(
      (before, { starts, length }) =>
        before.flatMap((chosen) => starts.map((start) => [...chosen, { start, end: start + length }])),
      [[]],
    )
    return choices.some((chosen) => {
      const sorted = chosen.toSorted((a, b) => a.start - b.start)
      if (isOrdered && sorted.some((place, index) => place !== chosen[index])) return false
      const gaps = sorted.slice(1).map(({ start }, index) => start - (sorted[index]?.end ?? 0))
      return gaps.every((gap) => gap >= 0) && gaps.reduce((sum, gap) => sum + gap, 0) <= distance
    })
  }

  it('finds what trying every choice finds', () => {
    const part = fc.record({
      starts: fc.uniqueArray(fc.nat(12), { maxLength: 4 }).map((some) => some.toSorted((a, b) => a - b)),
      length: fc.integer({ min: 1, max: 3 }),
    })
    const parts = fc.array(part, { minLength: 1, maxLength: 4 })
    const property = fc.property(parts, fc.nat(8), fc.boolean(), (places, distance, isOrdered) => {
      expect(areNear(places, { distance, isOrdered })).toBe(isNearSomehow(places, distance, isOrdered))
    })
    fc.assert(property, { seed: seedOf('near'), numRuns: 5000 })
  })
})
