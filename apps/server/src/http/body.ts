import type { Readable } from 'node:stream'
import { parseJson, wireErrors } from '@jumpseat/wire'
import type { FastifyInstance, FastifyRequest } from 'fastify'

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\b/i
const FORM_TYPE = 'application/x-www-form-urlencoded'
/** A body that is too large is read on up to this many times its limit, so that the client sees the 413 instead of a broken pipe. */
const PATIENCE = 4

/** Bodies are parsed by hand, so that hostile keys stay data and broken JSON gets a Graph error. Contract: connectors 8.6. */
export function parseBodies(app: FastifyInstance): void {
  app.removeContentTypeParser(['application/json', 'text/plain'])
  parse(app, JSON_TYPE, (_request, text) => jsonOf(text))
  // `m365 external connection schema add` sends its JSON under the type that its HTTP library gives to text.
  parse(app, FORM_TYPE, (request, text) => (/^\s*\{/.test(text) ? jsonOf(text) : refuseType(request, text)))
  parse(app, '*', refuseType)
}

function parse(app: FastifyInstance, type: string | RegExp, read: (request: FastifyRequest, text: string) => unknown) {
  app.addContentTypeParser(type, (request: FastifyRequest, payload: Readable, done) => {
    readText(payload, request.routeOptions.bodyLimit ?? 0, (problem, text) => {
      const body = problem ? { problem } : outcomeOf(() => read(request, text))
      if ('problem' in body) done(body.problem)
      else done(null, body.value)
    })
  })
}

function outcomeOf<T>(work: () => T): { readonly value: T } | { readonly problem: Error } {
  try {
    return { value: work() }
  } catch (error) {
    return { problem: error as Error }
  }
}

/**
 * Hands over the whole body as text, once. Memory is bounded by `limit`; what comes beyond is dropped. Listeners, since an
 * iterator over the stream costs as much as the rest of the request.
 */
function readText(payload: Readable, limit: number, done: (problem: Error | undefined, text: string) => void): void {
  const chunks: Buffer[] = []
  let size = 0
  const end = (problem?: Error) => {
    payload.off('data', take).off('end', end).off('error', end).off('close', cut)
    if (problem) done(problem, '')
    else if (size > limit) done(wireErrors.tooLarge({ limit, setting: 'connectors.itemBytes' }), '')
    else done(undefined, (chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))?.toString('utf8') ?? '')
  }
  const take = (chunk: Buffer) => {
    size += chunk.length
    if (size <= limit) chunks.push(chunk)
    else chunks.length = 0
    if (size <= limit * PATIENCE) return
    payload.destroy()
    end()
  }
  const cut = () => end(wireErrors.badRequest({ reason: 'The body ended early.', fix: 'Send the request again.' }))
  payload.on('data', take).on('end', end).on('error', end).on('close', cut)
}

function jsonOf(text: string): unknown {
  if (text.length === 0) return undefined
  try {
    return parseJson(text)
  } catch (error) {
    throw wireErrors.malformedJson({ reason: error instanceof Error ? error.message.slice(0, 120) : 'it is not JSON' })
  }
}

function refuseType(request: FastifyRequest, text: string): undefined {
  if (text.length > 0) throw wireErrors.unsupportedMediaType({ type: request.headers['content-type'] ?? '' })
  return undefined
}
