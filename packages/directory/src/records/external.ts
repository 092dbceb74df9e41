import type { Statement, Store } from '@jumpseat/store'
import type { ExternalGroupId, TenantId } from '@jumpseat/wire'
import type { ExternalGroup, ExternalMember } from '../types.ts'
import { rows, statement, tables } from './query.ts'

/** One incarnation of a connection in a tenant. */
export interface Place {
  readonly tenantId: TenantId
  readonly uid: string
}

const groupsOf = (store: Store, { tenantId, uid }: Place) =>
  tables(store)
    .selectFrom('external_groups')
    .select(['id', 'display_name as displayName', 'description'])
    .where('tenant', '=', tenantId)
    .where('connection_uid', '=', uid)

export function externalGroupRow(store: Store, place: Place, id: string): ExternalGroup | undefined {
  return rows(store, groupsOf(store, place).where('id', '=', id as ExternalGroupId))[0]
}

export function externalGroupRows(store: Store, place: Place, after: string | undefined, limit: number) {
  const query = groupsOf(store, place).orderBy('id').limit(limit)
  return rows(store, after === undefined ? query : query.where('id', '>', after as ExternalGroupId))
}

export function countExternalGroups(store: Store, tenantId: TenantId, uid: string | undefined): number {
  const query = tables(store)
    .selectFrom('external_groups')
    .select((build) => build.fn.countAll<number>().as('total'))
    .where('tenant', '=', tenantId)
  return rows(store, uid === undefined ? query : query.where('connection_uid', '=', uid))[0]?.total ?? 0
}

export function insertExternalGroup(store: Store, { tenantId, uid }: Place, group: ExternalGroup): Statement {
  const query = tables(store)
    .insertInto('external_groups')
    .values({
      tenant: tenantId,
      connection_uid: uid,
      id: group.id,
      display_name: group.displayName,
      description: group.description,
    })
    .onConflict((conflict) => conflict.doNothing())
  return statement(query, 'taken')
}

export function patchExternalGroup(
  store: Store,
  { tenantId, uid }: Place,
  id: string,
  patch: Partial<Omit<ExternalGroup, 'id'>>,
): Statement {
  const update = tables(store)
    .updateTable('external_groups')
    .set((build) => ({
      display_name: patch.displayName === undefined ? build.ref('display_name') : patch.displayName,
      description: patch.description === undefined ? build.ref('description') : patch.description,
    }))
    .where('tenant', '=', tenantId)
    .where('connection_uid', '=', uid)
    .where('id', '=', id as ExternalGroupId)
  return statement(update, 'noGroup')
}

export function deleteExternalGroup({ tenantId, uid }: Place, id: string): Statement[] {
  return [
    {
      sql: 'DELETE FROM external_groups WHERE tenant = ? AND connection_uid = ? AND id = ?',
      parameters: [tenantId, uid, id],
      guard: 'noGroup',
    },
    {
      sql: 'DELETE FROM external_members WHERE tenant = ? AND connection_uid = ? AND group_id = ?',
      parameters: [tenantId, uid, id],
    },
    {
      sql: `DELETE FROM external_members
        WHERE tenant = ? AND connection_uid = ? AND member_id = ? AND member_type = 'externalGroup'`,
      parameters: [tenantId, uid, id],
    },
  ]
}

export function deleteExternalGroups({ tenantId, uid }: Place): Statement[] {
  const parameters = [tenantId, uid]
  return [
    { sql: 'DELETE FROM external_members WHERE tenant = ? AND connection_uid = ?', parameters },
    { sql: 'DELETE FROM external_groups WHERE tenant = ? AND connection_uid = ?', parameters },
  ]
}

const membersOf = (store: Store, { tenantId, uid }: Place, groupId: string) =>
  tables(store)
    .selectFrom('external_members')
    .select(['member_id as id', 'member_type as type'])
    .where('tenant', '=', tenantId)
    .where('connection_uid', '=', uid)
    .where('group_id', '=', groupId)

export function externalMemberRow(store: Store, place: Place, groupId: string, id: string): ExternalMember | undefined {
  return rows(store, membersOf(store, place, groupId).where('member_id', '=', id))[0]
}

export function externalMemberRows(
  store: Store,
  place: Place,
  groupId: string,
  after: string | undefined,
  limit: number,
): ExternalMember[] {
  const query = membersOf(store, place, groupId).orderBy('member_id').limit(limit)
  return rows(store, after === undefined ? query : query.where('member_id', '>', after))
}

export function countExternalMembers(store: Store, { tenantId, uid }: Place, groupId: string): number {
  const query = tables(store)
    .selectFrom('external_members')
    .select((build) => build.fn.countAll<number>().as('total'))
    .where('tenant', '=', tenantId)
    .where('connection_uid', '=', uid)
    .where('group_id', '=', groupId)
  return rows(store, query)[0]?.total ?? 0
}

export function insertExternalMember({ tenantId, uid }: Place, groupId: string, member: ExternalMember): Statement[] {
  return [
    {
      sql: 'SELECT 1 FROM external_groups WHERE tenant = ? AND connection_uid = ? AND id = ?',
      parameters: [tenantId, uid, groupId],
      guard: 'noGroup',
    },
    {
      sql: `INSERT INTO external_members (tenant, connection_uid, group_id, member_id, member_type)
        VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      parameters: [tenantId, uid, groupId, member.id, member.type],
      guard: 'duplicate',
    },
  ]
}

export function deleteExternalMember({ tenantId, uid }: Place, groupId: string, memberId: string): Statement {
  return {
    sql: `DELETE FROM external_members
      WHERE tenant = ? AND connection_uid = ? AND group_id = ? AND member_id = ?`,
    parameters: [tenantId, uid, groupId, memberId],
    guard: 'noMember',
  }
}
