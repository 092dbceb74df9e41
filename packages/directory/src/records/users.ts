import type { Statement, Store } from '@jumpseat/store'
import { isGuid, type ObjectId, type TenantId } from '@jumpseat/wire'
import { sql } from 'kysely'
import type { UserRow } from '../tables.ts'
import type { DirectoryRole, Filter, Range, User } from '../types.ts'
import { condition } from './filter.ts'
import { rows, statement, tables } from './query.ts'

/** Column of each property. */
const COLUMNS = {
  id: 'id',
  userPrincipalName: 'upn',
  displayName: 'display_name',
  givenName: 'given_name',
  surname: 'surname',
  mail: 'mail',
  jobTitle: 'job_title',
  department: 'department',
  officeLocation: 'office_location',
  userType: 'user_type',
  accountEnabled: 'account_enabled',
} as const satisfies Record<keyof User, keyof UserRow>

const SHOWN = Object.values(COLUMNS)

const userOf = (row: Omit<UserRow, 'tenant' | 'password'>): User => ({
  id: row.id,
  userPrincipalName: row.upn,
  displayName: row.display_name,
  givenName: row.given_name,
  surname: row.surname,
  mail: row.mail,
  jobTitle: row.job_title,
  department: row.department,
  officeLocation: row.office_location,
  userType: row.user_type,
  accountEnabled: row.account_enabled === 1,
})

function columnsOf(patch: Partial<User>): Partial<UserRow> {
  return Object.fromEntries(
    Object.entries(patch)
      .filter(([name, value]) => value !== undefined && Object.hasOwn(COLUMNS, name))
      .map(([name, value]) => [COLUMNS[name as keyof User], typeof value === 'boolean' ? Number(value) : value]),
  )
}

export function userRow(store: Store, tenantId: TenantId, idOrPrincipalName: string): User | undefined {
  const query = tables(store).selectFrom('directory_users').select(SHOWN).where('tenant', '=', tenantId)
  const found = isGuid(idOrPrincipalName)
    ? query.where('id', '=', idOrPrincipalName.toLowerCase() as ObjectId)
    : query.where('upn', '=', idOrPrincipalName)
  return rows(store, found).map(userOf)[0]
}

export function userRows(store: Store, tenantId: TenantId, range: Range): User[] {
  const { filter, after, skip = 0, limit } = range
  let query = tables(store)
    .selectFrom('directory_users')
    .select(SHOWN)
    .where('tenant', '=', tenantId)
    .orderBy('display_name')
    .orderBy('id')
    .limit(limit)
    .offset(skip)
  if (filter) query = query.where(condition(filter, COLUMNS))
  if (after) query = query.where(sql<boolean>`(display_name, id) > (${after.displayName}, ${after.id})`)
  return rows(store, query).map(userOf)
}

export function countUsers(store: Store, tenantId: TenantId, filter: Filter | undefined): number {
  let query = tables(store)
    .selectFrom('directory_users')
    .select((build) => build.fn.countAll<number>().as('total'))
    .where('tenant', '=', tenantId)
  if (filter) query = query.where(condition(filter, COLUMNS))
  return rows(store, query)[0]?.total ?? 0
}

export function insertUser(store: Store, tenantId: TenantId, user: User): Statement {
  const query = tables(store)
    .insertInto('directory_users')
    .values({ ...(columnsOf(user) as Omit<UserRow, 'tenant' | 'password'>), tenant: tenantId, password: null })
    .onConflict((conflict) => conflict.doNothing())
  return statement(query, 'duplicate')
}

export function patchUser(store: Store, tenantId: TenantId, id: ObjectId, patch: Partial<User>): Statement[] {
  const columns = columnsOf(patch)
  const update = tables(store).updateTable('directory_users').set(columns)
  const unit = [statement(update.where('tenant', '=', tenantId).where('id', '=', id), 'notFound')]
  if (patch.userPrincipalName === undefined) return unit
  const isFree = {
    sql: 'SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM directory_users WHERE tenant = ? AND upn = ? AND id <> ?)',
    parameters: [tenantId, patch.userPrincipalName, id],
    guard: 'duplicate',
  }
  return [isFree, ...unit]
}

/** Refuses with `lastAdministrator` when the user is the only global administrator who can sign in. */
export function notTheLastAdministrator(tenantId: TenantId, id: ObjectId): Statement {
  const administrators = `SELECT u.id FROM directory_roles r JOIN directory_users u ON u.tenant = r.tenant AND u.id = r.user_id
    WHERE r.tenant = ? AND r.role = 'globalAdministrator' AND u.account_enabled = 1`
  return {
    sql: `SELECT 1 WHERE ? NOT IN (${administrators}) OR EXISTS (${administrators} AND u.id <> ?)`,
    parameters: [id, tenantId, tenantId, id],
    guard: 'lastAdministrator',
  }
}

/** The user and everything that names the user. */
export function deleteUserRows(tenantId: TenantId, id: ObjectId): Statement[] {
  const parameters = [tenantId, id]
  return [
    { sql: 'DELETE FROM directory_users WHERE tenant = ? AND id = ?', parameters, guard: 'notFound' },
    { sql: 'DELETE FROM directory_members WHERE tenant = ? AND member_id = ?', parameters },
    { sql: `DELETE FROM external_members WHERE tenant = ? AND member_id = ? AND member_type = 'user'`, parameters },
    { sql: 'DELETE FROM directory_roles WHERE tenant = ? AND user_id = ?', parameters },
    { sql: 'DELETE FROM welcome_codes WHERE tenant = ? AND user_id = ?', parameters },
  ]
}

export function roleRows(store: Store, tenantId: TenantId, userId: ObjectId): DirectoryRole[] {
  const query = tables(store)
    .selectFrom('directory_roles')
    .select('role')
    .where('tenant', '=', tenantId)
    .where('user_id', '=', userId)
  return rows(store, query).map(({ role }) => role)
}

export function insertRole(tenantId: TenantId, userId: ObjectId, role: DirectoryRole): Statement[] {
  return [
    {
      sql: 'SELECT 1 FROM directory_users WHERE tenant = ? AND id = ?',
      parameters: [tenantId, userId],
      guard: 'notFound',
    },
    {
      sql: 'INSERT INTO directory_roles (tenant, user_id, role) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      parameters: [tenantId, userId, role],
      guard: 'unchanged',
    },
  ]
}

export function deleteRole(tenantId: TenantId, userId: ObjectId, role: DirectoryRole): Statement {
  return {
    sql: 'DELETE FROM directory_roles WHERE tenant = ? AND user_id = ? AND role = ?',
    parameters: [tenantId, userId, role],
    guard: 'unchanged',
  }
}
