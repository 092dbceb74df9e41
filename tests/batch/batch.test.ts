// Contract: connectors 8.7. A request of a batch is answered as if it had come alone: the same status, headers and body.
import { rmSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { settingsFor } from '../../apps/server/src/settings.ts'
import { type Running, start } from '../../apps/server/src/start.ts'
import { type Answer, type Client, clientOf, readyConnection } from '../harness/client.ts'
import { temporaryFolder } from '../harness/server.ts'

const WRITER = ['ExternalConnection.ReadWrite.OwnedBy', 'ExternalItem.ReadWrite.OwnedBy']
const SCHEMA = [
  { name: 'title', type: 'string', isSearchable: true, isRetrievable: true, labels: ['title'] },
  { name: 'size', type: 'int64', isQueryable: true, isRetrievable: true },
  { name: 'tags', type: 'stringCollection', isQueryable: true, isRetrievable: true },
]
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)

let folder: string
let running: Running
let client: Client
/** Tokens by what the caller may do. */
let tokens: Record<'owner' | 'stranger' | 'powerless' | 'person', string>
let items = 0

beforeAll(async () => {
  folder = temporaryFolder('batch')
  const words = ['--sample', '--data', folder, '--port', '0', '--https-port', '0']
  running = await start(settingsFor(words, { JUMPSEAT_LOG_LEVEL: 'silent', JUMPSEAT_CONNECTORS_ITEMS_PER_SECOND: '0' }))
  client = clientOf(running.ready.url ?? '', folder)
  const tokenOf = async (name: string, permissions: readonly string[]) =>
    client.appToken(await client.app(name, permissions))
  tokens = {
    owner: await tokenOf('Batch owner', WRITER),
    stranger: await tokenOf('Batch stranger', WRITER),
    powerless: await tokenOf('Batch powerless', ['ExternalConnection.Read.All']),
    person: await client.userToken('alina.petrescu@lumenquay.example'),
  }
  await readyConnection(client, tokens.owner, 'batches', SCHEMA)
  const draft = { id: 'drafts', name: 'drafts', description: 'Has no schema' }
  await client.call('POST', '/v1.0/external/connections', { token: tokens.owner, body: draft })
})
afterAll(async () => {
  await running?.stop()
  rmSync(folder, { recursive: true, force: true })
})

