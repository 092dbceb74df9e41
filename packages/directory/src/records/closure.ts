import type { Store } from '@jumpseat/store'
import type { ExternalGroupId, ObjectId, TenantId } from '@jumpseat/wire'

/** The tenant's membership epoch; 0 when there is no such tenant. */
export function epochOf(store: Store, tenantId: TenantId): number {
  const sql = 'SELECT membership_epoch AS epoch FROM tenants WHERE id = ?'
  return store.read<{ epoch: number }>({ sql, parameters: [tenantId] })[0]?.epoch ?? 0
}

// CROSS JOIN and INDEXED BY keep SQLite from scanning the members: each id of the frontier is looked up in the index.
const GROUPS_HOLDING = `SELECT m.group_id AS groupId, m.member_id AS memberId
  FROM json_each(?) f CROSS JOIN directory_members m INDEXED BY directory_members_by_member
  ON m.tenant = ? AND m.member_id = f.value ORDER BY m.member_id, m.group_id`

/** Directory groups that hold one of the ids directly. */
export function groupsHolding(store: Store, tenantId: TenantId, ids: readonly string[]) {
  const parameters = [JSON.stringify(ids), tenantId]
  return store.read<{ groupId: ObjectId; memberId: ObjectId }>({ sql: GROUPS_HOLDING, parameters })
}

/** A place on the frontier: a user, a directory group (uid is null), or an external group of a connection. */
export interface Holder {
  readonly type: 'user' | 'group' | 'externalGroup'
  readonly id: string
  readonly uid: string | null
}

const EXTERNAL_HOLDING = `SELECT m.connection_uid AS uid, m.group_id AS groupId, f.key AS holder
  FROM json_each(?) f CROSS JOIN external_members m INDEXED BY external_members_by_member
  ON m.tenant = ? AND m.member_id = f.value ->> '$.id' AND m.member_type = f.value ->> '$.type'
  WHERE m.member_type <> 'externalGroup' OR m.connection_uid = f.value ->> '$.uid'
  ORDER BY f.key, m.group_id`

/** External groups of any connection that hold one of the frontier directly; `holder` is its place in the array. */
export function externalGroupsHolding(store: Store, tenantId: TenantId, frontier: readonly Holder[]) {
  const parameters = [JSON.stringify(frontier), tenantId]
  return store.read<{ uid: string; groupId: ExternalGroupId; holder: number }>({ sql: EXTERNAL_HOLDING, parameters })
}
