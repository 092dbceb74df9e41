// A server that takes few items a second: the official client waits as it is told, and everything arrives.
import assert from 'node:assert/strict'
import { ClientSecretCredential } from '@azure/identity'
import { Client } from '@microsoft/microsoft-graph-client'
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js'
import { aclOf, eventually, logEntries, SCOPE, schemaProperties, stage } from './life.mjs'

const { AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET } = process.env
const credential = new ClientSecretCredential(AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET)
const authProvider = new TokenCredentialAuthenticationProvider(credential, { scopes: [SCOPE] })
const client = Client.initWithMiddleware({ authProvider })
const connection = '/external/connections/slowlogs'
// One a second with a burst of ten: the last three have to wait.
const entries = logEntries(13)

await stage('a connection with a schema', async () => {
  await client
    .api('/external/connections')
    .post({ id: 'slowlogs', name: 'Slow logs', description: 'Berth log entries' })
  await client
    .api(`${connection}/schema`)
    .patch({ baseType: 'microsoft.graph.externalItem', properties: schemaProperties })
  const ready = await eventually(
    () => client.api(connection).get(),
    ({ state }) => state === 'ready',
  )
  assert.equal(ready.state, 'ready')
})

await stage('more items than the server takes in a second all arrive', async () => {
  for (const entry of entries) {
    const body = {
      acl: aclOf(entry),
      properties: { vessel: entry.vessel },
      content: { type: 'text', value: entry.text },
    }
    assert.equal((await client.api(`${connection}/items/${entry.id}`).put(body)).id, entry.id)
  }
  assert.equal(Number(await client.api(`${connection}/items/$count`).get()), entries.length)
})
