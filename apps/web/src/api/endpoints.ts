import { call, get, type Outcome, post, STRICT } from './http.ts'
import type {
  AuditEntry,
  Cluster,
  ConnectionDetail,
  ConnectionRow,
  Explanation,
  Interaction,
  ItemView,
  Me,
  Named,
  Page,
  PreviewItem,
  Proposal,
  ProposedFilter,
  Redirect,
  Refusal,
  ResultRule,
  ResultType,
  ResultTypeList,
  SearchConnection,
  SearchResponse,
  SearchVertical,
  StoredItem,
  Vertical,
  VerticalList,
} from './types.ts'

const id = encodeURIComponent

export const readMe = (signal?: AbortSignal): Promise<Outcome<Me>> => get('/api/me', signal)
export const signOut = (): Promise<Outcome<unknown>> => post('/api/signout')

export const readInteraction = (uid: string, signal?: AbortSignal): Promise<Outcome<Interaction>> =>
  call('GET', `/api/interaction/${id(uid)}`, { mayBeSignedOut: true, ...(signal ? { signal } : {}) })

export type Login =
  | { readonly userPrincipalName: string; readonly password: string }
  | { readonly samplePerson: string }

export const logIn = (uid: string, body: Login): Promise<Outcome<Redirect>> =>
  call('POST', `/api/interaction/${id(uid)}/login`, { body, mayBeSignedOut: true })
/** Declines the sign-in; the asking app is told. */
export const decline = (uid: string): Promise<Outcome<Redirect>> =>
  call('POST', `/api/interaction/${id(uid)}/abort`, { body: {}, mayBeSignedOut: true })
export const welcome = (code: string, password: string): Promise<Outcome<Redirect>> =>
  call('POST', '/api/welcome', { body: { code, password }, mayBeSignedOut: true })

/** One `searchRequest` of contract: connectors 5.1, as the page builds it. */
export const search = (
  request: object,
  vertical: string | undefined,
  signal?: AbortSignal,
): Promise<Outcome<SearchResponse>> =>
  call('POST', `/v1.0/search/query${vertical ? `?vertical=${id(vertical)}` : ''}`, {
    body: { requests: [request] },
    headers: STRICT,
    ...(signal ? { signal } : {}),
  })
/** An ended session shows at the search itself: typing must not take the page away. */
export const suggest = (typed: string, limit: number, signal: AbortSignal) =>
  call<{ readonly value: readonly (string | { readonly text: string })[] }>(
    'GET',
    `/api/search/suggest?q=${id(typed)}&limit=${limit}`,
    { signal, mayBeSignedOut: true },
  )
/** The filters that a question names; `kept` are stretches of it that stay text. */
export const propose = (
  body: {
    readonly question: string
    readonly connectionId?: string
    readonly vertical?: string
    readonly timeZone: string
    readonly kept: readonly (readonly [number, number])[]
  },
  signal?: AbortSignal,
): Promise<Outcome<Proposal>> => post('/api/search/propose', body, signal)
export const searchConnections = (signal?: AbortSignal): Promise<Outcome<readonly SearchConnection[]>> =>
  get('/api/search/connections', signal)
export const searchVerticals = (
  signal?: AbortSignal,
): Promise<Outcome<{ readonly value: readonly SearchVertical[] }>> => get('/api/search/verticals', signal)
/** The best results of each vertical that finds something. */
export const searchClusters = (
  query: string,
  signal?: AbortSignal,
): Promise<Outcome<{ readonly value: readonly Cluster[] }>> => get(`/api/search/clusters?q=${id(query)}`, signal)
export const readItem = (connectionId: string, itemId: string, signal?: AbortSignal): Promise<Outcome<ItemView>> =>
  get(`/api/items/${id(connectionId)}/${id(itemId)}`, signal)
