import { grown } from './grow.ts'
import { CHUNK_BITS, EXTENDED, FIRST_SLICE, LARGEST_SLICE, OFFSET, PADDING, type Postings, WIDE } from './postings.ts'

/** Long lists whose documents are remembered. One takes a bit per document. */
const KEPT = 256

/** How far a list is read, and the documents that were in it, dead ones included. */
interface Read {
  bits: Uint32Array
  /** The slice that is read last, and the place of the first entry that is not. */
  slice: number
  size: number
  next: number
}

/** The documents of each list as bits. Lists only grow, so what is remembered is read on from where it ended. */
export class Holders {
  private readonly postings: Postings
  /** Least recently used first. */
  private readonly kept = new Map<number, Read>()

  constructor(postings: Postings) {
    this.postings = postings
  }

  /** A bit per document, for as many documents as `words` words have. */
  of(list: number, words: number): Uint32Array {
    const head = this.postings.heads[list] ?? 0
    const read = this.kept.get(list) ?? { bits: new Uint32Array(words), slice: head, size: FIRST_SLICE, next: head }
    read.bits = grown(read.bits, words)
    this.readOn(list, read)
    if (read.size === LARGEST_SLICE) this.keep(list, read)
    return read.bits
  }

  bytes(): number {
    return [...this.kept.values()].reduce((sum, { bits }) => sum + bits.byteLength, 0)
  }

  private keep(list: number, read: Read): void {
    this.kept.delete(list)
    this.kept.set(list, read)
    const [oldest] = this.kept.keys()
    if (this.kept.size > KEPT && oldest !== undefined) this.kept.delete(oldest)
  }

  private readOn(list: number, read: Read): void {
    const end = this.postings.ends[list] ?? 0
    for (;;) {
      const limit = read.slice + read.size
      const chunk = this.postings.chunks[read.slice >>> CHUNK_BITS]
      if (chunk === undefined) return
      const isLast = end >= read.slice && end <= limit
      const start = read.slice & OFFSET
      mark(chunk, start + (read.next - read.slice), start + ((isLast ? end : limit) - read.slice), read.bits)
      read.next = end
      if (isLast) return
      read.slice = chunk[start + read.size] ?? 0
      read.size = Math.min(LARGEST_SLICE, read.size * 2)
      read.next = read.slice
    }
  }
}

function mark(chunk: Uint32Array, start: number, stop: number, bits: Uint32Array): void {
  // Neighbours mostly share a word: it is written once.
  let word = 0
  let held = 0
  for (let at = start; at < stop; at++) {
    const entry = chunk[at] ?? 0
    if (entry === PADDING) break
    if (entry >>> 13 !== word) {
      bits[word] = (bits[word] ?? 0) | held
      word = entry >>> 13
      held = 0
    }
    held |= 1 << ((entry >>> 8) & 31)
    if ((entry & EXTENDED) !== 0) at += chunk[at + 1] === WIDE ? 5 : 1
  }
  bits[word] = (bits[word] ?? 0) | held
}
