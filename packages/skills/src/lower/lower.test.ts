import { isJsonObject, type JsonObject, type JsonValue } from '@jumpseat/wire'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkArguments } from '../schema/check.ts'
import { syntheticArguments } from '../test/oracle/arguments.ts'
import { lower } from './lower.ts'
import { type ModelProfile, PROFILES } from './profiles.ts'

const json = (value: unknown): JsonObject => JSON.parse(JSON.stringify(value))
const object = (properties: object, more: object = {}) => json({ type: 'object', properties, ...more })

/** What a profile does not allow, in words; empty for a schema within it. */
function outside(schema: JsonValue | undefined, profile: ModelProfile, place = '', isRoot = true): string[] {
  if (!isJsonObject(schema)) return [`${place}: no schema`]
  const wrong = Object.keys(schema).flatMap((key) => {
    const isKnown =
      profile.keywords.has(key) || (profile.hasReferences && (key === '$ref' || (key === '$defs' && isRoot)))
    return isKnown ? [] : [`${place}: ${key}`]
  })
  if (isRoot && (schema.type !== 'object' || schema.anyOf !== undefined || schema.$ref !== undefined))
    wrong.push('the root is no plain object')
  if (typeof schema.$ref === 'string' && Object.keys(schema).length > 1) wrong.push(`${place}: beside a reference`)
  if (!profile.hasAny && schema.type === undefined && schema.anyOf === undefined && schema.$ref === undefined)
    wrong.push(`${place}: no type`)
  if (profile.types === 'nullable' && Array.isArray(schema.type)) wrong.push(`${place}: list of types`)
  if (
    profile.hasTextEnumsOnly &&
    Array.isArray(schema.enum) &&
    schema.enum.some((choice) => typeof choice !== 'string')
  )
    wrong.push(`${place}: enum of others`)
  if (schema.type === 'array' && schema.items === undefined && schema.prefixItems === undefined)
    wrong.push(`${place}: no items`)
  if (profile.isFlat && !isRoot && schema.type === 'object') wrong.push(`${place}: nested`)
  if (schema.type === 'object') {
    const names = Object.keys(isJsonObject(schema.properties) ? schema.properties : {})
    wrong.push(...names.filter((name) => !profile.propertyName.test(name)).map((name) => `${place}: name ${name}`))
    const required = Array.isArray(schema.required) ? schema.required : []
    if (profile.isStrict && (required.length !== names.length || schema.additionalProperties !== false))
      wrong.push(`${place}: not strict`)
    wrong.push(...required.filter((name) => !names.includes(String(name))).map((name) => `${place}: requires ${name}`))
  }
  const inner: [string, JsonValue | undefined][] = [
    ...Object.entries(isJsonObject(schema.properties) ? schema.properties : {}),
    ...Object.entries(isJsonObject(schema.$defs) ? schema.$defs : {}),
    ...(Array.isArray(schema.anyOf)
      ? schema.anyOf.map((member, at) => [`anyOf ${at}`, member] as [string, JsonValue])
      : []),
    ...(schema.items === undefined ? [] : [['items', schema.items] as [string, JsonValue]]),
  ]
  return [...wrong, ...inner.flatMap(([name, member]) => outside(member, profile, `${place}/${name}`, false))]
}

