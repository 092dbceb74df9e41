import { Buffer } from 'node:buffer'
import { wireErrors } from './errors-common.ts'

/** Query options of a collection. Contract: connectors 8.7; options that are not listed there are ignored. */
export interface CollectionOptions {
  readonly select: readonly string[] | undefined
  readonly top: number | undefined
  readonly skip: number
  readonly count: boolean
  /** `property eq 'literal'` only; other filters are ignored (undefined). */
  readonly filter: { readonly property: string; readonly value: string } | undefined
  /** The opaque position of a `nextLink`: whatever the server put there. */
  readonly skipToken: string | undefined
}

type Query = Readonly<Record<string, string | string[] | undefined>>

const FILTER = /^\s*(\w+)\s+eq\s+(?:'((?:[^']|'')*)'|(\S+))\s*$/i

export function collectionOptionsOf(query: Query): CollectionOptions {
  const filter = FILTER.exec(option(query, 'filter') ?? '')
  const token = option(query, 'skiptoken')
  return {
    select: selectOf(query),
    top: wholeNumber(query, 'top'),
    skip: wholeNumber(query, 'skip') ?? 0,
    count: option(query, 'count')?.toLowerCase() === 'true',
    filter: filter?.[1]
      ? { property: filter[1], value: (filter[2] ?? filter[3] ?? '').replaceAll("''", "'") }
      : undefined,
    skipToken: token === undefined ? undefined : decodeToken(token),
  }
}

export function selectOf(query: Query): readonly string[] | undefined {
  const names = option(query, 'select')
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  return names?.length ? names : undefined
}

/** Keeps the selected members and the annotations; `id` stays, as in Graph. Names are matched without regard to case. */
export function project<T extends object>(entity: T, select: readonly string[] | undefined): Partial<T> {
  if (!select) return entity
  const wanted = new Set(select.map((name) => name.toLowerCase()))
  return Object.fromEntries(
    Object.entries(entity).filter(([key]) => key.startsWith('@odata.') || wanted.has(key.toLowerCase())),
  ) as Partial<T>
}

export interface Page<T> {
  readonly value: readonly T[]
  /** Position after the last entry, when there is more. */
  readonly next?: string | undefined
  readonly total?: number | undefined
}

/** The body of a collection answer with an absolute `nextLink` on the host that the client used. */
export function collectionBody<T>(page: Page<T>, context: string, requestUrl: URL): object {
  return {
    '@odata.context': context,
    ...(page.total === undefined ? {} : { '@odata.count': page.total }),
    ...(page.next === undefined ? {} : { '@odata.nextLink': nextLink(requestUrl, page.next) }),
    value: page.value,
  }
}

function nextLink(requestUrl: URL, next: string): string {
  const url = new URL(requestUrl)
  url.searchParams.delete('$skip')
  url.searchParams.delete('$skiptoken')
  const rest = url.searchParams.toString().replaceAll('%24', '$')
  const token = Buffer.from(next, 'utf8').toString('base64url')
  return `${url.origin}${url.pathname}?${rest === '' ? '' : `${rest}&`}$skiptoken=${token}`
}

function decodeToken(token: string): string {
  if (!/^[\w-]+$/.test(token)) throw badOption('$skiptoken', 'Follow the nextLink as it was given.')
  return Buffer.from(token, 'base64url').toString('utf8')
}

function wholeNumber(query: Query, name: string): number | undefined {
  const text = option(query, name)
  if (text === undefined) return undefined
  if (!/^\d{1,9}$/.test(text)) throw badOption(`$${name}`, 'Send a whole number that is not negative.')
  return Number(text)
}

function badOption(name: string, fix: string) {
  return wireErrors.badRequest({ reason: `Invalid value for the query option '${name}'.`, fix }, { place: name })
}

/** The value of `$name` or `name`, in any case. */
function option(query: Query, name: string): string | undefined {
  for (const [key, value] of Object.entries(query)) {
    const lower = key.toLowerCase()
    if (lower === `$${name}` || lower === name) return Array.isArray(value) ? value[0] : value
  }
  return undefined
}
