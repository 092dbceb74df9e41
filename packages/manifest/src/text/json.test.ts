// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the placeholders of packages
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode } from './decode.ts'
import { DEEPEST, parseJson } from './json.ts'

const kinds = (text: string) => parseJson(text).flaws.map(({ kind }) => kind)

describe('packages 1.11, step 2: JSON as people write it', () => {
  it('reads what JSON.parse reads, the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(4), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        expect(parseJson(text)).toMatchObject({ value: JSON.parse(text), flaws: [] })
      }),
    )
  })

  it('never throws, and refuses what JSON.parse refuses unless it tells a flaw', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'{}[]",:\\/*1e-n\n '.split(''), 'true', 'null', '"a"', '${{A}}') }),
        (text) => {
          const { value, flaws } = parseJson(text)
          if (value === undefined || flaws.length > 0) return
          expect(value).toEqual(JSON.parse(text))
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it.each([
    ['{"a": 1, // berth\n "b": 2}', { a: 1, b: 2 }, ['comment']],
    ['/* berth */ [1 /* two */, 2]', [1, 2], ['comment']],
    ['{"a": [1, 2,], }', { a: [1, 2] }, ['trailing-comma']],
    ['{"a": 1 "b": 2}', { a: 1, b: 2 }, ['missing-comma']],
    ['{"a": 1, "a": 2}', { a: 2 }, ['duplicate-key']],
    ['{"a": ${{SIZE}}}', { a: '${{SIZE}}' }, ['bare-placeholder']],
    ['{"a": 1}}', { a: 1 }, ['text-after-end']],
    ['{"a": "two\nlines"}', { a: 'two\nlines' }, ['raw-character']],
  ])('reads %s and tells what is wrong', (text, value, flaws) => {
    expect(parseJson(text).value).toEqual(value)
    expect(kinds(text)).toEqual(flaws)
  })

  it('names the place of a mistake', () => {
    expect(parseJson('{\n  "a": nothing\n}').flaws).toEqual([
      { kind: 'broken', pointer: '/a', reason: 'no value at line 2, column 8' },
    ])
    expect(parseJson('{"a/b": [1, {"c~": 1, "c~": 2}]}').flaws[0]?.pointer).toBe('/a~1b/1/c~0')
  })

  it('reads hostile keys as data', () => {
    const { value } = parseJson('{"__proto__": {"a": 1}, "constructor": 2}')
    expect(Object.keys(value ?? {})).toEqual(['__proto__', 'constructor'])
    expect(JSON.stringify(value)).toBe('{"__proto__":{"a":1},"constructor":2}')
    expect(Object.prototype).not.toHaveProperty('a')
  })

  it(`stops at ${DEEPEST} levels`, () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
    expect(parseJson(nested(DEEPEST)).flaws).toEqual([])
    expect(parseJson(nested(DEEPEST + 1)).flaws[0]?.reason).toMatch(/^the document is more than 100 levels deep/)
  })
})

describe('packages 1.8: encodings', () => {
  const text = '{"name": "Größe ⚓"}'
  it.each([
    ['utf-8', Buffer.from(text)],
    ['utf-8', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)])],
    ['utf-16le', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])],
    ['utf-16le', Buffer.from(text, 'utf16le')],
    ['utf-16be', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()])],
    ['utf-16be', Buffer.from(text, 'utf16le').swap16()],
  ])('reads %s, with a mark or without', (encoding, bytes) => {
    expect(decode(bytes)).toMatchObject({ text, encoding })
  })

  it('reads Windows-1252 where it is no UTF-8', () => {
    expect(decode(Buffer.from([0x22, 0xfc, 0x93, 0x22]))).toMatchObject({ text: '"ü“"', encoding: 'windows-1252' })
  })
})
