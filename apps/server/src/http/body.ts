import type { Readable } from 'node:stream'
import { wireErrors } from '@jumpseat/wire'
import type { FastifyInstance, FastifyRequest } from 'fastify'

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\b/i
const FORM_TYPE = 'application/x-www-form-urlencoded'
/** A body that is too large is read on up to this many times its limit, so that the client sees the 413 instead of a broken pipe. */
const PATIENCE = 4

/** Bodies are parsed by hand, so that hostile keys stay data and broken JSON gets a Graph error. Contract: connectors 8.6. */
export function parseBodies(app: FastifyInstance): void {
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser(JSON_TYPE, async (request: FastifyRequest, payload: Readable) =>
    jsonOf(await textOf(request, payload)),
  )
  // `m365 external connection schema add` sends its JSON under the type that its HTTP library gives to text.
  app.addContentTypeParser(FORM_TYPE, async (request: FastifyRequest, payload: Readable) => {
    const text = await textOf(request, payload)
    return /^\s*\{/.test(text) ? jsonOf(text) : refuseType(request, text)
  })
  app.addContentTypeParser('*', async (request: FastifyRequest, payload: Readable) =>
    refuseType(request, await textOf(request, payload)),
  )
}

/** The whole body as text. Memory is bounded by the limit of the route; what comes beyond is dropped. */
async function textOf(request: FastifyRequest, payload: Readable): Promise<string> {
  const limit = request.routeOptions.bodyLimit ?? 0
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of payload) {
    size += chunk.length
    if (size <= limit) chunks.push(chunk)
    else chunks.length = 0
    if (size > limit * PATIENCE) break
  }
  if (size > limit) throw wireErrors.tooLarge({ limit, setting: 'connectors.itemBytes' })
  return Buffer.concat(chunks).toString('utf8')
}

function jsonOf(text: string): unknown {
  if (text.length === 0) return undefined
  try {
    return JSON.parse(text)
  } catch (error) {
    throw wireErrors.malformedJson({ reason: error instanceof Error ? error.message.slice(0, 120) : 'it is not JSON' })
  }
}

function refuseType(request: FastifyRequest, text: string): undefined {
  if (text.length > 0) throw wireErrors.unsupportedMediaType({ type: request.headers['content-type'] ?? '' })
  return undefined
}
