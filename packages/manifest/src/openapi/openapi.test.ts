import { describe, expect, it } from 'vitest'
import { found, resolved, resolvedFrom, rulesOf } from '../testing/resolved.ts'
import { OPENAPI } from '../testing/samples.ts'
import type { AppPackage } from '../types.ts'

const withApi = (document: unknown) => resolvedFrom({ 'api.yaml': document })
const documentOf = ({ plugins }: AppPackage) => {
  const runtime = plugins[0]?.runtimes[0]
  return runtime?.type === 'OpenApi' ? runtime.document : undefined
}
const base = (changes: object) => ({
  openapi: '3.0.3',
  servers: [{ url: 'https://berths.example' }],
  paths: { '/a': { get: { operationId: 'a' } } },
  ...changes,
})

describe('packages 4.1: versions and servers', () => {
  it.each([
    ['3.0', base({})],
    ['3.1', base({ openapi: '3.1.0' })],
    [
      '2.0',
      {
        swagger: '2.0',
        host: 'berths.example',
        basePath: '/v1',
        schemes: ['http', 'https'],
        paths: { '/a': { get: {} } },
      },
    ],
    ['2.0', 'swagger: 2.0\nhost: berths.example\npaths: { /a: { get: {} } }'],
  ])('reads %s', (version, document) => {
    expect(documentOf(withApi(document))).toMatchObject({
      version,
      operations: [{ method: 'get', path: '/a', pointer: '/paths/~1a/get' }],
    })
  })

  it.each([
    [
      'https first in 2.0',
      { swagger: '2.0', host: 'b.example', basePath: '/v1', schemes: ['http', 'https'] },
      ['https://b.example/v1', 'http://b.example/v1'],
    ],
    ['https where 2.0 says nothing', { swagger: '2.0', host: 'b.example', basePath: '/' }, ['https://b.example']],
    [
      'variables by their defaults',
      {
        servers: [
          {
            url: 'https://{region}.b.example/{version}',
            variables: { region: { default: 'eu' }, version: { default: 2 } },
          },
        ],
      },
      ['https://eu.b.example/2'],
    ],
    [
      'in their order',
      { servers: [{ url: 'https://b.example' }, { url: 'http://c.example' }] },
      ['https://b.example', 'http://c.example'],
    ],
  ])('has the servers: %s', (_, changes, servers) => {
    const document = 'swagger' in changes ? { paths: { '/a': { get: {} } }, ...changes } : base(changes)
    expect(documentOf(withApi(document))?.servers).toEqual(servers)
  })

  it.each([
    ['openapi.server-missing', {}],
    ['openapi.server-invalid', { servers: [{ url: '/api' }] }],
    ['openapi.server-invalid', { servers: [{ url: 'https://<your-web-api>.example' }] }],
    ['openapi.server-invalid', { servers: [{ url: 'https://{region}.example' }] }],
    ['openapi.server-placeholder', { servers: [{ url: '$'.concat('{{URL}}/api') }] }],
  ])('tells %s and reads the rest', (rule, changes) => {
    const pkg = withApi({ ...base({ servers: undefined }), ...changes })
    expect(rulesOf(pkg, 'load')).toContain(rule)
    expect(documentOf(pkg)).toMatchObject({ servers: [], operations: [{ name: 'a' }] })
  })
})

