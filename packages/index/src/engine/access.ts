import type { AclEntry, Reader } from '../types.ts'
import { isMatch } from '../verdict.ts'
import { grown } from './grow.ts'

interface Principal {
  readonly entry: AclEntry
  readonly connectionUid: string
}

/** Distinct access lists, numbered. A list belongs to one connection and never changes, so a verdict on it stands. */
export class AccessLists {
  count = 0
  private readonly ids = new Map<string, number>()
  private readonly connections: string[] = []
  private readonly principals: Principal[] = []
  private readonly principalIds = new Map<string, number>()
  /** Principals of each list, denies first: `offsets[list]` to `grants[list]` to `offsets[list + 1]`. */
  private offsets = new Uint32Array(1024)
  private grants = new Uint32Array(1024)
  private members = new Uint32Array(4096)

  intern(connectionUid: string, acl: readonly AclEntry[]): number {
    const denies = this.idsOf(connectionUid, acl, 'deny')
    const grants = this.idsOf(connectionUid, acl, 'grant')
    const key = `${connectionUid} ${denies.join()} ${grants.join()}`
    const known = this.ids.get(key)
    if (known !== undefined) return known
    const list = this.count++
    this.ids.set(key, list)
    this.connections.push(connectionUid)
    const start = this.offsets[list] ?? 0
    const end = start + denies.length + grants.length
    this.offsets = grown(this.offsets, list + 2)
    this.grants = grown(this.grants, list + 1)
    this.members = grown(this.members, end)
    this.members.set([...denies, ...grants], start)
    this.grants[list] = start + denies.length
    this.offsets[list + 1] = end
    return list
  }

  /** The list as entries; only what decides is kept. */
  entriesOf(list: number): AclEntry[] {
    const ids = this.members.subarray(this.offsets[list] ?? 0, this.offsets[list + 1] ?? 0)
    return [...ids].flatMap((id) => this.principals[id]?.entry ?? [])
  }

  connectionOf(list: number): string {
    return this.connections[list] ?? ''
  }

  isPrincipalOf(id: number, reader: Reader): boolean {
    const principal = this.principals[id]
    return principal !== undefined && isMatch(principal.entry, reader, principal.connectionUid)
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
    return this.members.byteLength + this.offsets.byteLength + this.grants.byteLength
  }

  /** Numbers of the entries of one access type, sorted, each once. Grants and denies of one principal are two numbers. */
  private idsOf(connectionUid: string, acl: readonly AclEntry[], accessType: AclEntry['accessType']): number[] {
    const ids: number[] = []
    for (const entry of acl) {
      if (entry.accessType !== accessType) continue
      const home = entry.type === 'externalGroup' ? connectionUid : ''
      const key = `${accessType} ${entry.type} ${home} ${entry.value}`
      let id = this.principalIds.get(key)
      if (id === undefined) {
        id = this.principals.push({ entry: { ...entry }, connectionUid }) - 1
        this.principalIds.set(key, id)
      }
      if (!ids.includes(id)) ids.push(id)
    }
    return ids.length > 1 ? ids.sort((a, b) => a - b) : ids
  }
}

/** What one reader may see in some connections, list by list; each list and each principal is judged once. */
export class Judge {
  /** 1 for a list that permits. As long as there were lists at the last call of `judgeAll`. */
  permits = new Uint8Array(64)
  private readonly lists: AccessLists
  private readonly reader: Reader
  private readonly connectionUids: ReadonlySet<string>
  private judged = 0
  /** 0 for a principal not yet looked at. */
  private matches = new Uint8Array(64)

  constructor(lists: AccessLists, reader: Reader, connectionUids: ReadonlySet<string>) {
    this.lists = lists
    this.reader = reader
    this.connectionUids = connectionUids
  }

  /** Judges the lists that came since. */
  judgeAll(): Uint8Array {
    this.permits = grown(this.permits, this.lists.count)
    for (; this.judged < this.lists.count; this.judged++)
      if (this.connectionUids.has(this.lists.connectionOf(this.judged)) && this.lists.permits(this.judged, this.isMine))
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
