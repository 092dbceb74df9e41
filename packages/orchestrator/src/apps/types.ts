import type { Actor, Caller } from '@jumpseat/directory'
import type { AppPackage } from '@jumpseat/manifest'
import type { Skill, SkillSet } from '@jumpseat/skills'
import type { TenantId } from '@jumpseat/wire'
import type { Agent } from '../agents/types.ts'
import type { ApiDescription } from './descriptions.ts'
import type { ServerTools } from './servers.ts'

/** `blocked`: installed, and used by nobody. */
export type AppState = 'allowed' | 'blocked'

/** A package that an administrator installed for everyone. */
export interface InstalledApp {
  readonly tenantId: TenantId
  /** Title id: `T_` and the manifest's id. Contract: plugins-and-packages 0. */
  readonly id: string
  readonly version: string
  readonly name: string
  readonly state: AppState
  /** Milliseconds since 1970. */
  readonly installedAt: number
  readonly changedAt: number
  /** Private places that it may reach: host names and address blocks. */
  readonly places: readonly string[]
  /** Bytes of the zip. */
  readonly size: number
  readonly pkg: AppPackage
  /** Functions that the package names. */
  readonly skills: SkillSet
  /** Functions that its live servers told of. */
  readonly live: readonly Skill[]
  readonly agents: readonly Agent[]
  /** Live servers, as they were the last time. */
  readonly servers: readonly ServerTools[]
  /** API descriptions that the package names by address. */
  readonly descriptions: readonly ApiDescription[]
}

/** A tool of a live server, in one definition of it. */
export interface ToolDefinition {
  readonly server: string
  readonly name: string
  readonly hash: string
}

/** Names of functions. */
export interface Changes {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly string[]
}

/** Who may use which app: the catalogue's decision, once there is one. Until then everyone may use what is installed. */
export interface Access {
  mayUse(caller: Caller, appId: string): boolean
}

export const OPEN_ACCESS: Access = { mayUse: () => true }

/** The installed apps of all tenants, in memory; what is stored is read once. */
export interface Apps {
  /** Reads what is installed. Call it once, before requests are accepted. */
  load(): Promise<void>
  /** Grows with every change of the tenant's apps. */
  epoch(tenantId: TenantId): number
  list(tenantId: TenantId): readonly InstalledApp[]
  get(tenantId: TenantId, id: string): InstalledApp | undefined
  /** Installs, or replaces the version that is there. Errors: `packageRefused`, `tooManyApps`. */
  install(tenantId: TenantId, zip: Uint8Array, actor: Actor): Promise<InstalledApp>
  setState(tenantId: TenantId, id: string, state: AppState, actor: Actor): Promise<InstalledApp>
  /** Opens private places to the app, and no others. Errors: `requestInvalid`. */
  setPlaces(tenantId: TenantId, id: string, places: readonly string[], actor: Actor): Promise<InstalledApp>
  remove(tenantId: TenantId, id: string, actor: Actor): Promise<void>
  /** Takes an API description in the form that the administrator has seen. Errors: `descriptionNotHeld`. */
  acceptDescription(tenantId: TenantId, id: string, url: string, hash: string, actor: Actor): Promise<InstalledApp>
  /** Asks live servers for their functions, and for the descriptions by address. Never rejects for what they do. */
  refresh(tenantId: TenantId, id: string): Promise<InstalledApp>
  /** Takes a tool in the definition that the administrator has seen. Errors: `toolNotHeld`. */
  accept(tenantId: TenantId, id: string, tool: ToolDefinition, actor: Actor): Promise<InstalledApp>
}
