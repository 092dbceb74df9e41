import type { Effects } from './chat.ts'
import { call, get, type Outcome } from './http.ts'

// The shapes of `/api/admin/apps` and `/api/admin/secrets`.

export interface InstalledApp {
  readonly id: string
  readonly name: string
  readonly version: string
  readonly publisher: string | null
  readonly state: 'allowed' | 'blocked'
  /** Private places that it may reach. */
  readonly privatePlaces: readonly string[]
  /** Bytes. */
  readonly size: number
  readonly installedAt: string
  readonly agents: readonly {
    readonly id: string
    readonly name: string
    readonly capabilities: readonly { readonly name: string; readonly isAvailable: boolean; readonly note: string }[]
    readonly files: readonly { readonly name: string; readonly problem: string | null }[]
  }[]
  readonly functions: readonly {
    readonly id: string
    readonly name: string
    readonly action: string
    readonly effects: Effects
    readonly signIn: string
    /** Registration of the key that it needs. */
    readonly reference: string | null
  }[]
  readonly unavailable: readonly { readonly id: string; readonly name: string; readonly problem: string }[]
  /** MCP servers whose tools are asked for live. */
  readonly servers: readonly LiveServer[]
  /** API descriptions that the package names by address. */
  readonly descriptions: readonly FetchedDescription[]
  readonly findings: readonly {
    readonly rule: string
    readonly severity: string
    readonly file: string
    readonly pointer?: string
    readonly message: string
    readonly fix: string
  }[]
}

export interface LiveServer {
  readonly key: string
  /** Names of the tools that are served. */
  readonly accepted: readonly string[]
  /** Tools that are held back until somebody has looked. */
  readonly held: readonly {
    readonly name: string
    readonly description: string
    readonly hash: string
    readonly why: 'changed' | 'suspect'
  }[]
  readonly problem: string | null
  readonly at: string
}

export interface FetchedDescription {
  readonly url: string
  /** Of the copy that serves; null when none could be fetched yet. */
  readonly hash: string | null
  /** A copy that waits, and the names of the functions that it would add, take away or change. */
  readonly held: ({ readonly hash: string } & DescriptionChanges) | null
  readonly problem: string | null
  readonly at: string
}

export interface DescriptionChanges {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly string[]
}

/** A key that is kept; the key itself never comes back. */
export interface Secret {
  readonly app: string
  readonly reference: string
  readonly name: string
  readonly baseUrl: string
  readonly keyCount: number
  readonly changedAt: string
}

interface List<T> {
  readonly value: readonly T[]
}

const at = (app: string) => `/api/admin/apps/${encodeURIComponent(app)}`

export const readApps = (signal?: AbortSignal): Promise<Outcome<List<InstalledApp>>> => get('/api/admin/apps', signal)
export const installApp = (zip: Blob): Promise<Outcome<InstalledApp>> =>
  call('POST', '/api/admin/apps', { file: zip, headers: { 'content-type': 'application/zip' } })
export const setAppState = (app: string, state: InstalledApp['state']): Promise<Outcome<InstalledApp>> =>
  call('PATCH', at(app), { body: { state } })
/** Asks the live servers of an app for their tools again. */
export const refreshApp = (app: string): Promise<Outcome<InstalledApp>> =>
  call('POST', `${at(app)}/refresh`, { body: {} })
/** Lets a tool in as it is described now. */
export const acceptTool = (
  app: string,
  tool: { readonly server: string; readonly name: string; readonly hash: string },
): Promise<Outcome<InstalledApp>> => call('POST', `${at(app)}/tools`, { body: tool })
/** Lets an API description serve as it is now. */
export const acceptDescription = (
  app: string,
  document: { readonly url: string; readonly hash: string },
): Promise<Outcome<InstalledApp>> => call('POST', `${at(app)}/descriptions`, { body: document })
export const setAppPlaces = (app: string, privatePlaces: readonly string[]): Promise<Outcome<InstalledApp>> =>
  call('PATCH', at(app), { body: { privatePlaces } })
export const removeApp = (app: string): Promise<Outcome<unknown>> => call('DELETE', at(app))

export const readSecrets = (signal?: AbortSignal): Promise<Outcome<List<Secret>>> => get('/api/admin/secrets', signal)
export const keepSecret = (secret: {
  readonly app: string
  readonly reference: string
  readonly name: string
  readonly baseUrl: string
  readonly keys: readonly string[]
}): Promise<Outcome<Secret>> => call('PUT', '/api/admin/secrets', { body: secret })
