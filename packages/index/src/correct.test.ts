import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { correctionsOf, distanceOf } from './correct.ts'
import { seedOf } from './suite/random.ts'

describe('distanceOf', () => {
  const rows: readonly [string, string, number][] = [
    ['', '', 0],
    ['fog', 'fog', 0],
    ['', 'fog', 3],
    ['fog', 'frog', 1],
    ['fog', 'fig', 1],
    ['fog', 'fgo', 1],
    ['ca', 'abc', 3],
    ['pilot', 'ploit', 2],
    ['😀a', 'a😀', 1],
  ]
  it.each(rows)('%s and %s: %d', (a, b, expected) => {
    expect(distanceOf(a, b)).toBe(expected)
    expect(distanceOf(b, a)).toBe(expected)
  })

  it('is at most the number of edits made', () => {
    const letter = fc.constantFrom('a', 'b', 'c', 'ø')
    const edit = fc.record({ kind: fc.constantFrom('insert', 'remove', 'replace'), at: fc.nat(10), letter })
    const edited = (word: readonly string[], { kind, at, letter }: { kind: string; at: number; letter: string }) => {
      if (kind === 'insert') return word.toSpliced(at % (word.length + 1), 0, letter)
      return word.length === 0 ? word : word.toSpliced(at % word.length, 1, ...(kind === 'replace' ? [letter] : []))
    }
    const property = fc.property(
      fc.array(letter, { maxLength: 8 }),
      fc.array(edit, { maxLength: 4 }),
      (word, edits) => {
        const other = edits.reduce<readonly string[]>(edited, word)
        expect(distanceOf(word.join(''), other.join(''))).toBeLessThanOrEqual(edits.length)
      },
    )
    fc.assert(property, { seed: seedOf('distance'), numRuns: 2000 })
  })
})

describe('correctionsOf', () => {
  const holders = new Map([
    ['berth', 1],
    ['birth', 2],
    ['bertha', 9],
    ['fog', 1],
    ['fig', 1],
  ])
  const rows: readonly [string, string, string | undefined][] = [
    ['nearest before most frequent', 'berht', 'berth'],
    ['most frequent before alphabetical', 'barth', 'birth'],
    ['alphabetical last', 'fug', 'fig'],
    ['four letters by one only', 'bxth', undefined],
    ['five by two', 'bxrxh', 'birth'],
  ]
  it.each(rows)('%s', (_name, word, expected) => {
    expect(correctionsOf([word], holders).get(word)).toBe(expected)
  })
})
