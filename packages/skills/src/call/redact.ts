import type { HttpRequest, Presented } from '../openapi/request.ts'
import type { SentRequest } from './types.ts'

const HIDDEN = '***'
const LONGEST = 4096

/** The request as it may be shown and kept: where a credential went, and never which. `bare` was built without it. */
export function redacted(bare: HttpRequest, { headers, query, cookies }: Presented): SentRequest {
  const url = new URL(bare.url)
  for (const name of Object.keys(query)) url.searchParams.set(name, HIDDEN)
  const hidden = Object.keys(headers).map((name) => [name.toLowerCase(), HIDDEN] as const)
  const hasCookies = Object.keys(cookies).length > 0 || bare.headers.cookie !== undefined
  return {
    method: bare.method,
    url: Object.keys(query).length > 0 ? url.href : bare.url,
    headers: { ...bare.headers, ...Object.fromEntries(hidden), ...(hasCookies && { cookie: HIDDEN }) },
    body: bodyOf(bare.body),
  }
}

function bodyOf(body: HttpRequest['body']): string | undefined {
  if (body === undefined) return undefined
  if (typeof body !== 'string') return `${body.byteLength} bytes`
  return body.length > LONGEST ? `${body.slice(0, LONGEST).toWellFormed()}…` : body
}
