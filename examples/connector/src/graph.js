import { ClientSecretCredential } from '@azure/identity'
import { Client } from '@microsoft/microsoft-graph-client'
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js'

const needed = ['AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_CLIENT_SECRET']

/** A Graph client that signs in as the application. The SDK retries 429, 503 and 504 by itself. */
export function connect() {
  const missing = needed.filter((name) => !process.env[name])
  if (missing.length > 0) throw new Error(`Set ${missing.join(', ')} first; README.md says how.`)
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

const noise = ['date', 'request-id', 'client-request-id']

/** What went wrong, in words: `403 Authorization_RequestDenied: Insufficient privileges …`, and the details below it. */
export function explain(error) {
  if (!error.statusCode) return error.message
  const details = Object.entries(innerError(error)).filter(([name]) => !noise.includes(name))
  const lines = [
    `${error.statusCode} ${error.code}: ${error.message}`,
    ...details.map(([name, detail]) => `${name}: ${typeof detail === 'string' ? detail : JSON.stringify(detail)}`),
  ]
  if (error.statusCode === 403) lines.push('README.md lists the permissions that the application needs.')
  return lines.join('\n  ')
}

function innerError({ body }) {
  try {
    return JSON.parse(body).innerError ?? {}
  } catch {
    return {}
  }
}
