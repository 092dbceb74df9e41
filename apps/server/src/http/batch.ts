import { callerOf } from '@jumpseat/directory'
import { type BatchRequest, runBatch } from '@jumpseat/wire'
import type { FastifyInstance } from 'fastify'

/** Headers of the outer request that every inner one inherits. */
const INHERITED = ['authorization', 'cookie', 'x-jumpseat', 'origin', 'host', 'prefer', 'accept'] as const

/** `POST /{version}/$batch`: each inner request goes through the whole pipeline as if it had come alone. Contract: connectors 8.7. */
export function batchRoutes(version: string, bodyLimit: number) {
  return async (app: FastifyInstance) => {
    app.post('/$batch', { bodyLimit }, async (request) => {
      callerOf(request)
      const inherited = Object.fromEntries(
        INHERITED.flatMap((name) =>
          request.headers[name] === undefined ? [] : [[name, String(request.headers[name])]],
        ),
      )
      return runBatch(request.body, async ({ method, url, headers, body }: BatchRequest) => {
        const answer = await app.inject({
          method: method as 'GET',
          url: `${request.protocol}://${request.host}/${version}${url}`,
          headers: { ...inherited, ...headers },
          remoteAddress: request.ip,
          ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
        })
        return { status: answer.statusCode, headers: answer.headers, body: answer.body }
      })
    })
  }
}
