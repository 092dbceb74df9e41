import { readFileSync } from 'node:fs'
import { createServer, request as httpRequest } from 'node:http'
import { type AddressInfo, connect, createServer as createSocketServer } from 'node:net'
import { connect as secureConnect } from 'node:tls'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FakeServer, listen, record, type Seen, startFakeServer } from '../fake-server.ts'
import { type RunningProxy, startProxy } from './proxy.ts'
import { upstreamOf } from './upstream.ts'

let fake: FakeServer
let proxy: RunningProxy
let behindUpstream: RunningProxy
const other: Seen[] = []
const upstream: Seen[] = []
const lines: string[] = []

// Some other host, and the proxy that the user had. Both on loopback, both really listening.
const otherServer = createServer(async (request, response) => {
  other.push(await record(request))
  response
    .writeHead(201, { 'x-end': 'kept', 'x-hop': 'no', connection: 'x-hop', 'set-cookie': ['a=1', 'b=2'] })
    .end('other')
})
const upstreamServer = createServer(async (request, response) => {
  upstream.push(await record(request))
  response.end('by upstream')
})
upstreamServer.on('connect', (request, socket, head) => {
  upstream.push({
    host: request.headers.host,
    method: 'CONNECT',
    path: request.url,
    headers: request.headers,
    body: '',
  })
  if (request.url?.startsWith('denied')) return socket.end('HTTP/1.1 407 Who are you\r\n\r\n')
  const { port } = otherServer.address() as AddressInfo
  const remote = connect(port, '127.0.0.1', () => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    remote.write(head)
    socket.pipe(remote).pipe(socket)
  })
  socket.on('error', () => remote.destroy())
})

beforeAll(async () => {
  fake = await startFakeServer()
  const [, upstreamPort] = await Promise.all([listen(otherServer), listen(upstreamServer)])
  const target = { host: '127.0.0.1', port: fake.securePort, ca: readFileSync(fake.ca, 'utf8') }
  const log = (line: string) => lines.push(line)
  proxy = await startProxy({ target, upstream: upstreamOf({}), log })
  const url = `http://me:p%40ss@127.0.0.1:${upstreamPort}`
  behindUpstream = await startProxy({ target, upstream: upstreamOf({ https_proxy: url, http_proxy: url }), log })
})
afterAll(() => {
  for (const one of [proxy, behindUpstream]) one.close()
  for (const one of [otherServer, upstreamServer]) one.close()
  fake.stop()
})
beforeEach(() => {
  for (const list of [other, upstream, lines, fake.graph]) list.length = 0
})

/** What the proxy says to a first line and headers written as they are. */
function say(text: string, port = proxy.port): Promise<string> {
  return new Promise((resolve) => {
    let heard = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text.replaceAll('\n', '\r\n')))
    socket.setEncoding('latin1').on('data', (part) => {
      heard += part
      if (heard.includes('\r\n\r\n')) setTimeout(() => socket.end(), 100)
    })
    socket.on('error', () => {}).on('close', () => resolve(heard))
  })
}

/** Tunnels to `place` and speaks TLS there. */
function throughTunnel(place: string, port = proxy.port): Promise<string> {
  return new Promise((resolve, reject) => {
    const opening = httpRequest({ host: '127.0.0.1', port, method: 'CONNECT', path: place })
    opening.on('error', reject).on('connect', (response, socket) => {
      if (response.statusCode !== 200) return resolve(String(response.statusCode))
      const servername = place.replace(/:\d+$/, '')
      const secure = secureConnect({ socket, servername, ca: readFileSync(fake.ca) })
      let heard = ''
      secure.on('error', reject).on('data', (part) => {
        heard += part
      })
      secure.on('end', () => resolve(heard))
      secure.write(`GET /x HTTP/1.1\r\nhost: ${servername}\r\nconnection: close\r\n\r\n`)
    })
    opening.end()
  })
}

const get = (url: string, port = proxy.port, init: { method?: string; body?: string; headers?: object } = {}) =>
  new Promise<{ status: number | undefined; headers: object; text: string }>((resolve, reject) => {
    const { method = 'GET', body, headers = {} } = init
    const request = httpRequest({
      host: '127.0.0.1',
      port,
      path: url,
      method,
      headers: { host: new URL(url).host, ...headers },
    })
    request.on('error', reject).on('response', async (response) => {
      let text = ''
      for await (const part of response) text += part
      resolve({ status: response.statusCode, headers: response.headers, text })
    })
    request.end(body)
  })

