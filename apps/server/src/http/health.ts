import type { FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'
import { serverErrors } from '../errors.ts'
import { isLoopbackAddress, isLoopbackHost } from './hosts.ts'

export interface Readiness {
  /** What is not ready yet, in words; undefined when requests can be served. */
  readonly waitingFor: () => string | undefined
  /** How far the index is that will take the place of the one that answers; undefined when there is none. */
  readonly rebuilding: () => object | undefined
}

/** `/healthz`: the process lives. `/readyz`: it can answer. `/metrics`: for a scraper on this machine. */
export function healthRoutes({ waitingFor, rebuilding }: Readiness, registry: Registry) {
  return async (app: FastifyInstance) => {
    app.get('/healthz', async () => ({ status: 'ok' }))
    app.get('/readyz', async (_request, reply) => {
      const waiting = waitingFor()
      return reply
        .code(waiting === undefined ? 200 : 503)
        .send(
          waiting === undefined ? { status: 'ready', rebuilding: rebuilding() } : { status: 'waiting', for: waiting },
        )
    })
    app.get('/metrics', async (request, reply) => {
      if (!isLoopbackAddress(request.ip) || !isLoopbackHost(request.hostname)) throw serverErrors.operatorOnly()
      return reply.type(registry.contentType).send(await registry.metrics())
    })
  }
}
