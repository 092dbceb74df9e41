// What must hold after a sample has run: its items are there, its connection is ready, and each person finds what the
// access lists say.
import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerProcess } from '../harness/server.ts'
import type { Effect } from './sample.ts'

const INDEX_WAIT_MS = 10_000
const POLL_MS = 200

export interface Expectation {
  readonly connection: string
  readonly items: readonly string[]
  readonly sees: Readonly<Record<string, Effect>>
}

/** The problems found; none means that everything holds. */
export async function problemsOf(server: ServerProcess, expected: Expectation): Promise<readonly string[]> {
  const permissions = ['ExternalConnection.Read.All', 'ExternalItem.Read.All']
  const token = await server.appToken(await server.app('Compatibility checks', permissions))
  const base = `/v1.0/external/connections/${expected.connection}`
  const connection = await server.call('GET', base, { token })
  if (connection.status !== 200) return [`connection: ${connection.status} ${connection.text}`]
  const problems: string[] = []
  if (connection.json.state !== 'ready') problems.push(`the connection is ${connection.json.state}`)
  if (expected.items.length === 0 || expected.items.includes('')) problems.push('the expected items could not be told')
  for (const id of expected.items) {
    const item = await server.call('GET', `${base}/items/${encodeURIComponent(id)}`, { token })
    if (item.status !== 200) problems.push(`item ${id}: ${item.status}`)
  }
  const count = await server.call('GET', `${base}/items/$count`, { token })
  if (count.text !== String(expected.items.length))
    problems.push(`${count.text} items, ${expected.items.length} expected`)
  for (const [person, effect] of Object.entries(expected.sees)) {
    const problem = await problemOfPerson(server, expected, person, effect)
    if (problem !== undefined) problems.push(problem)
  }
  return problems
}

async function problemOfPerson(
  server: ServerProcess,
  { connection, items }: Expectation,
  person: string,
  effect: Effect,
): Promise<string | undefined> {
  const token = await server.userToken(person)
  const wanted = effect === 'all' ? items : effect === 'none' ? [] : effect
  const end = Date.now() + INDEX_WAIT_MS
  for (;;) {
    const found = await foundBy(server, token, connection)
    if (sorted(found) === sorted(wanted)) return undefined
    if (Date.now() > end) return `${person} finds ${found.length} of ${wanted.length}: ${sorted(found).slice(0, 300)}`
    await sleep(POLL_MS)
  }
}

const sorted = (ids: readonly string[]) => [...ids].sort().join(' ')

/** Item ids as shipped clients read them out of hits: what follows the comma. */
async function foundBy(server: ServerProcess, token: string, connection: string): Promise<readonly string[]> {
  const body = {
    requests: [
      {
        entityTypes: ['externalItem'],
        contentSources: [`/external/connections/${connection}`],
        query: { queryString: '*' },
        size: 500,
      },
    ],
  }
  const { status, json, text } = await server.call('POST', '/v1.0/search/query', { token, body })
  if (status !== 200) return [`search answered ${status} ${text}`]
  const hits: { resource: { properties: { substrateContentDomainId: string } } }[] =
    json.value[0].hitsContainers[0].hits ?? []
  return hits.map(({ resource }) => resource.properties.substrateContentDomainId.split(',')[1] ?? '')
}
