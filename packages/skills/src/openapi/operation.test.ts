import type { JsonObject, JsonValue } from '@jumpseat/wire'
import { describe, expect, it } from 'vitest'
import { schemaReader } from '../schema/read.ts'
import { readOperation } from './operation.ts'
import { buildRequest, NOTHING_PRESENTED } from './request.ts'

const json = (value: unknown) => JSON.parse(JSON.stringify(value)) as JsonObject

/** The operation at `path` and `method` of a document, and a call of it. */
function reading(document: object, path = '/berths', method = 'get', url?: string) {
  const root = json({ openapi: '3.0.3', servers: [{ url: 'https://api.example/v1/' }], ...document })
  const pathItem = (root.paths as Record<string, JsonObject>)[path] ?? {}
  const operation = (pathItem[method] ?? {}) as JsonObject
  const read = readOperation(
    { root, reader: schemaReader(root), url },
    { name: 'asked', method, path, pointer: '/paths/x', pathItem, operation },
  )
  return { ...read, request: (args: object) => buildRequest(read.operation, json(args)) }
}
const get = (parameters: unknown[], more: object = {}) =>
  reading({ paths: { '/berths': { get: { parameters } } }, ...more })
const post = (content: object, more: object = {}) =>
  reading({ paths: { '/berths': { post: { requestBody: { required: true, content } } } }, ...more }, '/berths', 'post')

describe('packages 4.1: servers', () => {
  const at = (servers: unknown, url?: string) =>
    reading({ servers, paths: { '/berths': { get: {} } } }, '/berths', 'get', url)

  it('takes the first, its variables filled in', () => {
    const servers = [
      { url: 'https://{region}.api.example/{base}/', variables: { region: { default: 'eu' }, base: { enum: ['v2'] } } },
    ]
    expect(at(servers).operation.server).toBe('https://eu.api.example/v2')
  })

  it('takes the operation’s own before that of its path and of the document', () => {
    const paths = {
      '/berths': { servers: [{ url: 'https://path.example' }], get: { servers: [{ url: 'https://own.example' }] } },
    }
    expect(reading({ paths }).operation.server).toBe('https://own.example')
  })

  it('resolves a relative one against where the document came from', () => {
    expect(at([{ url: '/v3' }], 'https://docs.example/a/openapi.json').operation.server).toBe('https://docs.example/v3')
  })

  it('refuses what is relative, open or not http', () => {
    for (const url of [
      '/v3',
      'https://{open}.example',
      '$' + '{{SERVER}}/v1',
      'https://<your-host>/',
      'ftp://a.example',
      '',
    ]) {
      expect(() => at([{ url }]), url).toThrow(expect.objectContaining({ code: 'SkillServerMissing' }))
    }
  })
})

describe('packages 4.2: arguments', () => {
  it('are the parameters of path and operation, the operation’s winning', () => {
    const paths = {
      '/berths': {
        parameters: [{ $ref: '#/components/parameters/Day' }, { name: 'q', in: 'query', schema: { type: 'string' } }],
        get: {
          parameters: [{ name: 'q', in: 'query', required: true, description: 'Words.', schema: { type: 'integer' } }],
        },
      },
    }
    const components = {
      parameters: { Day: { name: 'day', in: 'query', schema: { type: 'string', enum: ['mon', 'tue'] } } },
    }
    expect(reading({ paths, components }).parameters).toEqual({
      type: 'object',
      properties: { day: { type: 'string', enum: ['mon', 'tue'] }, q: { type: 'integer', description: 'Words.' } },
      required: ['q'],
      additionalProperties: false,
    })
  })

  it('have names of their own over all places, and say so', () => {
    const { parameters, findings, request } = reading(
      {
        paths: {
          '/berths/{id}': {
            put: {
              parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
              requestBody: { content: { 'application/json': { schema: { properties: { id: { type: 'string' } } } } } },
            },
          },
        },
      },
      '/berths/{id}',
      'put',
    )
    expect(Object.keys(parameters.properties as object)).toEqual(['id', 'id_body'])
    expect(findings).toMatchObject([{ code: 'SkillArgumentRenamed' }])
    expect(request({ id: 'a', id_body: 'b' })).toMatchObject({
      url: 'https://api.example/v1/berths/a',
      body: '{"id":"b"}',
    })
  })

  it('never include how a call signs in', () => {
    const { parameters } = get([
      { name: 'Authorization', in: 'header', required: true, schema: { type: 'string' } },
      { name: 'X-Trace', in: 'header', schema: { type: 'string' } },
    ])
    expect(Object.keys(parameters.properties as object)).toEqual(['X-Trace'])
  })

  it('that are required and have a default are sent when they are absent', () => {
    const { parameters, request } = get([
      { name: 'api-version', in: 'query', required: true, schema: { type: 'string', default: '2026-01' } },
      { name: 'top', in: 'query', schema: { type: 'integer', default: 10 } },
    ])
    expect(parameters.required).toBeUndefined()
    expect(request({}).url).toBe('https://api.example/v1/berths?api-version=2026-01')
  })
})

