// The two questions of the quickstart, over HTTP as any client would ask them.

export interface Answer {
  /** The best ones. */
  readonly hits: readonly Hit[]
  readonly total: number
}

export interface Hit {
  readonly connectionId: string
  readonly itemId: string
  readonly title: string
  readonly url: string
}

interface WireHit {
  readonly contentSource: string
  readonly resource: { readonly properties: Readonly<Record<string, string>> }
}

/** `POST /v1.0/search/query` with the person's own token. */
export async function ask(base: string, token: string, queryString: string): Promise<Answer> {
  const request = { entityTypes: ['externalItem'], query: { queryString }, size: 10 }
  const answer = await post<{ value: { hitsContainers: { total: number; hits?: WireHit[] }[] }[] }>(
    base,
    '/v1.0/search/query',
    token,
    { requests: [request] },
  )
  const container = answer.value[0]?.hitsContainers[0]
  const hits = (container?.hits ?? []).map(({ contentSource, resource: { properties } }) => ({
    connectionId: contentSource,
    itemId: properties.substrateContentDomainId?.split(',')[1] ?? '',
    title: properties.title ?? '',
    url: properties.url ?? '',
  }))
  return { hits, total: container?.total ?? 0 }
}

interface Explanation {
  readonly permitted: boolean
  readonly person: { readonly id: string }
  readonly because?: {
    readonly entry: { readonly type: string; readonly value: string; readonly accessType: string }
    readonly path: readonly { readonly displayName: string }[]
  }
}

/** One sentence on why the person of `token` may or may not see the item, asked with an administrator's token. */
export async function explain(
  base: string,
  token: string,
  { connectionId, itemId }: Hit,
  administrator: string,
): Promise<string> {
  const me = await get<{ id: string }>(base, '/v1.0/me', token)
  const explanation = await post<Explanation>(base, '/api/explain', administrator, {
    connectionId,
    itemId,
    userId: me.id,
  })
  const { because } = explanation
  if (!because) return 'hidden: nothing on its access list names this person or a group they are in.'
  const way = because.path.map(({ displayName }) => displayName).join(' → ')
  const entry = `${because.entry.accessType === 'grant' ? 'grants' : 'denies'} ${because.path.at(-1)?.displayName ?? because.entry.type}`
  const verdict = because.entry.accessType === 'grant' ? 'visible' : 'hidden'
  return `${verdict}: its access list ${entry}${way === '' ? '' : ` (${way})`}.`
}

async function post<T>(base: string, path: string, token: string, body: unknown): Promise<T> {
  return read<T>(
    await fetch(base + path, { method: 'POST', headers: headers(token), body: JSON.stringify(body) }),
    path,
  )
}

async function get<T>(base: string, path: string, token: string): Promise<T> {
  return read<T>(await fetch(base + path, { headers: headers(token) }), path)
}

async function read<T>(response: Response, path: string): Promise<T> {
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as T
}

function headers(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
}
