import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BatchAnswer, type BatchRequest, planBatch, runBatch } from './index.ts'

const ok = (body: unknown = {}): BatchAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json;odata.metadata=minimal', 'content-length': 2, 'retry-after': '3' },
  body: JSON.stringify(body),
})
const get = (id: string, more: object = {}) => ({ id, method: 'GET', url: '/external/connections', ...more })
const json = { 'Content-Type': 'application/json' }

describe('8.7 $batch, malformed', () => {
  it.each([
    ['no requests', {}, '/requests'],
    ['not an object', [], '/requests'],
    ['21 requests', { requests: Array.from({ length: 21 }, (_, n) => get(`${n}`)) }, '/requests'],
    ['ids that differ by case only', { requests: [get('a'), get('A')] }, '/requests/1/id'],
    ['no id', { requests: [{ method: 'GET', url: '/x' }] }, '/requests/0/id'],
    ['unknown method', { requests: [get('1', { method: 'TRACE' })] }, '/requests/0/method'],
    ['absolute url', { requests: [get('1', { url: 'https://elsewhere.example/x' })] }, '/requests/0/url'],
    ['url of another host', { requests: [get('1', { url: '//elsewhere.example/x' })] }, '/requests/0/url'],
    ['dot segments', { requests: [get('1', { url: '/a/../../api/x' })] }, '/requests/0/url'],
    ['encoded dot segments', { requests: [get('1', { url: '/a/%2E%2e/x' })] }, '/requests/0/url'],
    ['backslashes', { requests: [get('1', { url: '/a\\..\\x' })] }, '/requests/0/url'],
    ['a batch in a batch', { requests: [get('1', { url: '/%24Batch' })] }, '/requests/0/url'],
    ['a body without Content-Type', { requests: [get('1', { method: 'POST', body: {} })] }, '/requests/0/headers'],
    ['a line break in a header', { requests: [get('1', { headers: { a: 'b\r\nc: d' } })] }, '/requests/0/headers'],
    [
      'a JSON body as plain text',
      { requests: [get('1', { method: 'POST', body: 'plain words!', headers: json })] },
      '/requests/0/body',
    ],
    ['an unknown dependency', { requests: [get('1', { dependsOn: ['2'] })] }, '/requests/0/dependsOn'],
    [
      'a circle',
      { requests: [get('0'), get('1', { dependsOn: ['2'] }), get('2', { dependsOn: ['1'] })] },
      '/requests/1/dependsOn',
    ],
    ['itself', { requests: [get('1', { dependsOn: ['1'] })] }, '/requests/0/dependsOn'],
  ])('answers 400 to %s and names the place', (_, body, place) => {
    expect(() => planBatch(body)).toThrow(
      expect.objectContaining({ status: 400, more: expect.objectContaining({ place }) }),
    )
  })
})

describe('8.7 $batch, requests', () => {
  it('takes urls with and without the leading slash and keeps query and encoding', () => {
    const urls = ['external/connections/a/items/b%2Fc?$select=id', '/external/connections']
    const planned = planBatch({ requests: urls.map((url, n) => get(String(n), { url })) })
    expect(planned.map(({ url }) => url)).toEqual([`/${urls[0]}`, urls[1]])
  })

  it('takes urls with the version in front, as the JavaScript client sends them', () => {
    const urls = ['/v1.0/external/connections', '/beta/external/connections', '/v1.0/%24batch']
    const planned = urls.slice(0, 2).map((url) => planBatch({ requests: [get('1', { url })] })[0]?.url)
    expect(planned).toEqual(['/external/connections', '/external/connections'])
    expect(() => planBatch({ requests: [get('1', { url: urls[2] })] })).toThrow()
  })

  it('ignores headers of the outer connection', () => {
    const headers = { Host: 'elsewhere.example', 'Content-Length': '1', Prefer: 'respond-async', Depth: 1 }
    const [request] = planBatch({ requests: [get('1', { headers })] })
    expect(request?.headers).toEqual({ prefer: 'respond-async', depth: '1' })
  })

  it('reads a base64url body of JSON', () => {
    const body = Buffer.from('{"a":1}').toString('base64url')
    const [request] = planBatch({ requests: [get('1', { method: 'PUT', body, headers: json })] })
    expect(request?.body).toBe('{"a":1}')
  })

  it('keeps hostile keys of a body as data', async () => {
    const body = JSON.parse('{"properties":{"__proto__":"x"}}')
    const seen: BatchRequest[] = []
    await runBatch({ requests: [get('1', { method: 'PUT', body, headers: json })] }, async (request) => {
      seen.push(request)
      return ok()
    })
    expect(JSON.stringify(seen[0]?.body)).toBe('{"properties":{"__proto__":"x"}}')
  })
})

