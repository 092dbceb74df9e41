import { ClientSecretCredential } from '@azure/identity'
import { Client } from '@microsoft/microsoft-graph-client'
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js'

const needed = ['AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_CLIENT_SECRET']

/** A Graph client that signs in as the application. The SDK retries 429, 503 and 504 by itself. */
export function connect() {
  const missing = needed.filter((name) => !process.env[name])
  if (missing.length > 0) {
    console.error(`Set ${missing.join(', ')} first. README.md says where to find the values.`)
    process.exit(2)
  }
  const [tenantId, clientId, clientSecret] = needed.map((name) => process.env[name])
  const credential = new ClientSecretCredential(tenantId, clientId, clientSecret)
  const authProvider = new TokenCredentialAuthenticationProvider(credential, {
    scopes: ['https://graph.microsoft.com/.default'],
  })
  return { client: Client.initWithMiddleware({ authProvider }), tenantId }
}

/** The result of a request, or undefined when Graph says that there is no such thing. */
export async function orMissing(request) {
  try {
    return await request
  } catch (error) {
    if (error.statusCode === 404) return undefined
    throw error
  }
}
