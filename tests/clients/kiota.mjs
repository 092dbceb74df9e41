// The life of a connection through the Kiota TypeScript SDK: its models, serialisers, adapter and credential provider.
// The request builders of `external` are not on npm; requests are put together here the way generated builders do it.
import assert from 'node:assert/strict'
import { ClientSecretCredential } from '@azure/identity'
import { HttpMethod, RequestInformation } from '@microsoft/kiota-abstractions'
import { AzureIdentityAuthenticationProvider } from '@microsoft/kiota-authentication-azure'
import { GraphRequestAdapter } from '@microsoft/msgraph-sdk'
import * as models from '@microsoft/msgraph-sdk/models/externalConnectors/index.js'
import {
  createSearchResponseFromDiscriminatorValue,
  serializeSearchRequest,
} from '@microsoft/msgraph-sdk/models/index.js'
import { createODataErrorFromDiscriminatorValue } from '@microsoft/msgraph-sdk/models/oDataErrors/index.js'
import { aclOf, eventually, logEntries, people, SCOPE, schemaProperties, stage } from './life.mjs'

const JSON_TYPE = 'application/json'
const HOSTS = new Set(['graph.microsoft.com'])
const errors = { XXX: createODataErrorFromDiscriminatorValue }

function adapterFor(credential) {
  const adapter = new GraphRequestAdapter(
    new AzureIdentityAuthenticationProvider(credential, [SCOPE], undefined, HOSTS, undefined, true),
  )
  adapter.baseUrl = 'https://graph.microsoft.com/v1.0'
  return adapter
}

const { AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET } = process.env
const adapter = adapterFor(new ClientSecretCredential(AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET))
const readerOf = (person) =>
  adapterFor({ getToken: async () => ({ token: person.token, expiresOnTimestamp: Date.now() + 3_000_000 }) })

function request(method, path, body, serialize, on = adapter) {
  const info = new RequestInformation(method, `{+baseurl}${path}`, { baseurl: on.baseUrl })
  info.headers.tryAdd('Accept', JSON_TYPE)
  if (body !== undefined) info.setContentFromParsable(on, JSON_TYPE, body, serialize)
  return info
}
const get = (path, create) => adapter.send(request(HttpMethod.GET, path), create, errors)
const send = (method, path, body, serialize, create) =>
  adapter.send(request(method, path, body, serialize), create, errors)
const sendForNothing = (method, path, body, serialize) =>
  adapter.sendNoResponseContent(request(method, path, body, serialize), errors)

const {
  createConnectionOperationCollectionResponseFromDiscriminatorValue: operations,
  createExternalActivityResultFromDiscriminatorValue: activityResult,
  createExternalConnectionFromDiscriminatorValue: externalConnection,
  createExternalGroupFromDiscriminatorValue: externalGroup,
  createExternalItemCollectionResponseFromDiscriminatorValue: externalItems,
  createExternalItemFromDiscriminatorValue: externalItem,
  createIdentityFromDiscriminatorValue: identity,
  createSchemaFromDiscriminatorValue: schemaModel,
} = models

const id = 'kiotalogs'
const connection = `/external/connections/${id}`
const entries = logEntries(25)
const itemOf = (entry) => ({
  acl: aclOf(entry),
  properties: {
    additionalData: {
      vessel: entry.vessel,
      berth: entry.berth,
      arrived: entry.arrived,
      'tags@odata.type': 'Collection(String)',
      tags: entry.tags,
      link: `https://harbour.example/log/${entry.id}`,
    },
  },
  content: { type: 'text', value: entry.text },
})

async function refusal(call) {
  try {
    await call()
  } catch (error) {
    return { status: error.responseStatusCode, code: error.errorEscaped?.code, inner: error.errorEscaped?.innerError }
  }
  assert.fail('the call was expected to be refused')
}

const searchBody = (writer, { requests }) =>
  writer.writeCollectionOfObjectValues('requests', requests, serializeSearchRequest)
const searchAnswer = () => (answer) => ({
  value: (node) => {
    answer.value = node.getCollectionOfObjectValues(createSearchResponseFromDiscriminatorValue)
  },
})
async function search(person, queryString) {
  const body = {
    requests: [{ entityTypes: ['externalItem'], contentSources: [connection], query: { queryString }, size: 100 }],
  }
  const on = readerOf(person)
  const answer = await on.send(request(HttpMethod.POST, '/search/query', body, searchBody, on), searchAnswer, errors)
  return answer.value[0].hitsContainers[0]
}
const itemIds = ({ hits }) =>
  (hits ?? []).map((hit) => hit.resource.properties.additionalData.substrateContentDomainId.split(',')[1]).sort()

await stage('a connection that is not there raises a typed error', async () => {
  const { status, code } = await refusal(() => get(connection, externalConnection))
  assert.deepEqual({ status, code }, { status: 404, code: 'ItemNotFound' })
})

