import type { AppId, ConnectionId, ExternalGroupId, ObjectId, TenantId } from '@jumpseat/wire'

/** Roles of contract: publishing-and-governance 4.8. `complianceAdministrator` is implied by no other. */
export const DIRECTORY_ROLES = [
  'globalAdministrator',
  'aiAdministrator',
  'teamsAdministrator',
  'searchAdministrator',
  'searchEditor',
  'applicationAdministrator',
  'globalReader',
  'reportsReader',
  'complianceAdministrator',
] as const
export type DirectoryRole = (typeof DIRECTORY_ROLES)[number]

/** Who is asking. Made by the authority from a verified token or session; every decision starts from it. */
export interface Caller {
  readonly tenantId: TenantId
  /** `user` for a delegated token, `app` for an app-only one. */
  readonly kind: 'user' | 'app'
  /** The token's `oid`: the user, or the service principal of the app. */
  readonly objectId: ObjectId
  /** Calling application (`appid` or `azp`): the ownership key of contract: connectors 1.7. */
  readonly appId: AppId
  /** Delegated scopes; empty for an app-only token. */
  readonly scopes: ReadonlySet<string>
  /** Application permissions; empty for a delegated token. */
  readonly permissions: ReadonlySet<string>
  readonly isGuest: boolean
  /** Roles of the signed-in user, read from the directory at each request; empty for apps. */
  readonly roles: ReadonlySet<DirectoryRole>
  /** Readable name for records: user principal name or the app's display name. */
  readonly name: string
}

export interface Tenant {
  readonly id: TenantId
  readonly displayName: string
  readonly domain: string
  /** True for the sample organisation: one-click sign-in and `jumpseat token` may serve it. */
  readonly isSample: boolean
}

export interface User {
  readonly id: ObjectId
  readonly userPrincipalName: string
  readonly displayName: string
  readonly givenName: string | null
  readonly surname: string | null
  readonly mail: string | null
  readonly jobTitle: string | null
  readonly department: string | null
  readonly officeLocation: string | null
  readonly userType: 'Member' | 'Guest'
  readonly accountEnabled: boolean
}

export interface Group {
  readonly id: ObjectId
  readonly displayName: string
  readonly description: string | null
  readonly mail: string | null
}

export interface App {
  readonly appId: AppId
  /** Object id of its service principal: `oid` of app-only tokens. */
  readonly objectId: ObjectId
  readonly displayName: string
  /** Application permissions granted by an administrator, for example `ExternalItem.ReadWrite.OwnedBy`. */
  readonly permissions: readonly string[]
  /** Delegated scopes granted for everyone. */
  readonly scopes: readonly string[]
  readonly redirectUris: readonly string[]
  /** A public client (device code, PKCE) has no secret. */
  readonly isPublic: boolean
}

/** How a person comes to belong somewhere: from the person outward, the last entry is the group itself. */
export interface MembershipStep {
  readonly type: 'user' | 'group' | 'externalGroup'
  readonly id: string
  readonly displayName: string
}

/** Everything a person belongs to, as of one membership epoch. Contract: connectors 3.5 rule 1. */
export interface Membership {
  readonly tenantId: TenantId
  readonly userId: ObjectId
  readonly isGuest: boolean
  /** Directory groups, transitively. */
  readonly groups: ReadonlySet<ObjectId>
  /** External groups of one connection that contain the person directly, through groups, or through nested external groups. */
  externalGroups(connectionUid: string): ReadonlySet<ExternalGroupId>
  /** One shortest path from the person to a group, or undefined when there is none. */
  pathToGroup(groupId: ObjectId): readonly MembershipStep[] | undefined
  pathToExternalGroup(connectionUid: string, groupId: ExternalGroupId): readonly MembershipStep[] | undefined
}

/** Member of an external group, in canonical form. Contract: connectors 4. */
export interface ExternalMember {
  readonly id: string
  readonly type: 'user' | 'group' | 'externalGroup'
}

export interface ExternalGroup {
  readonly id: ExternalGroupId
  readonly displayName: string | null
  readonly description: string | null
}

export type { ConnectionId }

/** Who makes a change, and from where, for the record. `system` stands for what the server does by itself. */
export type Actor = (Caller & { readonly requestId?: string; readonly address?: string }) | 'system'

