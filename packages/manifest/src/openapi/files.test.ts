// contract: packages 4.1: a description in several files of its package.
import { describe, expect, it } from 'vitest'
import { found, resolved, rulesOf } from '../testing/resolved.ts'
import { dereference } from './references.ts'

const MAIN = `openapi: 3.0.3
info: { title: Berths, version: '1' }
servers: [{ url: https://berths.example/v1 }]
paths:
  /berths: { $ref: 'paths/berths.yml' }
  /berths/{id}:
    post:
      operationId: bookBerth
      parameters: [{ $ref: 'parts/parameters.json#/id' }]
      requestBody: { content: { application/json: { schema: { $ref: './parts/schemas.yml#/Booking' } } } }
      responses: { default: { $ref: 'parts/responses%20of%20all.yml#/Failed' } }
components:
  schemas:
    Berth: { type: object, properties: { name: { type: string } } }
`
const PARTS = {
  'actions/openapi.yml': MAIN,
  'actions/paths/berths.yml': `get:
  operationId: findBerths
  responses:
    '200':
      content: { application/json: { schema: { $ref: '../openapi.yml#/components/schemas/Berth' } } }
`,
  'actions/parts/parameters.json': { id: { name: 'id', in: 'path', required: true, schema: { type: 'string' } } },
  'actions/parts/schemas.yml': `Booking:
  type: object
  properties:
    default: { $ref: '#/Ship' }
    berth: { $ref: '../openapi.yml#/components/schemas/Berth' }
    next: { $ref: 'schemas.yml#/Booking' }
  example: { $ref: 'data.yml' }
Ship: { type: object, properties: { length: { type: number }, missing: { $ref: '#/Nowhere' } } }
`,
  'actions/parts/responses of all.yml': 'Failed: { description: Failed, content: {} }',
}
const documentOf = (files: Readonly<Record<string, unknown>>) => {
  const pkg = resolved(files)
  const runtime = pkg.plugins[0]?.runtimes[0]
  return { pkg, document: runtime?.type === 'OpenApi' ? runtime.document : undefined }
}

describe('references to other files of the package', () => {
  it('are followed, over circles and back, and each finding stands where the mistake is', () => {
    const { pkg, document } = documentOf(PARTS)
    expect(document?.operations.map(({ name, path }) => [name, path])).toEqual([
      ['findBerths', '/berths'],
      ['bookBerth', '/berths/{id}'],
    ])
    const root = document?.root ?? {}
    const [, booking] = document?.operations ?? []
    const body = JSON.parse(JSON.stringify(booking?.operation.requestBody)).content['application/json'].schema
    const schema = JSON.parse(JSON.stringify(dereference(root, body)?.value))
    expect(dereference(root, schema.properties.default)?.value).toMatchObject({
      properties: { length: { type: 'number' } },
    })
    expect(dereference(root, schema.properties.berth)?.value).toMatchObject({
      properties: { name: { type: 'string' } },
    })
    expect(dereference(root, schema.properties.next)?.value).toEqual(schema)
    expect(schema.example).toEqual({ $ref: 'data.yml' })
    expect(rulesOf(pkg, 'load')).toEqual(['openapi.ref-missing'])
    expect(found(pkg, 'openapi.ref-missing')).toMatchObject([
      { file: 'actions/parts/schemas.yml', pointer: '/Ship/properties/missing/$ref' },
    ])
  })

  it('never lead out of the package, and never to an address', () => {
    const outside = (reference: string) =>
      documentOf({ ...PARTS, 'actions/openapi.yml': MAIN.replace('paths/berths.yml', reference) })
    for (const reference of ['../../secret.yml', '/../../etc/passwd', '..%2f..%2fsecret.yml']) {
      const { pkg, document } = outside(reference)
      expect(rulesOf(pkg), reference).toContain('reference.outside')
      expect(
        document?.operations.map(({ name }) => name),
        reference,
      ).toEqual(['bookBerth'])
    }
    expect(rulesOf(outside('https://evil.example/berths.yml').pkg)).toContain('openapi.ref-outside')
    expect(rulesOf(outside('paths/none.yml').pkg)).toContain('reference.missing')
  })

  it('bring in a bounded amount, in bounded time', () => {
    const many = Object.fromEntries(
      Array.from({ length: 300 }, (_, n) => [
        `actions/parts/${n}.json`,
        {
          next: { $ref: `${(n + 1) % 300}.json#/next` },
          all: Array.from({ length: 300 }, (__, m) => ({ $ref: `${m}.json` })),
        },
      ]),
    )
    const large = { 'actions/parts/large.json': { text: 'x'.repeat(3_500_000), $ref: 'large2.json' } }
    const larger = { 'actions/parts/large2.json': { text: 'x'.repeat(3_500_000) } }
    const started = performance.now()
    const main = MAIN.replace('paths/berths.yml', 'parts/0.json#/next').replace(
      './parts/schemas.yml#/Booking',
      'parts/large.json',
    )
    const { pkg } = documentOf({ ...PARTS, ...many, ...large, ...larger, 'actions/openapi.yml': main })
    expect(rulesOf(pkg)).toContain('document.too-large')
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})
