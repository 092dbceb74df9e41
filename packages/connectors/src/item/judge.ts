import type { Membership } from '@jumpseat/directory'
import type { AclEntry } from '@jumpseat/index'
import type { ExternalGroupId, ObjectId } from '@jumpseat/wire'

/** Whether a person may read what carries this list: one matching denial wins, else one matching grant. Contract: connectors 3.5. */
export function mayRead(acl: readonly AclEntry[], membership: Membership, connectionUid: string): boolean {
  const matches = ({ type, value }: AclEntry): boolean => {
    if (type === 'everyone') return true
    if (type === 'everyoneExceptGuests') return !membership.isGuest
    if (type === 'user') return value === membership.userId
    if (type === 'group') return membership.groups.has(value as ObjectId)
    return membership.externalGroups(connectionUid).has(value as ExternalGroupId)
  }
  const matching = acl.filter(matches)
  return matching.length > 0 && matching.every(({ accessType }) => accessType === 'grant')
}
