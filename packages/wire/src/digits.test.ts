import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digitsOf, exactJson, isPartOf, parseJson } from './index.ts'

describe('whole numbers beyond 2^53', () => {
  it('keep their digits, wherever they stand', () => {
    const text =
      '{"a":9007199254740993,"b":[1,-9223372036854775808],"__proto__":{"c":9007199254740995},"d":1e400,"e":1.5}'
    const value = parseJson(text) as Record<string, object> & { b: object }
    expect(digitsOf(value, value, 'a')).toBe('9007199254740993')
    expect(digitsOf(value, value.b, '1')).toBe('-9223372036854775808')
    const inner = Object.getOwnPropertyDescriptor(value, '__proto__')?.value
    expect(digitsOf(value, inner, 'c')).toBe('9007199254740995')
    expect([digitsOf(value, value.b, '0'), digitsOf(value, value, 'd'), digitsOf(value, value, 'e')]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('are known of a part, and of nothing whose text is not known', () => {
    const whole = parseJson('{"requests":[{"body":{"a":9007199254740993}}]}') as { requests: { body: object }[] }
    const body = whole.requests[0]?.body ?? {}
    expect(digitsOf(body, body, 'a')).toBeUndefined()
    isPartOf(whole, body)
    expect(digitsOf(body, body, 'a')).toBe('9007199254740993')
    expect(exactJson(body)).toBe('{"a":9007199254740993}')
    expect(exactJson({ a: 1 })).toBe('{"a":1}')
  })

  it('leave what is nested deeper than the stack as it was', () => {
    const depth = 200_000
    const value = parseJson(`${'['.repeat(depth)}9007199254740993${']'.repeat(depth)}`) as object
    expect(digitsOf(value, value, '0')).toBeUndefined()
  })

  it('and any other JSON is written again as it was read', () => {
    const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
    console.info(`digits: seed ${seed}`)
    const integer = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((n) => `${n}`)
    const leaf = fc.oneof(integer, fc.constantFrom('true', 'null', '"12345678901234567890"', '0', '17'))
    const key = fc.oneof(fc.string({ maxLength: 4 }), fc.constant('__proto__')).map((name) => JSON.stringify(name))
    const { json } = fc.letrec<{ json: string }>((tie) => ({
      json: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('json'), { maxLength: 4 }).map((parts) => `[${parts.join(',')}]`),
        fc
          .uniqueArray(fc.tuple(key, tie('json')), { maxLength: 4, selector: ([name]) => name })
          .map((members) => `{${members.map(([name, value]) => `${name}:${value}`).join(',')}}`),
      ),
    }))
    fc.assert(
      fc.property(json, (text) => {
        const value = parseJson(text)
        if (typeof value !== 'object') return
        // Keys that look like numbers come first in an object; the digits are what is compared.
        expect(exactJson(value).match(/\d+/g)?.toSorted()).toEqual(text.match(/\d+/g)?.toSorted())
        expect(JSON.parse(exactJson(value))).toEqual(JSON.parse(text))
      }),
      { seed, numRuns: 500 },
    )
  })
})
