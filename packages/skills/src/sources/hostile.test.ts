import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { resolvePackage } from '@jumpseat/manifest'
import { CodedError, isJsonObject, type JsonObject, type JsonValue, type TenantId } from '@jumpseat/wire'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lower } from '../lower/lower.ts'
import { PROFILES } from '../lower/profiles.ts'
import { catalogueOf } from '../match/catalogue.ts'
import { match } from '../match/match.ts'
import { readOperation } from '../openapi/operation.ts'
import { buildRequest } from '../openapi/request.ts'
import { checkArguments } from '../schema/check.ts'
import { schemaReader } from '../schema/read.ts'
import { syntheticArguments } from '../test/oracle/arguments.ts'
import { skillsOfPackage } from './package.ts'

const ORIGIN = { tenant: 't1' as TenantId, app: { id: 'a', version: '1', name: 'A' } }
const METHODS = ['get', 'post', 'put', 'patch', 'delete']

/** Everything that is done with an operation short of sending it. Throws only what is not a coded refusal. */
function exercise(root: JsonObject): number {
  const reader = schemaReader(root)
  let read = 0
  for (const [path, pathItem] of Object.entries(isJsonObject(root.paths) ? root.paths : {})) {
    for (const method of METHODS) {
      const operation = isJsonObject(pathItem) ? pathItem[method] : undefined
      if (!isJsonObject(pathItem) || !isJsonObject(operation)) continue
      try {
        const made = readOperation(
          { root, reader, url: undefined },
          { name: 'x', method, path, pointer: '', pathItem, operation },
        )
        const { args } = checkArguments(
          made.parameters,
          syntheticArguments(made.parameters, { isFull: true, variant: 1 }),
        )
        buildRequest(made.operation, args)
        for (const profile of Object.values(PROFILES)) lower(made.parameters, profile).raise(args)
        const source = { action: { name: '', description: '' } }
        match(catalogueOf([{ name: 'x', title: '', description: '', parameters: made.parameters, source }]), 'x')
        read++
      } catch (error) {
        if (!(error instanceof CodedError)) throw error
      }
    }
  }
  return read
}

/** Values of the wrong kind in the right places: keys of OpenAPI, anything below them. */
const { node } = fc.letrec<{ node: JsonValue }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 6, depthSize: 'medium' },
    fc.constantFrom<JsonValue>(
      null,
      true,
      0,
      '',
      'string',
      'object',
      'array',
      'query',
      'path',
      'header',
      'form',
      '#/paths',
      '#',
      '#/components/schemas/A',
      '__proto__',
      'application/json',
    ),
    fc.array(tie('node') as fc.Arbitrary<JsonValue>, { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        '$ref',
        'type',
        'properties',
        'items',
        'required',
        'enum',
        'allOf',
        'anyOf',
        'oneOf',
        'schema',
        'content',
        'application/json',
        'multipart/form-data',
        'parameters',
        'name',
        'in',
        'style',
        'explode',
        'requestBody',
        'responses',
        'servers',
        'url',
        'encoding',
        'default',
        'A',
        '__proto__',
        'additionalProperties',
        'nullable',
        'toString',
        'valueOf',
        'security',
      ),
      tie('node') as fc.Arbitrary<JsonValue>,
      { maxKeys: 6 },
    ),
  ),
}))

describe('security 17: descriptions that do harm', () => {
  it('never crash, whatever stands where', () => {
    const document = fc.record({
      openapi: fc.constantFrom('3.0.3', '3.1.0'),
      servers: fc.constant([{ url: 'https://a.example' }]),
      components: node,
      item: node,
      operation: node,
    })
    fc.assert(
      fc.property(document, ({ item, operation, ...root }) => {
        const pathItem = { ...(isJsonObject(item) ? item : {}), post: isJsonObject(operation) ? operation : {} }
        exercise(JSON.parse(JSON.stringify({ ...root, paths: { '/a/{b}': pathItem } })))
        exercise(
          JSON.parse(
            JSON.stringify({
              ...root,
              swagger: '2.0',
              openapi: undefined,
              host: 'a.example',
              paths: { '/a/{b}': pathItem },
            }),
          ),
        )
      }),
      { numRuns: 200 },
    )
  })

  it('never crash as a plugin in a package', () => {
    const text = fc.oneof(
      fc.constantFrom('OpenApi', 'RemoteMCPServer', 'v2.4', 'openapi.json', 'https://a.example/mcp'),
      fc.string(),
    )
    const plugin = fc.record({
      schema_version: fc.constant('v2.4'),
      functions: fc.array(fc.record({ name: text, parameters: node, capabilities: node })),
      runtimes: fc.array(
        fc.record({ type: text, auth: node, spec: fc.record({ url: text }), run_for_functions: fc.constant(['*']) }),
      ),
    })
    fc.assert(
      fc.property(plugin, node, (given, paths) => {
        const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
        const files = new Map([
          ['plugin.json', bytes(given)],
          ['openapi.json', bytes({ openapi: '3.0.3', paths })],
        ])
        skillsOfPackage(resolvePackage({ files, findings: [] }), ORIGIN)
      }),
      { numRuns: 100 },
    )
  })
})

describe('descriptions that nobody here wrote', () => {
  const folder = join(import.meta.dirname, '../../../../../shared/corpora/power-connectors')

  it('are read without a crash, a sample of them', ({ skip }) => {
    if (!existsSync(folder)) skip('the corpora are not here')
    const files = filesBelow(folder).filter((path) => path.endsWith('apiDefinition.swagger.json'))
    const sample = files.filter((_, index) => index % 40 === 0)
    let operations = 0
    for (const path of sample) operations += exercise(readRoot(path))
    expect(operations).toBeGreaterThan(sample.length)
  })
})

/** Some of them are no JSON. */
function readRoot(path: string): JsonObject {
  try {
    const root: JsonValue = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))
    return isJsonObject(root) ? root : {}
  } catch {
    return {}
  }
}

function filesBelow(path: string): string[] {
  return statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => filesBelow(join(path, name))) : [path]
}
