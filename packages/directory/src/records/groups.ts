import type { Statement, Store } from '@jumpseat/store'
import type { ObjectId, TenantId } from '@jumpseat/wire'
import { sql } from 'kysely'
import type { GroupRow } from '../tables.ts'
import type { Filter, Group, GroupMember, Range } from '../types.ts'
import { condition } from './filter.ts'
import { rows, statement, tables } from './query.ts'

const COLUMNS = { id: 'id', displayName: 'display_name', description: 'description', mail: 'mail' } as const

const groupOf = (row: Omit<GroupRow, 'tenant'>): Group => ({
  id: row.id,
  displayName: row.display_name,
  description: row.description,
  mail: row.mail,
})

const groupsOf = (store: Store, tenantId: TenantId) =>
  tables(store)
    .selectFrom('directory_groups')
    .select(['id', 'display_name', 'description', 'mail'])
    .where('tenant', '=', tenantId)

export function groupRow(store: Store, tenantId: TenantId, id: string): Group | undefined {
  return rows(store, groupsOf(store, tenantId).where('id', '=', id.toLowerCase() as ObjectId)).map(groupOf)[0]
}

export function groupRows(store: Store, tenantId: TenantId, range: Range): Group[] {
  const { filter, after, skip = 0, limit } = range
  let query = groupsOf(store, tenantId).orderBy('display_name').orderBy('id').limit(limit).offset(skip)
  if (filter) query = query.where(condition(filter, COLUMNS))
  if (after) query = query.where(sql<boolean>`(display_name, id) > (${after.displayName}, ${after.id})`)
  return rows(store, query).map(groupOf)
}

export function countGroups(store: Store, tenantId: TenantId, filter: Filter | undefined): number {
  let query = tables(store)
    .selectFrom('directory_groups')
    .select((build) => build.fn.countAll<number>().as('total'))
    .where('tenant', '=', tenantId)
  if (filter) query = query.where(condition(filter, COLUMNS))
  return rows(store, query)[0]?.total ?? 0
}

/** Groups that hold the member directly. */
export function groupRowsWith(store: Store, tenantId: TenantId, memberId: ObjectId): Group[] {
  const query = groupsOf(store, tenantId)
    .where('id', 'in', (build) =>
      build
        .selectFrom('directory_members')
        .select('group_id')
        .where('tenant', '=', tenantId)
        .where('member_id', '=', memberId),
    )
    .orderBy('display_name')
    .orderBy('id')
  return rows(store, query).map(groupOf)
}

export function memberRows(store: Store, tenantId: TenantId, groupId: ObjectId): GroupMember[] {
  const query = tables(store)
    .selectFrom('directory_members')
    .select(['member_type as type', 'member_id as id'])
    .where('tenant', '=', tenantId)
    .where('group_id', '=', groupId)
    .orderBy('member_id')
  return rows(store, query)
}

export function insertGroup(store: Store, tenantId: TenantId, group: Group): Statement {
  const query = tables(store)
    .insertInto('directory_groups')
    .values({
      tenant: tenantId,
      id: group.id,
      display_name: group.displayName,
      description: group.description,
      mail: group.mail,
    })
    .onConflict((conflict) => conflict.doNothing())
  return statement(query, 'duplicate')
}

export function patchGroup(store: Store, tenantId: TenantId, id: ObjectId, patch: Partial<Group>): Statement {
  const columns = Object.fromEntries(
    Object.entries(patch)
      .filter(([name, value]) => value !== undefined && Object.hasOwn(COLUMNS, name))
      .map(([name, value]) => [COLUMNS[name as keyof Group], value]),
  )
  const update = tables(store).updateTable('directory_groups').set(columns)
  return statement(update.where('tenant', '=', tenantId).where('id', '=', id), 'notFound')
}

/** The group, its members, and its places in other groups, external ones included. */
export function deleteGroupRows(tenantId: TenantId, id: ObjectId): Statement[] {
  return [
    {
      sql: 'DELETE FROM directory_groups WHERE tenant = ? AND id = ?',
      parameters: [tenantId, id],
      guard: 'notFound',
    },
    {
      sql: 'DELETE FROM directory_members WHERE tenant = ? AND (group_id = ? OR member_id = ?)',
      parameters: [tenantId, id, id],
    },
    {
      sql: `DELETE FROM external_members WHERE tenant = ? AND member_id = ? AND member_type = 'group'`,
      parameters: [tenantId, id],
    },
  ]
}

/** Refuses with `notFound` when the group or the member has gone meanwhile, with `duplicate` when nothing is to do. */
export function insertMember(tenantId: TenantId, groupId: ObjectId, member: GroupMember): Statement[] {
  const exists = (table: string, id: ObjectId): Statement => ({
    sql: `SELECT 1 FROM ${table} WHERE tenant = ? AND id = ?`,
    parameters: [tenantId, id],
    guard: 'notFound',
  })
  return [
    exists('directory_groups', groupId),
    exists(member.type === 'user' ? 'directory_users' : 'directory_groups', member.id),
    {
      sql: `INSERT INTO directory_members (tenant, group_id, member_id, member_type) VALUES (?, ?, ?, ?)
        ON CONFLICT DO NOTHING`,
      parameters: [tenantId, groupId, member.id, member.type],
      guard: 'duplicate',
    },
  ]
}

export function deleteMember(tenantId: TenantId, groupId: ObjectId, memberId: ObjectId): Statement {
  return {
    sql: 'DELETE FROM directory_members WHERE tenant = ? AND group_id = ? AND member_id = ?',
    parameters: [tenantId, groupId, memberId],
    guard: 'notFound',
  }
}
