import { randomUUID } from 'node:crypto'
import type { Asked, Direct } from '@jumpseat/connectors'
import { callerOf } from '@jumpseat/directory'
import { type BatchAnswer, type BatchRequest, exactJson, runBatch } from '@jumpseat/wire'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { errorAnswer, graphHeaders, type Surface } from './app.ts'

/** Headers of the outer request that every inner one inherits. */
const INHERITED = ['authorization', 'cookie', 'x-jumpseat', 'origin', 'host', 'prefer', 'accept'] as const

export interface BatchOptions {
  readonly version: string
  readonly bodyLimit: number
  /** What can be done without HTTP; undefined for what goes through the routes. `bytes` is the size of the whole batch. */
  readonly direct: (request: BatchRequest, bytes: number) => Direct | undefined
  readonly onAnswered: Surface['onAnswered']
}

/**
 * `POST /{version}/$batch`: each inner request is answered as if it had come alone, by the caller of the batch. Most are
 * operations on items, which are carried out at once; the others go through the whole pipeline. Contract: connectors 8.7.
 */
export function batchRoutes(options: BatchOptions) {
  const { version, bodyLimit, direct } = options
  return async (app: FastifyInstance) => {
    app.post('/$batch', { bodyLimit }, async (request) => {
      callerOf(request)
      const inherited: Record<string, string> = {}
      for (const name of INHERITED) {
        if (request.headers[name] !== undefined) inherited[name] = String(request.headers[name])
      }
      const bytes = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY)
      return runBatch(request.body, (inner) => {
        const operation = direct(inner, bytes)
        return operation ? carryOut(request, inner, operation, inherited) : sendOn(app, request, inner, inherited)
      })
    })
  }

  async function carryOut(
    outer: FastifyRequest,
    { method, url, headers }: BatchRequest,
    operation: Direct,
    inherited: Readonly<Record<string, string>>,
  ): Promise<BatchAnswer> {
    const started = performance.now()
    const requestId = randomUUID()
    const asked: Asked = {
      caller: callerOf(outer),
      requestGuid: requestId,
      ip: outer.ip,
      protocol: outer.protocol,
      host: outer.host,
      url: `/${version}${url}`,
      headers: { ...inherited, ...headers },
    }
    const clientId = headers['client-request-id']
    const answer = await operation
      .run(asked)
      .catch((error: unknown) => errorAnswer(error, { requestId, clientId, bodyLimit, logger: outer.log }))
    const answered = {
      requestId,
      method,
      route: `/${version}${operation.route}`,
      status: answer.status,
      ms: performance.now() - started,
      appId: outer.caller?.appId,
    }
    for (const listener of options.onAnswered) listener(answered)
    return {
      status: answer.status,
      headers: {
        ...graphHeaders(requestId, clientId),
        ...('headers' in answer ? answer.headers : {}),
        ...operation.headers(asked, answer.body !== undefined),
      },
      body: '',
      json: answer.body,
    }
  }

  /** Through the whole pipeline, as if the inner request had come alone. */
  async function sendOn(
    app: FastifyInstance,
    outer: FastifyRequest,
    { method, url, headers, body }: BatchRequest,
    inherited: Readonly<Record<string, string>>,
  ): Promise<BatchAnswer> {
    const answer = await app.inject({
      method: method as 'GET',
      url: `${outer.protocol}://${outer.host}/${version}${url}`,
      headers: { ...inherited, ...headers },
      remoteAddress: outer.ip,
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : exactJson(body) }),
    })
    return { status: answer.statusCode, headers: answer.headers, body: answer.body }
  }
}
