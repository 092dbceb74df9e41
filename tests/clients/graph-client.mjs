// The whole life of a connection through the official JavaScript client, with nothing set but credentials.
import assert from 'node:assert/strict'
import { ClientSecretCredential } from '@azure/identity'
import { BatchRequestContent, BatchResponseContent, Client, ResponseType } from '@microsoft/microsoft-graph-client'
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js'
import { aclOf, eventually, logEntries, people, SCOPE, schemaProperties, stage } from './life.mjs'

const { AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET } = process.env
const credential = new ClientSecretCredential(AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET)
const authProvider = new TokenCredentialAuthenticationProvider(credential, { scopes: [SCOPE] })
const client = Client.initWithMiddleware({ authProvider })
const as = (person) => Client.init({ authProvider: (done) => done(null, person.token) })

const id = 'harbourlogs'
const connection = `/external/connections/${id}`
const entries = logEntries(25)
const bodyOf = (entry) => ({
  acl: aclOf(entry),
  properties: {
    vessel: entry.vessel,
    berth: entry.berth,
    arrived: entry.arrived,
    'tags@odata.type': 'Collection(String)',
    tags: entry.tags,
    link: `https://harbour.example/log/${entry.id}`,
  },
  content: { type: 'text', value: entry.text },
})

/** The refusal that a call ends in. */
async function refusal(call) {
  try {
    await call()
  } catch (error) {
    return { status: error.statusCode, code: error.code, inner: JSON.parse(error.body ?? '{}').innerError ?? {} }
  }
  assert.fail('the call was expected to be refused')
}

async function search(person, queryString) {
  const answer = await as(person)
    .api('/search/query')
    .post({
      requests: [{ entityTypes: ['externalItem'], contentSources: [connection], query: { queryString }, size: 100 }],
    })
  return answer.value[0].hitsContainers[0]
}
/** The connector's own item ids of the hits, as shipped clients read them: what follows the comma. */
const itemIds = (container) =>
  (container.hits ?? []).map((hit) => hit.resource.properties.substrateContentDomainId.split(',')[1]).sort()

await stage('a connection that is not there is 404 ItemNotFound', async () => {
  const { status, code } = await refusal(() => client.api(connection).get())
  assert.deepEqual({ status, code }, { status: 404, code: 'ItemNotFound' })
})

await stage('create: 201 in state draft, and 409 the second time', async () => {
  const body = { id, name: 'Harbour logs', description: 'Berth log entries, one per vessel call.' }
  const created = await client.api('/external/connections').post(body)
  assert.equal(created.id, id)
  assert.equal(created.state, 'draft')
  assert.ok(created.configuration.authorizedAppIds.includes(AZURE_CLIENT_ID))
  const { status, code } = await refusal(() => client.api('/external/connections').post(body))
  assert.deepEqual({ status, code }, { status: 409, code: 'NameAlreadyExists' })
})

await stage('in draft there is no schema and no place for items', async () => {
  const { status, inner } = await refusal(() => client.api(`${connection}/schema`).get())
  assert.equal(status, 404)
  assert.equal(inner.source, 'Schema')
  const put = await refusal(() => client.api(`${connection}/items/early`).put(bodyOf(entries[0])))
  assert.equal(put.status, 400)
})

await stage('a schema with a refinable boolean is refused with the reason inside', async () => {
  const { status, code, inner } = await refusal(() =>
    client.api(`${connection}/schema`).patch({
      baseType: 'microsoft.graph.externalItem',
      properties: [{ name: 'isOpen', type: 'boolean', isRefinable: true }],
    }),
  )
  assert.deepEqual({ status, code }, { status: 400, code: 'InvalidRequest' })
  assert.equal(inner.code, 'RefinerShouldNotBeOfType')
})

