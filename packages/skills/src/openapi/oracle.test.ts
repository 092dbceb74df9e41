import type { JsonObject, JsonValue } from '@jumpseat/wire'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { schemaReader } from '../schema/read.ts'
import { compareCall } from '../test/oracle/compare.ts'
import { readOperation } from './operation.ts'

const STYLES: Readonly<Record<string, readonly string[]>> = {
  path: ['simple', 'label', 'matrix'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
  cookie: ['form'],
}

// What a server reads the same whatever it is written with; no lone surrogates, which are no text.
const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
  fc.constantFrom('a b', 'x&y=z', '50%', 'a/b', '#1', 'é', '+', 'a,b', "it's", '(!*)'),
)
const scalar: fc.Arbitrary<JsonValue> = fc.oneof(
  text,
  fc.integer(),
  fc.boolean(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
)
const key = fc.stringMatching(/^[a-z][a-z0-9_]{0,5}$/)
const value: fc.Arbitrary<JsonValue> = fc.oneof(
  scalar,
  fc.array(scalar, { minLength: 1, maxLength: 4 }),
  fc.dictionary(key, scalar, { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
)

function documentWith(parameter: JsonObject, path: string): JsonObject {
  return {
    openapi: '3.0.3',
    info: { title: 't', version: '1' },
    servers: [{ url: 'https://harbour.example/v1' }],
    paths: { [path]: { get: { operationId: 'asked', parameters: [parameter], responses: {} } } },
  }
}

const schemaOf = (given: JsonValue): JsonObject =>
  Array.isArray(given) ? { type: 'array', items: {} } : { type: typeof given === 'object' ? 'object' : typeof given }

function compared(document: JsonObject, path: string, method: string, args: JsonObject) {
  const item = (document.paths as Record<string, JsonObject>)[path] ?? {}
  const operation = item[method] as JsonObject
  const api = { root: document, reader: schemaReader(document), url: undefined }
  const read = readOperation(api, { name: 'asked', method, path, pointer: '', pathItem: item, operation })
  return compareCall(document, { path, method }, read.operation, args)
}

describe('packages 4.2: parameters, as swagger-client writes them', () => {
  for (const [place, styles] of Object.entries(STYLES)) {
    for (const style of styles) {
      it(`${place}, ${style}`, () => {
        const path = place === 'path' ? '/berths/{p}' : '/berths'
        fc.assert(
          fc.property(value, fc.option(fc.boolean(), { nil: undefined }), (given, explode) => {
            const parameter = {
              name: 'p',
              in: place,
              required: true,
              style,
              schema: schemaOf(given),
              ...(explode !== undefined && { explode }),
            }
            const outcome = compared(documentWith(parameter, path), path, 'get', { p: given })
            expect(outcome).toMatchObject({ verdict: expect.stringMatching(/^(same|read alike|on purpose)$/) })
          }),
        )
      })
    }
  }
})

describe('packages 4.1: bodies, as swagger-client writes them', () => {
  const document = (type: string, schema: JsonObject): JsonObject => ({
    openapi: '3.0.3',
    info: { title: 't', version: '1' },
    servers: [{ url: 'https://harbour.example/v1' }],
    paths: {
      '/berths': {
        post: { operationId: 'asked', requestBody: { required: true, content: { [type]: { schema } } }, responses: {} },
      },
    },
  })

  for (const type of ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
    it(type, () => {
      fc.assert(
        fc.property(fc.dictionary(key, value, { minKeys: 1, maxKeys: 4, noNullPrototype: true }), (args) => {
          const properties = Object.fromEntries(Object.entries(args).map(([name, given]) => [name, schemaOf(given)]))
          const outcome = compared(document(type, { type: 'object', properties }), '/berths', 'post', args)
          expect(outcome).toMatchObject({ verdict: expect.stringMatching(/^(same|read alike|on purpose)$/) })
        }),
      )
    })
  }

  it('JSON of any shape', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const given = JSON.parse(JSON.stringify(body)) as JsonValue
        // The oracle takes a text for JSON that is already written, and these for no body.
        if (typeof given === 'string' || given === null || given === 0 || given === false) return
        const outcome = compared(document('application/json', {}), '/berths', 'post', { body: given })
        expect(outcome.verdict).toBe('same')
      }),
    )
  })
})
