// Table: the environment variables by which connectors are given their credentials. The guide prints it.

/** The three values of an app, as programs call them. */
export interface Credentials {
  readonly tenantId: string
  readonly clientId: string
  readonly clientSecret: string
}

/** One family of names: tenant id, client id, client secret. */
export interface Names {
  readonly tenantId: string
  readonly clientId: string
  readonly clientSecret: string
  readonly readBy: string
}

// Contract: connectors 9
export const CREDENTIAL_NAMES: readonly Names[] = [
  names(
    'AZURE_TENANT_ID',
    'AZURE_CLIENT_ID',
    'AZURE_CLIENT_SECRET',
    'EnvironmentCredential and DefaultAzureCredential in every language',
  ),
  names(
    'ENTRA_APP_TENANT_ID',
    'ENTRA_APP_CLIENT_ID',
    'ENTRA_APP_CLIENT_SECRET',
    'connectors made with the Agents Toolkit',
  ),
  names('AAD_APP_TENANT_ID', 'AAD_APP_CLIENT_ID', 'AAD_APP_CLIENT_SECRET', 'connectors made with Teams Toolkit'),
  names('MicrosoftAppTenantId', 'MicrosoftAppId', 'MicrosoftAppPassword', 'bots, and connectors that grew out of one'),
  names('AzureAd__TenantId', 'AzureAd__ClientId', 'AzureAd__ClientSecret', '.NET configuration, section AzureAd'),
  names('EntraId__TenantId', 'EntraId__ClientId', 'EntraId__ClientSecret', '.NET configuration, section EntraId'),
  names('Entra__TenantId', 'Entra__ClientId', 'Entra__ClientSecret', '.NET configuration, section Entra'),
  names('TenantId', 'ClientId', 'ClientSecret', '.NET programs with flat settings'),
  names('TENANT_ID', 'CLIENT_ID', 'CLIENT_SECRET', 'scripts and .env files'),
]

function names(tenantId: string, clientId: string, clientSecret: string, readBy: string): Names {
  return { tenantId, clientId, clientSecret, readBy }
}

/** Variables that would lead the Azure identity libraries past the three values above, to a real account. They are removed. */
export const RIVAL_NAMES: readonly string[] = [
  'AZURE_CLIENT_CERTIFICATE_PATH',
  'AZURE_CLIENT_CERTIFICATE_PASSWORD',
  'AZURE_USERNAME',
  'AZURE_PASSWORD',
  'AZURE_FEDERATED_TOKEN_FILE',
  'AZURE_TOKEN_CREDENTIALS',
  'IDENTITY_ENDPOINT',
  'IDENTITY_HEADER',
  'MSI_ENDPOINT',
  'MSI_SECRET',
]

export function credentialVariables(credentials: Credentials): Record<string, string> {
  const pairs = CREDENTIAL_NAMES.flatMap(({ tenantId, clientId, clientSecret }) => [
    [tenantId, credentials.tenantId],
    [clientId, credentials.clientId],
    [clientSecret, credentials.clientSecret],
  ])
  return Object.fromEntries(pairs)
}

const PLACEHOLDERS: Readonly<Record<string, keyof Credentials>> = {
  '{tenantId}': 'tenantId',
  '{clientId}': 'clientId',
  '{clientSecret}': 'clientSecret',
}

/** The text with `{tenantId}`, `{clientId}` and `{clientSecret}` filled in. */
export function filled(text: string, credentials: Credentials): string {
  return text.replace(/\{(tenantId|clientId|clientSecret)\}/g, (whole) => {
    const name = PLACEHOLDERS[whole]
    return name === undefined ? whole : credentials[name]
  })
}
