import { partOf } from '../score.ts'
import { grown } from './grow.ts'
import { Best, greatestLift, SLACK, scoreBound } from './rank.ts'
import type { Leaf } from './scan.ts'
import type { Weighty } from './sets.ts'
import type { Shard } from './shard.ts'

/** What documents weigh as far as it is known, and what they may weigh at most, in the order of the documents. */
export class Narrowing {
  private docs = new Uint32Array(1024)
  private sums = new Float64Array(1024)
  private mosts = new Float64Array(1024)
  private count = 0

  begin(bits: Uint32Array, count: number): void {
    this.docs = grown(this.docs, count)
    this.sums = grown(this.sums, count)
    this.mosts = grown(this.mosts, count)
    this.sums.fill(0, 0, count)
    this.count = count
    const { docs } = this
    let at = 0
    for (let word = 0; word < bits.length; word++)
      for (let left = bits[word] ?? 0; left !== 0; left &= left - 1)
        docs[at++] = (word << 5) + 31 - Math.clz32(left & -left)
  }

  /** Adds a leaf; of the rest it is known which documents hold it. Gives the documents that may weigh most, so many. */
  add({ docs: found, weights, count: end }: Leaf, rarity: number, rest: readonly Weighty[], wanted: number): number[] {
    const { docs, sums, mosts, count } = this
    const [a, b, c, ...more] = rest
    const [bitsA = NO_BITS, bitsB = NO_BITS, bitsC = NO_BITS] = [a?.sought.bits, b?.sought.bits, c?.sought.bits]
    // What lies further back counts as held by all.
    const always = more.reduce((sum, one) => sum + one.rarity, 0)
    const rests = Float64Array.from({ length: 8 }, (_, set) => {
      const [ofA, ofB, ofC] = [a, b, c].map((one, at) => ((set >> at) & 1) * (one?.rarity ?? 0))
      return (always + (ofA ?? 0) + (ofB ?? 0) + (ofC ?? 0)) * SLACK
    })
    const best = new Best(wanted, (one, other) => (mosts[other] ?? 0) - (mosts[one] ?? 0))
    let enough = 0
    let place = 0
    for (let at = 0; at < count; at++) {
      const doc = docs[at] ?? 0
      while (place < end && (found[place] ?? 0) < doc) place++
      if (place < end && found[place] === doc) sums[at] = (sums[at] ?? 0) + partOf(rarity, weights[place] ?? 0)
      const word = doc >>> 5
      const isA = ((bitsA[word] ?? 0) >>> (doc & 31)) & 1
      const isB = ((bitsB[word] ?? 0) >>> (doc & 31)) & 1
      const isC = ((bitsC[word] ?? 0) >>> (doc & 31)) & 1
      const most = (sums[at] ?? 0) + (rests[isA | (isB << 1) | (isC << 2)] ?? 0)
      mosts[at] = most
      if (most <= enough) continue
      best.offer(at)
      const last = best.last()
      if (last !== undefined) enough = mosts[last] ?? 0
    }
    return best.sorted().map((at) => docs[at] ?? 0)
  }

  /** Keeps and marks the documents that can reach the least; gives how many. */
  keep(shard: Shard, least: number, now: number, marked: Uint32Array): number {
    const { docs, sums, mosts, count } = this
    const enough = least / (greatestLift(shard) * SLACK)
    let left = 0
    for (let at = 0; at < count; at++) {
      const most = mosts[at] ?? 0
      if (most < enough) continue
      const doc = docs[at] ?? 0
      if (scoreBound(shard, doc, most, now) < least) continue
      docs[left] = doc
      sums[left++] = sums[at] ?? 0
      marked[doc >>> 5] = (marked[doc >>> 5] ?? 0) | (1 << (doc & 31))
    }
    this.count = left
    return left
  }
}

const NO_BITS = new Uint32Array(0)
