import type { Migration } from '@jumpseat/store'
import type { AppId, ExternalGroupId, ObjectId, TenantId } from '@jumpseat/wire'
import type { DirectoryRole, ExternalMember, User } from './types.ts'

// NOCASE folds ASCII only, which is all that principal names and mail addresses may hold.
export const directoryMigrations: readonly Migration[] = [
  {
    id: 'directory-001',
    up: [
      `CREATE TABLE tenants (
        id TEXT PRIMARY KEY, display_name TEXT NOT NULL, domain TEXT NOT NULL UNIQUE COLLATE NOCASE,
        is_sample INTEGER NOT NULL, membership_epoch INTEGER NOT NULL DEFAULT 1
      ) STRICT, WITHOUT ROWID`,
      `CREATE TABLE directory_users (
        tenant TEXT NOT NULL, id TEXT NOT NULL, upn TEXT NOT NULL COLLATE NOCASE,
        display_name TEXT NOT NULL COLLATE NOCASE, given_name TEXT COLLATE NOCASE, surname TEXT COLLATE NOCASE,
        mail TEXT COLLATE NOCASE, job_title TEXT COLLATE NOCASE, department TEXT COLLATE NOCASE,
        office_location TEXT COLLATE NOCASE, user_type TEXT NOT NULL COLLATE NOCASE, account_enabled INTEGER NOT NULL,
        password TEXT,
        PRIMARY KEY (tenant, id), UNIQUE (tenant, upn)
      ) STRICT, WITHOUT ROWID`,
      'CREATE INDEX directory_users_by_name ON directory_users (tenant, display_name, id)',
      'CREATE INDEX directory_users_by_mail ON directory_users (tenant, mail)',
      `CREATE TABLE directory_groups (
        tenant TEXT NOT NULL, id TEXT NOT NULL, display_name TEXT NOT NULL COLLATE NOCASE,
        description TEXT COLLATE NOCASE, mail TEXT COLLATE NOCASE,
        PRIMARY KEY (tenant, id)
      ) STRICT, WITHOUT ROWID`,
      'CREATE INDEX directory_groups_by_name ON directory_groups (tenant, display_name, id)',
      `CREATE TABLE directory_members (
        tenant TEXT NOT NULL, group_id TEXT NOT NULL, member_id TEXT NOT NULL, member_type TEXT NOT NULL,
        PRIMARY KEY (tenant, group_id, member_id)
      ) STRICT, WITHOUT ROWID`,
      'CREATE INDEX directory_members_by_member ON directory_members (tenant, member_id)',
      `CREATE TABLE directory_roles (
        tenant TEXT NOT NULL, user_id TEXT NOT NULL, role TEXT NOT NULL,
        PRIMARY KEY (tenant, user_id, role)
      ) STRICT, WITHOUT ROWID`,
      `CREATE TABLE apps (
        tenant TEXT NOT NULL, app_id TEXT NOT NULL, object_id TEXT NOT NULL, display_name TEXT NOT NULL,
        permissions TEXT NOT NULL, scopes TEXT NOT NULL, redirect_uris TEXT NOT NULL, is_public INTEGER NOT NULL,
        PRIMARY KEY (tenant, app_id), UNIQUE (tenant, object_id)
      ) STRICT, WITHOUT ROWID`,
      `CREATE TABLE app_secrets (
        tenant TEXT NOT NULL, app_id TEXT NOT NULL, hash BLOB NOT NULL,
        PRIMARY KEY (tenant, app_id, hash)
      ) STRICT, WITHOUT ROWID`,
      `CREATE TABLE app_certificates (
        tenant TEXT NOT NULL, app_id TEXT NOT NULL, thumbprint TEXT NOT NULL, pem TEXT NOT NULL,
        PRIMARY KEY (tenant, app_id, thumbprint)
      ) STRICT, WITHOUT ROWID`,
      `CREATE TABLE welcome_codes (
        hash BLOB PRIMARY KEY, tenant TEXT NOT NULL, user_id TEXT NOT NULL, expires_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID`,
      `CREATE TABLE external_groups (
        tenant TEXT NOT NULL, connection_uid TEXT NOT NULL, id TEXT NOT NULL, display_name TEXT, description TEXT,
        PRIMARY KEY (tenant, connection_uid, id)
      ) STRICT, WITHOUT ROWID`,
      `CREATE TABLE external_members (
        tenant TEXT NOT NULL, connection_uid TEXT NOT NULL, group_id TEXT NOT NULL,
        member_id TEXT NOT NULL, member_type TEXT NOT NULL,
        PRIMARY KEY (tenant, connection_uid, group_id, member_id)
      ) STRICT, WITHOUT ROWID`,
      'CREATE INDEX external_members_by_member ON external_members (tenant, member_id, member_type, connection_uid)',
    ],
  },
]

export interface UserRow {
  tenant: TenantId
  id: ObjectId
  upn: string
  display_name: string
  given_name: string | null
  surname: string | null
  mail: string | null
  job_title: string | null
  department: string | null
  office_location: string | null
  user_type: User['userType']
  account_enabled: number
  password: string | null
}

export interface GroupRow {
  tenant: TenantId
  id: ObjectId
  display_name: string
  description: string | null
  mail: string | null
}

export interface AppRow {
  tenant: TenantId
  app_id: AppId
  object_id: ObjectId
  display_name: string
  /** JSON arrays of text. */
  permissions: string
  scopes: string
  redirect_uris: string
  is_public: number
}

export interface Tables {
  tenants: { id: TenantId; display_name: string; domain: string; is_sample: number; membership_epoch: number }
  directory_users: UserRow
  directory_groups: GroupRow
  directory_members: { tenant: TenantId; group_id: ObjectId; member_id: ObjectId; member_type: 'user' | 'group' }
  directory_roles: { tenant: TenantId; user_id: ObjectId; role: DirectoryRole }
  apps: AppRow
  app_secrets: { tenant: TenantId; app_id: AppId; hash: Uint8Array }
  app_certificates: { tenant: TenantId; app_id: AppId; thumbprint: string; pem: string }
  welcome_codes: { hash: Uint8Array; tenant: TenantId; user_id: ObjectId; expires_at: number }
  external_groups: {
    tenant: TenantId
    connection_uid: string
    id: ExternalGroupId
    display_name: string | null
    description: string | null
  }
  external_members: {
    tenant: TenantId
    connection_uid: string
    group_id: string
    member_id: string
    member_type: ExternalMember['type']
  }
}