describe('packages 4.2: operations', () => {
  it('have a name that no other has', () => {
    const pkg = withApi(
      base({
        paths: {
          '/a/{id}': { get: { operationId: 'a.b c' }, put: { operationId: 'a.b c' }, post: {} },
          'no-slash': { get: {} },
          '/b': { $ref: '#/x-paths/b' },
          'x-more': {},
        },
        'x-paths': { b: { delete: { operationId: 'removeB' } } },
      }),
    )
    expect(documentOf(pkg)?.operations.map(({ name, operationId, pointer }) => [name, operationId, pointer])).toEqual([
      ['a_b_c', 'a.b c', '/paths/~1a~1{id}/get'],
      ['a_b_c_2', 'a.b c', '/paths/~1a~1{id}/put'],
      ['post_a_id', undefined, '/paths/~1a~1{id}/post'],
      ['removeB', 'removeB', '/x-paths/b/delete'],
    ])
    expect(rulesOf(pkg)).toEqual(
      expect.arrayContaining(['openapi.operation-id', 'openapi.operation-twice', 'openapi.path-parameter']),
    )
  })

  it('tell what is accepted here and not everywhere', () => {
    const body = (schema: object, type = 'application/json') => ({ requestBody: { content: { [type]: { schema } } } })
    const pkg = withApi(
      base({
        paths: {
          '/nested': {
            post: { operationId: 'nested', ...body({ properties: { a: { items: { properties: { b: {} } } } } }) },
          },
          '/composed': { post: { operationId: 'composed', ...body({ allOf: [{ type: 'object' }] }) } },
          '/form': { post: { operationId: 'form', ...body({}, 'multipart/form-data') } },
          '/twice': {
            post: {
              operationId: 'twice',
              parameters: [{ name: 'id', in: 'query' }],
              ...body({ properties: { id: {} } }),
            },
          },
          '/text': { get: { operationId: 'text', responses: { 200: { content: { 'text/html': {} } } } } },
          '/keys': { get: { operationId: 'keys', security: [{ basic: [], key: [] }, { gone: [] }] } },
        },
        components: {
          securitySchemes: {
            basic: { type: 'http', scheme: 'Basic' },
            key: { type: 'apiKey', in: 'cookie', name: 'k' },
          },
        },
      }),
    )
    const places = [
      'nested',
      'composed',
      'body-type',
      'name-twice',
      'answer-type',
      'security-several',
      'security-kind',
      'security-missing',
    ] as const
    expect(places.map((rule) => found(pkg, `openapi.${rule}`)[0]?.pointer)).toEqual([
      '/paths/~1nested/post/requestBody/content/application~1json/schema/properties/a/items',
      '/paths/~1composed/post/requestBody/content/application~1json/schema',
      '/paths/~1form/post/requestBody/content/multipart~1form-data/schema',
      '/paths/~1twice/post/parameters/0',
      '/paths/~1text/get/responses',
      '/paths/~1keys/get',
      '/paths/~1keys/get',
      '/paths/~1keys/get',
    ])
  })

  it('tell references that lead nowhere or outside, and not those in samples', () => {
    const pkg = withApi(
      base({
        components: {
          schemas: {
            A: { $ref: '#/components/schemas/Gone' },
            B: { $ref: 'other.json#/C' },
            C: { properties: { $ref: { type: 'string' } }, example: { $ref: '#/nowhere' } },
            'D/é': { type: 'string' },
            E: { $ref: '#/components/schemas/D~1%C3%A9' },
          },
        },
      }),
    )
    expect([found(pkg, 'openapi.ref-missing'), found(pkg, 'openapi.ref-outside')]).toMatchObject([
      [{ pointer: '/components/schemas/A/$ref' }],
      [{ pointer: '/components/schemas/B/$ref' }],
    ])
  })
})

describe('packages 4.1: where the file lies', () => {
  it.each([
    ['openapi.yaml', 'reference.extension'],
    ['OpenAPI.yml', 'reference.case'],
    ['/actions/openapi.yml', undefined],
    ['.\\openapi.yml', undefined],
  ])('is found as %s', (url, rule) => {
    const plugin = {
      schema_version: 'v2.1',
      name_for_human: 'B',
      namespace: 'b',
      description_for_human: 'B',
      runtimes: [{ type: 'OpenApi', auth: { type: 'None' }, spec: { url } }],
    }
    const pkg = resolved({ 'actions/berths.json': plugin, 'actions/openapi.yml': OPENAPI })
    expect(documentOf(pkg)?.file).toBe('actions/openapi.yml')
    expect(rulesOf(pkg, 'load')).toEqual(rule === undefined ? [] : [rule])
  })
})
