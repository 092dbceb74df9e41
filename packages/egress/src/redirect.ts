import { egressErrors } from './errors.ts'
import { targetOf } from './target.ts'

/** One request of a chain. */
export interface Hop {
  readonly url: URL
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | undefined
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
// All that another origin may be told. A list of what is kept, so that a secret in a header of any name is dropped.
const KEPT_ACROSS_ORIGINS: ReadonlySet<string> = new Set(['accept', 'accept-language', 'user-agent'])
const BODY_HEADERS: ReadonlySet<string> = new Set(['content-type', 'content-encoding', 'content-language'])

/** The next request of the chain, or `undefined` when the answer is final. */
export function nextHop(hop: Hop, status: number, location: string | undefined): Hop | undefined {
  if (!REDIRECTS.has(status) || location === undefined) return undefined
  const url = targetOf(location, hop.url)
  const refuse = (reason: string) => egressErrors.redirectRefused({ host: hop.url.hostname, reason })
  if (hop.url.protocol === 'https:' && url.protocol === 'http:') throw refuse('from https to http')

  const becomesGet = status === 303 ? hop.method !== 'HEAD' : hop.method === 'POST' && status < 303
  const method = becomesGet ? 'GET' : hop.method
  const isSameOrigin = url.origin === hop.url.origin
  const isSafe = method === 'GET' || method === 'HEAD'
  if (!isSameOrigin && (!isSafe || (!becomesGet && hop.body !== undefined))) {
    throw refuse('the body of the request would go to another origin')
  }
  const isKept = (name: string) =>
    (isSameOrigin || KEPT_ACROSS_ORIGINS.has(name)) && !(becomesGet && BODY_HEADERS.has(name))
  return {
    url,
    method,
    headers: Object.fromEntries(Object.entries(hop.headers).filter(([name]) => isKept(name))),
    body: becomesGet ? undefined : hop.body,
  }
}