await stage('schema: 202 with an absolute Location that the client can follow', async () => {
  const answer = await client
    .api(`${connection}/schema`)
    .responseType(ResponseType.RAW)
    .patch({ baseType: 'microsoft.graph.externalItem', properties: schemaProperties })
  assert.equal(answer.status, 202)
  assert.equal(await answer.text(), '')
  const location = answer.headers.get('Location')
  assert.match(location, /^https:\/\/graph\.microsoft\.com\/v1\.0\/external\/connections\/harbourlogs\/operations\/.+/)
  const operation = await eventually(
    () => client.api(location).get(),
    ({ status }) => status !== 'inprogress',
  )
  assert.equal(operation.status, 'completed')
  const schema = await client.api(`${connection}/schema`).get()
  assert.deepEqual(
    schema.properties.map(({ name, type }) => `${name}:${type}`),
    schemaProperties.map(({ name, type }) => `${name}:${type}`),
  )
  assert.equal(schema.properties[1].isSearchable, false)
  assert.equal((await client.api(connection).get()).state, 'ready')
})

await stage('groups: an external group holds another, which holds a directory group', async () => {
  await client.api(`${connection}/groups`).post({ id: 'pilots', displayName: 'Pilots' })
  await client.api(`${connection}/groups`).post({ id: 'crews', displayName: 'Crews' })
  await client.api(`${connection}/groups/pilots/members`).post({ id: 'crews', type: 'externalGroup' })
  const member = { id: people.memberGroupId, type: 'group' }
  await client.api(`${connection}/groups/crews/members`).post(member)
  const again = await refusal(() => client.api(`${connection}/groups/crews/members`).post(member))
  assert.equal(again.status, 409)
  const members = await client.api(`${connection}/groups/pilots/members`).get()
  assert.deepEqual(
    members.value.map(({ id: memberId, type }) => ({ id: memberId, type })),
    [{ id: 'crews', type: 'externalGroup' }],
  )
  await client.api(`${connection}/groups/pilots`).patch({ description: 'Those who bring ships in' })
  assert.equal((await client.api(`${connection}/groups/pilots`).get()).description, 'Those who bring ships in')
})

await stage('PUT: 25 items, 25 at a time, all kept', async () => {
  const stored = await Promise.all(
    entries.map((entry) => client.api(`${connection}/items/${entry.id}`).put(bodyOf(entry))),
  )
  assert.deepEqual(
    stored.map((item) => item.id),
    entries.map((entry) => entry.id),
  )
  assert.equal(Number(await client.api(`${connection}/items/$count`).get()), 25)
  const listed = await client.api(`${connection}/items`).get()
  assert.equal(listed.value.length, 25)
})

await stage('GET and PATCH: properties replaced, content kept, collections annotated', async () => {
  const path = `${connection}/items/${entries[1].id}`
  const before = await client.api(path).get()
  assert.deepEqual(before.properties.tags, ['bulk'])
  assert.equal(before.properties['tags@odata.type'], '#Collection(String)'.slice(1))
  await client.api(path).patch({ properties: { vessel: 'MV Petrel' } })
  const after = await client.api(path).get()
  assert.equal(after.properties.vessel, 'MV Petrel')
  assert.equal(after.properties.berth, undefined)
  assert.equal(after.content.value, entries[1].text)
  assert.deepEqual(after.acl[0].value, 'pilots')
})

await stage('values that do not fit the schema are refused', async () => {
  const wrong = { ...bodyOf(entries[0]), properties: { berth: 'the second one' } }
  const { status, code } = await refusal(() => client.api(`${connection}/items/wrong`).put(wrong))
  assert.deepEqual({ status, code }, { status: 400, code: 'BadRequest' })
  const posted = await refusal(() => client.api(`${connection}/items`).post(bodyOf(entries[0])))
  assert.equal(posted.status, 404)
})

await stage('addActivities: 200 when all are good, 207 when one is not, 400 over 20', async () => {
  const path = `${connection}/items/${entries[0].id}/addActivities`
  const activity = (userId) => ({
    '@odata.type': '#microsoft.graph.externalConnectors.externalActivity',
    type: 'viewed',
    startDateTime: '2027-02-04T08:00:00Z',
    performedBy: { type: 'user', id: userId },
  })
  const good = await client.api(path).post({ activities: [activity(people.member.id)] })
  assert.deepEqual(
    good.value.map((result) => result.error),
    [null],
  )
  const nobody = '00000000-0000-4000-8000-000000000000'
  const mixed = await client
    .api(path)
    .responseType(ResponseType.RAW)
    .post({ activities: [activity(people.member.id), activity(nobody)] })
  assert.equal(mixed.status, 207)
  const tooMany = Array.from({ length: 21 }, () => activity(people.member.id))
  assert.equal((await refusal(() => client.api(path).post({ activities: tooMany }))).status, 400)
})

