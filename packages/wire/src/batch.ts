import { Buffer } from 'node:buffer'
import { isPartOf } from './digits.ts'
import { wireErrors } from './errors-common.ts'
import { isJsonObject, type JsonObject, type JsonValue, member } from './json.ts'

/** Most requests of one batch. Contract: connectors 8.7. */
export const BATCH_LIMIT = 20

export interface BatchRequest {
  readonly id: string
  readonly method: string
  /** Below the version segment, with a leading slash. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** JSON, or the text of a base64url body. */
  readonly body: JsonValue | undefined
  /** Lower-case ids of requests of the same batch. */
  readonly dependsOn: readonly string[]
}

export interface BatchAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>
  /** As it was sent; empty when there is none. */
  readonly body: string
  /** A JSON body that was never text; it is what counts. */
  readonly json?: unknown
}

export interface BatchResponse {
  readonly id: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])
const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\b/i

/** The requests of a `$batch` body, checked. Throws 400 with the place of the first fault. Contract: connectors 8.7. */
export function planBatch(body: unknown): readonly BatchRequest[] {
  const list = isJsonObject(body) ? member(body, 'requests') : undefined
  if (!Array.isArray(list)) throw malformed('The batch has no requests', 'Send { "requests": [ … ] }.', '/requests')
  if (list.length > BATCH_LIMIT) {
    throw malformed(`The batch has ${list.length} requests`, `Send at most ${BATCH_LIMIT}.`, '/requests')
  }
  const requests = list.map((entry, n) => requestOf(entry, `/requests/${n}`))
  for (const request of requests) isPartOf(body, request.body)
  const known = new Set<string>()
  for (const [n, { id }] of requests.entries()) {
    if (known.has(id.toLowerCase())) {
      throw malformed(
        `The request id '${id}' is used twice`,
        'Ids differ by more than their case.',
        `/requests/${n}/id`,
      )
    }
    known.add(id.toLowerCase())
  }
  checkDependencies(requests, known)
  return requests
}

/**
 * Runs a `$batch` body: each request starts when those that it depends on have succeeded, and is answered with 424 when
 * one has not. Answers come in the order of the requests. Throws 400 when the batch itself is malformed.
 */
export async function runBatch(
  body: unknown,
  dispatch: (request: BatchRequest) => Promise<BatchAnswer>,
): Promise<{ readonly responses: readonly BatchResponse[] }> {
  const requests = planBatch(body)
  const byId = new Map(requests.map((request) => [request.id.toLowerCase(), request]))
  const running = new Map<string, Promise<BatchResponse>>()

  const answerOf = (request: BatchRequest): Promise<BatchResponse> => {
    const id = request.id.toLowerCase()
    const answer = running.get(id) ?? start(request)
    running.set(id, answer)
    return answer
  }
  const start = async (request: BatchRequest): Promise<BatchResponse> => {
    const needed = request.dependsOn.flatMap((id) => byId.get(id) ?? [])
    const answers = await Promise.all(needed.map(answerOf))
    const failed = answers.find(({ status }) => status >= 400)
    return failed ? failedDependency(request.id, failed.id) : responseOf(request.id, await dispatch(request))
  }
  return { responses: await Promise.all(requests.map(answerOf)) }
}

function requestOf(entry: JsonValue, place: string): BatchRequest {
  if (!isJsonObject(entry)) throw malformed('A request is not an object', 'Send id, method and url.', place)
  const id = member(entry, 'id')
  if (typeof id !== 'string' || id === '') throw malformed('A request has no id', 'Send a string.', `${place}/id`)
  const method = String(member(entry, 'method') ?? '').toUpperCase()
  if (!METHODS.has(method)) {
    throw malformed(`The request '${id}' has no known method`, `Use ${[...METHODS].join(', ')}.`, `${place}/method`)
  }
  const url = relativeUrl(member(entry, 'url'))
  if (url === undefined) {
    const fix = 'Send a path below the version segment, such as "/external/connections". A batch holds no batch.'
    throw malformed(`The url of request '${id}' is not usable`, fix, `${place}/url`)
  }
  const headers = headersOf(member(entry, 'headers'), place)
  const body = bodyOf(member(entry, 'body'), headers, id, place)
  return { id, method, url, headers, body, dependsOn: dependenciesOf(member(entry, 'dependsOn'), place) }
}

