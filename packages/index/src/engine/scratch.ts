import { Bitmaps } from './bits.ts'
import { grown } from './grow.ts'
import { Narrowing } from './narrowing.ts'
import { EXTENDED } from './postings.ts'
import { type Counts, Kept, Leaf, readEntry, type Use } from './scan.ts'
import { Scorer } from './score.ts'

/** Numbers that are counted of a document: exact and alike, in title, properties and content. */
const COUNTED = 6

/** Counts of documents that are met in any order. */
export class Tally {
  private slots = new Uint32Array(0)
  private docs = new Uint32Array(1024)
  private counts = new Uint32Array(COUNTED * 1024)
  private count = 0

  reset(docs: number): void {
    for (let slot = 0; slot < this.count; slot++) this.slots[this.docs[slot] ?? 0] = 0
    this.slots = grown(this.slots, docs)
    this.count = 0
  }

  /** Adds the entries of some members of a family; the value says whether the member is the exact word. */
  adding(isExact: ReadonlyMap<number, boolean>): Use {
    let doc = 0
    const add = (member: number, title: number, properties: number, content: number) => {
      const kind = isExact.get(member)
      if (kind === undefined) return
      const at = this.slotOf(doc) * COUNTED + (kind ? 0 : 1)
      this.counts[at] = (this.counts[at] ?? 0) + title
      this.counts[at + 2] = (this.counts[at + 2] ?? 0) + properties
      this.counts[at + 4] = (this.counts[at + 4] ?? 0) + content
    }
    return (entries, end) => {
      let at = 0
      while (at < end) {
        const entry = entries[at] ?? 0
        // Most families hold other words as well, and most of their entries are short.
        const isOther = (entry & EXTENDED) === 0 && !isExact.has((entry >>> 4) & 7)
        if (isOther) {
          at++
          continue
        }
        doc = entry >>> 8
        at = readEntry(entries, at, add)
      }
      return at
    }
  }

  /** The documents that were counted, ascending. */
  sorted(): Uint32Array {
    return this.docs.slice(0, this.count).sort()
  }

  /** The counts of a document, in the object given. All 0 where none of its words were counted. */
  at(doc: number, counts: Counts): Counts {
    const at = ((this.slots[doc] ?? 0) - 1) * COUNTED
    counts.exactTitle = this.counts[at] ?? 0
    counts.alikeTitle = this.counts[at + 1] ?? 0
    counts.exactProperties = this.counts[at + 2] ?? 0
    counts.alikeProperties = this.counts[at + 3] ?? 0
    counts.exactContent = this.counts[at + 4] ?? 0
    counts.alikeContent = this.counts[at + 5] ?? 0
    return counts
  }

  private slotOf(doc: number): number {
    const known = this.slots[doc] ?? 0
    if (known > 0) return known - 1
    const slot = this.count++
    this.slots[doc] = slot + 1
    this.docs = grown(this.docs, this.count)
    this.counts = grown(this.counts, this.count * COUNTED)
    this.docs[slot] = doc
    this.counts.fill(0, slot * COUNTED, (slot + 1) * COUNTED)
    return slot
  }
}

/** Memory that each query uses again. */
export class Scratch {
  readonly kept = new Kept()
  readonly tally = new Tally()
  readonly scorer = new Scorer()
  readonly narrowing = new Narrowing()
  readonly bitmaps = new Bitmaps()
  /** By term; all 0 but while words are read. */
  marks = new Uint8Array(0)
  private readonly leaves: Leaf[] = []
  private used = 0

  reset(): void {
    this.bitmaps.reset()
    this.used = 0
  }

  leaf(): Leaf {
    const leaf = this.leaves[this.used] ?? new Leaf()
    this.leaves[this.used++] = leaf
    leaf.count = 0
    return leaf
  }
}
