import type { AclEntry, Reader } from '../types.ts'
import { isMatch } from '../verdict.ts'
import { grown } from './grow.ts'
import { type Dump, named, type Part, piece, unnamed } from './part.ts'
import { placesFor, Strings } from './strings.ts'

interface Principal {
  readonly entry: AclEntry
  readonly connectionUid: string
}

/** Distinct access lists, numbered. A list belongs to one connection and never changes, so a verdict on it stands. */
export class AccessLists implements Part {
  count = 0
  /** Each as the words of `nameOf`. */
  private readonly principals = new Strings()
  private readonly read: Principal[] = []
  /** Number of the connection, by list. */
  private connections = new Uint32Array(1024)
  /** Principals of each list, denies first: `offsets[list]` to `grants[list]` to `offsets[list + 1]`. */
  private offsets = new Uint32Array(1024)
  private grants = new Uint32Array(1024)
  private members = new Uint32Array(4096)
  private hashes = new Uint32Array(1024)
  /** One more than the number of a list, at the first free place from its hash on. */
  private slots = new Uint32Array(2048)

  /** The number of a list in a connection, which is given by number and by name. */
  intern(connection: number, uid: string, acl: readonly AclEntry[]): number {
    const denies = this.idsOf(uid, acl, 'deny')
    const members = [...denies, ...this.idsOf(uid, acl, 'grant')]
    const hash = hashOf(connection, denies.length, members)
    const slot = this.slotOf(connection, denies.length, members, hash)
    const known = this.slots[slot] ?? 0
    if (known > 0) return known - 1
    const list = this.count++
    const start = this.offsets[list] ?? 0
    const end = start + members.length
    this.connections = grown(this.connections, list + 1)
    this.offsets = grown(this.offsets, list + 2)
    this.grants = grown(this.grants, list + 1)
    this.members = grown(this.members, end)
    this.hashes = grown(this.hashes, list + 1)
    this.connections[list] = connection
    this.members.set(members, start)
    this.grants[list] = start + denies.length
    this.offsets[list + 1] = end
    this.hashes[list] = hash
    this.slots[slot] = list + 1
    if (this.count * 2 > this.slots.length) this.spread(this.slots.length * 2)
    return list
  }

  /** The list as entries; only what decides is kept. */
  entriesOf(list: number): AclEntry[] {
    const ids = this.members.subarray(this.offsets[list] ?? 0, this.offsets[list + 1] ?? 0)
    return Array.from(ids, (id) => this.principalOf(id).entry)
  }

  /** Number of the connection. */
  connectionOf(list: number): number {
    return this.connections[list] ?? 0
  }

  isPrincipalOf(id: number, reader: Reader): boolean {
    const { entry, connectionUid } = this.principalOf(id)
    return isMatch(entry, reader, connectionUid)
  }

  /** Deny beats grant; what matches nothing is invisible. The same rule as `judge`. Contract: connectors 3.5. */
  permits(list: number, matches: (principal: number) => boolean): boolean {
    const grants = this.grants[list] ?? 0
    const end = this.offsets[list + 1] ?? 0
    for (let at = this.offsets[list] ?? 0; at < grants; at++) if (matches(this.members[at] ?? 0)) return false
    for (let at = grants; at < end; at++) if (matches(this.members[at] ?? 0)) return true
    return false
  }

  bytes(): number {
    const { principals, members, offsets, slots } = this
    return principals.byteLength() + members.byteLength + 4 * offsets.byteLength + slots.byteLength
  }

  dump(): Dump {
    const { count } = this
    return {
      facts: {},
      arrays: {
        ...named('principals', this.principals.dump().arrays),
        connections: [this.connections.subarray(0, count)],
        offsets: [this.offsets.subarray(0, count + 1)],
        grants: [this.grants.subarray(0, count)],
        members: [this.members.subarray(0, this.offsets[count] ?? 0)],
      },
    }
  }