const leaf: fc.Arbitrary<object> = fc.oneof(
  fc.constantFrom(
    { type: 'string' },
    { type: 'integer' },
    { type: 'boolean' },
    { type: ['string', 'null'] },
    { type: 'number', minimum: 1 },
    { const: 'x' },
    { enum: ['a', 'b'] },
    { type: 'integer', enum: [1, 2] },
    {},
    { type: 'string', format: 'date', pattern: '.' },
    { $ref: '#/$defs/Node' },
    { type: 'object' },
    { type: 'object', additionalProperties: { type: 'integer' } },
  ),
)
const name = fc.constantFrom('a', 'b', 'c', '$filter', 'x y', '7', 'é', 'long'.repeat(30))
const { schema: anySchema } = fc.letrec<{ schema: object }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    leaf,
    fc.record({
      type: fc.constant('object'),
      properties: fc.dictionary(name, tie('schema'), { minKeys: 1, maxKeys: 4 }),
      required: fc.subarray(['a', 'b', 'c']),
    }),
    fc.record({ type: fc.constant('array'), items: tie('schema') }),
    fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ oneOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }), description: fc.constant('one') }),
    fc.record({ allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
  ),
}))
const NODE = object(
  {
    label: { type: 'string' },
    next: { $ref: '#/$defs/Node' },
    all: { type: 'array', items: { $ref: '#/$defs/Node' } },
  },
  { required: ['label'] },
)
const anyParameters = fc
  .dictionary(name, anySchema, { minKeys: 1, maxKeys: 4 })
  .map((properties) => ({ ...object(properties), $defs: { Node: NODE } }))

describe('packages 4.1: lowered for each model', () => {
  for (const profile of Object.values(PROFILES)) {
    it(`${profile.name}: any schema is within it`, () => {
      fc.assert(
        fc.property(anyParameters, (parameters) => {
          expect(outside(lower(json(parameters), profile).schema, profile)).toEqual([])
        }),
        { numRuns: 100 },
      )
    })
  }

  it('every root is a plain object, whatever a server sends', () => {
    const roots = [
      {},
      { anyOf: [{ properties: { a: { type: 'string' } }, required: ['a'] }, { properties: { b: {} } }] },
      { $ref: '#/$defs/Node', $defs: { Node: NODE } },
      { allOf: [{ $ref: '#/$defs/Node' }], $defs: { Node: NODE } },
    ]
    for (const root of roots)
      for (const profile of Object.values(PROFILES))
        expect(outside(lower(json(root), profile).schema, profile)).toEqual([])
    const choice = lower(json(roots[1]), PROFILES.openai).schema
    expect(choice).toMatchObject({ properties: { a: {}, b: {} } })
    expect(choice.required).toBeUndefined()
  })
})

