import type { CodedError } from '@jumpseat/wire'
import type { FastifyRequest } from 'fastify'

/** The error body of search, which differs from that of other routes. Contract: connectors 5.9. */
export function searchErrorBody(error: CodedError, request: FastifyRequest, now: number): object {
  const clientId = request.headers['client-request-id']
  const { message, status: httpCode } = error
  return {
    error: {
      code: error.code,
      message,
      target: error.more.place ?? '',
      details: [{ code: error.spec.inner?.code ?? error.code, message, target: error.more.place ?? '', httpCode }],
      httpCode,
      innerError: {
        fix: error.fix,
        ...(error.more.problems ? { problems: error.more.problems } : {}),
        date: new Date(now).toISOString().slice(0, 19),
        'request-id': request.requestGuid,
        'client-request-id': typeof clientId === 'string' ? clientId.slice(0, 256) : request.requestGuid,
      },
    },
  }
}
