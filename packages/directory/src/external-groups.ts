import { type Context, reasonAgainst } from './context.ts'
import {
  countExternalGroups,
  countExternalMembers,
  deleteExternalGroup,
  deleteExternalGroups,
  deleteExternalMember,
  externalGroupRow,
  externalGroupRows,
  externalMemberRow,
  externalMemberRows,
  insertExternalGroup,
  insertExternalMember,
  patchExternalGroup,
} from './records/external.ts'
import { membershipChange } from './records/query.ts'
import type { ExternalGroups } from './types.ts'

/** Connectors keep these, not administrators: changes are fed to the followers and not recorded. */
export function externalGroups({ store }: Context): ExternalGroups {
  const isDone = async (unit: Parameters<typeof reasonAgainst>[1]) => (await reasonAgainst(store, unit)) === undefined

  return {
    get: (tenantId, uid, id) => externalGroupRow(store, { tenantId, uid }, id),
    list: (tenantId, uid, afterId, limit) => externalGroupRows(store, { tenantId, uid }, afterId, limit),
    count: (tenantId, uid) => countExternalGroups(store, tenantId, uid),
    create: (tenantId, uid, group) => isDone([insertExternalGroup(store, { tenantId, uid }, group)]),
    update: (tenantId, uid, id, patch) => isDone([patchExternalGroup(store, { tenantId, uid }, id, patch)]),
    delete: (tenantId, uid, id) =>
      isDone([...deleteExternalGroup({ tenantId, uid }, id), ...membershipChange(store, tenantId, uid, id)]),

    member: (tenantId, uid, groupId, memberId) => externalMemberRow(store, { tenantId, uid }, groupId, memberId),
    members: (tenantId, uid, groupId, afterId, limit) =>
      externalMemberRows(store, { tenantId, uid }, groupId, afterId, limit),
    memberCount: (tenantId, uid, groupId) => countExternalMembers(store, { tenantId, uid }, groupId),
    async addMember(tenantId, uid, groupId, member) {
      const reason = await reasonAgainst(store, [
        ...insertExternalMember({ tenantId, uid }, groupId, member),
        ...membershipChange(store, tenantId, uid, groupId),
      ])
      return reason === undefined ? 'added' : reason === 'duplicate' ? 'duplicate' : 'noGroup'
    },
    removeMember: (tenantId, uid, groupId, memberId) =>
      isDone([
        deleteExternalMember({ tenantId, uid }, groupId, memberId),
        ...membershipChange(store, tenantId, uid, groupId),
      ]),
    async deleteAll(tenantId, uid) {
      await store.write([...deleteExternalGroups({ tenantId, uid }), ...membershipChange(store, tenantId, uid, '')])
    },
  }
}
