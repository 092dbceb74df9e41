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
