// What strangers send: random bodies and paths, huge items, hostile keys. Never a 5xx, never a hang, bounded memory.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AppCredentials, endServer, readyConnection, type ServerProcess, startServer } from '../harness/server.ts'

const PERMISSIONS = ['ExternalConnection.ReadWrite.OwnedBy', 'ExternalItem.ReadWrite.OwnedBy']
const SCHEMA = [
  { name: 'title', type: 'string', isSearchable: true, isRetrievable: true, labels: ['title'] },
  { name: 'tags', type: 'stringCollection', isQueryable: true, isRetrievable: true },
  { name: 'size', type: 'int64', isQueryable: true, isRetrievable: true },
]
const ACL = [{ type: 'everyone', value: 'everyone', accessType: 'grant' }]
const ITEMS = '/v1.0/external/connections/hostile/items'
const ANSWER_MS = 10_000
const MEMORY_GROWTH_MB = 500
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)

let server: ServerProcess
let credentials: AppCredentials
let app: string
let person: string

beforeAll(async () => {
  server = await startServer()
  credentials = await server.app('Hostile test', PERMISSIONS)
  app = await server.appToken(credentials)
  person = await server.userToken('alina.petrescu@lumenquay.example')
  await readyConnection(server, app, 'hostile', SCHEMA)
  console.log(`seed ${seed} (set SEED to repeat)`)
})
afterAll(() => endServer(server))

const residentMb = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))?.[1]) / 1024

/** Sends it, and holds the answer to the promise of this file. */
async function send(method: string, path: string, token: string | undefined, body?: unknown, headers = {}) {
  const started = Date.now()
  const answer = await server.call(method, path, { ...(token === undefined ? {} : { token }), body, headers })
  expect(answer.status, `${method} ${path} ${answer.text.slice(0, 300)}`).toBeLessThan(500)
  expect(Date.now() - started).toBeLessThan(ANSWER_MS)
  if (answer.status >= 400 && path.startsWith('/v1.0')) {
    expect(answer.json?.error?.code, `${method} ${path} ${answer.status} ${answer.text}`).toEqual(expect.any(String))
    expect(answer.json.error.innerError).toMatchObject({ 'request-id': expect.any(String), date: expect.any(String) })
  }
  return answer
}

/** Words of the wire among random ones, so that fuzzing reaches past the first check. */
const word = fc.oneof(
  fc.constantFrom(
    'acl',
    'properties',
    'content',
    'type',
    'value',
    'accessType',
    'id',
    'name',
    'schema',
    'baseType',
    'labels',
    'requests',
    'query',
    'queryString',
    'entityTypes',
    'externalItem',
    'activities',
    'members',
    '@odata.type',
    'everyone',
    'user',
    'grant',
    'title',
    'tags@odata.type',
    'Collection(String)',
    '__proto__',
    'constructor',
    'toString',
    'dataSource',
    'from',
    'size',
  ),
  fc.string({ maxLength: 20 }),
)
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(null, true, false, 0, -1, 1e308, '', 'text'),
    word,
    fc.double(),
    fc.integer(),
    tie('array'),
    tie('object'),
  ),
  array: fc.array(tie('value'), { maxLength: 5 }),
  object: fc.array(fc.tuple(word, tie('value')), { maxLength: 6 }).map((entries) => {
    const object = Object.create(null)
    for (const [key, value] of entries) object[key] = value
    return object
  }),
})).value
const TARGETS = [
  ['POST', '/v1.0/external/connections'],
  ['PATCH', '/v1.0/external/connections/hostile'],
  ['PATCH', '/v1.0/external/connections/hostile/schema'],
  ['PUT', `${ITEMS}/fuzz`],
  ['PATCH', `${ITEMS}/fuzz`],
  ['POST', `${ITEMS}/fuzz/addActivities`],
  ['POST', '/v1.0/external/connections/hostile/groups'],
  ['POST', '/v1.0/external/connections/hostile/groups/g/members'],
  ['POST', '/v1.0/$batch'],
  ['POST', '/v1.0/search/query'],
  ['POST', '/v1.0/copilot/retrieval'],
  ['POST', '/api/explain'],
  ['POST', '/v1.0/users'],
  ['POST', '/v1.0/groups'],
] as const

describe('hostile input', () => {
  it('random bodies get a coded error or an answer', { timeout: 120_000 }, async () => {
    const before = residentMb()
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...TARGETS), json, fc.boolean(), async ([method, path], body, asPerson) => {
        await send(method, path, asPerson ? person : app, JSON.stringify(body))
      }),
      { seed, numRuns: 600 },
    )
    expect(residentMb() - before).toBeLessThan(MEMORY_GROWTH_MB)
  })

  it('text that is not JSON, and types that are not JSON, get 400 and 415', async () => {
    for (const [method, path] of TARGETS) {
      for (const body of ['{', '[1,', 'null', '"x"', '7', '\u0000', '{"a":1}}', '{"acl":[}'])
        await send(method, path, app, body)
      const typed = await send(method, path, app, '<xml/>', { 'content-type': 'application/xml' })
      expect(typed.status).toBe(415)
    }
    expect((await send('POST', '/v1.0/external/connections', app, '{')).json.error.code).toBe('BadRequest')
  })

  it('random paths and queries get an answer', { timeout: 120_000 }, async () => {
    const segment = fc.oneof(
      fc.constantFrom(
        'v1.0',
        'beta',
        'external',
        'connections',
        'items',
        'groups',
        'schema',
        'operations',
        '$count',
        '..',
        '.',
        '%2e%2e',
        '%00',
        '%',
        '%ff',
        '$batch',
        'hostile',
        'search',
        'query',
        'me',
        'users',
        'api',
        'admin',
      ),
      fc.string({ maxLength: 30 }).map(encodeURIComponent),
    )
    const query = fc.constantFrom(
      '',
      '?$top=-1',
      '?$top=99999999999',
      '?$skiptoken=!!',
      '?$skiptoken=AAAA',
      '?$filter=(((',
      "?$filter=id eq 'x'",
      '?$select=,,,',
      '?$count=perhaps',
      '?%',
      '?a=%ff',
    )
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE'),
        fc.array(segment, { maxLength: 8 }),
        query,
        async (method, segments, text) => {
          const path = `/${segments.join('/')}${text}`
          if (/connections\/hostile\/?(\?|$)/i.test(path) && method === 'DELETE') return
          await send(method, path, app, method === 'GET' || method === 'DELETE' ? undefined : '{}')
        },
      ),
      { seed, numRuns: 600 },
    )
  })

  it('deep nesting is data or refused, never a crash', async () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
    for (const [method, path] of TARGETS) {
      await send(method, path, app, deep)
      await send(method, path, app, `{"properties":${deep},"acl":${deep},"requests":${deep}}`)
    }
  })
})

