import type { ExternalGroupId, ObjectId } from '@jumpseat/wire'
import type { AclEntry, Reader } from './types.ts'

export interface Verdict {
  readonly isPermitted: boolean
  /** The entries that decided: the matching denies if there are any, else the matching grants; none when nothing matched. */
  readonly deciding: readonly AclEntry[]
}

type Matcher = (value: string, reader: Reader, connectionUid: string) => boolean

// contract: connectors 3.5. Any value is accepted for the two everyones; object ids are GUIDs and compare without case.
const MATCHERS: Readonly<Record<AclEntry['type'], Matcher>> = {
  user: (value, reader) => value.toLowerCase() === reader.userId,
  group: (value, reader) => reader.groups.has(value.toLowerCase() as ObjectId),
  everyone: () => true,
  everyoneExceptGuests: (_value, reader) => !reader.isGuest,
  externalGroup: (value, reader, connectionUid) => reader.externalGroups(connectionUid).has(value as ExternalGroupId),
}

export function isMatch(entry: AclEntry, reader: Reader, connectionUid: string): boolean {
  return Object.hasOwn(MATCHERS, entry.type) && MATCHERS[entry.type](entry.value, reader, connectionUid)
}

/** May the reader see an item with this access list? Deny beats grant; what matches nothing is invisible. Contract: connectors 3.5. */
export function judge(acl: readonly AclEntry[], reader: Reader, connectionUid: string): Verdict {
  const matching = (accessType: AclEntry['accessType']) =>
    acl.filter((entry) => entry.accessType === accessType && isMatch(entry, reader, connectionUid))
  const denies = matching('deny')
  if (denies.length > 0) return { isPermitted: false, deciding: denies }
  const grants = matching('grant')
  return { isPermitted: grants.length > 0, deciding: grants }
}