await stage('$batch: each request has its own outcome', async () => {
  const request = (path, init) => new Request(`https://graph.microsoft.com/v1.0${path}`, init)
  const batch = new BatchRequestContent([
    { id: 'read', request: request(`${connection}/items/${entries[2].id}`) },
    { id: 'missing', request: request(`${connection}/items/nowhere`) },
    {
      id: 'write',
      request: request(`${connection}/items/extra`, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ ...bodyOf(entries[0]), content: { type: 'text', value: 'An extra entry about ice' } }),
      }),
    },
  ])
  const answers = new BatchResponseContent(await client.api('/$batch').post(await batch.getContent()))
  assert.equal(answers.getResponseById('read').status, 200)
  assert.equal(answers.getResponseById('missing').status, 404)
  assert.equal(answers.getResponseById('write').status, 200)
  assert.equal((await client.api(`${connection}/items/extra`).get()).content.value, 'An extra entry about ice')
})

const publicIds = entries.filter((entry) => entry.isPublic).map((entry) => entry.id)
await stage('search: a member finds every entry, an outsider only what is for everyone', async () => {
  const seen = await eventually(
    () => search(people.member, 'fog'),
    ({ total }) => total === 25,
  )
  assert.equal(seen.total, 25)
  assert.equal(seen.moreResultsAvailable, false)
  const fewer = await search(people.outsider, 'fog')
  assert.deepEqual(itemIds(fewer), publicIds)
  assert.equal(fewer.total, publicIds.length)
  assert.equal(fewer.hits[0].contentSource, id)
  assert.match(fewer.hits[0].summary, /<c0>fog<\/c0>/i)
})

await stage(
  'search: what was changed is found by its new words, by those who may, and nothing is nothing',
  async () => {
    assert.deepEqual(itemIds(await search(people.member, 'petrel')), [entries[1].id])
    assert.deepEqual(itemIds(await search(people.outsider, 'petrel')), [])
    assert.deepEqual(itemIds(await search(people.outsider, '"about ice"')), ['extra'])
    assert.deepEqual(itemIds(await search(people.outsider, '*')), ['extra', ...publicIds])
    const nothing = await search(people.member, 'xylophone')
    assert.deepEqual({ total: nothing.total, hits: nothing.hits }, { total: 0, hits: undefined })
  },
)

await stage('search is for people, not for applications', async () => {
  const body = { requests: [{ entityTypes: ['externalItem'], query: { queryString: 'fog' } }] }
  assert.equal((await refusal(() => client.api('/search/query').post(body))).status, 403)
})

await stage('a lost membership takes effect at once', async () => {
  await client.api(`${connection}/groups/crews/members/${people.memberGroupId}`).delete()
  assert.deepEqual(itemIds(await search(people.member, 'fog')), publicIds)
})

await stage('DELETE item: gone from reads and from search', async () => {
  await client.api(`${connection}/items/${publicIds[0]}`).delete()
  assert.equal((await refusal(() => client.api(`${connection}/items/${publicIds[0]}`).get())).status, 404)
  assert.deepEqual(itemIds(await search(people.outsider, 'fog')), publicIds.slice(1))
})

await stage('a burst of reads comes through the client, whatever waiting the server asks for', async () => {
  const reads = Array.from({ length: 120 }, (_, index) =>
    client.api(`${connection}/items/${entries[(index % 20) + 4].id}`).get(),
  )
  assert.equal((await Promise.all(reads)).length, 120)
})

await stage('beta: the same connection, with its quota', async () => {
  const seen = await client.api(connection).version('beta').get()
  assert.equal(seen.id, id)
  const quota = await client.api(`${connection}/quota`).version('beta').get()
  assert.ok(quota.itemsRemaining > 0)
})

await stage('DELETE connection: 202, gone at once', async () => {
  const answer = await client.api(connection).responseType(ResponseType.RAW).delete()
  assert.equal(answer.status, 202)
  assert.equal((await refusal(() => client.api(connection).get())).status, 404)
  const left = await client.api('/external/connections').get()
  assert.ok(!left.value.some((one) => one.id === id))
})
