import { grown } from './grow.ts'
import { Counts, Kept, Leaf } from './scan.ts'
import { Scorer } from './score.ts'

/** Counts of documents that are met in any order. */
export class Tally {
  private slots = new Uint32Array(0)
  private docs = new Uint32Array(1024)
  private counts: Counts[] = []
  private count = 0

  reset(docs: number): void {
    for (let slot = 0; slot < this.count; slot++) this.slots[this.docs[slot] ?? 0] = 0
    this.slots = grown(this.slots, docs)
    this.count = 0
  }

  /** The counts of a document, to be added to. */
  of(doc: number): Counts {
    let slot = (this.slots[doc] ?? 0) - 1
    if (slot < 0) {
      slot = this.count++
      this.slots[doc] = slot + 1
      this.docs = grown(this.docs, this.count)
      this.docs[slot] = doc
      this.counts[slot]?.clear()
    }
    const counts = this.counts[slot] ?? new Counts()
    this.counts[slot] = counts
    return counts
  }

  /** The documents met, ascending. */
  sorted(): Uint32Array {
    return this.docs.slice(0, this.count).sort()
  }
}

/** Memory that each query uses again. */
export class Scratch {
  readonly kept = new Kept()
  readonly tally = new Tally()
  readonly scorer = new Scorer()
  private readonly leaves: Leaf[] = []
  private used = 0

  reset(): void {
    this.used = 0
  }

  leaf(): Leaf {
    const leaf = this.leaves[this.used] ?? new Leaf()
    this.leaves[this.used++] = leaf
    leaf.count = 0
    return leaf
  }
}