  load(dump: Dump): void {
    this.principals.load(unnamed('principals', dump))
    this.connections = piece(dump, 'connections', Uint32Array)
    this.offsets = piece(dump, 'offsets', Uint32Array)
    this.grants = piece(dump, 'grants', Uint32Array)
    this.members = piece(dump, 'members', Uint32Array)
    this.count = this.connections.length
    this.hashes = new Uint32Array(Math.max(1024, this.count))
    for (let list = 0; list < this.count; list++) {
      const [start, end] = [this.offsets[list] ?? 0, this.offsets[list + 1] ?? 0]
      const denies = (this.grants[list] ?? 0) - start
      this.hashes[list] = hashOf(this.connectionOf(list), denies, this.members.subarray(start, end))
    }
    this.spread(placesFor(this.count))
  }

  private principalOf(id: number): Principal {
    let principal = this.read[id]
    if (!principal) {
      principal = principalFrom(this.principals.at(id))
      this.read[id] = principal
    }
    return principal
  }

  /** Numbers of the entries of one access type, sorted, each once. Grants and denies of one principal are two numbers. */
  private idsOf(uid: string, acl: readonly AclEntry[], accessType: AclEntry['accessType']): number[] {
    const ids: number[] = []
    for (const entry of acl) {
      if (entry.accessType !== accessType) continue
      const id = this.principals.intern(nameOf(entry, uid))
      if (!ids.includes(id)) ids.push(id)
    }
    return ids.length > 1 ? ids.sort((a, b) => a - b) : ids
  }

  private slotOf(connection: number, denies: number, members: readonly number[], hash: number): number {
    const { slots, hashes } = this
    const mask = slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const list = (slots[slot] ?? 0) - 1
      if (list < 0 || (hashes[list] === hash && this.is(list, connection, denies, members))) return slot
    }
  }

  private is(list: number, connection: number, denies: number, members: readonly number[]): boolean {
    const start = this.offsets[list] ?? 0
    if (this.connections[list] !== connection || this.grants[list] !== start + denies) return false
    if (this.offsets[list + 1] !== start + members.length) return false
    return members.every((member, at) => this.members[start + at] === member)
  }

  private spread(places: number): void {
    const slots = new Uint32Array(places)
    const mask = places - 1
    for (let list = 0; list < this.count; list++) {
      let slot = (this.hashes[list] ?? 0) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = list + 1
    }
    this.slots = slots
  }
}

/** A principal with its access type, in words that `principalFrom` reads. Only an external group is one connection's own. */
function nameOf({ accessType, type, value }: AclEntry, uid: string): string {
  return `${accessType} ${type} ${type === 'externalGroup' ? uid : ''} ${value}`
}

function principalFrom(name: string): Principal {
  const [accessType = '', type = '', connectionUid = ''] = name.split(' ', 3)
  const value = name.slice(accessType.length + type.length + connectionUid.length + 3)
  const entry = { accessType, type, value } as AclEntry
  return { entry, connectionUid }
}

function hashOf(connection: number, denies: number, members: Iterable<number>): number {
  let hash = Math.imul(connection + 1, 0x85ebca6b) ^ denies
  for (const member of members) {
    hash = Math.imul(hash ^ member, 0x9e3779b1)
    hash ^= hash >>> 15
  }
  return hash >>> 0
}

/** What one reader may see in some connections, list by list; each list and each principal is judged once. */
export class Judge {
  /** 1 for a list that permits. As long as there were lists at the last call of `judgeAll`. */
  permits = new Uint8Array(64)
  private readonly lists: AccessLists
  private readonly reader: Reader
  private readonly isAsked: (connection: number) => boolean
  private judged = 0
  /** 0 for a principal not yet looked at. */
  private matches = new Uint8Array(64)

  constructor(lists: AccessLists, reader: Reader, isAsked: (connection: number) => boolean) {
    this.lists = lists
    this.reader = reader
    this.isAsked = isAsked
  }

  /** Judges the lists that came since. */
  judgeAll(): Uint8Array {
    this.permits = grown(this.permits, this.lists.count)
    for (; this.judged < this.lists.count; this.judged++)
      if (this.isAsked(this.lists.connectionOf(this.judged)) && this.lists.permits(this.judged, this.isMine))
        this.permits[this.judged] = 1
    return this.permits
  }

  private readonly isMine = (principal: number): boolean => {
    this.matches = grown(this.matches, principal + 1)
    if (this.matches[principal] === 0)
      this.matches[principal] = this.lists.isPrincipalOf(principal, this.reader) ? YES : NO
    return this.matches[principal] === YES
  }
}

const NO = 1
const YES = 2
