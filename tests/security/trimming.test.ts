// What a person may not read, asked for through every door of the whole server: a batch, another organisation, the routes of
// Graph and of the pages. Each answer is held against that to the same question about what does not exist.
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { settingsFor } from '../../apps/server/src/settings.ts'
import { type Running, start } from '../../apps/server/src/start.ts'
import { type Client, clientOf, readyConnection } from '../harness/client.ts'
import { temporaryFolder } from '../harness/server.ts'

const WRITER = ['ExternalConnection.ReadWrite.OwnedBy', 'ExternalItem.ReadWrite.OwnedBy']
const SCHEMA = [
  { name: 'title', type: 'string', isSearchable: true, isRetrievable: true, isQueryable: true, labels: ['title'] },
  { name: 'kind', type: 'string', isRetrievable: true, isRefinable: true },
]
const EVERYONE = [{ type: 'everyone', value: 'everyone', accessType: 'grant' }]
const BASE = '/v1.0/external/connections/pay'

let folder: string
let running: Running
let client: Client
let owner: string
let alina: string
let guest: string
/** The administrator of another organisation that has the same connection, item and words. */
let stranger: string

beforeAll(async () => {
  folder = temporaryFolder('trimming')
  const words = ['--sample', '--data', folder, '--port', '0', '--https-port', '0']
  running = await start(settingsFor(words, { JUMPSEAT_LOG_LEVEL: 'silent' }))
  client = clientOf(running.ready.url ?? '', folder)
  owner = await client.appToken(await client.app('Writer', WRITER))
  alina = await client.userToken('alina.petrescu@lumenquay.example')
  guest = await client.userToken('viktor.stahl@stahl-harbour.example')
  await fill(owner, 'zirconium', [{ type: 'user', value: 'hanna.lindqvist@lumenquay.example', accessType: 'grant' }])

  const named = { displayName: 'Other', domain: 'other.example' }
  const { tenantId } = (await client.operator('POST', '/api/operator/organisations', named)).json
  const app = { tenantId, displayName: 'Writer', permissions: WRITER }
  const other = await client.appToken((await client.operator('POST', '/api/operator/apps', app)).json)
  // No metal: what the stranger may read must not be near the words asked for, by its meaning.
  await fill(other, 'marmalade', EVERYONE)
  const who = { tenantId, user: 'admin@other.example' }
  stranger = (await client.operator('POST', '/api/operator/token', who)).json.token
}, 60_000)
afterAll(async () => {
  await running?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** One item for everyone, and one with a secret word for these. */
async function fill(token: string, secret: string, acl: readonly object[]): Promise<void> {
  await readyConnection(client, token, 'pay', SCHEMA)
  const put = (id: string, title: string, list: readonly object[]) =>
    client.call('PUT', `${BASE}/items/${id}`, {
      token,
      body: { acl: list, properties: { title, kind: title }, content: { type: 'text', value: `${title} pay` } },
    })
  expect((await put('open', 'Harbour', EVERYONE)).status).toBe(200)
  expect((await put('secret', secret, acl)).status).toBe(200)
}

const search = (queryString: string, more: object = {}) => ({
  requests: [{ entityTypes: ['externalItem'], query: { queryString }, ...more }],
})
const retrieval = (queryString: string) => ({ queryString, dataSource: 'externalItem' })
const buckets = { aggregations: [{ field: 'kind', bucketDefinition: { sortBy: 'count' } }] }

/** Questions about a word and an item, by every door; those of Graph first. */
const doors = (word: string, item: string): readonly (readonly [method: string, path: string, body?: object])[] => [
  ['POST', '/v1.0/search/query', search(word)],
  ['POST', '/beta/search/query', search(`${word.slice(0, 4)}*`, buckets)],
  ['POST', '/v1.0/search/query', search(word, { aggregationFilters: [`kind:"${word}"`] })],
  ['POST', '/v1.0/search/query', search(`${word}m`, { queryAlterationOptions: { enableModification: true } })],
  ['POST', '/v1.0/search/query', search(`${word}m`, { queryAlterationOptions: { enableSuggestion: true } })],
  ['POST', '/v1.0/copilot/retrieval', retrieval(word)],
  ['POST', '/v1.0/copilot/retrieval', { ...retrieval('harbour'), filterExpression: `title:${word}` }],
  ['GET', `${BASE}/items/${item}`],
  ['GET', `${BASE}/items/${item}/activities`],
  ['GET', `/api/items/pay/${item}`],
  ['GET', `/api/search/suggest?q=${word.slice(0, 4)}`],
  ['GET', `/api/search/clusters?q=${word}`],
  ['POST', '/api/explain', { connectionId: 'pay', itemId: item }],
  ['POST', '/api/explain', { connectionId: 'pay', itemId: item, query: word }],
  ['POST', '/api/search/propose', { question: `kind ${word}` }],
]

/** Status, headers and body, without what differs from call to call and without what was asked. */
async function answered(token: string, door: ReturnType<typeof doors>[number], word: string, item: string) {
  const [method, path, body] = door
  const { status, headers, text } = await client.call(method, path, { token, ...(body ? { body } : {}) })
  const kept = [...headers].filter(([name]) => !/^(date|.*request-id|x-ms-ags-diagnostic|content-length)$/.test(name))
  return JSON.stringify({ status, kept, text: plain(text, word, item) })
}
const plain = (text: string, word: string, item: string) =>
  text
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\dT[\d:.]+Z?/g, '·')
    .replaceAll(word.slice(0, 4), 'word')
    .replaceAll(word.slice(4), 'word')
    .replaceAll(item, 'item')

describe('security 1 and 2.14: what may not be read is answered as what does not exist', () => {
  it.each(['a member', 'a guest', 'the administrator of another organisation'])('to %s, by every door', async (who) => {
    const token = who === 'a member' ? alina : who === 'a guest' ? guest : stranger
    const exists = doors('zirconium', 'secret')
    // Neither is there; the two words are as long, so that the answers are.
    const absent = doors('vanadiumm', 'absent')
    for (const [n, door] of exists.entries()) {
      // Of that name there is an item in the other organisation.
      if (token === stranger && JSON.stringify(door).includes('secret')) continue
      const wanted = await answered(token, absent[n] ?? door, 'vanadiumm', 'absent')
      expect(await answered(token, door, 'zirconium', 'secret'), JSON.stringify(door)).toBe(wanted)
    }
  })

  it('a connection in which nothing may be read, its items and its groups, as one that does not exist', async () => {
    await readyConnection(client, owner, 'dark', SCHEMA)
    const base = '/v1.0/external/connections'
    const acl = [{ type: 'externalGroup', value: 'board', accessType: 'grant' }]
    expect((await client.call('POST', `${base}/dark/groups`, { token: owner, body: { id: 'board' } })).status).toBe(201)
    const item = { acl, properties: { title: 'zirconium' } }
    expect((await client.call('PUT', `${base}/dark/items/x1`, { token: owner, body: item })).status).toBe(200)
    const paths = (id: string) => [
      `${base}/${id}/items`,
      `${base}/${id}/items/$count`,
      `${base}/${id}/items/x1`,
      `${base}/${id}/items/x1/activities`,
      `${base}/${id}/groups`,
      `${base}/${id}/groups/$count`,
      `${base}/${id}/groups/board`,
      `${base}/${id}/groups/board/members`,
      `/api/items/${id}/x1`,
    ]
    for (const token of [alina, guest, stranger])
      for (const [n, path] of paths('dark').entries()) {
        const wanted = await answered(token, ['GET', paths('none')[n] ?? ''], 'nonenone', 'x1')
        const told = await answered(token, ['GET', path], 'darkdark', 'x1')
        expect(told.replaceAll('dark', 'none'), path).toBe(wanted)
        expect(JSON.parse(told).status, path).toBeGreaterThanOrEqual(403)
      }
    const ingrid = await client.userToken('ingrid.solberg@lumenquay.example')
    const groups = await client.call('GET', `${base}/dark/groups`, { token: ingrid })
    expect(groups.json.value).toMatchObject([{ id: 'board' }])
  })

  it('in a batch, too', async () => {
    const batch = async (word: string, item: string) => {
      const graph = doors(word, item).filter(([, path]) => path.startsWith('/v1.0'))
      const requests = graph.map(([method, path, body], n) => ({
        id: String(n),
        method,
        url: path.replace('/v1.0', ''),
        ...(body ? { body, headers: { 'content-type': 'application/json' } } : {}),
      }))
      const { status, json } = await client.call('POST', '/v1.0/$batch', { token: alina, body: { requests } })
      expect([status, json.responses.length]).toEqual([200, graph.length])
      const told = (json.responses as { id: string; status: number; body: unknown }[])
        .toSorted((a, b) => Number(a.id) - Number(b.id))
        .map(({ id, status: each, body }) => ({ id, status: each, body }))
      return plain(JSON.stringify(told), word, item)
    }
    expect(await batch('zirconium', 'secret')).toBe(await batch('vanadiumm', 'absent'))
  })

  it('finds what may be read, so that the doors are open', async () => {
    const hanna = await client.userToken('hanna.lindqvist@lumenquay.example')
    const found = async (token: string, word: string) =>
      (await client.call('POST', '/v1.0/search/query', { token, body: search(word) })).json.value[0].hitsContainers[0]
        .total
    expect([await found(hanna, 'zirconium'), await found(hanna, 'marmalade')]).toEqual([1, 0])
    expect([await found(stranger, 'marmalade'), await found(stranger, 'zirconium')]).toEqual([1, 0])
    expect([await found(alina, 'harbour'), await found(guest, 'harbour')]).toEqual([1, 0])
  })
})
