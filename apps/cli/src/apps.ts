import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isJsonObject, type JsonObject } from '@jumpseat/wire'
import { cliErrors } from './errors.ts'
import type { Server } from './folder.ts'
import { callOperator } from './operator.ts'

/** An app registration with the secret that this command line keeps for it. A public app has none. */
export interface KeptApp {
  readonly displayName: string
  readonly appId: string
  readonly objectId: string
  readonly tenantId: string
  readonly secret: string
}

export interface WantedApp {
  readonly displayName: string
  readonly permissions: readonly string[]
  readonly scopes: readonly string[]
  readonly isPublic: boolean
}

/** What a connector needs to own a connection, and to look up the people and groups of its access lists. Contract: connectors 8.3 */
export const CONNECTOR_PERMISSIONS = [
  'ExternalConnection.ReadWrite.OwnedBy',
  'ExternalItem.ReadWrite.OwnedBy',
  'User.Read.All',
  'Group.Read.All',
] as const

/** Takes the app of that name or has it made, adds what permissions it lacks, and keeps a secret that works. */
export async function takeApp(server: Server, wanted: WantedApp): Promise<KeptApp> {
  const kept = readKept(keptPath(server, wanted.displayName))
  const reuseSecret = kept?.secret ? { reuseSecret: kept.secret } : {}
  const answer = await callOperator(server, 'POST', 'apps', { ...wanted, ...reuseSecret })
  const secret = answer.secretIsValid === true ? kept?.secret : answer.secret
  const app: KeptApp = {
    displayName: wanted.displayName,
    appId: String(answer.appId),
    objectId: String(answer.objectId),
    tenantId: String(answer.tenantId),
    secret: typeof secret === 'string' ? secret : '',
  }
  keep(server, app)
  return app
}

/** The apps whose secrets are kept beside this data folder. */
export function keptApps(server: Server): KeptApp[] {
  const names = readdirOr(join(server.folder, 'apps')).filter((name) => name.endsWith('.json'))
  return names.sort().flatMap((name) => readKept(join(server.folder, 'apps', name)) ?? [])
}

/** The file of an app's credentials; any name makes a file name. */
export function keptPath({ folder }: Server, displayName: string): string {
  return join(folder, 'apps', `${encodeURIComponent(displayName).replaceAll('*', '%2A')}.json`)
}

function keep(server: Server, app: KeptApp): void {
  const path = keptPath(server, app.displayName)
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(path, `${JSON.stringify(app, null, 2)}\n`, { mode: 0o600 })
}

function readKept(path: string): KeptApp | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
  const app = parsed(text)
  const field = (name: string) => (typeof app?.[name] === 'string' ? app[name] : undefined)
  const [displayName, appId, secret] = [field('displayName'), field('appId'), field('secret')]
  if (displayName === undefined || appId === undefined || secret === undefined) {
    throw cliErrors.keptAppUnreadable({ path })
  }
  return { displayName, appId, secret, objectId: field('objectId') ?? '', tenantId: field('tenantId') ?? '' }
}

function parsed(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function readdirOr(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