export interface NewApp {
  readonly displayName: string
  readonly permissions: readonly string[]
  readonly scopes: readonly string[]
  readonly redirectUris?: readonly string[]
  readonly isPublic: boolean
  /** Fixed ids, for the sample organisation and the server's own apps. */
  readonly appId?: AppId
  readonly objectId?: ObjectId
}

/** A tenant with all that it starts with. */
export interface Organisation {
  readonly tenant: Tenant
  readonly users: readonly (User & { readonly roles: readonly DirectoryRole[] })[]
  readonly groups: readonly (Group & { readonly members: readonly GroupMember[] })[]
  readonly apps: readonly App[]
}

/** What the rest of the house asks the directory. Reads are synchronous, over committed data. */
export interface Directory {
  tenants(): readonly Tenant[]
  /** By id or verified domain, in any case. */
  tenant(idOrDomain: string): Tenant | undefined
  createTenant(tenant: Omit<Tenant, 'id'> & { readonly id?: TenantId }): Promise<Tenant>
  /** Makes a whole organisation in one commit; one that is there already stays as it is. */
  createOrganisation(organisation: Organisation): Promise<Tenant>

  /** By object id or user principal name (any case). */
  user(tenantId: TenantId, idOrPrincipalName: string): User | undefined
  createUser(
    tenantId: TenantId,
    user: Partial<User> & Pick<User, 'userPrincipalName' | 'displayName'>,
    actor: Actor,
  ): Promise<User>
  group(tenantId: TenantId, id: string): Group | undefined
  rolesOf(tenantId: TenantId, userId: ObjectId): ReadonlySet<DirectoryRole>
  assignRole(tenantId: TenantId, userId: ObjectId, role: DirectoryRole, actor: Actor): Promise<void>

  app(tenantId: TenantId, appId: string): App | undefined
  appByName(tenantId: TenantId, displayName: string): App | undefined
  createApp(tenantId: TenantId, app: NewApp, actor: Actor): Promise<App>
  /** Adds what the app lacks of these; nothing is taken away. Gives the app as it is then. */
  grant(
    tenantId: TenantId,
    appId: AppId,
    more: Partial<Pick<App, 'permissions' | 'scopes' | 'redirectUris'>>,
    actor: Actor,
  ): Promise<App>
  /** Makes a client secret; it is shown once and kept as a hash. */
  addAppSecret(tenantId: TenantId, appId: AppId, actor: Actor): Promise<string>
  isAppSecret(tenantId: TenantId, appId: AppId, secret: string): boolean
  /** Adds an X.509 certificate in PEM for `client_assertion`. */
  addAppCertificate(tenantId: TenantId, appId: AppId, pem: string, actor: Actor): Promise<void>
  appCertificates(tenantId: TenantId, appId: AppId): readonly string[]

  setPassword(tenantId: TenantId, userId: ObjectId, password: string): Promise<void>
  isPassword(tenantId: TenantId, userId: ObjectId, password: string): Promise<boolean>
  hasPassword(tenantId: TenantId, userId: ObjectId): boolean
  /** A one-time code that lets the person set a password; valid for a day, kept as a hash. */
  createWelcomeCode(tenantId: TenantId, userId: ObjectId): Promise<string>
  /** Uses the code up; undefined when it is unknown, used or expired. */
  redeemWelcomeCode(code: string): Promise<(User & { readonly tenantId: TenantId }) | undefined>

  /** Everything the person belongs to now. Cached per membership epoch; never older than the last acknowledged change. */
  membershipOf(tenantId: TenantId, userId: ObjectId): Membership
  readonly externalGroups: ExternalGroups
}

export interface GroupMember {
  readonly type: 'user' | 'group'
  readonly id: ObjectId
}

export type NewUser = Partial<User> & Pick<User, 'userPrincipalName' | 'displayName'>
export type NewGroup = Partial<Group> & Pick<Group, 'displayName'>

/** A comparison, or comparisons joined, ignoring case. `hasWord`: a word of the value starts with the text. */
export type Filter =
  | { readonly kind: 'equals'; readonly property: string; readonly values: readonly (string | boolean | null)[] }
  | { readonly kind: 'startsWith' | 'hasWord'; readonly property: string; readonly value: string }
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Filter[] }

