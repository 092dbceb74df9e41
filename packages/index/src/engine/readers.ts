import { hash } from 'node:crypto'
import type { ExternalGroupId, ObjectId, TenantId } from '@jumpseat/wire'
import { indexErrors } from '../errors.ts'
import type { Reader } from '../types.ts'

/** A reader as it is sent to the engine: sets of groups are sent once and named by number from then on. */
export interface SentReader {
  readonly tenantId: TenantId
  readonly userId: ObjectId
  readonly isGuest: boolean
  readonly groups: number
  /** External groups by connection. */
  readonly external: readonly (readonly [connectionUid: string, groups: number])[]
}

/** A reader whose `key` stands for everything that decides what the person may read in the connections at hand. */
export interface KeyedReader extends Reader {
  readonly key: string
  /** For measurements on the core only: what a query costs without permissions. Nothing that is sent can say it. */
  readonly isTrimmed?: false
}

/** Sets that the engine is to know before it reads on, by number. */
export interface NewSets {
  /** All numbers given before are forgotten. */
  readonly startsOver: boolean
  readonly sets: readonly (readonly [number: number, members: readonly string[]])[]
}

/** Members remembered in all; about 100 bytes each on either side. */
const MEMBERS_KEPT = 1_000_000

/** The sending side. Equal sets have one number, also when they are two objects; a number is never given again. */
export function createSender(): (reader: Reader, connectionUids: ReadonlySet<string>) => [SentReader, NewSets] {
  let next = 0
  let members = 0
  let byContent = new Map<string, number>()
  let byObject = new WeakMap<ReadonlySet<string>, { readonly size: number; readonly number: number }>()

  return (reader, connectionUids) => {
    const { tenantId, userId, isGuest, groups } = reader
    const places = [...connectionUids].toSorted().map((uid) => [uid, reader.externalGroups(uid)] as const)
    const startsOver = members > MEMBERS_KEPT
    if (startsOver) {
      members = 0
      byContent = new Map()
      byObject = new WeakMap()
    }
    const sets: [number, string[]][] = []
    const numberOf = (set: ReadonlySet<string>): number => {
      const known = byObject.get(set)
      // A new membership is a new set; one that changed in size is caught all the same.
      if (known?.size === set.size) return known.number
      const sorted = [...set].toSorted()
      const content = hash('sha256', JSON.stringify(sorted))
      const number = byContent.get(content) ?? next++
      if (!byContent.has(content)) {
        byContent.set(content, number)
        members += set.size
        sets.push([number, sorted])
      }
      byObject.set(set, { size: set.size, number })
      return number
    }
    const external = places.map(([uid, set]) => [uid, numberOf(set)] as const)
    return [
      { tenantId, userId, isGuest, groups: numberOf(groups), external },
      { startsOver, sets },
    ]
  }
}

/** The receiving side. */
export function createReceiver(): (sent: SentReader, news: NewSets) => KeyedReader {
  const known = new Map<number, ReadonlySet<string>>()
  return (sent, { startsOver, sets }) => {
    if (startsOver) known.clear()
    for (const [number, members] of sets) known.set(number, new Set(members))
    const setOf = (number: number | undefined) => {
      const members = number === undefined ? undefined : known.get(number)
      // Who is in too few groups may escape a deny.
      if (!members) throw indexErrors.engineFailed({ reason: 'the groups of the reader are not known' })
      return members
    }
    const external = new Map(sent.external)
    return {
      key: JSON.stringify(sent),
      tenantId: sent.tenantId,
      userId: sent.userId,
      isGuest: sent.isGuest,
      groups: setOf(sent.groups) as ReadonlySet<ObjectId>,
      externalGroups: (uid) => setOf(external.get(uid)) as ReadonlySet<ExternalGroupId>,
    }
  }
}