describe('8.7 $batch, responses', () => {
  it('answers each request by its id, with its own Retry-After', async () => {
    const { responses } = await runBatch({ requests: [get('x')] }, async () => ok({ a: 1 }))
    expect(responses).toEqual([
      {
        id: 'x',
        status: 200,
        headers: { 'Content-Type': 'application/json;odata.metadata=minimal', 'Retry-After': '3' },
        body: { a: 1 },
      },
    ])
  })

  it('gives no body for an empty answer and base64 for what is not JSON', async () => {
    const answers: Record<string, BatchAnswer> = {
      '/empty': { status: 204, headers: {}, body: '' },
      '/count': { status: 200, headers: { 'content-type': 'text/plain' }, body: '12' },
    }
    const requests = Object.keys(answers).map((url) => get(url, { url }))
    const { responses } = await runBatch({ requests }, async ({ url }) => answers[url] ?? ok())
    expect(responses[0]).toEqual({ id: '/empty', status: 204, headers: {} })
    expect(responses[1]?.body).toBe('MTI=')
  })

  it('answers 424 to what depends on a failure, also at one remove, and runs the rest', async () => {
    const seen: string[] = []
    const { responses } = await runBatch(
      { requests: [get('c', { dependsOn: ['B'] }), get('b', { dependsOn: ['a'] }), get('a'), get('d')] },
      async ({ id }) => {
        seen.push(id)
        return id === 'a' ? { ...ok(), status: 409 } : ok()
      },
    )
    expect(responses.map(({ id, status }) => [id, status])).toEqual([
      ['c', 424],
      ['b', 424],
      ['a', 409],
      ['d', 200],
    ])
    expect(seen.sort()).toEqual(['a', 'd'])
  })

  it('property: every request is answered once, and never starts before its dependencies have ended', async () => {
    const graph = fc
      .integer({ min: 1, max: 20 })
      .chain((size) =>
        fc.tuple(
          ...Array.from({ length: size }, (_, n) =>
            fc.tuple(fc.subarray(Array.from({ length: n }, (_, i) => String(i))), fc.boolean()),
          ),
        ),
      )
    await fc.assert(
      fc.asyncProperty(graph, fc.infiniteStream(fc.nat(3)), async (nodes, ticks) => {
        const requests = nodes.map(([dependsOn], n) => get(String(n), { dependsOn })).reverse()
        const ended = new Set<string>()
        const started: string[] = []
        const { responses } = await runBatch({ requests }, async ({ id, dependsOn }) => {
          started.push(id)
          expect(dependsOn.every((other) => ended.has(other))).toBe(true)
          for (let n = ticks.next().value ?? 0; n > 0; n--) await Promise.resolve()
          ended.add(id)
          return { ...ok(), status: nodes[Number(id)]?.[1] ? 500 : 200 }
        })
        expect(responses.map(({ id }) => id)).toEqual(requests.map(({ id }) => id))
        expect(new Set(started).size).toBe(started.length)
        const status = new Map(responses.map((response) => [response.id, response.status]))
        for (const [n, [dependsOn, fails]] of nodes.entries()) {
          const isBlocked = dependsOn.some((id) => (status.get(id) ?? 0) >= 400)
          expect(status.get(String(n))).toBe(isBlocked ? 424 : fails ? 500 : 200)
        }
      }),
    )
  })
})