export const explain = (
  body: {
    readonly connectionId: string
    readonly itemId: string
    readonly userId?: string
    readonly query?: string
    readonly aggregationFilters?: readonly string[]
    readonly propertyFilters?: readonly ProposedFilter[]
    readonly vertical?: string
  },
  signal?: AbortSignal,
): Promise<Outcome<Explanation>> => post('/api/explain', body, signal)
export const readPeople = (signal?: AbortSignal): Promise<Outcome<Page<Named>>> =>
  get('/v1.0/users?$top=100&$select=id,displayName,userPrincipalName', signal)
export const readGroups = (signal?: AbortSignal): Promise<Outcome<Page<Named>>> =>
  get('/v1.0/groups?$top=100&$select=id,displayName', signal)

export const readConnections = (signal?: AbortSignal): Promise<Outcome<Page<ConnectionRow>>> =>
  get('/api/connections', signal)
export const readConnection = (connection: string, signal?: AbortSignal): Promise<Outcome<ConnectionDetail>> =>
  get(`/api/connections/${id(connection)}`, signal)
export const readRefusals = (connection: string, signal?: AbortSignal): Promise<Outcome<Page<Refusal>>> =>
  get(`/api/connections/${id(connection)}/refusals?limit=50`, signal)
export const readItems = (
  connection: string,
  after: string | undefined,
  signal?: AbortSignal,
): Promise<Outcome<Page<StoredItem>>> =>
  get(`/api/connections/${id(connection)}/items?limit=50${after ? `&after=${id(after)}` : ''}`, signal)
export const changeConnection = (
  connection: string,
  body: { readonly name: string; readonly description: string },
): Promise<Outcome<unknown>> => call('PATCH', `/api/connections/${id(connection)}`, { body })
export const deleteConnection = (connection: string): Promise<Outcome<unknown>> =>
  call('DELETE', `/api/connections/${id(connection)}`)

export const readVerticals = (signal?: AbortSignal): Promise<Outcome<VerticalList>> => get('/api/verticals', signal)
export const createVertical = (
  body: Omit<Vertical, 'id'> & { readonly position?: number },
): Promise<Outcome<Vertical>> => post('/api/verticals', body)
export const changeVertical = (vertical: string, body: Partial<Omit<Vertical, 'id'>>): Promise<Outcome<Vertical>> =>
  call('PATCH', `/api/verticals/${id(vertical)}`, { body })
export const deleteVertical = (vertical: string): Promise<Outcome<unknown>> =>
  call('DELETE', `/api/verticals/${id(vertical)}`)
export const orderVerticals = (ids: readonly string[]): Promise<Outcome<unknown>> =>
  call('PUT', '/api/verticals/order', { body: { ids } })

export const readResultTypes = (signal?: AbortSignal): Promise<Outcome<ResultTypeList>> =>
  get('/api/result-types', signal)
export const createResultType = (
  body: Omit<ResultType, 'id'> & { readonly position?: number },
): Promise<Outcome<ResultType>> => post('/api/result-types', body)
export const changeResultType = (resultType: string, body: Omit<ResultType, 'id'>): Promise<Outcome<ResultType>> =>
  call('PATCH', `/api/result-types/${id(resultType)}`, { body })
export const deleteResultType = (resultType: string): Promise<Outcome<unknown>> =>
  call('DELETE', `/api/result-types/${id(resultType)}`)
export const orderResultTypes = (ids: readonly string[]): Promise<Outcome<unknown>> =>
  call('PUT', '/api/result-types/order', { body: { ids } })
/** Items on which a layout is tried, those that fit first. */
export const previewResultType = (
  body: { readonly connections: readonly string[]; readonly rules: readonly ResultRule[] },
  signal?: AbortSignal,
): Promise<Outcome<{ readonly value: readonly PreviewItem[] }>> => post('/api/result-types/preview', body, signal)

export const readAudit = (after: string | undefined, signal?: AbortSignal): Promise<Outcome<Page<AuditEntry>>> =>
  get(`/api/audit?limit=50${after ? `&after=${id(after)}` : ''}`, signal)
