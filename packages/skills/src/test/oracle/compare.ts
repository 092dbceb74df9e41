// Our request beside the oracle's. Bytes are compared first; where they differ, what a server reads of them.
import { CodedError, isJsonObject, type JsonObject, type JsonValue } from '@jumpseat/wire'
import { buildRequest, type HttpRequest } from '../../openapi/request.ts'
import type { Operation } from '../../types.ts'
import { DIFFERENCES, type Difference, PATH_KEPT } from './differences.ts'
import { type OracleRequest, oracleRequest } from './swagger.ts'

export interface Comparison {
  /** Byte for byte, in a server's reading, on purpose, or not at all. `refused`: the oracle cannot write this call. */
  readonly verdict: 'same' | 'read alike' | 'on purpose' | 'refused' | 'different'
  /** Id in `DIFFERENCES`. */
  readonly reason: string | undefined
  readonly parts: readonly PartComparison[]
}

export interface PartComparison {
  readonly part: 'method' | 'path' | 'query' | 'header' | 'cookie' | 'body'
  readonly name: string
  readonly ours: string
  readonly theirs: string
}

/** `spec`: resolved (see `resolvedSpec`). `pointer` names the operation as the document has it. */
export function compareCall(
  spec: JsonObject,
  place: { readonly path: string; readonly method: string },
  operation: Operation,
  args: JsonObject,
): Comparison {
  let ours: HttpRequest
  try {
    ours = buildRequest(operation, args)
  } catch (error) {
    if (!(error instanceof CodedError)) throw error
    return { verdict: 'on purpose', reason: PATH_KEPT.id, parts: [] }
  }
  let theirs: OracleRequest
  try {
    theirs = oracleRequest(spec, place, operation, args)
  } catch (error) {
    return { verdict: 'refused', reason: String(error).slice(0, 200), parts: [] }
  }
  const parts = [...lines(ours, theirs), ...bodies(ours, theirs, operation)]
  if (parts.length === 0)
    return { verdict: ours.url === theirs.url ? 'same' : 'read alike', reason: undefined, parts: [] }
  const reasons = parts.map((part) => DIFFERENCES.find(({ explains }) => explains(part, operation, args)))
  const known = reasons.filter((reason): reason is Difference => reason !== undefined)
  if (known.length === parts.length) return { verdict: 'on purpose', reason: known[0]?.id, parts }
  return { verdict: 'different', reason: undefined, parts: parts.filter((_, index) => reasons[index] === undefined) }
}

/** The headers that are a matter of policy, not of the call. */
const POLICY: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization', 'cookie'])

function lines(ours: HttpRequest, theirs: OracleRequest): PartComparison[] {
  const [a, b] = [new URL(ours.url), new URL(theirs.url, 'https://relative.invalid')]
  const cookies = (text: string | undefined) => (text ?? '').split('; ').sort().join('; ')
  const names = new Set(
    [...Object.keys(ours.headers), ...Object.keys(theirs.headers)].filter((name) => !POLICY.has(name)),
  )
  return [
    part('method', '', ours.method, theirs.method),
    part('path', '', decoded(a.origin + a.pathname), decoded(b.origin + b.pathname)),
    ...queries(a, b),
    ...[...names].map((name) => part('header', name, ours.headers[name] ?? '', theirs.headers[name] ?? '')),
    part('cookie', '', decoded(cookies(ours.headers.cookie)), decoded(cookies(theirs.headers.cookie))),
  ].filter(({ ours, theirs }) => ours !== theirs)
}

const part = (kind: PartComparison['part'], name: string, ours: string, theirs: string): PartComparison => ({
  part: kind,
  name,
  ours,
  theirs,
})

/** One part per name that one of them has; the values of a name in their order. */
function queries(a: URL, b: URL): PartComparison[] {
  const names = new Set([...a.searchParams.keys(), ...b.searchParams.keys()])
  const of = (url: URL, name: string) => JSON.stringify(url.searchParams.getAll(name))
  return [...names].map((name) => part('query', name, of(a, name), of(b, name)))
}

function bodies(ours: HttpRequest, theirs: OracleRequest, operation: Operation): PartComparison[] {
  const [a, b] = [readBody(ours.body, operation), readBody(theirs.body, operation)]
  const names = new Set([...a.keys(), ...b.keys()])
  return [...names]
    .map((name) => part('body', name, a.get(name) ?? '', b.get(name) ?? ''))
    .filter(({ ours, theirs }) => ours !== theirs)
}

/** The members of a body, in the words in which a server reads them. */
function readBody(body: unknown, { body: declared }: Operation): ReadonlyMap<string, string> {
  if (body === undefined || body === null) return new Map()
  if (body instanceof FormData) {
    const entries = new Map<string, string[]>()
    for (const [name, value] of body) entries.set(name, [...(entries.get(name) ?? []), String(value)])
    return new Map([...entries].map(([name, values]) => [name, JSON.stringify(values)]))
  }
  if (declared?.encoding === 'multipart' && body instanceof Uint8Array) return multipart(Buffer.from(body).toString())
  const text = body instanceof Uint8Array ? Buffer.from(body).toString('base64') : body
  if (declared?.encoding === 'form' && typeof text === 'string') {
    const params = new URLSearchParams(text)
    return new Map([...new Set(params.keys())].map((name) => [name, JSON.stringify(params.getAll(name))]))
  }
  if (declared?.encoding !== 'json') return new Map([['', String(text)]])
  return new Map([['', canonical(typeof text === 'string' ? parsed(text) : (text as JsonValue))]])
}

function multipart(text: string): ReadonlyMap<string, string> {
  const boundary = text.slice(0, text.indexOf('\r\n'))
  const entries = new Map<string, string[]>()
  for (const chunk of text.split(boundary).slice(1, -1)) {
    const [head = '', ...rest] = chunk.split('\r\n\r\n')
    const name = /name="([^"]*)"/.exec(head)?.[1] ?? ''
    entries.set(name, [...(entries.get(name) ?? []), rest.join('\r\n\r\n').replace(/\r\n$/, '')])
  }
  return new Map([...entries].map(([name, values]) => [name, JSON.stringify(values)]))
}

function canonical(value: JsonValue): string {
  return JSON.stringify(value, (_key, member) =>
    isJsonObject(member) ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1))) : member,
  )
}

function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
