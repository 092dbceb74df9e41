import { grown } from './grow.ts'
import { type Dump, type Part, piece } from './part.ts'
import { hashOf, placesFor, StringList } from './strings.ts'

/** The connection and item id of each document, and the living document of each of them. */
export class Keys implements Part {
  /** Number of the connection, by document. */
  connections = new Uint32Array(1024)
  private readonly ids = new StringList()
  private hashes = new Uint32Array(1024)
  /** One more than a document, at the first free place from its hash on. */
  private slots = new Uint32Array(2048)
  private living = 0
  /** Living documents by connection. */
  private readonly counts: number[] = []

  get size(): number {
    return this.ids.count
  }

  itemIdOf(doc: number): string {
    return this.ids.at(doc)
  }

  docOf(connection: number, itemId: string): number | undefined {
    const doc = (this.slots[this.slotOf(connection, itemId, mixed(connection, hashOf(itemId)))] ?? 0) - 1
    return doc < 0 ? undefined : doc
  }

  countOf(connection: number): number {
    return this.counts[connection] ?? 0
  }

  /** Gives the next document a key that no living one has. */
  add(connection: number, itemId: string): void {
    const doc = this.ids.push(itemId)
    this.connections = grown(this.connections, doc + 1)
    this.connections[doc] = connection
    this.hashes = grown(this.hashes, doc + 1)
    this.hashes[doc] = mixed(connection, hashOf(itemId))
    this.enter(doc)
    if (this.living * 2 > this.slots.length) this.spread(this.slots.length * 2)
  }

  /** The document is not found any more. */
  forget(doc: number): void {
    const { slots, hashes } = this
    const mask = slots.length - 1
    let slot = (hashes[doc] ?? 0) & mask
    while (slots[slot] !== doc + 1) {
      if (slots[slot] === 0) return
      slot = (slot + 1) & mask
    }
    // What stands behind it moves up, unless that would be before its own place.
    for (let next = (slot + 1) & mask; slots[next] !== 0; next = (next + 1) & mask) {
      const home = (hashes[(slots[next] ?? 0) - 1] ?? 0) & mask
      if (((next - home) & mask) < ((next - slot) & mask)) continue
      slots[slot] = slots[next] ?? 0
      slot = next
    }
    slots[slot] = 0
    this.living--
    const connection = this.connections[doc] ?? 0
    this.counts[connection] = this.countOf(connection) - 1
  }

  byteLength(): number {
    return this.ids.byteLength() + this.hashes.byteLength + this.slots.byteLength + this.connections.byteLength
  }

  dump(): Dump {
    const { facts, arrays } = this.ids.dump()
    return { facts, arrays: { ...arrays, connections: [this.connections.subarray(0, this.size)] } }
  }

  load(dump: Dump): void {
    this.ids.load(dump)
    this.connections = piece(dump, 'connections', Uint32Array)
    this.hashes = new Uint32Array(Math.max(1024, this.size))
    for (let doc = 0; doc < this.size; doc++) this.hashes[doc] = mixed(this.connections[doc] ?? 0, this.ids.hashAt(doc))
  }

  /** Enters the documents that live, after a load. */
  revive(isLive: (doc: number) => boolean): void {
    let living = 0
    for (let doc = 0; doc < this.size; doc++) if (isLive(doc)) living++
    this.slots = new Uint32Array(placesFor(living))
    for (let doc = 0; doc < this.size; doc++) if (isLive(doc)) this.enter(doc)
  }

  private enter(doc: number): void {
    this.place(this.slots, doc)
    this.living++
    const connection = this.connections[doc] ?? 0
    this.counts[connection] = this.countOf(connection) + 1
  }

  private place(slots: Uint32Array, doc: number): void {
    const mask = slots.length - 1
    let slot = (this.hashes[doc] ?? 0) & mask
    while (slots[slot] !== 0) slot = (slot + 1) & mask
    slots[slot] = doc + 1
  }

  private slotOf(connection: number, itemId: string, hash: number): number {
    const { slots, hashes, connections, ids } = this
    const mask = slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const doc = (slots[slot] ?? 0) - 1
      if (doc < 0) return slot
      if (hashes[doc] === hash && connections[doc] === connection && ids.is(doc, itemId)) return slot
    }
  }

  private spread(places: number): void {
    const slots = new Uint32Array(places)
    for (const one of this.slots) if (one > 0) this.place(slots, one - 1)
    this.slots = slots
  }
}

const mixed = (connection: number, hash: number) => (hash ^ Math.imul(connection + 1, 0x85ebca6b)) >>> 0
