import fc from 'fast-check'
import { expect, it } from 'vitest'
import { wordsOf } from '../words.ts'
import { createTokenizer } from './tokens.ts'

it('cuts every text as `wordsOf` does', () => {
  const terms: string[] = []
  const ids = new Map<string, number>()
  const tokenize = createTokenizer((term) => {
    const id = ids.get(term) ?? terms.push(term) - 1
    ids.set(term, id)
    return id
  })
  const tokensOf = (text: string) => {
    const found: string[] = []
    tokenize(text, (id) => found.push(terms[id] ?? ''))
    return found
  }
  const unit = fc.oneof(
    fc.constantFrom(
      ...'aZ09 _-.,\'"\u2019\u2026\u200d\u00e9\u00df\u0130\u03c2\u0301\u2102\u6f22\u0e01\ufb01\ud83d\ude00\u00b2\u0660',
    ),
    fc.string({ unit: 'binary', maxLength: 1 }),
  )
  const text = fc.array(unit, { maxLength: 30 }).map((units) => units.join(''))
  fc.assert(
    fc.property(text, (words) => {
      expect(tokensOf(words)).toEqual(wordsOf(words).map(({ term }) => term))
    }),
    { numRuns: 5000 },
  )
})
