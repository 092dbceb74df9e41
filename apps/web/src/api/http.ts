import { text } from '../messages.ts'

/** Why a request failed, ready to be shown. Holds no secrets, so that it can be copied into a report. */
export interface Problem {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly fix: string | undefined
  readonly requestId: string | undefined
  readonly request: string
  /** Mistakes in a text that was sent, with their places. */
  readonly places?: readonly TextPlace[]
}

export interface TextPlace {
  readonly message: string
  readonly fix: string
  /** Name or pointer of the text. */
  readonly target: string
  /** UTF-16 units of the text; `end` is exclusive. */
  readonly start: number
  readonly end: number
  /** Both from 1. */
  readonly line: number
  readonly character: number
}

/** Sent with a query: a mistake in it is told instead of being read as well as possible. */
export const STRICT = { 'x-jumpseat-strict': '1' } as const

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem }

interface Envelope {
  readonly error?: {
    readonly code?: string
    readonly message?: string
    readonly innerError?: {
      readonly fix?: string
      readonly 'request-id'?: string
      readonly problems?: readonly TextPlace[]
    }
  }
}

/** Asks our own server; every failure comes back as a `Problem`. An ended session leads to sign-in. */
export async function call<T>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  options: {
    readonly body?: unknown
    /** Sent as it is, instead of `body`. */
    readonly file?: Blob
    readonly headers?: Readonly<Record<string, string>>
    readonly signal?: AbortSignal
    readonly mayBeSignedOut?: boolean
    /** Is carried out even when the page goes away meanwhile. */
    readonly isLast?: boolean
  } = {},
): Promise<Outcome<T>> {
  const request = `${method} ${path.split('?')[0]}`
  let response: Response
  let body: unknown
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      keepalive: options.isLast ?? false,
      headers: {
        accept: 'application/json',
        ...(method === 'GET' ? {} : { 'x-jumpseat': '1' }),
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.file === undefined ? {} : { body: options.file }),
      ...(options.signal ? { signal: options.signal } : {}),
    })
    // An answer that breaks off, or is given up, while it is read is no answer.
    const content = await response.text()
    body = content === '' ? undefined : jsonOf(content)
  } catch {
    return { ok: false, problem: { ...text.problem.unreachable, status: 0, requestId: undefined, request } }
  }
  if (response.ok) return { ok: true, value: body as T }
  if (response.status === 401 && !options.mayBeSignedOut) goToSignIn()
  return { ok: false, problem: problemOf(response, body, request) }
}

/**
 * Posts, and hands over the name and data of each event of the answer (WHATWG HTML, server-sent events). The problem when
 * the server refused or could not be reached; a stream that breaks off simply ends.
 */
export async function openStream(
  path: string,
  body: unknown,
  signal: AbortSignal,
  onEvent: (name: string, data: unknown) => void,
): Promise<Problem | undefined> {
  const request = `POST ${path}`
  let response: Response
  try {
    response = await fetch(path, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json', 'x-jumpseat': '1' },
      body: JSON.stringify(body),
      signal,
    })
    if (!response.ok || !response.body) {
      if (response.status === 401) goToSignIn()
      return problemOf(response, jsonOf(await response.text()), request)
    }
  } catch {
    return signal.aborted ? undefined : { ...text.problem.unreachable, status: 0, requestId: undefined, request }
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let held = ''
  try {
    for (let { value, done } = await reader.read(); !done; { value, done } = await reader.read()) {
      const events = (held + value).split('\n\n')
      held = events.pop() ?? ''
      for (const event of events) {
        const name = /^event: (.*)$/m.exec(event)?.[1]
        const data = /^data: (.*)$/m.exec(event)?.[1]
        if (name !== undefined && data !== undefined) onEvent(name, jsonOf(data))
      }
    }
  } catch {
    // It broke off: the turn goes on at the server, and is read from there.
  }
  return undefined
}

function problemOf(response: Response, body: unknown, request: string): Problem {
  const error = (body as Envelope | undefined)?.error
  return {
    status: response.status,
    code: error?.code ?? String(response.status),
    message: error?.message ?? text.problem.unknown,
    fix: error?.innerError?.fix,
    requestId: error?.innerError?.['request-id'] ?? response.headers.get('request-id') ?? undefined,
    request,
    ...(error?.innerError?.problems ? { places: error.innerError.problems } : {}),
  }
}

/** What stands between us and the server may answer with a page of its own. */
function jsonOf(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    return undefined
  }
}

/** The server's sign-in, which leads back to where the person is now. `isSwitch` asks who it is even when the browser still knows somebody. */
export function goToSignIn(isSwitch = false): void {
  const here = window.location.pathname + window.location.search
  window.location.assign(`/signin?returnTo=${encodeURIComponent(here)}${isSwitch ? '&prompt=login' : ''}`)
}

export const get = <T>(path: string, signal?: AbortSignal): Promise<Outcome<T>> =>
  call<T>('GET', path, signal ? { signal } : {})
export const post = <T>(path: string, body?: unknown, signal?: AbortSignal): Promise<Outcome<T>> =>
  call<T>('POST', path, { ...(body === undefined ? {} : { body }), ...(signal ? { signal } : {}) })