describe('packages 4.1: bodies beyond what upstream takes', () => {
  const json = 'application/json'

  it('nested objects keep their shape', () => {
    const schema = {
      type: 'object',
      properties: { ship: { type: 'object', properties: { size: { properties: { length: { type: 'number' } } } } } },
    }
    const { request } = post({ [json]: { schema } })
    expect(request({ ship: { size: { length: 120 } } }).body).toBe('{"ship":{"size":{"length":120}}}')
  })

  it('allOf is put together, what may only be read is left out', () => {
    const components = {
      schemas: {
        Base: {
          properties: { id: { type: 'string', readOnly: true }, label: { type: 'string' } },
          required: ['id', 'label'],
        },
      },
    }
    const schema = { allOf: [{ $ref: '#/components/schemas/Base' }, { properties: { day: { type: 'string' } } }] }
    const { parameters } = post({ [json]: { schema } }, { components })
    expect(parameters).toMatchObject({ properties: { label: {}, day: {} }, required: ['label'] })
    expect(parameters.properties).not.toHaveProperty('id')
  })

  it('a choice of shapes is one argument', () => {
    const schema = { oneOf: [{ properties: { a: { type: 'string' } } }, { properties: { b: { type: 'string' } } }] }
    const { parameters, request } = post({ [json]: { schema } })
    expect(parameters).toMatchObject({ properties: { body: { oneOf: [{}, {}] } }, required: ['body'] })
    expect(request({ body: { b: 'x' } }).body).toBe('{"b":"x"}')
  })

  it('a schema that holds itself stays finite', () => {
    const components = {
      schemas: {
        Node: { type: 'object', properties: { name: { type: 'string' }, next: { $ref: '#/components/schemas/Node' } } },
      },
    }
    const { parameters, request } = post({ [json]: { schema: { $ref: '#/components/schemas/Node' } } }, { components })
    expect(parameters).toMatchObject({
      properties: { next: { $ref: '#/$defs/Node' } },
      $defs: { Node: { properties: { next: { $ref: '#/$defs/Node' } } } },
    })
    expect(request({ name: 'a', next: { name: 'b' } }).body).toBe('{"name":"a","next":{"name":"b"}}')
  })

  it('members that nothing names go along only where they may', () => {
    const closed = { properties: { a: { type: 'string' } } }
    expect(post({ [json]: { schema: closed } }).request({ a: '1', x: 2 }).body).toBe('{"a":"1"}')
    const open = { ...closed, additionalProperties: true }
    expect(post({ [json]: { schema: open } }).request({ a: '1', x: 2 }).body).toBe('{"a":"1","x":2}')
  })

  it('forms repeat lists and write objects as JSON', () => {
    const schema = {
      properties: { a: { type: 'array', items: { type: 'string' } }, o: { type: 'object' }, t: { type: 'string' } },
    }
    const { headers, body } = post({ 'application/x-www-form-urlencoded': { schema } }).request({
      a: ['x', 'y'],
      o: { k: 1 },
      t: 'a b&c',
    })
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded')
    expect(body).toBe('a=x&a=y&o=%7B%22k%22%3A1%7D&t=a%20b%26c')
  })

  it('multipart sends files as bytes, objects as JSON, and cannot be talked into another part', async () => {
    const schema = {
      properties: {
        file: { type: 'string', format: 'binary' },
        meta: { type: 'object' },
        'na"me\r\nx': { type: 'string' },
      },
    }
    const { headers, body } = post({ 'multipart/form-data': { schema } }).request({
      file: 'aGk=',
      meta: { a: 1 },
      'na"me\r\nx': 'v',
    })
    const form = await new Response(body as BodyInit, {
      headers: { 'content-type': headers['content-type'] ?? '' },
    }).formData()
    expect(await (form.get('file') as File).text()).toBe('hi')
    expect(form.get('meta')).toBe('{"a":1}')
    expect([...form.keys()]).toEqual(['file', 'meta', 'na"me\r\nx'])
  })

  it('text and bytes are one argument', () => {
    expect(post({ 'text/plain': { schema: { type: 'string' } } }).request({ body: 'hello' })).toMatchObject({
      body: 'hello',
    })
    const bytes = post({ 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }).request({
      body: 'aGk=',
    })
    expect(Buffer.from(bytes.body as Uint8Array).toString()).toBe('hi')
  })

  it('XML alone cannot be written', () => {
    expect(() => post({ 'application/xml': {} })).toThrow(
      expect.objectContaining({ code: 'SkillOperationUnsupported' }),
    )
  })
})

