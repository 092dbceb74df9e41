import { execFileSync } from 'node:child_process'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createSocketServer } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { CodedError } from '@jumpseat/wire'
import { afterEach, describe, expect, it } from 'vitest'
import type { Resolve } from './connect.ts'
import { createEgress } from './egress.ts'
import { defaultPolicy } from './policy.ts'
import type { Egress, EgressPolicy } from './types.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

interface Seen {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** A real server on loopback that records what reaches it. */
async function listen(handler: RequestListener, make: (handler: RequestListener) => Server = createServer) {
  const seen: Seen[] = []
  const server = make(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    seen.push({ method: request.method, url: request.url, headers: request.headers, body })
    handler(request, response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  cleanups.push(
    () => server.close(),
    () => server.closeAllConnections(),
  )
  return { seen, port: (server.address() as AddressInfo).port }
}

function open(policy: Partial<EgressPolicy> = {}, resolve?: Resolve): Egress {
  const egress = createEgress(
    { ...defaultPolicy, allow: ['a.example', 'b.example'], timeout: 3000, ...policy },
    { resolve: resolve ?? (async () => [{ address: '127.0.0.1', family: 4 }]) },
  )
  cleanups.push(() => egress.close())
  return egress
}

describe('a call', () => {
  it('answers as fetch does', async () => {
    const { seen, port } = await listen((_request, response) => {
      response.writeHead(201, { 'content-type': 'application/json', 'x-many': ['1', '2'] }).end('{"a":1}')
    })
    const answer = await open().fetch(`http://a.example:${port}/p?q=1#f`, {
      method: 'post',
      headers: { Authorization: 'Bearer t', 'Content-Type': 'text/plain' },
      body: 'hello',
    })
    expect(answer.status).toBe(201)
    expect(answer.headers.get('x-many')).toBe('1, 2')
    expect(answer.url).toBe(`http://a.example:${port}/p?q=1#f`)
    expect(await answer.json()).toEqual({ a: 1 })
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/p?q=1', body: 'hello' })
    expect(seen[0]?.headers).toMatchObject({ host: `a.example:${port}`, authorization: 'Bearer t' })
  })

  it('ignores proxies of the environment and keeps no cookies', async () => {
    const proxy = await listen((_request, response) => response.end())
    const { seen, port } = await listen((_request, response) => response.setHeader('set-cookie', 's=1').end('direct'))
    for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY']) process.env[name] = `http://127.0.0.1:${proxy.port}`
    cleanups.push(() => {
      for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY']) delete process.env[name]
    })
    const egress = open()
    for (let i = 0; i < 2; i++) expect(await (await egress.fetch(`http://a.example:${port}/`)).text()).toBe('direct')
    expect(proxy.seen).toEqual([])
    expect(seen.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined])
  })

  it('refuses headers that belong to the connection, and malformed ones', async () => {
    const egress = open()
    const bad = [{ Host: 'x' }, { 'transfer-encoding': 'chunked' }, { 'proxy-authorization': 'x' }, { 'a b': 'x' }]
    for (const headers of [...bad, { a: 'x\r\nb: y' }] as Record<string, string>[]) {
      await expect(egress.fetch('http://a.example/', { headers })).rejects.toMatchObject({
        code: 'EgressHeaderRefused',
      })
    }
  })

  it('reaches an allowed address that the URL names itself', async ({ skip }) => {
    const { seen, port } = await listen((_request, response) => response.end('ok'))
    const egress = open({ allow: ['127.0.0.0/8', '::1'] })
    for (const host of ['127.0.0.1', '0x7f.1', '[::ffff:127.0.0.1]']) {
      expect(await (await egress.fetch(`http://${host}:${port}/`)).text(), host).toBe('ok')
    }
    expect(seen).toHaveLength(3)
    const six = createServer((_request, response) => response.end('six'))
    await new Promise<void>((done) => six.once('error', () => skip('no IPv6 here')).listen(0, '::1', done))
    cleanups.push(() => six.close())
    expect(await (await egress.fetch(`http://[::1]:${(six.address() as AddressInfo).port}/`)).text()).toBe('six')
  })

  it('lets go of an answer that nobody reads', async () => {
    let isGone = false
    const { port } = await listen((_request, response) => {
      response.on('close', () => {
        isGone = true
      })
      response.write('x')
    })
    const answer = await open({ timeout: 100 }).fetch(`http://a.example:${port}/`)
    await expect.poll(() => isGone).toBe(true)
    await expect(answer.text()).rejects.toMatchObject({ code: 'EgressTimeout' })
  })

  it('says when a host cannot be reached', async () => {
    const closed = createSocketServer()
    await new Promise<void>((done) => closed.listen(0, '127.0.0.1', done))
    const { port } = closed.address() as AddressInfo
    await new Promise((done) => closed.close(done))
    await expect(open().fetch(`http://a.example:${port}/`)).rejects.toMatchObject({ code: 'EgressUnreachable' })
    await expect(open({}, async () => []).fetch('http://b.example/')).rejects.toMatchObject({
      code: 'EgressUnreachable',
    })
  })

  it('refuses a certificate that it does not trust', async () => {
    const { cert, key } = selfSigned()
    const { seen, port } = await listen(
      (_request, response) => response.end(),
      (handler) => createTlsServer({ cert, key }, handler),
    )
    await expect(open().fetch(`https://a.example:${port}/`)).rejects.toMatchObject({ code: 'EgressUntrusted' })
    expect(seen).toEqual([])
  })

  it('says when the other side does not speak HTTP', async () => {
    const server = createSocketServer((socket) => socket.on('error', () => {}).end('SSH-2.0-x\r\n'))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    cleanups.push(() => server.close())
    const { port } = server.address() as AddressInfo
    await expect(open().fetch(`http://a.example:${port}/`)).rejects.toMatchObject({ code: 'EgressBadAnswer' })
  })
})

describe('security 9: a resolver that changes its mind', () => {
  it('never connects to an address that was not judged', async () => {
    const { seen, port } = await listen((_request, response) => response.end('inside'))
    let asked = 0
    // A permitted address first, the server's own from the second question on: a check apart from the connection would be fooled.
    const flip: Resolve = async () => [{ address: asked++ === 0 ? '127.0.0.2' : '127.0.0.1', family: 4 }]
    const egress = open({ allow: ['127.0.0.2'], timeout: 300 }, flip)
    await expect(egress.fetch(`http://a.example:${port}/`)).rejects.toThrow(CodedError)
    expect([asked, seen.length]).toEqual([1, 0])
    await expect(egress.fetch(`http://b.example:${port}/`)).rejects.toMatchObject({ code: 'EgressAddressRefused' })
    expect(seen).toEqual([])
  })

  it('asks once for a connection and connects to that answer', async () => {
    const { seen, port } = await listen((_request, response) => response.end('ok'))
    let asked = 0
    const egress = open({}, async () => [{ address: asked++ === 0 ? '127.0.0.1' : '169.254.169.254', family: 4 }])
    expect(await (await egress.fetch(`http://a.example:${port}/`)).text()).toBe('ok')
    expect(asked).toBe(1)
    expect(seen).toHaveLength(1)
  })
})

describe('security 9 and 10: redirects', () => {
  const CREDENTIALS = {
    authorization: 'Bearer t',
    cookie: 's=1',
    'x-api-key': 'k',
    'user-agent': 'Jumpseat',
    accept: 'a/b',
  }
  const chain = async (locations: (port: number) => readonly (readonly [number, string])[]) => {
    const steps: (readonly [number, string])[] = []
    const server = await listen((request, response) => {
      const step = steps[Number(request.url?.slice(1))]
      if (step === undefined) response.end('end')
      else response.writeHead(step[0], { location: step[1] }).end('moved')
    })
    steps.push(...locations(server.port))
    return { ...server, url: `http://a.example:${server.port}/0` }
  }

  it('keeps headers and body within an origin', async () => {
    const { seen, url } = await chain(() => [
      [307, '/1'],
      [308, '2'],
    ])
    const answer = await open().fetch(url, { method: 'PUT', headers: CREDENTIALS, body: 'x' })
    expect([await answer.text(), answer.redirected]).toEqual(['end', true])
    expect(seen.map(({ method, body }) => [method, body])).toEqual(Array(3).fill(['PUT', 'x']))
    expect(seen[2]?.headers).toMatchObject(CREDENTIALS)
  })

  it('sends another origin the kept headers and nothing else, also on the way back', async () => {
    const { seen, url } = await chain((port) => [
      [302, `http://b.example:${port}/1`],
      [301, `http://a.example:${port}/2`],
    ])
    await (await open().fetch(url, { headers: CREDENTIALS })).text()
    const given = seen.map(({ headers }) =>
      Object.keys(headers)
        .filter((name) => name in CREDENTIALS)
        .sort(),
    )
    expect(given).toEqual([Object.keys(CREDENTIALS).sort(), ['accept', 'user-agent'], ['accept', 'user-agent']])
  })

  it('treats another port as another origin', async () => {
    const other = await listen((_request, response) => response.end())
    const { url } = await chain(() => [[302, `http://a.example:${other.port}/`]])
    await open().fetch(url, { headers: CREDENTIALS })
    expect(other.seen[0]?.headers.authorization).toBeUndefined()
  })

  for (const status of [307, 308]) {
    it(`does not replay a body, or a method that changes things, across origins on ${status}`, async () => {
      const { seen, url } = await chain((port) => [[status, `http://b.example:${port}/1`]])
      for (const init of [{ method: 'POST', body: 'secret' }, { method: 'DELETE' }]) {
        await expect(open().fetch(url, init)).rejects.toMatchObject({ code: 'EgressRedirectRefused' })
      }
      expect(seen).toHaveLength(2)
    })
  }

  it('turns POST into GET on 301, 302 and 303 and drops the body', async () => {
    for (const status of [301, 302, 303]) {
      const { seen, url } = await chain(() => [[status, '/1']])
      await (await open().fetch(url, { method: 'POST', body: 'x', headers: { 'content-type': 'a/b' } })).text()
      expect(seen[1]).toMatchObject({ method: 'GET', body: '' })
      expect(seen[1]?.headers['content-type']).toBeUndefined()
    }
  })

  for (const status of [301, 302, 303, 307, 308]) {
    it(`judges the place that ${status} leads to`, async () => {
      const inner = await listen((_request, response) => response.end('inside'))
      const places = [
        `http://inner.example:${inner.port}/`,
        `//0x7f.2:${inner.port}/`,
        `http://[::ffff:7f00:2]:${inner.port}/`,
      ]
      for (const place of places) {
        const { url } = await chain(() => [[status, place]])
        await expect(open().fetch(url)).rejects.toMatchObject({ code: 'EgressAddressRefused' })
      }
      for (const [place, code] of [
        ['file:///etc/passwd', 'EgressSchemeRefused'],
        ['http://u:p@a.example/', 'EgressUserinfoRefused'],
        ['http://[::1', 'EgressUrlInvalid'],
      ]) {
        const { url } = await chain(() => [[status, place ?? '']])
        await expect(open().fetch(url)).rejects.toMatchObject({ code })
      }
      expect(inner.seen).toEqual([])
    })
  }

  it('follows so many and no more', async () => {
    const { seen, url } = await chain(() => [
      [302, '/1'],
      [302, '/2'],
      [302, '/0'],
    ])
    await expect(open({ maxRedirects: 4 }).fetch(url)).rejects.toMatchObject({ code: 'EgressTooManyRedirects' })
    expect(seen).toHaveLength(5)
    await expect(open({ maxRedirects: 0 }).fetch(url)).rejects.toMatchObject({ code: 'EgressTooManyRedirects' })
  })

  it('hands back a redirect without a place, and 304', async () => {
    const { port } = await listen((request, response) => response.writeHead(Number(request.url?.slice(1))).end())
    for (const status of [302, 304]) {
      expect((await open().fetch(`http://a.example:${port}/${status}`)).status).toBe(status)
    }
  })
})

describe('caps', () => {
  const BOMB = gzipSync(Buffer.alloc(4_000_000))

  it('stops an answer that says or turns out to be too large', async () => {
    const { port } = await listen((request, response) => {
      if (request.url === '/said') response.writeHead(200, { 'content-length': 5000 })
      const write = () => {
        while (!response.destroyed && response.write(Buffer.alloc(1000)));
      }
      response.on('drain', write).on('error', () => {})
      write()
    })
    const egress = open({ maxBytes: 2000 })
    await expect(egress.fetch(`http://a.example:${port}/said`)).rejects.toMatchObject({ code: 'EgressTooLarge' })
    const answer = await egress.fetch(`http://a.example:${port}/endless`)
    await expect(answer.text()).rejects.toMatchObject({ code: 'EgressTooLarge' })
  })

  it('takes an answer of exactly the limit', async () => {
    const { port } = await listen((_request, response) => response.end(Buffer.alloc(2000, 'x')))
    expect(await (await open({ maxBytes: 2000 }).fetch(`http://a.example:${port}/`)).text()).toHaveLength(2000)
    const answer = await open().fetch(`http://a.example:${port}/`, { maxBytes: 2000 })
    expect((await answer.arrayBuffer()).byteLength).toBe(2000)
  })

  it('counts what comes out of decompression', async () => {
    const { port } = await listen((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(BOMB)
    })
    expect(BOMB.byteLength).toBeLessThan(100_000)
    const answer = await open({ maxBytes: 100_000 }).fetch(`http://a.example:${port}/`)
    await expect(answer.text()).rejects.toMatchObject({ code: 'EgressTooLarge' })
  })

  it('decodes gzip and br, and refuses what it did not ask for', async () => {
    const bodies = new Map([
      ['gzip', gzipSync('plain')],
      ['br', brotliCompressSync('plain')],
      ['identity', Buffer.from('plain')],
    ])
    const { port } = await listen((request, response) => {
      const encoding = request.url?.slice(1) ?? ''
      response.writeHead(200, { 'content-encoding': encoding }).end(bodies.get(encoding) ?? 'x')
    })
    for (const encoding of bodies.keys()) {
      const answer = await open().fetch(`http://a.example:${port}/${encoding}`)
      expect(await answer.text(), encoding).toBe('plain')
    }
    for (const encoding of ['gzip,gzip', 'zstd', 'compress', '__proto__', 'constructor']) {
      await expect(open().fetch(`http://a.example:${port}/${encoding}`), encoding).rejects.toMatchObject({
        code: 'EgressEncodingRefused',
      })
    }
  })

  it('says when a compressed answer is damaged or cut off', async () => {
    const { port } = await listen((request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      if (request.url === '/cut') response.end(gzipSync('a long enough text').subarray(0, 12))
      else response.end('not gzip at all')
    })
    for (const path of ['cut', 'bad']) {
      const answer = await open().fetch(`http://a.example:${port}/${path}`)
      await expect(answer.text(), path).rejects.toMatchObject({ code: 'EgressBadAnswer' })
    }
  })

  it('stops slow headers and slow bodies at the time limit', async () => {
    const { port } = await listen((request, response) => {
      if (request.url === '/silent') return
      response.write('x')
      const drip = setInterval(() => response.write('x'), 20)
      response.on('close', () => clearInterval(drip))
    })
    const started = Date.now()
    const egress = open({ timeout: 250 })
    await expect(egress.fetch(`http://a.example:${port}/silent`)).rejects.toMatchObject({ code: 'EgressTimeout' })
    const answer = await egress.fetch(`http://a.example:${port}/drip`)
    await expect(answer.text()).rejects.toMatchObject({ code: 'EgressTimeout' })
    expect(Date.now() - started).toBeLessThan(2000)
  })

  it('holds the time limit beside a signal of the caller', async () => {
    const { port } = await listen(() => {})
    const { signal } = new AbortController()
    const call = open().fetch(`http://a.example:${port}/`, { signal, timeout: 100 })
    await expect(call).rejects.toMatchObject({ code: 'EgressTimeout' })
  })

  it('shares one clock among all hops', async () => {
    const { port } = await listen((_request, response) => {
      setTimeout(() => response.writeHead(302, { location: '/' }).end(), 60)
    })
    const egress = open({ maxRedirects: 100, timeout: 10_000 })
    const call = egress.fetch(`http://a.example:${port}/`, { timeout: 250 })
    await expect(call).rejects.toMatchObject({ code: 'EgressTimeout' })
  })

  it("ends with the caller's own reason when the caller gives up", async () => {
    const { port } = await listen((_request, response) => response.write('x'))
    const controller = new AbortController()
    const reason = new Error('enough')
    const answer = await open().fetch(`http://a.example:${port}/`, { signal: controller.signal })
    setTimeout(() => controller.abort(reason), 20)
    await expect(answer.text()).rejects.toBe(reason)
    await expect(open().fetch(`http://a.example:${port}/`, { signal: controller.signal })).rejects.toBe(reason)
  })
})

/** Nothing here signs certificates, so the test borrows openssl. */
function selfSigned(): { cert: string; key: string } {
  const options = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', '-']
  const pem = execFileSync('openssl', [...options, '-subj', '/CN=a.example', '-days', '1'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return { cert: pem, key: pem }
}
