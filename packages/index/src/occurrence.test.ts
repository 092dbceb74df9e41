import { describe, expect, it } from 'vitest'
import { occurrencesIn } from './occurrence.ts'
import { text } from './suite/fixtures.ts'

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
