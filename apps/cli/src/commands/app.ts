import { CONNECTOR_PERMISSIONS, type KeptApp, keptApps, keptPath, takeApp } from '../apps.ts'
import { cliErrors } from '../errors.ts'
import { findServer } from '../folder.ts'
import { type Command, nearestOf, readWords } from '../words.ts'
import { INSPECT_DETAILS, INSPECT_USAGE, inspect } from './inspect.ts'

const USAGE =
  'jumpseat app create NAME [--permission NAME …] [--scope NAME …] [--public] [--as FORM] [--data DIR] | app list | app inspect PATH'

// The files from which connectors read their credentials when they do not read the environment. Each takes a KeptApp
// and gives the text of the file.
const FORMS: Readonly<Record<string, (app: KeptApp) => string>> = {
  env: ({ tenantId, appId, secret }) =>
    `AZURE_TENANT_ID=${tenantId}\nAZURE_CLIENT_ID=${appId}\nAZURE_CLIENT_SECRET=${secret}\n`,
  json: ({ tenantId, appId, secret }) =>
    `${JSON.stringify({ tenantId, clientId: appId, clientSecret: secret }, null, 2)}\n`,
  'env.js': ({ tenantId, appId, objectId, secret }) =>
    `export const appInfo = ${JSON.stringify({ appId, objectId, tenantId, secrets: [{ displayName: 'Default', value: secret }] }, null, 2)};\n`,
  'config.ini': ({ tenantId, appId, secret }) =>
    `[AZURE]\nCLIENT_ID = ${appId}\nCLIENT_SECRET = ${secret}\nTENANT_ID = ${tenantId}\n`,
  properties: ({ tenantId, appId, secret }) =>
    `app.clientId=${appId}\napp.clientSecret=${secret}\napp.tenantId=${tenantId}\n`,
  'user-secrets': ({ tenantId, appId, secret }) =>
    `${JSON.stringify({ 'AzureAd:TenantId': tenantId, 'AzureAd:ClientId': appId, 'AzureAd:ClientSecret': secret }, null, 2)}\n`,
}

export const app: Command = {
  summary: 'create or list app registrations, or inspect an app package',
  usage: USAGE,
  details: `create takes the app of that name or makes it, and keeps a working secret in the data folder.

  --permission NAME   application permission; repeatable (default: ${CONNECTOR_PERMISSIONS.join(', ')})
  --scope NAME        delegated scope; repeatable
  --public            an app without a secret, for sign-in on devices and in browsers
  --as FORM           print the credentials, the secret too, as a file that connectors read:
                      ${Object.keys(FORMS).join(', ')}
  --data DIR          data folder of the server

${INSPECT_USAGE}

${INSPECT_DETAILS}`,
  async perform(words) {
    if (words[0] === 'inspect') return inspect(words.slice(1))
    const { values, positionals } = readWords(words, USAGE, {
      permission: { type: 'string', multiple: true, default: [...CONNECTOR_PERMISSIONS] },
      scope: { type: 'string', multiple: true, default: [] },
      public: { type: 'boolean', default: false },
      as: { type: 'string' },
      data: { type: 'string' },
    })
    const [action = '', displayName, ...more] = positionals
    const wrong = (reason: string, nearest = '') => cliErrors.wrongWords({ reason, nearest, usage: USAGE })
    if (action === 'list' && displayName === undefined) {
      for (const kept of keptApps(findServer(values.data))) process.stdout.write(`${kept.appId}  ${kept.displayName}\n`)
      return 0
    }
    if (action !== 'create')
      throw wrong('Say "create NAME", "list" or "inspect PATH".', nearestOf(action, ['create', 'list', 'inspect']))
    if (displayName === undefined || more.length > 0) throw wrong('Give the app one name, in quotes if it has spaces.')
    const form = values.as === undefined ? undefined : FORMS[values.as]
    if (values.as !== undefined && form === undefined) {
      throw wrong(`There is no form '${values.as}'.`, nearestOf(values.as, Object.keys(FORMS)))
    }
    const server = findServer(values.data)
    const taken = await takeApp(server, {
      displayName,
      permissions: values.public ? [] : values.permission,
      scopes: values.scope,
      isPublic: values.public,
    })
    process.stdout.write(form?.(taken) ?? summaryOf(taken, keptPath(server, displayName)))
    return 0
  },
}

function summaryOf({ displayName, appId, tenantId }: KeptApp, path: string): string {
  return `name    ${displayName}\ntenant  ${tenantId}\nclient  ${appId}\nsecret  kept in ${path}\n`
}
