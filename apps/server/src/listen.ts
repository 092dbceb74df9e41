import { createServer, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { ServerSettings } from './config/settings.ts'
import { serverErrors } from './errors.ts'

export interface Listening {
  /** `http://127.0.0.1:8365`, or null when no plain port is open. */
  readonly url: string | null
  readonly httpsUrl: string
  /** Takes no new requests, lets those under way finish, and cuts what is left after `ms`. */
  close(ms: number): Promise<void>
}

interface Certificate {
  readonly cert: string
  readonly key: string
}

/** Opens the plain and the TLS port over the same routes. */
export async function listen(
  app: FastifyInstance,
  settings: ServerSettings,
  certificate: Certificate,
): Promise<Listening> {
  await app.ready()
  const handler = (...[request, response]: Parameters<FastifyInstance['routing']>) => app.routing(request, response)
  const secure = createSecureServer(certificate, handler)
  const plain = settings.port === 'off' ? undefined : createServer(handler)
  const { host } = settings
  const httpsPort = await open(secure, host, settings.httpsPort, '--https-port')
  const port = plain && (await open(plain, host, Number(settings.port), '--port'))
  const servers: readonly Closable[] = plain ? [plain, secure] : [secure]
  const name = host.includes(':') ? `[${host}]` : host
  return {
    url: port === undefined ? null : `http://${name}:${port}`,
    httpsUrl: `https://${name}:${httpsPort}`,
    close: (ms) => closeAll(servers, ms),
  }
}

function open(
  server: Pick<Server, 'once' | 'listen' | 'address' | 'off'>,
  host: string,
  port: number,
  flag: string,
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? serverErrors.portInUse({ port, host, flag }) : error)
    })
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
  })
}

type Closable = Pick<Server, 'close' | 'closeIdleConnections' | 'closeAllConnections'>

async function closeAll(servers: readonly Closable[], ms: number): Promise<void> {
  const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)))
  for (const server of servers) server.closeIdleConnections()
  const timer = setTimeout(() => {
    for (const server of servers) server.closeAllConnections()
  }, ms)
  await Promise.all(closed)
  clearTimeout(timer)
}
