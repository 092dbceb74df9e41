import { describe, expect, it } from 'vitest'
import { parseYaml } from './yaml.ts'

const read = (text: string) => parseYaml(text).value
const reasonOf = (text: string) => parseYaml(text).flaws[0]?.reason

describe('packages 4.1: YAML without its surprises', () => {
  it('has the types of JSON, and keys that are texts', () => {
    expect(read('200: {a: yes, b: 2026-02-03, c: 012, d: .inf, e: ~, f: 1.10, g: "1"}')).toEqual({
      200: { a: 'yes', b: '2026-02-03', c: 12, d: '.inf', e: null, f: 1.1, g: '1' },
    })
  })

  it('writes aliases and merges out', () => {
    expect(read('a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  e: 2\n  b: 3')).toEqual({
      a: { b: 1 },
      c: { b: 1 },
      d: { b: 3, e: 2 },
    })
    expect(read('a: &x 1\nb: *x\nc: &x 2\nd: *x')).toEqual({ a: 1, b: 1, c: 2, d: 2 })
  })

  it('reads hostile keys as data, and tells a key that is given twice', () => {
    expect(JSON.stringify(read('__proto__: {a: 1}'))).toBe('{"__proto__":{"a":1}}')
    expect(parseYaml('a: {b/c: 1, b/c: 2}')).toMatchObject({
      value: { a: { 'b/c': 2 } },
      flaws: [{ kind: 'duplicate-key', pointer: '/a/b~1c', reason: 'b/c' }],
    })
  })

  it.each([
    ['a: &x [*x]', 'an alias leads to itself'],
    ['a: *nowhere', /nowhere|alias/i],
    ['a: [1, 2', /line 1/],
    ['a: 1\n  b: 2', /line \d/],
    [`${'['.repeat(600)}`, /levels deep/],
    [`a: ${'*x '.repeat(6_000)}`, /anchors, aliases or tags/],
    [`# ${'x'.repeat(1_600_000)}`, /longer than/],
    [`a: &a [${'1, '.repeat(100)}1]\nb: &b [${'*a, '.repeat(100)}*a]\nc: [${'*b, '.repeat(100)}*b]`, /aliases repeat/],
  ])('refuses %.30s', (text, reason) => {
    expect(read(text)).toBeUndefined()
    expect(reasonOf(text)).toMatch(reason)
  })
})