await stage('create: a typed entity comes back', async () => {
  const body = {
    id,
    name: 'Kiota logs',
    description: 'Berth log entries, one per vessel call.',
  }
  const create = () =>
    send(HttpMethod.POST, '/external/connections', body, models.serializeExternalConnection, externalConnection)
  const created = await create()
  assert.equal(created.id, id)
  assert.equal(created.state, 'draft')
  assert.equal((await refusal(create)).code, 'NameAlreadyExists')
})

await stage('schema: accepted with no content, completed in the list of operations', async () => {
  const body = { baseType: 'microsoft.graph.externalItem', properties: schemaProperties }
  // The SDK cannot read a 202 without content as an entity, and says so; without expecting one it is content.
  await sendForNothing(HttpMethod.PATCH, `${connection}/schema`, body, models.serializeSchema)
  const done = await eventually(
    () => get(`${connection}/operations`, operations),
    ({ value }) => value?.[0]?.status === 'completed',
  )
  assert.equal(done.value[0].status, 'completed')
  const schema = await get(`${connection}/schema`, schemaModel)
  assert.deepEqual(
    schema.properties.map(({ name, type, labels }) => ({ name, type, labels: labels ?? [] })),
    schemaProperties.map(({ name, type, labels }) => ({ name, type, labels: labels ?? [] })),
  )
  assert.equal((await get(connection, externalConnection)).state, 'ready')
})

await stage('groups and nested members', async () => {
  const group = (body) =>
    send(HttpMethod.POST, `${connection}/groups`, body, models.serializeExternalGroup, externalGroup)
  const join = (to, body) =>
    send(HttpMethod.POST, `${connection}/groups/${to}/members`, body, models.serializeIdentity, identity)
  assert.equal((await group({ id: 'pilots', displayName: 'Pilots' })).id, 'pilots')
  await group({ id: 'crews', displayName: 'Crews' })
  assert.equal((await join('pilots', { id: 'crews', type: 'externalGroup' })).type, 'externalGroup')
  await join('crews', { id: people.memberGroupId, type: 'group' })
})

await stage('PUT 25 items: each comes back as an entity', async () => {
  const put = (entry) =>
    send(HttpMethod.PUT, `${connection}/items/${entry.id}`, itemOf(entry), models.serializeExternalItem, externalItem)
  const stored = await Promise.all(entries.map(put))
  assert.deepEqual(
    stored.map((item) => item.id),
    entries.map((entry) => entry.id),
  )
  const listed = await get(`${connection}/items`, externalItems)
  assert.equal(listed.value.length, 25)
})

await stage('GET item: the open bag of properties', async () => {
  const item = await get(`${connection}/items/${entries[0].id}`, externalItem)
  assert.equal(item.properties.additionalData.vessel, entries[0].vessel)
  assert.equal(item.properties.additionalData.berth, entries[0].berth)
  assert.equal(item.content.type, 'text')
  assert.equal(item.acl[0].type, 'everyone')
})

await stage('addActivities under its qualified name', async () => {
  const body = {
    activities: [
      {
        odataType: '#microsoft.graph.externalConnectors.externalActivity',
        type: 'commented',
        startDateTime: new Date('2027-02-04T08:00:00Z'),
        performedBy: { type: 'user', id: people.member.id },
      },
    ],
  }
  const serialize = (writer, { activities }) =>
    writer.writeCollectionOfObjectValues('activities', activities, models.serializeExternalActivity)
  const results = () => (answer) => ({
    value: (node) => {
      answer.value = node.getCollectionOfObjectValues(activityResult)
    },
  })
  const path = `${connection}/items/${entries[0].id}/microsoft.graph.externalConnectors.addActivities`
  const answer = await send(HttpMethod.POST, path, body, serialize, results)
  assert.deepEqual(
    answer.value.map(({ type, error }) => ({ type, error: error ?? null })),
    [{ type: 'commented', error: null }],
  )
})

await stage('search: two people, two answers', async () => {
  const seen = await eventually(
    () => search(people.member, 'fog'),
    ({ total }) => total === 25,
  )
  assert.equal(seen.total, 25)
  const fewer = await search(people.outsider, 'fog')
  assert.deepEqual(
    itemIds(fewer),
    entries.filter((entry) => entry.isPublic).map((entry) => entry.id),
  )
})

await stage('PATCH connection answers with nothing, DELETE item and connection too', async () => {
  await sendForNothing(HttpMethod.PATCH, connection, { description: 'Shorter' }, models.serializeExternalConnection)
  assert.equal((await get(connection, externalConnection)).description, 'Shorter')
  await sendForNothing(HttpMethod.DELETE, `${connection}/items/${entries[0].id}`)
  assert.equal((await refusal(() => get(`${connection}/items/${entries[0].id}`, externalItem))).status, 404)
  await sendForNothing(HttpMethod.DELETE, connection)
  assert.equal((await refusal(() => get(connection, externalConnection))).status, 404)
})
