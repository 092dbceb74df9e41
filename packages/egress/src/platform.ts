import { egressErrors } from './errors.ts'
import type { Egress } from './types.ts'

/** The platform's `fetch`, for libraries that want one. Bodies are text, bytes or form parameters. */
export type PlatformFetch = (url: string | URL | Request, init?: RequestInit) => Promise<Response>

/** `more`: what every call gets besides, such as its time limit. */
export function platformFetch(
  egress: Pick<Egress, 'fetch'>,
  more: { timeout?: number; maxBytes?: number } = {},
): PlatformFetch {
  return async (input, init = {}) => {
    const isRequest = input instanceof Request
    const headers = new Headers(isRequest ? input.headers : undefined)
    new Headers(init.headers).forEach((value, name) => {
      headers.set(name, value)
    })
    const given =
      init.body ?? (isRequest && input.body !== null ? new Uint8Array(await input.arrayBuffer()) : undefined)
    const body = given === undefined || given === null ? undefined : bodyOf(given)
    const signal = init.signal ?? (isRequest ? input.signal : undefined)
    const redirect = init.redirect ?? (isRequest ? input.redirect : 'follow')
    if (given instanceof URLSearchParams && !headers.has('content-type')) {
      headers.set('content-type', 'application/x-www-form-urlencoded;charset=UTF-8')
    }
    return egress.fetch(isRequest ? input.url : input, {
      ...more,
      method: init.method ?? (isRequest ? input.method : 'GET'),
      headers: Object.fromEntries(headers),
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
      redirect,
    })
  }
}

function bodyOf(body: BodyInit): string | Uint8Array {
  if (typeof body === 'string') return body
  if (body instanceof URLSearchParams) return String(body)
  if (body instanceof Uint8Array) return body
  if (body instanceof ArrayBuffer) return new Uint8Array(body)
  throw egressErrors.bodyRefused()
}
