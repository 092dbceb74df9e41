import type { Egress } from '@jumpseat/egress'
import { CodedError } from '@jumpseat/wire'
import { embedErrors } from '../errors.ts'
import type { Clock, EndpointOptions } from './embedder.ts'
import type { Pace } from './pace.ts'

/** Times that a call is made before it is given up. */
const ATTEMPTS = 5
const FIRST_WAIT = 500
const LONGEST_WAIT = 60_000

export interface Batch {
  /** What the service answered, in one piece or, where it took only less at a time, in several; each with its texts. */
  readonly parts: readonly { readonly body: unknown; readonly count: number }[]
}

/** What becomes of an answer with this status. */
type Outcome = 'good' | 'again' | 'split' | 'key' | 'wrong'
const OUTCOMES: Readonly<Record<number, Outcome>> = {
  400: 'split',
  401: 'key',
  403: 'key',
  408: 'again',
  409: 'again',
  413: 'split',
  422: 'split',
  425: 'again',
  429: 'again',
}
const outcomeOf = (status: number): Outcome =>
  status < 300 ? 'good' : status >= 500 ? 'again' : (OUTCOMES[status] ?? 'wrong')

/** Makes one call with these texts, again where that can help, and with half of them where the service takes no more. */
export function callerOf(options: EndpointOptions, egress: Pick<Egress, 'fetch'>, clock: Clock, pace: Pace) {
  const { model } = options
  const url = addressOf(options.url)
  const headers = { 'content-type': 'application/json', accept: 'application/json', ...keyOf(options) }

  const call = async (texts: readonly string[], signal: AbortSignal | undefined): Promise<Batch> => {
    const body = JSON.stringify({
      model,
      input: texts,
      encoding_format: 'base64',
      ...(options.sendDimensions ? { dimensions: options.dimensions } : {}),
    })
    for (let attempt = 1; ; attempt++) {
      await pace.start(signal)
      const tried = await once(body, signal)
      if (tried.outcome === 'good') return { parts: [{ body: tried.body, count: texts.length }] }
      if (tried.outcome === 'split' && texts.length > 1) {
        const middle = Math.ceil(texts.length / 2)
        const first = await call(texts.slice(0, middle), signal)
        const second = await call(texts.slice(middle), signal)
        return { parts: [...first.parts, ...second.parts] }
      }
      if (tried.outcome !== 'again' || attempt >= ATTEMPTS) throw failureOf(tried, model)
      const pause = tried.retryAfter ?? FIRST_WAIT * 2 ** (attempt - 1)
      pace.holdFor(Math.min(LONGEST_WAIT, pause))
    }
  }

  const once = async (body: string, signal: AbortSignal | undefined): Promise<Tried> => {
    try {
      const answer = await egress.fetch(url, {
        method: 'POST',
        headers,
        body,
        timeout: options.timeout,
        ...(signal ? { signal } : {}),
      })
      const outcome = outcomeOf(answer.status)
      if (outcome === 'good') return { outcome, body: JSON.parse(await answer.text()) }
      await answer.body?.cancel()
      return { outcome, reason: `status ${answer.status}`, retryAfter: retryAfterOf(answer.headers, clock.now()) }
    } catch (error) {
      signal?.throwIfAborted()
      if (error instanceof SyntaxError) return { outcome: 'again', reason: 'the answer was cut off' }
      // What egress refuses, it refuses again; what did not get through may.
      const isRefused = error instanceof CodedError && error.status < 500
      return { outcome: isRefused ? 'wrong' : 'again', reason: error instanceof Error ? error.message : String(error) }
    }
  }
  return call
}

type Tried =
  | { readonly outcome: 'good'; readonly body: unknown }
  | { readonly outcome: Exclude<Outcome, 'good'>; readonly reason: string; readonly retryAfter?: number | undefined }

function failureOf({ outcome, reason }: Exclude<Tried, { outcome: 'good' }>, model: string): CodedError {
  if (outcome === 'key') return embedErrors.unauthorised({ model })
  if (outcome === 'split') return embedErrors.textRefused({ model, reason })
  return embedErrors.unavailable({ model, reason })
}

/** The service's base with `/embeddings`, unless that is there; a query stays where it is. */
function addressOf(url: string): string {
  const address = new URL(url)
  const path = address.pathname.replace(/\/+$/, '')
  address.pathname = path.endsWith('/embeddings') ? path : `${path}/embeddings`
  return address.href
}

function keyOf({ key, keyHeader }: EndpointOptions): Record<string, string> {
  if (key === '') return {}
  return { [keyHeader]: keyHeader.toLowerCase() === 'authorization' ? `Bearer ${key}` : key }
}

/** Milliseconds, by `retry-after-ms`, or by `retry-after` in seconds or as a date. */
function retryAfterOf(headers: Headers, now: number): number | undefined {
  const inMilliseconds = Number(headers.get('retry-after-ms') ?? Number.NaN)
  if (inMilliseconds >= 0) return inMilliseconds
  const text = headers.get('retry-after')
  if (text === null) return undefined
  const wait = /^\d+$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - now
  return Number.isNaN(wait) ? undefined : Math.max(0, wait)
}
