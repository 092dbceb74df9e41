/** What the side panel of the search page shows. */
export interface OpenItem {
  readonly connectionId: string
  readonly itemId: string
}

export type SearchPanel = 'item' | 'why' | 'filters'

/** One value chosen of a property: a token as the server gave it, or the name of a stretch of time. */
export interface Filter {
  readonly field: string
  readonly value: string
}

export interface Sort {
  readonly name: string
  readonly isDescending: boolean
}

/** Where to search: in one vertical, in one connection, or everywhere. */
export interface Place {
  readonly connection: string | undefined
  readonly vertical: string | undefined
}

export const EVERYWHERE: Place = { connection: undefined, vertical: undefined }

export interface SearchAddress extends Place {
  readonly query: string
  /** Zero-based rank of the first hit shown. */
  readonly from: number
  readonly filters: readonly Filter[]
  /** Undefined means by relevance. */
  readonly sort: Sort | undefined
  /** Stretches of the query that stay text, where they could be a filter. */
  readonly kept: readonly (readonly [start: number, end: number])[]
  /** Take the words as they are, without a correction. */
  readonly isExact: boolean
  readonly item: OpenItem | undefined
  readonly panel: SearchPanel | undefined
  /** Whose view the Why? panel explains; undefined means the reader's own. */
  readonly person: string | undefined
}

export const PAGE_SIZE = 10

/** Reads the search page's whole state from the address; anything malformed counts as absent. */
export function readSearch(params: URLSearchParams): SearchAddress {
  const from = Number(params.get('from') ?? 0)
  const item = readItem(params.get('item'))
  const panel = params.get('panel')
  return {
    query: params.get('q') ?? '',
    from: Number.isSafeInteger(from) && from > 0 ? from : 0,
    connection: params.get('in') ?? undefined,
    vertical: params.get('v') ?? undefined,
    filters: params.getAll('f').flatMap(readFilter),
    sort: readSort(params.get('sort')),
    kept: params.getAll('w').flatMap(readStretch),
    isExact: params.get('exact') === '1',
    item,
    panel: item ? (panel === 'why' ? 'why' : 'item') : panel === 'filters' ? 'filters' : undefined,
    person: params.get('as') ?? undefined,
  }
}

/** Writes it back; defaults are left out so that addresses stay short. */
export function writeSearch(state: Partial<SearchAddress>): URLSearchParams {
  const params = new URLSearchParams()
  if (state.query) params.set('q', state.query)
  if (state.vertical) params.set('v', state.vertical)
  else if (state.connection) params.set('in', state.connection)
  for (const { field, value } of state.filters ?? []) params.append('f', `${field}:${value}`)
  if (state.sort) params.set('sort', `${state.sort.isDescending ? '-' : ''}${state.sort.name}`)
  for (const [start, end] of state.kept ?? []) params.append('w', `${start}-${end}`)
  if (state.isExact) params.set('exact', '1')
  if (state.from) params.set('from', String(state.from))
  if (state.item) {
    params.set('item', `${state.item.connectionId}/${state.item.itemId}`)
    if (state.panel === 'why') params.set('panel', 'why')
    if (state.person && state.panel === 'why') params.set('as', state.person)
  } else if (state.panel === 'filters') params.set('panel', 'filters')
  return params
}

/** A token is a quoted text or a range (contract: connectors 5.5); a stretch of time is one of these words. */
const FILTER = /^([\p{L}\p{N}_]{1,64}):("[^"]+"|range\([^()]+\)|week|month|year|older|later)$/u
const SORT = /^(-?)([\p{L}\p{N}_]{1,64})$/u

function readFilter(text: string): readonly Filter[] {
  const [, field, value] = FILTER.exec(text) ?? []
  return field && value ? [{ field, value }] : []
}

const STRETCH = /^(\d{1,4})-(\d{1,4})$/

function readStretch(text: string): readonly (readonly [number, number])[] {
  const [, start, end] = STRETCH.exec(text) ?? []
  return start && end ? [[Number(start), Number(end)]] : []
}

function readSort(text: string | null): Sort | undefined {
  const [, sign, name] = SORT.exec(text ?? '') ?? []
  return name ? { name, isDescending: sign === '-' } : undefined
}

/** Connection ids hold no slash (contract: connectors 1.2), item ids may. */
function readItem(text: string | null): OpenItem | undefined {
  const slash = text?.indexOf('/') ?? -1
  if (text === null || slash < 1 || slash === text.length - 1) return undefined
  return { connectionId: text.slice(0, slash), itemId: text.slice(slash + 1) }
}

/** The same parameters with some replaced; an empty or undefined value removes its key. */
export function withParams(
  params: URLSearchParams,
  changes: Readonly<Record<string, string | undefined>>,
): URLSearchParams {
  const next = new URLSearchParams(params)
  for (const [name, value] of Object.entries(changes)) {
    if (value) next.set(name, value)
    else next.delete(name)
  }
  return next
}

export interface WebAddress {
  readonly href: string
  /** With its port; foreign letters as they are on the wire. */
  readonly host: string
}

/** `docs.example` from a link of the source; undefined unless it is plain http(s). */
export function webAddress(text: string | undefined): WebAddress | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined
  const url = new URL(text)
  return url.protocol === 'https:' || url.protocol === 'http:' ? { href: url.href, host: url.host } : undefined
}