describe('contract 1.10: item size', () => {
  const item = (bytes: number) => {
    const frame = JSON.stringify({ acl: ACL, properties: { title: 'big' }, content: { type: 'text', value: '' } })
    return frame.replace('"value":""', `"value":"${'x'.repeat(bytes - frame.length)}"`)
  }
  const frameOf = (bytes: number) => {
    const text = item(bytes)
    const delta = bytes - Buffer.byteLength(text)
    return delta === 0 ? text : item(bytes + delta)
  }

  it('takes 4,000,000 bytes and refuses one more with 413', async () => {
    const largest = frameOf(4_000_000)
    expect(Buffer.byteLength(largest)).toBe(4_000_000)
    expect((await send('PUT', `${ITEMS}/big`, app, largest)).status).toBe(200)
    const refused = await send('PUT', `${ITEMS}/bigger`, app, frameOf(4_000_001))
    expect([refused.status, refused.json.error.code]).toEqual([413, 'RequestEntityTooLarge'])
  })

  it('keeps memory bounded over many large items', { timeout: 120_000 }, async () => {
    const body = frameOf(4_000_000)
    for (let n = 0; n < 5; n++) await send('PUT', `${ITEMS}/big`, app, body)
    const before = residentMb()
    for (let n = 0; n < 25; n++) await send('PUT', `${ITEMS}/big`, app, body)
    expect(residentMb() - before).toBeLessThan(MEMORY_GROWTH_MB)
  })

  it('HTML built to be slow is reduced in bounded time', { timeout: 60_000 }, async () => {
    for (const piece of ['<div>', '<', '<!--', '<a href="', '&#', '<script>', '<table><tr><td>', '&amp;']) {
      const value = piece.repeat(Math.floor(3_000_000 / piece.length))
      const body = { acl: ACL, properties: { title: 'html' }, content: { type: 'html', value } }
      await send('PUT', `${ITEMS}/html`, app, JSON.stringify(body))
    }
    await send('DELETE', `${ITEMS}/html`, app)
    await send('DELETE', `${ITEMS}/big`, app)
  })
})

describe('contract 2.2 and 3.3: many and hostile properties', () => {
  const properties = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ name: `p${n}`, type: 'string', isRetrievable: true }))

  it('takes a schema of 128 properties with an item that fills them, and refuses 129', async () => {
    await readyConnection(server, app, 'wide', properties(128))
    const bag = Object.fromEntries(properties(128).map(({ name }, n) => [name, `value ${n}`]))
    const put = await send('PUT', '/v1.0/external/connections/wide/items/one', app, { acl: ACL, properties: bag })
    expect(put.status).toBe(200)
    expect((await send('GET', '/v1.0/external/connections/wide/items/one', app)).json.properties).toMatchObject(bag)
    await send('POST', '/v1.0/external/connections', app, { id: 'wider', name: 'wider', description: 'x' })
    const refused = await send('PATCH', '/v1.0/external/connections/wider/schema', app, {
      baseType: 'microsoft.graph.externalItem',
      properties: properties(129),
    })
    expect(refused.status).toBe(400)
  })

  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    '%s is a name like any other',
    async (name) => {
      const refused = await send(
        'PUT',
        `${ITEMS}/keys`,
        app,
        `{"acl":${JSON.stringify(ACL)},"properties":{"title":"x","${name}":"polluted"}}`,
      )
      expect(refused.status).toBe(400)
      expect(refused.text).toContain(name)
      const kept = await send(
        'PUT',
        `${ITEMS}/keys`,
        app,
        `{"acl":${JSON.stringify(ACL)},"properties":{"title":"x"},"${name}":{"polluted":true}}`,
      )
      expect(kept.status).toBe(200)
      expect(kept.json.polluted).toBeUndefined()
    },
  )

  it('keeps hostile keys of an open type as they came', async () => {
    const layout = '{"type":"AdaptiveCard","__proto__":{"polluted":true},"constructor":{"prototype":1}}'
    const template = `{"searchSettings":{"searchResultTemplates":[{"id":"t1","priority":1,"layout":${layout}}]}}`
    expect((await send('PATCH', '/v1.0/external/connections/hostile', app, template)).status).toBe(204)
    const { text, json } = await send('GET', '/v1.0/external/connections/hostile', app)
    expect(text).toContain('"__proto__":{"polluted":true}')
    expect(Object.keys(json.searchSettings.searchResultTemplates[0].layout)).toContain('__proto__')
  })
})