describe('tunnels', () => {
  it('lead listed hosts to the local port, however they are written', async () => {
    for (const place of ['graph.microsoft.com:443', 'LOGIN.microsoftonline.com:443']) {
      expect(await throughTunnel(place)).toContain('200 OK')
    }
    expect(fake.graph).toHaveLength(2)
    expect(await say('CONNECT graph.microsoft.com.:443 HTTP/1.1\nhost: x\n\n')).toContain('200 Connection established')
    expect(lines.every((line) => line.includes(`served by 127.0.0.1:${fake.securePort}`))).toBe(true)
  })

  it('refuse listed hosts on other ports, and nonsense', async () => {
    for (const place of ['graph.microsoft.com:80', 'graph.microsoft.com.:8443', 'STS.windows.net:22']) {
      expect(await say(`CONNECT ${place} HTTP/1.1\nhost: x\n\n`, behindUpstream.port), place).toContain('403 Forbidden')
    }
    for (const place of ['graph.microsoft.com', '', 'a b:443', '[::1:443', ':443']) {
      expect(await say(`CONNECT ${place} HTTP/1.1\nhost: x\n\n`), place).toMatch(/^(HTTP\/1.1 400|$)/)
    }
    expect([fake.graph, upstream]).toEqual([[], []])
  })

  it('never lead a listed host to the proxy of the user', async () => {
    expect(await throughTunnel('graph.microsoft.com:443', behindUpstream.port)).toContain('200 OK')
    expect(upstream).toEqual([])
  })

  it('pass other hosts on, directly or by the proxy of the user with its credentials', async () => {
    const { port } = otherServer.address() as AddressInfo
    const text = 'GET /y HTTP/1.1\nhost: other\nconnection: close\n\n'
    expect(await say(`CONNECT 127.0.0.1:${port} HTTP/1.1\nhost: x\n\n${text}`)).toContain('201 Created')
    expect(await say(`CONNECT other.example:443 HTTP/1.1\nhost: x\n\n${text}`, behindUpstream.port)).toContain(
      '201 Created',
    )
    expect(other.map(({ path }) => path)).toEqual(['/y', '/y'])
    expect(upstream).toMatchObject([{ method: 'CONNECT', path: 'other.example:443' }])
    expect(upstream[0]?.headers['proxy-authorization']).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`)
  })

  it('say that a proxy of another kind cannot be used', async () => {
    const target = { host: '127.0.0.1', port: fake.securePort, ca: '' }
    const env = { all_proxy: 'socks5://127.0.0.1:1' }
    const socks = await startProxy({ target, upstream: upstreamOf(env), log: () => {} })
    expect(await say('CONNECT other.example:443 HTTP/1.1\nhost: x\n\n', socks.port)).toMatch(/502.*socks5/s)
    expect((await get('http://other.example/', socks.port)).status).toBe(502)
    socks.close()
  })

  it('say why a host cannot be reached', async () => {
    const closed = createSocketServer()
    const port = await listen(closed)
    await new Promise((done) => closed.close(done))
    expect(await say(`CONNECT 127.0.0.1:${port} HTTP/1.1\nhost: x\n\n`)).toMatch(/502 Bad Gateway.*ECONNREFUSED/s)
    expect(await say('CONNECT denied.example:443 HTTP/1.1\nhost: x\n\n', behindUpstream.port)).toMatch(/502.*407/s)
  })
})

describe('requests with a whole URL', () => {
  it('are passed on without what belongs to one connection', async () => {
    const { port } = otherServer.address() as AddressInfo
    const headers = { 'x-end': 'kept', 'proxy-authorization': 'Basic x', 'proxy-connection': 'keep-alive' }
    const answer = await get(`http://127.0.0.1:${port}/a?b=c`, proxy.port, { method: 'POST', body: 'body', headers })
    expect(answer).toMatchObject({
      status: 201,
      text: 'other',
      headers: { 'x-end': 'kept', 'set-cookie': ['a=1', 'b=2'] },
    })
    expect(other[0]).toMatchObject({ method: 'POST', path: '/a?b=c', body: 'body', host: `127.0.0.1:${port}` })
    expect(other[0]?.headers).toMatchObject({ 'x-end': 'kept' })
    expect(Object.keys(other[0]?.headers ?? {}).filter((name) => name.startsWith('proxy-'))).toEqual([])
  })

  it('go by the proxy of the user', async () => {
    expect((await get('http://other.example/a', behindUpstream.port)).text).toBe('by upstream')
    expect(upstream).toMatchObject([{ method: 'GET', path: 'http://other.example/a', host: 'other.example' }])
  })

  it('reach listed hosts over https, and are refused over http', async () => {
    const token = await get('https://login.microsoftonline.com/t/oauth2/v2.0/token', behindUpstream.port, {
      method: 'POST',
      body: 'a=b',
    })
    expect(token).toMatchObject({ status: 200, text: expect.stringContaining('access_token') })
    expect(fake.graph[0]).toMatchObject({ host: 'login.microsoftonline.com', body: 'a=b' })
    for (const url of [
      'http://graph.microsoft.com/',
      'http://GRAPH.microsoft.com.:443/',
      'https://graph.microsoft.com:444/',
    ]) {
      expect((await get(url, behindUpstream.port)).status, url).toBe(403)
    }
    expect(upstream).toEqual([])
  })

  it('are answered, not forwarded, when they are not for a proxy', async () => {
    expect(await say('GET / HTTP/1.1\nhost: graph.microsoft.com\n\n')).toContain('400 Bad Request')
    expect(await say('GET ftp://a.example/ HTTP/1.1\nhost: a\n\n')).toContain('400 Bad Request')
    expect(await say('NONSENSE\n\n')).toBe('')
  })
})