/** Undefined for what leads elsewhere: other hosts, dot segments in any encoding, backslashes, another batch. */
function relativeUrl(value: JsonValue | undefined): string | undefined {
  if (typeof value !== 'string' || value === '' || value.startsWith('//')) return undefined
  // The JavaScript client leaves the version on the path of an absolute URL.
  const url = (value.startsWith('/') ? value : `/${value}`).replace(/^\/(?:v1\.0|beta)(?=\/)/i, '')
  const [path = ''] = url.split(/[?#]/, 1)
  if (/[\\\s]|:\/\//.test(path) || /[\\\r\n\t]/.test(url)) return undefined
  const segments = path.split('/').map((segment) => segment.toLowerCase().replaceAll('%2e', '.').replaceAll('%24', '$'))
  if (segments.some((segment) => segment === '.' || segment === '..')) return undefined
  return segments[1] === '$batch' ? undefined : url
}

/** Headers that belong to the outer connection; inside a request they are ignored. */
const OUTER = new Set(['connection', 'content-length', 'expect', 'host', 'keep-alive', 'transfer-encoding', 'upgrade'])

function headersOf(value: JsonValue | undefined, place: string): Record<string, string> {
  if (value === undefined || value === null) return {}
  if (!isJsonObject(value))
    throw malformed('The headers are not an object', 'Send names and values.', `${place}/headers`)
  const isHeader = (name: string, text: string) => /^[\w!#$%&'*+.^`|~-]+$/.test(name) && !/[\r\n\0]/.test(text)
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, text]) => {
      if (typeof text === 'object' || !isHeader(name, String(text))) {
        throw malformed('A header is not usable', 'Send a name and one line of text.', `${place}/headers`)
      }
      return OUTER.has(name.toLowerCase()) ? [] : [[name.toLowerCase(), String(text)]]
    }),
  )
}

function bodyOf(
  value: JsonValue | undefined,
  headers: Readonly<Record<string, string>>,
  id: string,
  place: string,
): JsonValue | undefined {
  if (value === undefined || value === null) return undefined
  const type = headers['content-type']
  if (type === undefined) {
    const fix = 'Send "headers": { "Content-Type": "application/json" }.'
    throw malformed(`The request '${id}' has a body and no Content-Type`, fix, `${place}/headers`)
  }
  if (typeof value !== 'string') return value
  const text = /^[\w+/-]*={0,2}$/.test(value) ? Buffer.from(value, 'base64url').toString('utf8') : undefined
  if (text === undefined || (JSON_TYPE.test(type) && !isJson(text))) {
    throw malformed(`The body of request '${id}' cannot be read`, 'Send a JSON object, or base64url.', `${place}/body`)
  }
  return text
}

function dependenciesOf(value: JsonValue | undefined, place: string): readonly string[] {
  if (value === undefined || value === null) return []
  const ids = typeof value === 'string' ? [value] : value
  if (Array.isArray(ids) && ids.every((id) => typeof id === 'string')) return ids.map((id) => id.toLowerCase())
  throw malformed('dependsOn is not a list of ids', 'Send [ "1" ].', `${place}/dependsOn`)
}

function checkDependencies(requests: readonly BatchRequest[], known: ReadonlySet<string>): void {
  for (const [n, { dependsOn }] of requests.entries()) {
    const unknown = dependsOn.find((id) => !known.has(id))
    if (unknown === undefined) continue
    throw malformed(
      `There is no request '${unknown}' to depend on`,
      'Name an id of this batch.',
      `/requests/${n}/dependsOn`,
    )
  }
  const settled = new Set<string>()
  for (let before = -1; before < settled.size; ) {
    before = settled.size
    for (const { id, dependsOn } of requests)
      if (dependsOn.every((other) => settled.has(other))) settled.add(id.toLowerCase())
  }
  const stuck = requests.findIndex(({ id }) => !settled.has(id.toLowerCase()))
  if (stuck === -1) return
  throw malformed('The requests wait for each other', 'Remove the circle.', `/requests/${stuck}/dependsOn`)
}

/** Headers that describe the outer connection, not the inner answer. */
const DROPPED = new Set(['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding'])

function responseOf(id: string, answer: BatchAnswer): BatchResponse {
  const headers = Object.fromEntries(
    Object.entries(answer.headers).flatMap(([name, value]) =>
      value === undefined || DROPPED.has(name) ? [] : [[titleCase(name), String(value)]],
    ),
  )
  if (answer.json !== undefined) return { id, status: answer.status, headers, body: answer.json }
  if (answer.body === '') return { id, status: answer.status, headers }
  const isJsonBody = JSON_TYPE.test(headers['Content-Type'] ?? '')
  const body = isJsonBody ? JSON.parse(answer.body) : Buffer.from(answer.body, 'utf8').toString('base64')
  return { id, status: answer.status, headers, body }
}

function failedDependency(id: string, failed: string): BatchResponse {
  const message = `The request depends on '${failed}', which failed.`
  const body: JsonObject = { error: { code: 'FailedDependency', message } }
  return { id, status: 424, headers: { 'Content-Type': 'application/json' }, body }
}

/** Names of headers that were written so before: an answer has the same few each time. */
const titled = new Map<string, string>()
const TITLED_KEPT = 500

/** `retry-after` → `Retry-After`, as clients look headers up in a batch. */
function titleCase(name: string): string {
  const known = titled.get(name)
  if (known !== undefined) return known
  const title = name.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase())
  if (titled.size < TITLED_KEPT) titled.set(name, title)
  return title
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function malformed(reason: string, fix: string, place: string) {
  return wireErrors.badRequest({ reason: `${reason}.`, fix }, { place })
}
