import { K1, shareOf } from '../score.ts'
import { isEmpty } from './bits.ts'
import type { Leaf } from './scan.ts'

/** Documents that are scored at a time; the sums of one window stay in the fast part of the memory. */
const WINDOW = 1 << 14

export interface Part {
  readonly leaf: Leaf
  readonly rarity: number
}

/** Gives scores of the documents of a bitmap, ascending, in batches. */
export class Scorer {
  readonly docs = new Uint32Array(WINDOW)
  /** Scores of the text, from 0 to 1. */
  readonly texts = new Float64Array(WINDOW)
  count = 0
  private readonly sums = new Float64Array(WINDOW)

  /** Calls `visit` when `docs`, `texts` and `count` hold the next batch. */
  each(bits: Uint32Array, parts: readonly Part[], visit: (batch: Scorer) => void): void {
    const whole = parts.reduce((sum, { rarity }) => sum + rarity, 0)
    const places = parts.map(() => 0)
    for (let word = 0; word < bits.length; word += WINDOW / 32) {
      const lastWord = Math.min(bits.length, word + WINDOW / 32)
      if (isEmpty(bits, word, lastWord)) continue
      for (const [index, { leaf, rarity }] of parts.entries())
        places[index] = this.add(leaf, rarity, places[index] ?? 0, word * 32)
      this.gather(bits, word, lastWord, whole)
      visit(this)
      this.sums.fill(0)
    }
  }

  /** Adds what a leaf adds to the documents of the window from `base` on, beginning at `place`; gives the place after it. */
  private add({ docs, weights, count }: Leaf, rarity: number, place: number, base: number): number {
    const { sums } = this
    const end = base + WINDOW
    if (place < count && (docs[place] ?? 0) < base) place = firstFrom(docs, place, count, base)
    for (; place < count; place++) {
      const doc = docs[place] ?? 0
      if (doc >= end) break
      const weight = weights[place] ?? 0
      // As `partOf` of `score.ts`.
      sums[doc - base] = (sums[doc - base] ?? 0) + (rarity * weight) / (K1 + weight)
    }
    return place
  }

  private gather(bits: Uint32Array, from: number, to: number, whole: number): void {
    const { docs, texts, sums } = this
    const base = from * 32
    let count = 0
    for (let word = from; word < to; word++) {
      let left = bits[word] ?? 0
      while (left !== 0) {
        const doc = (word << 5) + 31 - Math.clz32(left & -left)
        left &= left - 1
        docs[count] = doc
        texts[count++] = shareOf(sums[doc - base] ?? 0, whole)
      }
    }
    this.count = count
  }
}

/** The first place from `low` on where a document is not below `doc`. */
function firstFrom(docs: Uint32Array, low: number, high: number, doc: number): number {
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((docs[middle] ?? 0) < doc) low = middle + 1
    else high = middle
  }
  return low
}
