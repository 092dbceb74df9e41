// What the server does before and after the routes of a package: a header says who is asking.
import type { Caller } from '@jumpseat/directory'
import { CodedError, envelopeOf } from '@jumpseat/wire'
import fastify, { type FastifyInstance } from 'fastify'

/** Ids and date of every answer, so that answers can be compared whole. */
export const REQUEST_GUID = '99999999-9999-4999-8999-999999999999'

/** The header `x-caller` holds, as JSON, what `callerOf` takes; `x-connector` the app that fills a connection. */
export function openApp<Asked>(callerOf: (asked: Asked) => Caller, now: () => number): FastifyInstance {
  const app = fastify()
  app.removeAllContentTypeParsers()
  // As the server does: hostile keys stay data.
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body === '' ? undefined : JSON.parse(String(body))),
  )
  app.decorateRequest('requestGuid', '')
  app.decorateRequest('caller', undefined)
  app.addHook('onRequest', async (request) => {
    request.requestGuid = REQUEST_GUID
    const header = request.headers['x-caller']
    if (typeof header === 'string') request.caller = callerOf(JSON.parse(header))
    const connector = request.headers['x-connector']
    if (typeof connector === 'string') request.caller = connectorCaller(JSON.parse(connector))
  })
  app.setErrorHandler((error, request, reply) => {
    if (!(error instanceof CodedError))
      return reply.code(500).send(String(error instanceof Error ? error.stack : error))
    const ids = { requestId: request.requestGuid, clientRequestId: request.requestGuid }
    return reply
      .code(error.status)
      .headers(error.more.headers ?? {})
      .send(envelopeOf(error, ids, new Date(now())))
  })
  return app
}

const connectorCaller = (
  app: Pick<Caller, 'tenantId' | 'objectId' | 'appId'> & { readonly permissions: readonly string[] },
): Caller => ({
  ...app,
  kind: 'app',
  scopes: new Set(),
  permissions: new Set(app.permissions),
  isGuest: false,
  roles: new Set(),
  name: 'connector',
})
