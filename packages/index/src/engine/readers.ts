import { hash } from 'node:crypto'
import type { Reader } from '../types.ts'

/** Gives readers the key of what decides about them: tenant, person, guest or not, groups, external groups per connection. */
export function createReaderKeys(): (reader: Reader, connectionUids: Iterable<string>) => string {
  const known = new WeakMap<ReadonlySet<string>, { readonly size: number; readonly key: string }>()
  const keyOf = (set: ReadonlySet<string>) => {
    const held = known.get(set)
    // Sets of a reader do not change; one that grew would be found out.
    if (held?.size === set.size) return held.key
    const key = set.size === 0 ? '' : hash('sha256', JSON.stringify([...set].toSorted()))
    known.set(set, { size: set.size, key })
    return key
  }
  return (reader, connectionUids) =>
    JSON.stringify([
      reader.tenantId,
      reader.userId,
      reader.isGuest,
      keyOf(reader.groups),
      ...[...connectionUids].toSorted().flatMap((uid) => [uid, keyOf(reader.externalGroups(uid))]),
    ])
}