/** Which entries of a list ordered by display name, then id. */
export interface Range {
  readonly filter?: Filter | undefined
  readonly after?: { readonly displayName: string; readonly id: string } | undefined
  readonly skip?: number | undefined
  readonly limit: number
}

/** What administration needs beyond `Directory`. Each change is recorded and is in force once its promise resolves. */
export interface AdministeredDirectory extends Directory {
  users(tenantId: TenantId, range: Range): readonly User[]
  userCount(tenantId: TenantId, filter?: Filter): number
  updateUser(tenantId: TenantId, id: ObjectId, patch: Partial<Omit<User, 'id'>>, actor: Actor): Promise<void>
  /** Ends the person's memberships, roles and codes. */
  deleteUser(tenantId: TenantId, id: ObjectId, actor: Actor): Promise<void>
  removeRole(tenantId: TenantId, userId: ObjectId, role: DirectoryRole, actor: Actor): Promise<void>
  setPassword(tenantId: TenantId, userId: ObjectId, password: string, actor?: Actor): Promise<void>

  groups(tenantId: TenantId, range: Range): readonly Group[]
  groupCount(tenantId: TenantId, filter?: Filter): number
  createGroup(tenantId: TenantId, group: NewGroup, actor: Actor): Promise<Group>
  updateGroup(tenantId: TenantId, id: ObjectId, patch: Partial<Omit<Group, 'id'>>, actor: Actor): Promise<void>
  /** Removes the group from everywhere it is a member of, too. */
  deleteGroup(tenantId: TenantId, id: ObjectId, actor: Actor): Promise<void>
  /** Members by id. */
  members(tenantId: TenantId, groupId: ObjectId): readonly GroupMember[]
  /** Members of the group and of the groups inside it, without the group itself. */
  transitiveMembers(tenantId: TenantId, groupId: ObjectId): readonly GroupMember[]
  /** Groups that hold the user or group directly. */
  groupsWith(tenantId: TenantId, memberId: ObjectId): readonly Group[]
  /** The member is a user or a group, by id. */
  addMember(tenantId: TenantId, groupId: ObjectId, memberId: ObjectId, actor: Actor): Promise<void>
  removeMember(tenantId: TenantId, groupId: ObjectId, memberId: ObjectId, actor: Actor): Promise<void>
}

/** External groups of one incarnation of a connection. Wire rules are the connectors package's. Contract: connectors 4. */
export interface ExternalGroups {
  get(tenantId: TenantId, connectionUid: string, id: string): ExternalGroup | undefined
  /** Groups after `afterId` by id, at most `limit`. */
  list(tenantId: TenantId, connectionUid: string, afterId: string | undefined, limit: number): readonly ExternalGroup[]
  count(tenantId: TenantId, connectionUid?: string): number
  /** False when the id is taken. */
  create(tenantId: TenantId, connectionUid: string, group: ExternalGroup): Promise<boolean>
  /** False when there is no such group. */
  update(
    tenantId: TenantId,
    connectionUid: string,
    id: string,
    patch: Partial<Omit<ExternalGroup, 'id'>>,
  ): Promise<boolean>
  /** Removes the group, its members and its own memberships; a group created again under the id starts empty. */
  delete(tenantId: TenantId, connectionUid: string, id: string): Promise<boolean>
  member(tenantId: TenantId, connectionUid: string, groupId: string, memberId: string): ExternalMember | undefined
  members(
    tenantId: TenantId,
    connectionUid: string,
    groupId: string,
    afterId: string | undefined,
    limit: number,
  ): readonly ExternalMember[]
  memberCount(tenantId: TenantId, connectionUid: string, groupId: string): number
  addMember(
    tenantId: TenantId,
    connectionUid: string,
    groupId: string,
    member: ExternalMember,
  ): Promise<'added' | 'duplicate' | 'noGroup'>
  removeMember(tenantId: TenantId, connectionUid: string, groupId: string, memberId: string): Promise<boolean>
  /** Removes all groups of a connection that goes away. */
  deleteAll(tenantId: TenantId, connectionUid: string): Promise<void>
}
