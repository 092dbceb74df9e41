import { randomUUID } from 'node:crypto'
import type { ObjectId, TenantId } from '@jumpseat/wire'
import { changed } from './change.ts'
import { authorOf, type Context, writeOr } from './context.ts'
import { directoryErrors } from './errors.ts'
import {
  countGroups,
  deleteGroupRows,
  deleteMember,
  groupRow,
  groupRows,
  groupRowsWith,
  insertGroup,
  insertMember,
  memberRows,
  patchGroup,
} from './records/groups.ts'
import { membershipChange } from './records/query.ts'
import { userRow } from './records/users.ts'
import type { AdministeredDirectory, Group, GroupMember, NewGroup } from './types.ts'

type Groups = Pick<
  AdministeredDirectory,
  | 'group'
  | 'groups'
  | 'groupCount'
  | 'createGroup'
  | 'updateGroup'
  | 'deleteGroup'
  | 'members'
  | 'transitiveMembers'
  | 'groupsWith'
  | 'addMember'
  | 'removeMember'
>

const notFound = (id: string) => () => directoryErrors.notFound({ id })

/** A complete group from what was given. */
export function newGroup(given: NewGroup): Group {
  return {
    id: (given.id ?? randomUUID()).toLowerCase() as ObjectId,
    displayName: given.displayName,
    description: given.description ?? null,
    mail: given.mail ?? null,
  }
}

export function groups({ store, record }: Context): Groups {
  const existing = (tenantId: TenantId, id: ObjectId): Group => {
    const group = groupRow(store, tenantId, id)
    if (!group) throw directoryErrors.notFound({ id })
    return group
  }
  const objectOf = ({ id, displayName }: Group) => ({ type: 'group', id, name: displayName })

  return {
    group: (tenantId, id) => groupRow(store, tenantId, id),
    groups: (tenantId, range) => groupRows(store, tenantId, range),
    groupCount: (tenantId, filter) => countGroups(store, tenantId, filter),

    async createGroup(tenantId, given, actor) {
      const group = newGroup(given)
      const unit = [
        insertGroup(store, tenantId, group),
        ...record({ tenantId, ...authorOf(actor), action: 'group.create', object: objectOf(group), after: group }),
      ]
      await writeOr(store, unit, { duplicate: () => directoryErrors.duplicateValue({ property: 'id' }) })
      return group
    },

    async updateGroup(tenantId, id, patch, actor) {
      const before = existing(tenantId, id)
      const change = changed(before, patch)
      if (!change) return
      const unit = [
        patchGroup(store, tenantId, before.id, change.after),
        ...record({ tenantId, ...authorOf(actor), action: 'group.update', object: objectOf(before), ...change }),
      ]
      await writeOr(store, unit, { notFound: notFound(id) })
    },

    async deleteGroup(tenantId, id, actor) {
      const before = existing(tenantId, id)
      const unit = [
        ...deleteGroupRows(tenantId, before.id),
        ...membershipChange(store, tenantId, '', before.id),
        ...record({ tenantId, ...authorOf(actor), action: 'group.delete', object: objectOf(before), before }),
      ]
      await writeOr(store, unit, { notFound: notFound(id) })
    },

    members: (tenantId, groupId) => memberRows(store, tenantId, groupId),

    transitiveMembers(tenantId, groupId) {
      const found = new Map<ObjectId, GroupMember>()
      const open = [groupId]
      for (const id of open) {
        for (const member of memberRows(store, tenantId, id)) {
          if (found.has(member.id) || member.id === groupId) continue
          found.set(member.id, member)
          if (member.type === 'group') open.push(member.id)
        }
      }
      return [...found.values()]
    },

    groupsWith: (tenantId, memberId) => groupRowsWith(store, tenantId, memberId),

    async addMember(tenantId, groupId, memberId, actor) {
      const group = existing(tenantId, groupId)
      const user = userRow(store, tenantId, memberId)
      const member = user
        ? { type: 'user' as const, id: user.id, name: user.userPrincipalName }
        : { type: 'group' as const, id: memberId, name: existing(tenantId, memberId).displayName }
      const entry = { tenantId, ...authorOf(actor), action: 'group.member.add', object: objectOf(group), after: member }
      const unit = [
        ...insertMember(tenantId, group.id, member),
        ...membershipChange(store, tenantId, '', group.id),
        ...record(entry),
      ]
      await writeOr(store, unit, { notFound: notFound(memberId), duplicate: () => directoryErrors.duplicateMember() })
    },

    async removeMember(tenantId, groupId, memberId, actor) {
      const object = objectOf(existing(tenantId, groupId))
      const before = { id: memberId }
      const unit = [
        deleteMember(tenantId, groupId, memberId),
        ...membershipChange(store, tenantId, '', groupId),
        ...record({ tenantId, ...authorOf(actor), action: 'group.member.remove', object, before }),
      ]
      await writeOr(store, unit, { notFound: notFound(memberId) })
    },
  }
}
