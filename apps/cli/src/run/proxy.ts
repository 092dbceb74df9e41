import { createServer, type IncomingMessage, request as plainRequest, type ServerResponse } from 'node:http'
import type { AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as secureConnect } from 'node:tls'
import { CodedError } from '@jumpseat/wire'
import { cliErrors } from '../errors.ts'
import { hostOf } from '../folder.ts'
import { bareHost, isStoodIn } from './hosts.ts'
import { openTunnel, proxyCredentials, requestTo } from './tunnel.ts'
import type { Upstream } from './upstream.ts'

export interface ProxyOptions {
  /** The local TLS port that answers for the listed hosts, and the certificate (PEM) that vouches for it. */
  readonly target: { readonly host: string; readonly port: number; readonly ca: string }
  readonly upstream: Upstream
  /** One line for each decision. */
  readonly log: (line: string) => void
}

export interface RunningProxy {
  readonly port: number
  close(): void
}

/**
 * The proxy that programs below `jumpseat run` are told to use, on loopback. Listed hosts are tunnelled to the local TLS
 * port and to nowhere else; all other hosts are passed on, directly or by the proxy that the user had.
 */
export async function startProxy(options: ProxyOptions): Promise<RunningProxy> {
  const server = createServer((request, response) => void passOn(options, request, response))
  server.on(
    'connect',
    (request: IncomingMessage, client: Duplex, head: Buffer) => void tunnel(options, request, client, head),
  )
  server.on('clientError', (_error, client) => client.destroy())
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  server.unref()
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** A stream to where `host:port` is to be found, or the refusal of a listed host on a port that is not served. */
async function route({ target, upstream, log }: ProxyOptions, host: string, port: number): Promise<Duplex> {
  if (!isStoodIn(host)) {
    const proxy = upstream.proxyFor('https:', host, port)
    log(`${host}:${port} is passed on${proxy ? ` by your proxy ${proxy.host}` : ''}`)
    return openTunnel(host, port, proxy)
  }
  if (port !== 443) throw cliErrors.portNotServed({ host })
  log(`${host}:${port} is served by ${target.host}:${target.port}`)
  return openTunnel(target.host, target.port, undefined)
}

async function tunnel(options: ProxyOptions, request: IncomingMessage, client: Duplex, head: Buffer): Promise<void> {
  client.on('error', () => client.destroy())
  const place = URL.parse(`https://${request.url}`)
  const [, port] = /:(\d+)$/.exec(request.url ?? '') ?? []
  if (place === null || port === undefined) return void client.end(`${lineOf(400)}\r\n\r\n`)
  try {
    const remote = await route(options, bareHost(hostOf(place)), Number(port))
    client.write('HTTP/1.1 200 Connection established\r\n\r\n')
    if (head.length > 0) remote.write(head)
    join(client, remote)
  } catch (error) {
    const { status, text } = explained(options, request.url ?? '', error)
    client.end(
      `${lineOf(status)}\r\ncontent-type: text/plain\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
    )
  }
}

function join(one: Duplex, other: Duplex): void {
  const end = () => {
    one.destroy()
    other.destroy()
  }
  for (const stream of [one, other]) stream.on('error', end).on('close', end)
  one.pipe(other).pipe(one)
}

/** A request with a whole URL in its first line: plain http, and the https that some clients send this way too. */
async function passOn(options: ProxyOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = URL.parse(request.url ?? '')
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    response.writeHead(400).end('jumpseat run: this is a proxy\n')
    return
  }
  try {
    const outgoing = await requestFor(options, url, request)
    outgoing.once('error', (error) => answer(options, response, request.url ?? '', error))
    outgoing.once('response', (incoming) => {
      response.writeHead(incoming.statusCode ?? 502, incoming.statusMessage, endToEnd(incoming.rawHeaders))
      incoming.on('error', () => response.destroy()).pipe(response)
    })
    response.once('close', () => outgoing.destroy())
    request.pipe(outgoing)
  } catch (error) {
    answer(options, response, request.url ?? '', error)
  }
}

async function requestFor(options: ProxyOptions, url: URL, { method = 'GET', rawHeaders }: IncomingMessage) {
  const host = bareHost(hostOf(url))
  const path = `${url.pathname}${url.search}`
  const headers = { ...headersOf(rawHeaders), host: url.host }
  const isSecure = url.protocol === 'https:'
  if (!isSecure && isStoodIn(host)) throw cliErrors.portNotServed({ host })
  const proxy = isSecure ? undefined : options.upstream.proxyFor('http:', host, Number(url.port || 80))
  if (proxy !== undefined) {
    options.log(`${url.host} is passed on by your proxy ${proxy.host}`)
    return requestTo(proxy, { method, path: url.href, headers: { ...headers, ...proxyCredentials(proxy) } })
  }
  const stream = await route(options, host, Number(url.port || (isSecure ? 443 : 80)))
  const ca = isStoodIn(host) ? { ca: options.target.ca } : {}
  const createConnection = () =>
    isSecure ? secureConnect({ socket: stream, servername: host, ...ca }) : connectionOf(stream)
  return plainRequest({ method, path, headers, setHost: false, createConnection })
}

// `createConnection` is typed for sockets; any duplex serves.
function connectionOf(stream: Duplex): ReturnType<typeof connect> {
  return stream as ReturnType<typeof connect>
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

function answer(options: ProxyOptions, response: ServerResponse, place: string, error: unknown): void {
  const { status, text } = explained(options, place, error)
  if (response.headersSent) response.destroy()
  else response.writeHead(status, { 'content-type': 'text/plain' }).end(text)
}

function explained({ log }: ProxyOptions, place: string, error: unknown): { status: number; text: string } {
  const reason =
    error instanceof Error ? ('code' in error && !(error instanceof CodedError) ? error.code : error.message) : error
  const where = place.replace(/[?#].*/, '')
  log(`${where} failed: ${reason}`)
  const status = error instanceof CodedError ? error.status : 502
  return { status, text: `jumpseat run: ${where} could not be reached: ${reason}\n` }
}

const REASONS: Readonly<Record<number, string>> = { 400: 'Bad Request', 403: 'Forbidden', 502: 'Bad Gateway' }

function lineOf(status: number): string {
  return `HTTP/1.1 ${status} ${REASONS[status] ?? ''}\r\nconnection: close`
}
