import { CodedError } from '@jumpseat/wire'
import type { Dispatcher } from 'undici'
import { discard, responseOf } from './answer.ts'
import { guardedAgent, type Resolve, systemResolve } from './connect.ts'
import { egressErrors } from './errors.ts'
import { judgeOf } from './policy.ts'
import { type Hop, nextHop } from './redirect.ts'
import { targetOf } from './target.ts'
import { createTurnstile, defaultTargetLimits, type TargetLimits, type Turnstile } from './target-limits.ts'
import type { Egress, EgressInit, EgressPolicy } from './types.ts'

/**
 * The one way out. `fetch` rejects with a `CodedError` of `egressErrors`; a body that fails while it is read rejects
 * with one too; an abort by the caller's own signal rejects with that signal's reason.
 */
export function createEgress(
  policy: EgressPolicy,
  { resolve = systemResolve, limits = defaultTargetLimits }: { resolve?: Resolve; limits?: TargetLimits } = {},
): Egress {
  return agentEgress(guardedAgent(judgeOf(policy.allow), resolve, policy.timeout), policy, createTurnstile(limits))
}

/** The way out through one agent; several may share the limits of their targets. */
export function agentEgress(agent: Dispatcher, policy: EgressPolicy, turnstile: Turnstile): Egress {
  const way: Way = { agent, policy, turnstile }
  return { fetch: (url, init = {}) => follow(way, url, init), close: () => agent.destroy() }
}

interface Way {
  readonly agent: Dispatcher
  readonly policy: EgressPolicy
  readonly turnstile: Turnstile
}

async function follow(way: Way, url: string | URL, init: EgressInit): Promise<Response> {
  const { policy } = way
  const ms = init.timeout ?? policy.timeout
  const clock = AbortSignal.timeout(ms)
  const signal = init.signal === undefined ? clock : AbortSignal.any([clock, init.signal])
  let hop: Hop = {
    url: targetOf(url),
    method: (init.method ?? 'GET').toUpperCase(),
    headers: checkedHeaders(init.headers ?? {}),
    body: init.body,
  }
  const explain = (error: unknown) => {
    if (init.signal?.aborted === true) return init.signal.reason
    return clock.aborted ? egressErrors.timeout({ host: hop.url.hostname, ms }) : explained(hop.url.hostname, error)
  }
  for (let followed = 0; ; followed++) {
    const answer = await send(way, hop, signal).catch((error) => {
      throw explain(error)
    })
    const location = init.redirect === 'manual' ? undefined : one(answer.headers.location)
    const next = await settle(answer.body, () => nextHop(hop, answer.statusCode, location))
    if (next === undefined) {
      return responseOf(hop.url, followed > 0, hop.method, answer, init.maxBytes ?? policy.maxBytes, explain)
    }
    discard(answer.body)
    if (init.redirect === 'error') {
      throw egressErrors.redirectRefused({ host: hop.url.hostname, reason: 'redirects are not followed here' })
    }
    if (followed === policy.maxRedirects) throw egressErrors.tooManyRedirects({ max: policy.maxRedirects })
    hop = next
  }
}

/** One exchange. Its place at the target is given back when the answer's body has ended, however it does. */
async function send({ agent, turnstile }: Way, { url, method, headers, body }: Hop, signal: AbortSignal) {
  const leave = await turnstile.enter(url, signal)
  try {
    const answer = await request(agent, { url, method, headers, body }, signal)
    answer.body.once('close', leave)
    return answer
  } catch (error) {
    leave()
    throw error
  }
}

function request(agent: Dispatcher, { url, method, headers, body }: Hop, signal: AbortSignal) {
  return agent.request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: method as Dispatcher.HttpMethod,
    headers: { 'accept-encoding': 'gzip, br', ...headers },
    body: body ?? null,
    signal,
    // The clock of the whole exchange is the only one.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
}

/** The decision, or its refusal with the body let go. */
async function settle<T>(body: Dispatcher.ResponseData['body'], decide: () => T): Promise<T> {
  try {
    return decide()
  } catch (error) {
    discard(body)
    throw error
  }
}

// What belongs to the connection, and what would let a caller speak for a proxy or choose the virtual host.
const OWN_HEADERS = /^(host|connection|keep-alive|content-length|transfer-encoding|te|trailer|upgrade|expect|proxy-.*)$/
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a header value may not hold
const BAD_VALUE = /[\u0000-\u0008\u000a-\u001f\u007f]|[^\u0000-\u00ff]/

function checkedHeaders(given: Readonly<Record<string, string>>): Record<string, string> {
  const headers = Object.entries(given).map(([name, value]) => {
    const lower = name.toLowerCase()
    if (!HEADER_NAME.test(lower) || OWN_HEADERS.test(lower) || BAD_VALUE.test(value)) {
      throw egressErrors.headerRefused({ name: lower.slice(0, 60) })
    }
    return [lower, value] as const
  })
  return Object.fromEntries(headers)
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}

/** A coded error for whatever the network or a decoder raised. */
function explained(host: string, error: unknown): unknown {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof CodedError) return cause
  const reason = reasonOf(error)
  const [, made] = REASONS.find(([pattern]) => pattern.test(reason)) ?? [null, egressErrors.unreachable]
  return made({ host, reason }, { cause: error })
}

// Codes of Node, undici, its HTTP parser and zlib.
const REASONS = [
  [/^HPE_|^HTTPParserError$|^Z_|^ERR_BROTLI|^ERR__|HEADERS_OVERFLOW/, egressErrors.badAnswer],
  [/CERT|SELF_SIGNED|UNABLE_TO_|TLS|SSL/, egressErrors.untrusted],
] as const

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
