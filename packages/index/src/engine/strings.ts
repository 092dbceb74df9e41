import { Buffer } from 'node:buffer'
import { randomBytes } from 'node:crypto'
import { grown } from './grow.ts'
import { type Dump, type Part, piece } from './part.ts'

/** A hash that no sender of texts can foresee, so that nobody can make all of them fall on one place. */
const SEED = randomBytes(4).readUInt32LE()
const LATIN = 0
const WIDE = 1

export function hashOf(text: string): number {
  let hash = SEED
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x9e3779b1)
    hash ^= hash >>> 15
  }
  return hash >>> 0
}

/** Texts by number, outside of the heap of the language: a byte per letter, or two where one letter needs it. */
export class StringList implements Part {
  count = 0
  private bytes = new Uint8Array(4096)
  private buffer = bufferOver(this.bytes)
  private ends = new Uint32Array(1024)

  push(text: string): number {
    const start = this.startOf(this.count)
    this.bytes = grown(this.bytes, start + 1 + 2 * text.length)
    if (this.buffer.buffer !== this.bytes.buffer) this.buffer = bufferOver(this.bytes)
    const { bytes } = this
    let end = start
    bytes[end++] = LATIN
    let isLatin = true
    for (let at = 0; at < text.length && isLatin; at++) {
      const unit = text.charCodeAt(at)
      isLatin = unit < 0x100
      bytes[end++] = unit
    }
    if (!isLatin) {
      bytes[start] = WIDE
      end = start + 1
      for (let at = 0; at < text.length; at++) {
        const unit = text.charCodeAt(at)
        bytes[end++] = unit & 0xff
        bytes[end++] = unit >>> 8
      }
    }
    this.ends = grown(this.ends, this.count + 1)
    this.ends[this.count] = end
    return this.count++
  }

  at(id: number): string {
    const start = this.startOf(id)
    const end = this.ends[id] ?? 0
    if (id >= this.count) return ''
    return this.bytes[start] === LATIN ? this.buffer.latin1Slice(start + 1, end) : this.buffer.ucs2Slice(start + 1, end)
  }

  is(id: number, text: string): boolean {
    const { bytes } = this
    const start = this.startOf(id) + 1
    const length = (this.ends[id] ?? 0) - start
    if (bytes[start - 1] === LATIN) {
      if (length !== text.length) return false
      for (let at = 0; at < length; at++) if (bytes[start + at] !== text.charCodeAt(at)) return false
      return true
    }
    if (length !== 2 * text.length) return false
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at)
      if (bytes[start + 2 * at] !== (unit & 0xff) || bytes[start + 2 * at + 1] !== unit >>> 8) return false
    }
    return true
  }

  /** As `hashOf` of the text. */
  hashAt(id: number): number {
    const { bytes } = this
    const start = this.startOf(id)
    const end = this.ends[id] ?? 0
    const width = bytes[start] === LATIN ? 1 : 2
    let hash = SEED
    for (let at = start + 1; at < end; at += width) {
      const unit = width === 1 ? (bytes[at] ?? 0) : (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)
      hash = Math.imul(hash ^ unit, 0x9e3779b1)
      hash ^= hash >>> 15
    }
    return hash >>> 0
  }

  byteLength(): number {
    return this.bytes.byteLength + this.ends.byteLength
  }

  dump(): Dump {
    const { bytes, ends, count } = this
    return { facts: {}, arrays: { bytes: [bytes.subarray(0, this.startOf(count))], ends: [ends.subarray(0, count)] } }
  }

  load(dump: Dump): void {
    this.bytes = piece(dump, 'bytes', Uint8Array)
    this.buffer = bufferOver(this.bytes)
    this.ends = piece(dump, 'ends', Uint32Array)
    this.count = this.ends.length
  }

  private startOf(id: number): number {
    return id === 0 ? 0 : (this.ends[id - 1] ?? 0)
  }
}

/** Distinct texts, numbered in the order in which they came. */
export class Strings implements Part {
  private readonly list = new StringList()
  private hashes = new Uint32Array(1024)
  /** One more than the number of a text, at the first free place from its hash on. */
  private slots = new Uint32Array(2048)

  get count(): number {
    return this.list.count
  }

  idOf(text: string): number | undefined {
    const id = (this.slots[this.slotOf(text, hashOf(text))] ?? 0) - 1
    return id < 0 ? undefined : id
  }

  /** The number of the text, which is given one when it has none. */
  intern(text: string): number {
    const hash = hashOf(text)
    const slot = this.slotOf(text, hash)
    const known = this.slots[slot] ?? 0
    if (known > 0) return known - 1
    const id = this.list.push(text)
    this.hashes = grown(this.hashes, id + 1)
    this.hashes[id] = hash
    this.slots[slot] = id + 1
    if (this.count * 2 > this.slots.length) this.spread(this.slots.length * 2)
    return id
  }

  at(id: number): string {
    return this.list.at(id)
  }

  byteLength(): number {
    return this.list.byteLength() + this.hashes.byteLength + this.slots.byteLength
  }

  dump(): Dump {
    return this.list.dump()
  }

  load(dump: Dump): void {
    this.list.load(dump)
    this.hashes = new Uint32Array(Math.max(1024, this.count))
    for (let id = 0; id < this.count; id++) this.hashes[id] = this.list.hashAt(id)
    this.spread(placesFor(this.count))
  }

  private slotOf(text: string, hash: number): number {
    const { slots, hashes, list } = this
    const mask = slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = (slots[slot] ?? 0) - 1
      if (id < 0 || (hashes[id] === hash && list.is(id, text))) return slot
    }
  }

  private spread(places: number): void {
    const slots = new Uint32Array(places)
    const mask = places - 1
    for (let id = 0; id < this.count; id++) {
      let slot = (this.hashes[id] ?? 0) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = id + 1
    }
    this.slots = slots
  }
}

/** A power of two, at least twice the number. */
export const placesFor = (count: number) => 2 ** Math.ceil(Math.log2(Math.max(1024, count * 2 + 2)))

const bufferOver = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) as Slicing

/** What Node's `Buffer` has beside its documented face, where `toString` would only find it again. */
interface Slicing extends Buffer {
  latin1Slice(start: number, end: number): string
  ucs2Slice(start: number, end: number): string
}
