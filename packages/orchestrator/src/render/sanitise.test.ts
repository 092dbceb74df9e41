// publishing-and-governance REQ-58: whatever is written, however it is cut, comes out closed.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CONSTRUCTS } from '../test/payloads.ts'
import { createSanitiser, type SanitiseOptions, sanitise } from './sanitise.ts'

const RUNS = Number(process.env.RUNS ?? 300)
const SOURCE = 'https://harbour.example/log/fog'
const options: SanitiseOptions = {
  cite: (source) => (source <= 3 ? source : undefined),
  sourceOf: (url) => (url === SOURCE ? 2 : undefined),
  isTyped: (url) => url === 'https://typed.example/x',
}
const inPieces = (text: string, sizes: readonly number[]) => {
  const sanitiser = createSanitiser(options)
  let at = 0
  let out = ''
  for (const size of sizes) {
    out += sanitiser.push(text.slice(at, at + size))
    at += size
  }
  return out + sanitiser.push(text.slice(at)) + sanitiser.end()
}
const REACHING = /!\[|\]\(|\]\[|\]:|<[a-z!/?]|\bwww\.\w|\b(?:javascript|data|vbscript|mailto|blob|ftp):\S/i
const isClosed = (text: string) => !REACHING.test(text) && !/:\/\//.test(text.replaceAll('https://typed.example/x', ''))

describe('what a model writes', () => {
  it.each([
    ['Plain text, with *emphasis*, `code` and 3 < 4.', 'Plain text, with *emphasis*, `code` and 3 < 4.'],
    ['Two were held up [^1^]. And [2].', 'Two were held up [^1^]. And [^2^].'],
    ['No such source [^9^].', 'No such source .'],
    [`See [the log](${SOURCE}).`, 'See the log[^2^].'],
    [`See ${SOURCE}.`, 'See [^2^].'],
    ['You wrote https://typed.example/x.', 'You wrote https://typed.example/x.'],
    ['![logo](https://evil.example/a.png) hello', 'logo hello'],
    ['<b>bold</b>', '&lt;b>bold&lt;/b>'],
    ['| a | b |\n| --- | --- |\n| 1 | 2 |', '| a | b |\n| --- | --- |\n| 1 | 2 |'],
    ['- [ ] task\n- [x] done', '- [ ] task\n- [x] done'],
  ])('%j', (given, wanted) => {
    expect(sanitise(given, options)).toBe(wanted)
    for (let size = 1; size < 6; size++)
      expect(inPieces(given, new Array(given.length).fill(size)), `in pieces of ${size}`).toBe(wanted)
  })

  it('shows plain words at once', () => {
    const sanitiser = createSanitiser(options)
    expect(sanitiser.push('Two')).toBe('Two')
    expect(sanitiser.push(' vessels')).toBe(' vessels')
  })

  it('is closed for every construct, whole and in pieces of one letter', () => {
    for (const construct of CONSTRUCTS) {
      expect(sanitise(construct, options), construct).toSatisfy(isClosed)
      expect(inPieces(construct, new Array(construct.length).fill(1)), construct).toSatisfy(isClosed)
    }
  })

  it('is closed for whatever is put together, however it is cut', () => {
    const part = fc.oneof(
      fc.constantFrom(...CONSTRUCTS),
      fc.constantFrom(
        '![',
        '[',
        ']',
        '(',
        ')',
        '<',
        '>',
        ':',
        '//',
        'https',
        'http:',
        '\\',
        '`',
        '```\n',
        '\n',
        '\n\n',
        ' ',
        '^',
        '!',
        '&',
        'a',
        '1',
        '\u200b',
        '【',
        '】',
        'www',
        '.',
        'evil.example',
        'javascript',
        '\ue000',
        '\ue001',
        '0',
      ),
      fc.string({ maxLength: 5 }),
    )
    const text = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 60 }), (given, sizes) => {
        expect(sanitise(given, options)).toSatisfy(isClosed)
        expect(inPieces(given, sizes)).toSatisfy(isClosed)
      }),
      { numRuns: RUNS },
    )
  })

  it('stays fast for a very long answer', () => {
    const began = performance.now()
    const sanitiser = createSanitiser(options)
    for (let n = 0; n < 20_000; n++) sanitiser.push('word [ ')
    sanitiser.end()
    expect(performance.now() - began).toBeLessThan(3_000)
  })
})