interface Operation {
  readonly method: string
  /** `ITEM` stands for the id of an item that nobody else uses. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  readonly version: string
  readonly as: keyof typeof tokens
}

const EVERYONE = [{ type: 'everyone', value: 'everyone', accessType: 'grant' }]
const acl = fc.constantFrom<unknown>(
  EVERYONE,
  [{ type: 'USER', value: 'alina.petrescu@lumenquay.example', accessType: 'Grant' }, ...EVERYONE],
  [{ type: 'group', value: 'nobody', accessType: 'deny' }],
  [],
  [{ type: 'clan', value: 'x', accessType: 'grant' }],
  'everyone',
  undefined,
)
const properties = fc.constantFrom<unknown>(
  { title: 'Lantern firmware', size: 4 },
  { Title: 'Fog signal', 'tags@odata.type': 'Collection(String)', tags: ['a', 'b'] },
  { title: 'ÄÖ \ud800 \u2028', size: '9007199254740993' },
  { title: 4 },
  { size: 'many' },
  { unheard: true },
  JSON.parse('{"__proto__": "x", "title": "y"}'),
  {},
  undefined,
)
const content = fc.constantFrom<unknown>(
  { type: 'text', value: 'Pilot boarded late' },
  { type: 'html', value: '<p>Pilot <b>boarded</b></p>' },
  { type: 'film', value: 'x' },
  null,
  undefined,
)
const body = fc.oneof(
  { weight: 6, arbitrary: fc.record({ acl, properties, content }) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>([], 7, { informationProtectionLabel: 4 }, { activities: [{}] }) },
)
const url = fc.oneof(
  { weight: 6, arbitrary: fc.constant('/external/connections/batches/items/ITEM') },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '/External/Connections/BATCHES/Items/ITEM',
      "/external/connections('batches')/items('ITEM')",
      '/connections/batches/items/ITEM',
      '/external/connections/batches/items/ITEM/',
      '/external/connections/batches/items/ITEM?$select=id',
      '/external/connections/batches/items/IT%45M',
      '/external/connections/batches/items/a%20b',
      '/external/connections/batches/items/$count',
      '/external/connections/batches/items',
      '/external/connections/drafts/items/ITEM',
      '/external/connections/nowhere/items/ITEM',
      `/external/connections/batches/items/${'x'.repeat(150)}`,
      '/external/connections/nowhere',
      '/nothing/of/this',
    ),
  },
)
const headers = fc.constantFrom<Readonly<Record<string, string>>>(
  {},
  { accept: 'application/json;odata.metadata=none' },
  { 'client-request-id': 'a7d2c3a8-0000-4000-8000-000000000001' },
  { prefer: 'include-unknown-enum-members' },
  { 'x-of-mine': 'yes' },
  { 'content-type': 'application/json; charset=utf-8' },
  { 'content-type': 'text/plain' },
  { authorization: 'Bearer nonsense' },
)
const operation: fc.Arbitrary<Operation> = fc.record({
  method: fc.constantFrom('PUT', 'PUT', 'PUT', 'PATCH', 'PATCH', 'DELETE', 'GET', 'POST'),
  url,
  headers,
  body,
  version: fc.constantFrom('v1.0', 'beta'),
  as: fc.oneof(
    { weight: 5, arbitrary: fc.constant('owner' as const) },
    fc.constantFrom(...(['stranger', 'powerless', 'person'] as const)),
  ),
})

const hasBody = ({ method }: Operation) => method !== 'GET' && method !== 'DELETE'
const headersOf = (one: Operation) => ({
  ...(hasBody(one) ? { 'content-type': 'application/json' } : {}),
  ...one.headers,
})

const contentOf = ({ headers: sent, json, text }: Answer) => (/json/.test(sent.get('content-type') ?? '') ? json : text)

async function alone(one: Operation, itemId: string) {
  const answer = await client.call(one.method, `/${one.version}${one.url.replace('ITEM', itemId)}`, {
    headers: { authorization: `Bearer ${tokens[one.as]}`, ...headersOf(one) },
    ...(hasBody(one) ? { body: one.body } : {}),
  })
  return comparable(answer.status, Object.fromEntries(answer.headers), contentOf(answer), itemId)
}

async function batched(one: Operation, itemId: string, token = tokens[one.as]) {
  const request = {
    id: '1',
    method: one.method,
    url: one.url.replace('ITEM', itemId),
    headers: headersOf(one),
    ...(hasBody(one) ? { body: one.body } : {}),
  }
  const answer = await client.call('POST', `/${one.version}/$batch`, { token, body: { requests: [request] } })
  expect(answer.status, answer.text).toBe(200)
  const [{ status, headers: sent, body: inner }] = answer.json.responses
  const isJson = /json/.test(sent['Content-Type'] ?? 'json')
  return comparable(status, sent, isJson ? inner : Buffer.from(inner, 'base64').toString('utf8'), itemId)
}

/** Of the outer connection, not of the answer. */
const OUTER = /^(connection|content-length|date|keep-alive|transfer-encoding)$/
const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g
const DATE = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/g

/** What must be equal: ids of requests and items, and the time of an error, are made alike. */
function comparable(status: number, sent: Record<string, string>, content: unknown, itemId: string) {
  const alike = (text: string) => text.replaceAll(itemId, 'ITEM').replace(GUID, 'GUID').replace(DATE, 'DATE')
  const names = Object.keys(sent).map((name) => name.toLowerCase())
  const values = new Map(Object.entries(sent).map(([name, value]) => [name.toLowerCase(), alike(value)]))
  return {
    status,
    headers: names
      .filter((name) => !OUTER.test(name))
      .sort()
      .map((name) => [name, values.get(name)]),
    body: alike(JSON.stringify(content ?? '')),
  }
}

describe('8.7 $batch: a request is answered as if it had come alone', () => {
  it('whatever is done to an item, by whomever', { timeout: 120_000 }, async () => {
    console.log(`batch and alone: seed ${seed}`)
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 4 }), async (operations) => {
        const [one, other] = [`one-${++items}`, `two-${items}`]
        for (const each of operations) expect(await batched(each, other)).toEqual(await alone(each, one))
      }),
      { seed, numRuns: 150 },
    )
  })

  it('its own token counts, not that of the batch', async () => {
    const stranger = { authorization: `Bearer ${tokens.stranger}` }
    const one: Operation = {
      method: 'PUT',
      url: '/external/connections/batches/items/ITEM',
      headers: stranger,
      body: { acl: EVERYONE, properties: { title: 'x' } },
      version: 'v1.0',
      as: 'stranger',
    }
    const answer = await batched(one, 'foreign', tokens.owner)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer).toEqual(await alone(one, 'foreign'))
  })

  it('keeps refusals as it does for one that came alone', async () => {
    const one: Operation = {
      method: 'PUT',
      url: '/external/connections/batches/items/ITEM',
      headers: {},
      body: { acl: EVERYONE, properties: { unheard: 1 } },
      version: 'v1.0',
      as: 'owner',
    }
    await alone(one, 'refused-alone')
    await batched(one, 'refused-in-batch')
    const administrator = await client.userToken('ingrid.solberg@lumenquay.example')
    const { json } = await client.call('GET', '/api/connections/batches/refusals', { token: administrator })
    const kept = (itemId: string) => {
      const found = json.value.find((refusal: { itemId: string }) => refusal.itemId === itemId)
      return { ...found, id: 0, itemId: '', at: '' }
    }
    expect(kept('refused-alone').code).toBeDefined()
    expect(kept('refused-in-batch')).toEqual(kept('refused-alone'))
  })

  it('keeps the digits of whole numbers beyond 2^53, by whichever way the request goes', async () => {
    const request = (id: string, path: string) =>
      `{"id":"${id}","method":"PUT","url":"${path}/${id}","headers":{"Content-Type":"application/json"},` +
      `"body":{"acl":${JSON.stringify(EVERYONE)},"properties":{"title":"x","size":9007199254740993}}}`
    const paths = ['/external/connections/batches/items', '/External/connections/batches/items']
    const requests = paths.map((path, n) => request(`big-${n}`, path)).join(',')
    const answer = await client.call('POST', '/v1.0/$batch', {
      token: tokens.owner,
      body: `{"requests":[${requests}]}`,
    })
    const sizes = answer.json.responses.map(({ body: item }: { body: Answer['json'] }) => item.properties.size)
    expect(sizes).toEqual(['9007199254740993', '9007199254740993'])
  })

  it('starts when those that it depends on have succeeded, and not when one has failed', async () => {
    const put = (id: string, properties: object, dependsOn: readonly string[] = []) => ({
      id,
      method: 'PUT',
      url: `/external/connections/batches/items/chain-${id}`,
      headers: { 'content-type': 'application/json' },
      body: { acl: EVERYONE, properties },
      dependsOn,
    })
    const requests = [
      put('last', { title: 'c' }, ['good', 'bad']),
      put('bad', { unheard: 1 }, ['good']),
      put('good', { title: 'a' }),
    ]
    const answer: Answer = await client.call('POST', '/v1.0/$batch', { token: tokens.owner, body: { requests } })
    const statuses = answer.json.responses.map(({ id, status }: { id: string; status: number }) => [id, status])
    expect(Object.fromEntries(statuses)).toEqual({ last: 424, bad: 400, good: 200 })
  })

  it('each over a rate is told when to come back', async () => {
    const requests = Array.from({ length: 20 }, (_, n) => ({
      id: String(n),
      method: 'PUT',
      url: `/external/connections/batches/items/rate-${n}`,
      headers: { 'content-type': 'application/json' },
      body: { acl: EVERYONE, properties: { title: 'x' } },
    }))
    const send = () => client.call('POST', '/v1.0/$batch', { token: tokens.owner, body: { requests } })
    const answers = await Promise.all([send(), send(), send()])
    const inner = answers.flatMap(({ json }) => json.responses)
    const limited = inner.filter(({ status }) => status === 429)
    // 25 at once on a connection.
    expect(limited.length).toBeGreaterThan(0)
    for (const { headers: sent, body: refused } of limited) {
      expect(Number(sent['Retry-After'])).toBeGreaterThan(0)
      expect(refused.error.code).toBe('TooManyRequests')
    }
    expect(inner.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(25)
  })
})
