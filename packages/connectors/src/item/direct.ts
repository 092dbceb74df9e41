import { Buffer } from 'node:buffer'
import type { BatchRequest } from '@jumpseat/wire'
import type { Connectors } from '../create.ts'
import { type Asked, answerHeaders, stripped, wantsNoMetadata } from '../graph.ts'
import { limitsOf } from '../throttle.ts'
import { itemOperations, keepIfRefused } from './operations.ts'

/** An operation of a batch that is carried out without HTTP. */
export interface Direct {
  /** The route whose work it is, below the version. */
  readonly route: string
  /** Headers of its answer, be it good or bad. */
  headers(asked: Asked, hasBody: boolean): Readonly<Record<string, string>>
  /** Errors: those of the route. */
  run(asked: Asked): Promise<{ readonly status: number; readonly body?: unknown }>
}

const PATH = /^\/external\/connections\/(\w{1,200})\/items\/([\w-]{1,200})$/
const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\b/i
/** Headers that change nothing, or only what is looked at here. With any other the request goes through the routes. */
const PLAIN_HEADERS = new Set(['accept', 'client-request-id', 'content-type', 'prefer', 'sdkversion', 'user-agent'])
const METHODS = { PUT: 'put', PATCH: 'patch', DELETE: 'remove' } as const
const ROUTE = '/external/connections/:connId/items/:itemId'
/** A body is at most this many times longer when it is written again: some numbers can be spelled shorter than we do. */
const GROWTH = 8

/**
 * The same steps as the routes of one item take, for requests that are spelled as in the reference: batches are full of
 * them. Undefined leaves the request to the routes. `bytes` is the size of the whole batch. Contract: connectors 8.7, 3.7.
 */
export function directItems({ context, throttle }: Connectors) {
  const admit = limitsOf(throttle, context.settings)
  const operations = itemOperations(context)
  const fits = (body: unknown, bytes: number) =>
    bytes * GROWTH <= context.settings.itemBytes ||
    Buffer.byteLength(JSON.stringify(body)) <= context.settings.itemBytes

  return ({ method, url, headers, body }: BatchRequest, bytes: number): Direct | undefined => {
    const [, connId, itemId] = PATH.exec(url) ?? []
    if (connId === undefined || itemId === undefined || !isMethod(method)) return undefined
    for (const name of Object.keys(headers)) if (!PLAIN_HEADERS.has(name)) return undefined
    if (method === 'DELETE' ? body !== undefined : !(isJsonBody(body, headers) && fits(body, bytes))) return undefined
    const operation = operations[METHODS[method]]
    return {
      route: ROUTE,
      headers: (asked, hasBody) => answerHeaders(hasBody ? { isBare: wantsNoMetadata(asked) } : undefined),
      async run(asked) {
        const leave = admit(asked.caller, 'items', connId)
        const part = { ...asked, params: { connId, itemId } }
        try {
          const entity = await operation(part, body)
          if (entity === undefined) return { status: 204 }
          return { status: 200, body: wantsNoMetadata(asked) ? stripped(entity) : entity }
        } catch (error) {
          if (method !== 'DELETE') await keepIfRefused(context, part, error)
          throw error
        } finally {
          leave()
        }
      },
    }
  }
}

function isMethod(method: string): method is keyof typeof METHODS {
  return Object.hasOwn(METHODS, method)
}

function isJsonBody(body: unknown, headers: BatchRequest['headers']): boolean {
  return typeof body === 'object' && body !== null && JSON_TYPE.test(headers['content-type'] ?? '')
}
