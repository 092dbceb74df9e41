import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { hostOf } from '../folder.ts'
import { forward } from './forward.ts'
import { bareHost } from './hosts.ts'
import { explained, type ProxyOptions, route } from './route.ts'

export interface RunningProxy {
  readonly port: number
  close(): void
}

/**
 * The proxy that programs below `jumpseat run` are told to use, on loopback. Listed hosts are led to the local TLS port
 * and to nowhere else; all other hosts are passed on, directly or by the proxy that the user had.
 */
export async function startProxy(options: ProxyOptions): Promise<RunningProxy> {
  const server = createServer((request, response) => void forward(options, request, response))
  server.on('connect', (request: IncomingMessage, client: Duplex, head: Buffer) => {
    void tunnel(options, request.url ?? '', client, head)
  })
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

async function tunnel(options: ProxyOptions, place: string, client: Duplex, head: Buffer): Promise<void> {
  client.on('error', () => client.destroy())
  const url = URL.parse(`https://${place}`)
  // The URL leaves out a port of 443, and the place must name one.
  const [, port] = /:(\d+)$/.exec(place) ?? []
  if (url === null || port === undefined) {
    client.end(answerOf(400, 'jumpseat run: a tunnel leads to host:port\n'))
    return
  }
  try {
    const remote = await route(options, bareHost(hostOf(url)), Number(port))
    client.write('HTTP/1.1 200 Connection established\r\n\r\n')
    remote.write(head)
    join(client, remote)
  } catch (error) {
    const { status, text } = explained(options, place, error)
    client.end(answerOf(status, text))
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

const REASONS: Readonly<Record<number, string>> = { 400: 'Bad Request', 403: 'Forbidden', 502: 'Bad Gateway' }

function answerOf(status: number, text: string): string {
  const headers = `content-type: text/plain\r\ncontent-length: ${Buffer.byteLength(text)}\r\nconnection: close`
  return `HTTP/1.1 ${status} ${REASONS[status] ?? ''}\r\n${headers}\r\n\r\n${text}`
}
