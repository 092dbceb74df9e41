import type { JsonObject } from '@jumpseat/wire'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { syntheticArguments } from '../test/oracle/arguments.ts'
import { checkArguments } from './check.ts'

const json = (value: unknown): JsonObject => JSON.parse(JSON.stringify(value))
const object = (properties: object, more: object = {}) => json({ type: 'object', properties, ...more })
const problems = (schema: JsonObject, args: object) =>
  checkArguments(schema, json(args)).problems.map(({ place, kind }) => [place, kind])
const args = (schema: JsonObject, given: object) => checkArguments(schema, json(given)).args

describe('packages 7.3: arguments', () => {
  it('are read as what was asked for', () => {
    const schema = object({
      n: { type: 'integer' },
      x: { type: 'number' },
      b: { type: 'boolean' },
      l: { type: 'array', items: { type: 'integer' } },
      o: { type: 'object' },
      s: { type: 'string' },
    })
    expect(args(schema, { n: '5', x: '1.5', b: 'true', l: '[1,"2"]', o: '{"a":1}', s: 5 })).toEqual({
      n: 5,
      x: 1.5,
      b: true,
      l: [1, 2],
      o: { a: 1 },
      s: '5',
    })
    expect(args(schema, { l: 7 })).toEqual({ l: [7] })
    expect(problems(schema, { n: '1.5', x: 'many', b: 'yes', o: 'text' })).toEqual([
      ['/n', 'wrong'],
      ['/x', 'wrong'],
      ['/b', 'wrong'],
      ['/o', 'wrong'],
    ])
  })

  it('of a list of choices are in its spelling', () => {
    const schema = object({ day: { enum: ['Mon', 'Tue'] }, n: { enum: [1, 2] } })
    expect(args(schema, { day: 'mon', n: '2' })).toEqual({ day: 'Mon', n: 2 })
    expect(checkArguments(schema, json({ day: 'Sun' })).problems).toEqual([
      { place: '/day', kind: 'wrong', message: 'must be one of "Mon", "Tue"' },
    ])
  })

  it('that are missing are told with their place, deep down too', () => {
    const schema = object(
      { ship: object({ name: { type: 'string' } }, { required: ['name'] }) },
      { required: ['ship', 'a/b'] },
    )
    expect(problems(schema, { ship: {} })).toEqual([
      ['/a~1b', 'missing'],
      ['/ship/name', 'missing'],
    ])
  })

  it('that nobody asked for are left out, and so is null', () => {
    const schema = object(
      { a: { type: 'string' }, b: { type: ['string', 'null'] }, c: { anyOf: [{ type: 'integer' }, { type: 'null' }] } },
      { additionalProperties: false },
    )
    expect(args(schema, { a: null, b: null, c: null, x: 1 })).toEqual({ b: null, c: null })
    expect(args(object({}), { x: 1 })).toEqual({ x: 1 })
  })

  it('fit one of several shapes, the one that needs no change first', () => {
    const schema = object({
      v: { oneOf: [{ type: 'integer' }, { type: 'string' }] },
      w: { anyOf: [object({ a: { type: 'integer' } }, { required: ['a'] }), object({ b: {} }, { required: ['b'] })] },
    })
    expect(args(schema, { v: '5', w: { a: '1' } })).toEqual({ v: '5', w: { a: 1 } })
    expect(problems(schema, { w: { c: 1 } })).toEqual([['/w', 'wrong']])
  })

  it('are within bounds', () => {
    const schema = object({
      n: { type: 'number', minimum: 1, exclusiveMaximum: 3 },
      s: { type: 'string', maxLength: 2 },
      l: { type: 'array', minItems: 1 },
    })
    expect(problems(schema, { n: 1, s: '🚢🚢', l: [1] })).toEqual([])
    expect(problems(schema, { n: 3, s: 'abc', l: [] })).toEqual([
      ['/n', 'wrong'],
      ['/s', 'wrong'],
      ['/l', 'wrong'],
    ])
  })

  it('keep hostile keys as data', () => {
    expect(problems(object({ d: { enum: ['a', { toString: 0 }] } }), { d: { toString: 1 } })).toEqual([['/d', 'wrong']])
    const hostile = JSON.parse('{"__proto__":{"x":1},"constructor":2}')
    expect(JSON.stringify(checkArguments(object({}), hostile).args)).toBe('{"__proto__":{"x":1},"constructor":2}')
  })
})

describe('beside the official validator', () => {
  const { schema: anySchema } = fc.letrec<{ schema: object }>((tie) => ({
    schema: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      fc.constantFrom(
        { type: 'string' },
        { type: 'integer' },
        { type: 'boolean' },
        { enum: ['a', 'b'] },
        { const: 1 },
        {},
        { type: 'number', minimum: 0 },
        { type: ['string', 'null'] },
      ),
      fc.record({
        type: fc.constant('object'),
        properties: fc.dictionary(fc.constantFrom('a', 'b'), tie('schema')),
        required: fc.subarray(['a', 'b']),
      }),
      fc.record({ type: fc.constant('array'), items: tie('schema') }),
      fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
      fc.record({ allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
    ),
  }))

  it('what it accepts is accepted, and unchanged', () => {
    fc.assert(
      fc.property(anySchema, fc.nat(5), fc.boolean(), (schema, variant, isFull) => {
        const whole = object({ v: schema }, { required: ['v'] })
        const given = syntheticArguments(whole, { isFull, variant })
        fc.pre(new Ajv2020({ strict: false }).validate(whole, structuredClone(given)))
        expect(checkArguments(whole, given)).toEqual({ args: given, problems: [] })
      }),
      { numRuns: 60 },
    )
  })

  it('what is accepted, as it will be sent, it accepts', () => {
    fc.assert(
      fc.property(anySchema, fc.jsonValue({ maxDepth: 3 }), (schema, value) => {
        const whole = object({ v: schema }, { required: ['v'] })
        const { args, problems } = checkArguments(whole, json({ v: value }))
        fc.pre(problems.length === 0)
        expect(new Ajv2020({ strict: false }).validate(whole, structuredClone(args))).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})

describe('a hostile schema', () => {
  it('costs little', () => {
    const wide = object(
      Object.fromEntries(
        Array.from({ length: 5000 }, (_, n) => [`p${n}`, { anyOf: [{ type: 'string' }, { type: 'integer' }] }]),
      ),
    )
    const loop = json({
      ...object({ v: { $ref: '#/$defs/A' } }),
      $defs: { A: { anyOf: [{ $ref: '#/$defs/A' }, { $ref: '#/$defs/A' }] } },
    })
    const started = performance.now()
    checkArguments(wide, json(Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`p${n}`, n]))))
    checkArguments(loop, json({ v: 1 }))
    expect(performance.now() - started).toBeLessThan(1500)
  })
})