describe('Swagger 2.0', () => {
  const swagger = {
    openapi: undefined,
    swagger: '2.0',
    host: 'api.example',
    basePath: '/v2',
    schemes: ['http', 'https'],
    consumes: ['application/json'],
    definitions: { Berth: { type: 'object', properties: { label: { type: 'string' } } } },
  }

  it('is read in the words of 3.0', () => {
    const paths = {
      '/berths': {
        post: {
          parameters: [
            { name: 'ids', in: 'query', type: 'array', items: { type: 'integer' }, collectionFormat: 'pipes' },
            { name: 'all', in: 'query', type: 'array', items: { type: 'integer' }, collectionFormat: 'multi' },
            { name: 'berth', in: 'body', schema: { $ref: '#/definitions/Berth' } },
          ],
        },
      },
    }
    const { request } = reading({ ...swagger, paths }, '/berths', 'post')
    expect(request({ ids: [1, 2], all: [3, 4], label: 'A' })).toMatchObject({
      url: 'https://api.example/v2/berths?ids=1|2&all=3&all=4',
      body: '{"label":"A"}',
    })
  })

  it('has forms and uploads', () => {
    const parameters = [
      { name: 'file', in: 'formData', type: 'file', required: true },
      { name: 'note', in: 'formData', type: 'string' },
    ]
    const { operation, parameters: schema } = reading(
      { ...swagger, paths: { '/berths': { post: { parameters } } } },
      '/berths',
      'post',
    )
    expect(operation.body).toMatchObject({ encoding: 'multipart', properties: [{ isFile: true }, { isFile: false }] })
    expect(schema.required).toEqual(['file'])
  })
})

describe('security 9: an argument never changes where a call goes', () => {
  const path = { '/berths/{id}/notes': { get: { parameters: [{ name: 'id', in: 'path', schema: {} }] } } }
  const { request } = reading({ paths: path }, '/berths/{id}/notes')

  it('slashes, questions and fragments stay within their segment', () => {
    for (const id of ['../../admin', 'a/b', '?x=1', '#f', '%2e%2e', 'a\\b', '\r\nhost: x']) {
      const url = new URL(request({ id }).url)
      expect([url.origin, url.pathname.split('/').length, url.search, url.hash], id).toEqual([
        'https://api.example',
        5,
        '',
        '',
      ])
    }
  })

  it('dots and nothing are refused', () => {
    for (const id of ['.', '..', '']) {
      expect(() => request({ id }), id).toThrow(expect.objectContaining({ code: 'SkillArgumentRefused' }))
    }
  })

  it('reserved characters that are allowed make no second parameter', () => {
    const { request } = get([{ name: 'q', in: 'query', allowReserved: true, schema: {} }])
    expect(request({ q: 'a/b?c&admin=1#f+g' }).url).toBe('https://api.example/v1/berths?q=a/b?c%26admin=1%23f%2Bg')
  })

  it('a credential stands before an argument of its name', () => {
    const { operation } = get([
      { name: 'key', in: 'query', schema: {} },
      { name: 'X-Key', in: 'header', schema: {} },
    ])
    const presented = { ...NOTHING_PRESENTED, query: { key: 's' }, headers: { 'x-key': 's' } }
    const request = buildRequest(operation, { key: 'mine', 'X-Key': 'mine' }, presented)
    expect([request.url, request.headers['x-key']]).toEqual(['https://api.example/v1/berths?key=s', 's'])
  })

  it('keys of objects are data', () => {
    const { request } = get([{ name: 'f', in: 'query', style: 'deepObject', schema: { type: 'object' } }])
    expect(request({ f: JSON.parse('{"__proto__":"x","a&b":"c"}') as JsonValue }).url).toContain(
      'f%5B__proto__%5D=x&f%5Ba%26b%5D=c',
    )
  })
})
