import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalise, wordsOf } from './words.ts'

const terms = (text: string) => wordsOf(text).map(({ term }) => term)

describe('wordsOf', () => {
  const rows: readonly [string, string, readonly string[]][] = [
    ['case and punctuation', 'Fog, FOG & fog-bank.', ['fog', 'fog', 'fog', 'bank']],
    ['diacritics', 'Björn Nyström, Lucía', ['bjorn', 'nystrom', 'lucia']],
    ['letters that hold their mark', 'Smørrebrød Łódź Straße æther', ['smorrebrod', 'lodz', 'strasse', 'aether']],
    ['compatibility forms', 'ﬁrmware ＡＢＣ', ['firmware', 'abc']],
    ['decomposed letters', 'Bjo\u0308rn', ['bjorn']],
    ['numbers and identifiers', 'HL-2027_A14 v1.2', ['hl', '2027', 'a14', 'v1', '2']],
    ['scripts without spaces', '東京タワー', ['東', '京', 'タ', 'ワ', 'ー']],
    ['mixed scripts', 'PDF版', ['pdf', '版']],
    ['Greek final sigma', 'ΟΔΟΣ οδός', ['οδοσ', 'οδοσ']],
    ['vowel signs stay', 'हिन्दी', ['हिन्दी']],
    ['soft hyphens', 'Hafen\u00admeis\u00adter \u00ad fog\u00ad', ['hafenmeister', 'fog']],
    ['nothing', ' … — ', []],
  ]
  it.each(rows)('%s', (_name, text, expected) => {
    expect(terms(text)).toEqual(expected)
  })

  it('gives the place of each word in the text as it was written', () => {
    const text = 'Das Straßenfest, ﬁn'
    expect(wordsOf(text).map(({ start, end }) => text.slice(start, end))).toEqual(['Das', 'Straßenfest', 'ﬁn'])
  })

  it('normal forms stay as they are when normalised again, and both cases are one', () => {
    const wrong: string[] = []
    for (let point = 0; point <= 0x10ffff; point++) {
      const letter = String.fromCodePoint(point)
      if (!/[\p{L}\p{N}]/u.test(letter)) continue
      const normal = normalise(letter)
      const others = [normal, letter.toUpperCase(), letter.toLowerCase()]
      if (others.some((other) => normalise(other) !== normal)) wrong.push(`${letter} U+${point.toString(16)}`)
    }
    expect(wrong).toEqual([])
  })

  it('words of plain letters are the same in a text that has others, too', () => {
    const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
    const property = fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
      expect(wordsOf(`${text} …`)).toEqual(wordsOf(text))
    })
    fc.assert(property, { seed, numRuns: 1000 })
  })

  it('so do the terms of any text', () => {
    const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
    const property = fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const { term } of wordsOf(text)) expect(normalise(term)).toBe(term)
    })
    fc.assert(property, { seed, numRuns: 2000 })
  })
})
