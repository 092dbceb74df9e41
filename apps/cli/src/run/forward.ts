import { type IncomingMessage, request as plainRequest, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as secureConnect } from 'node:tls'
import { cliErrors } from '../errors.ts'
import { hostOf } from '../folder.ts'
import { bareHost, isStoodIn } from './hosts.ts'
import { explained, type ProxyOptions, route } from './route.ts'
import { proxyCredentials, requestTo } from './tunnel.ts'

/** Answers a request with a whole URL in its first line: plain http, and the https that some clients send this way too. */
export async function forward(
  options: ProxyOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = URL.parse(request.url ?? '')
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    response.writeHead(400).end('jumpseat run: this is a proxy\n')
    return
  }
  const fail = (error: unknown) => {
    const { status, text } = explained(options, url.href, error)
    if (response.headersSent) response.destroy()
    else response.writeHead(status, { 'content-type': 'text/plain' }).end(text)
  }
  try {
    const outgoing = await requestFor(options, url, request)
    outgoing.once('error', fail)
    outgoing.once('response', (incoming) => {
      response.writeHead(incoming.statusCode ?? 502, incoming.statusMessage, endToEnd(incoming.rawHeaders))
      incoming.on('error', () => response.destroy()).pipe(response)
    })
    response.once('close', () => outgoing.destroy())
    request.pipe(outgoing)
  } catch (error) {
    fail(error)
  }
}

async function requestFor(options: ProxyOptions, url: URL, { method = 'GET', rawHeaders }: IncomingMessage) {
  const host = bareHost(hostOf(url))
  const path = `${url.pathname}${url.search}`
  const headers = { ...headersOf(rawHeaders), host: url.host }
  if (url.protocol === 'https:') {
    const ca = isStoodIn(host) ? { ca: options.target.ca } : {}
    const stream = await route(options, host, Number(url.port || 443))
    const createConnection = () => secureConnect({ socket: stream, servername: host, ...ca })
    return plainRequest({ method, path, headers, setHost: false, createConnection })
  }
  if (isStoodIn(host)) throw cliErrors.portNotServed({ host })
  const port = Number(url.port || 80)
  const proxy = options.upstream.proxyFor('http:', host, port)
  if (proxy === undefined) {
    const stream = await route(options, host, port)
    return plainRequest({ method, path, headers, setHost: false, createConnection: () => socketOf(stream) })
  }
  options.log(`${url.host} is passed on by your proxy ${proxy.host}`)
  return requestTo(proxy, { method, path: url.href, headers: { ...headers, ...proxyCredentials(proxy) } })
}

// `createConnection` is typed for sockets; any duplex serves.
function socketOf(stream: Duplex): Socket {
  return stream as Socket
}

const HOP_BY_HOP = /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/i

/** Raw headers (name, value, name, …) without those that belong to one connection. */
function endToEnd(raw: readonly string[]): string[] {
  return raw.filter((_text, index) => !HOP_BY_HOP.test(raw[index - (index % 2)] ?? ''))
}

function headersOf(raw: readonly string[]): Record<string, string[]> {
  const headers = new Map<string, string[]>()
  const kept = endToEnd(raw)
  for (let i = 0; i < kept.length; i += 2) {
    const name = (kept[i] ?? '').toLowerCase()
    headers.set(name, [...(headers.get(name) ?? []), kept[i + 1] ?? ''])
  }
  return Object.fromEntries(headers)
}