describe('and raised again', () => {
  // One reference to itself: with more, full arguments grow without end.
  const next = { $ref: '#/$defs/Node' }
  const CHAIN = object({ label: { type: 'string' }, next }, { required: ['label'], additionalProperties: false })
  const KEPT = [PROFILES.openai, PROFILES['openai-strict'], PROFILES.anthropic, PROFILES.gemini, PROFILES.compatible]

  it('what fits the lowered schema fits the function', () => {
    const plain = fc.letrec<{ schema: object }>((tie) => ({
      schema: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        fc.constantFrom(
          { type: 'string' },
          { type: 'integer' },
          { type: 'boolean' },
          { type: 'string', enum: ['a', 'b'] },
          { $ref: '#/$defs/Node' },
        ),
        fc.record({
          type: fc.constant('object'),
          properties: fc.dictionary(name, tie('schema'), { minKeys: 1, maxKeys: 4 }),
          required: fc.constant([]),
          additionalProperties: fc.constant(false),
        }),
        fc.record({ type: fc.constant('array'), items: tie('schema') }),
      ),
    })).schema
    fc.assert(
      fc.property(
        fc.dictionary(name, plain, { minKeys: 1, maxKeys: 4 }),
        fc.boolean(),
        fc.constantFrom(...KEPT, PROFILES.flat),
        (properties, isFull, profile) => {
          const parameters = {
            ...object(properties, { additionalProperties: false }),
            $defs: { Node: CHAIN },
          }
          const { schema, raise } = lower(json(parameters), profile)
          const said = withoutJson(schema, syntheticArguments(schema, { isFull, variant: 1 }))
          expect(checkArguments(json(parameters), raise(json(said))).problems).toEqual([])
        },
      ),
      { numRuns: 100 },
    )
  })

  it('renamed properties, nulls of what is optional, JSON in texts and dotted names', () => {
    const parameters = object(
      {
        $filter: { type: 'string' },
        top: { type: 'integer' },
        ship: object({ size: object({ length: { type: 'number' } }) }),
        tags: { type: 'object', additionalProperties: { type: 'string' } },
      },
      { required: ['ship'] },
    )
    const strict = lower(parameters, PROFILES['openai-strict'])
    expect(strict.schema.required).toEqual(['$filter', 'top', 'ship', 'tags'])
    expect(strict.raise(json({ $filter: 'x', top: null, ship: { size: { length: 3 } }, tags: '{"a":"b"}' }))).toEqual({
      $filter: 'x',
      ship: { size: { length: 3 } },
      tags: { a: 'b' },
    })
    const anthropic = lower(parameters, PROFILES.anthropic)
    expect(Object.keys(anthropic.schema.properties as object)).toContain('_filter')
    expect(anthropic.raise(json({ _filter: 'x' }))).toEqual({ $filter: 'x' })
    const flat = lower(parameters, PROFILES.flat)
    expect(Object.keys(flat.schema.properties as object)).toEqual(['_filter', 'top', 'ship.size.length', 'tags'])
    expect(flat.raise(json({ 'ship.size.length': 3, tags: '{"a":"b"}' }))).toEqual({
      ship: { size: { length: 3 } },
      tags: { a: 'b' },
    })
  })

  it('a choice of shapes finds its member', () => {
    const parameters = object({
      shape: {
        oneOf: [
          object({ kind: { const: 'ship' }, 'a b': { type: 'integer' } }, { required: ['kind'] }),
          object({ kind: { const: 'quay' }, 'c d': { type: 'integer' } }, { required: ['kind'] }),
        ],
      },
    })
    for (const profile of KEPT) {
      const { raise } = lower(parameters, profile)
      const said = { shape: { kind: 'quay', c_d: 4, ...(profile.propertyName.test('c d') && { 'c d': 4 }) } }
      expect(raise(json(said)), profile.name).toMatchObject({ shape: { kind: 'quay', 'c d': 4 } })
    }
  })

  it('circular schemas stay finite and come back whole', () => {
    const parameters = json({ ...object({ node: { $ref: '#/$defs/Node' } }), $defs: { Node: NODE } })
    expect(lower(parameters, PROFILES.openai).schema).toMatchObject({
      properties: { node: { $ref: '#/$defs/Node' } },
      $defs: { Node: {} },
    })
    const { schema, raise } = lower(parameters, PROFILES.gemini)
    expect(JSON.stringify(schema).length).toBeLessThan(5000)
    const deep = { node: { label: 'a', next: { label: 'b', next: '{"label":"c"}' } } }
    expect(raise(json(deep))).toEqual({ node: { label: 'a', next: { label: 'b', next: { label: 'c' } } } })
  })

  it('a hostile schema costs little', () => {
    const wide = Object.fromEntries(
      Array.from({ length: 5000 }, (_, n) => [
        `p${n}`,
        { anyOf: Array.from({ length: 20 }, () => ({ type: 'object', properties: { x: { $ref: '#/$defs/Bomb' } } })) },
      ]),
    )
    const bomb = object(Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`b${n}`, { $ref: '#/$defs/Bomb' }])))
    const parameters = json({ ...object(wide), $defs: { Bomb: bomb } })
    const started = performance.now()
    for (const profile of Object.values(PROFILES)) lower(parameters, profile)
    expect(performance.now() - started).toBeLessThan(5000)
  })
})

/** Texts that stand for JSON hold some; the synthetic ones do not. */
function withoutJson(schema: JsonValue | undefined, value: JsonValue): JsonValue | undefined {
  if (!isJsonObject(schema)) return value
  if (typeof schema.description === 'string' && /as JSON/i.test(schema.description)) return undefined
  if (Array.isArray(value)) {
    const members = value.map((member) => withoutJson(schema.items, member))
    return members.filter((member) => member !== undefined)
  }
  if (!isJsonObject(value)) return value
  const properties = isJsonObject(schema.properties) ? schema.properties : {}
  return json(
    Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutJson(properties[key], member)])),
  )
}
