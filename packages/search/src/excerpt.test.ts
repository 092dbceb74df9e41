import { wordsOf } from '@jumpseat/index'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { passagesOf, summaryOf } from './excerpt.ts'

const filler = 'The harbour master wrote nothing of note that day. '.repeat(12)

describe('summaryOf', () => {
  const rows: readonly [string, string, readonly string[], string][] = [
    ['marks each matched word, as it was written', 'Fóg and FOG', ['fog'], '<c0>Fóg</c0> and <c0>FOG</c0>'],
    ['a short text without a match', 'clear sky', ['fog'], 'clear sky'],
    ['white space and control characters', ' a\n\n\tb\u0007c ', [], 'a b c'],
    ['nothing', '', ['fog'], ''],
    ['only the word, not its beginning', 'foggy fog', ['fog'], 'foggy <c0>fog</c0>'],
  ]
  it.each(rows)('%s', (_name, text, terms, expected) => {
    expect(summaryOf(text, terms)).toBe(expected)
  })

  it('begins where most of the words are together', () => {
    const summary = summaryOf(`Fog once. ${filler} Here are fog and delay. ${filler}`, ['fog', 'delay'])
    expect(summary).toContain('<c0>fog</c0> and <c0>delay</c0>')
    expect(summary).toMatch(/^<ddd\/> .* <ddd\/>$/)
  })

  it('shows the beginning when nothing matched', () => {
    expect(summaryOf(filler, [])).toMatch(/^The harbour master .* <ddd\/>$/)
  })

  it('holds no tag but its own, and its text is text of the source', () => {
    const seed = Date.now() | 0
    const piece = fc.constantFrom(
      'fog',
      '<c0>',
      '</c0>',
      '<ddd/>',
      '&amp;',
      '<b',
      'onerror=',
      '😀',
      '\ud800',
      ' ',
      filler,
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' })), { maxLength: 12 }), (pieces) => {
        const text = pieces.join('')
        const summary = summaryOf(text, ['fog', 'amp', 'c0'])
        const bare = summary.replace(/<c0>|<\/c0>|<ddd\/>/g, '')
        expect(bare).not.toMatch(/[<>]/)
        expect(summary.split('<c0>').length).toBe(summary.split('</c0>').length)
        expect(summary.isWellFormed()).toBe(true)
        const source = text.toWellFormed().replace(/[\s\p{Cc}]+/gu, ' ')
        const plain = bare.trim().replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
        expect(source).toContain(plain)
      }),
      { seed, numRuns: 1000 },
    )
  })
})

describe('passagesOf', () => {
  it('are at most 1,000 characters, side by side, and lose no word', () => {
    const seed = Date.now() | 0
    const piece = fc.constantFrom('fog ', filler, '\n\n', 'x'.repeat(1500), '東'.repeat(700), '😀'.repeat(600))
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join('')
        const passages = passagesOf(text, [], 1000)
        for (const { text: passage } of passages) {
          expect(passage.length).toBeLessThanOrEqual(1000)
          expect(passage.isWellFormed()).toBe(true)
        }
        const all = passagesOf(`fog. ${text}`, ['fog'], 1000)
        for (const { text: passage } of all) expect(wordsOf(passage).some(({ term }) => term === 'fog')).toBe(true)
      }),
      { seed, numRuns: 300 },
    )
  })

  it('cut at the end of a sentence', () => {
    const [first] = passagesOf(filler.repeat(4), [], 3)
    expect(first?.text).toMatch(/that day\.$/)
  })

  it('come best first, with their share of the best', () => {
    const text = `One fog. ${filler}${filler}\n\nFog and delay. ${filler}${filler}\n\nNothing.`
    const passages = passagesOf(text, ['fog', 'delay'], 3)
    expect(passages.map(({ share }) => share)).toEqual([1, 0.5])
    expect(passages[0]?.text).toContain('Fog and delay')
  })

  it('give the beginning when nothing matched, and nothing of nothing', () => {
    expect(passagesOf('clear sky', ['fog'], 3)).toEqual([{ text: 'clear sky', share: 1 }])
    expect(passagesOf(' \n ', ['fog'], 3)).toEqual([])
  })
})
