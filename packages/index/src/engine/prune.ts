import { countBits } from './bits.ts'
import type { Leaves, Sought } from './leaves.ts'
import { greatestLift, SLACK, scoreFloor } from './rank.ts'
import type { Leaf } from './scan.ts'
import type { Part, Scorer } from './score.ts'
import type { Scratch } from './scratch.ts'
import { type Sets, setsOf, type Weighty } from './sets.ts'
import type { Shard } from './shard.ts'

/** Most documents that are weighed first, to learn what the others must reach, and the most of all. */
const PROBED = 100
const PROBED_SHARE = 1 / 16
/** Documents that are weighed at once rather than made fewer. */
const FEW = 200
/** Documents from which on those that look best are weighed ahead. */
const MANY = 1000
/** Share of the documents that must go for looking at the next leaf to be worth it. */
const WORTH = 0.25

/** Documents that are to be weighed, and the leaves that are weighed already in at least these. */
export interface Promising {
  readonly bits: Uint32Array
  readonly weighed: ReadonlyMap<Sought, Leaf>
}

/** The leaves of a query, each with its weights in these documents, so many. */
export function partsOf(
  weighty: readonly Weighty[],
  leaves: Leaves,
  among: Uint32Array | undefined,
  size: number,
  known: ReadonlyMap<Sought, Leaf> = NOTHING,
): Part[] {
  const unknown = weighty.map(({ sought }) => sought).filter((sought) => !known.has(sought))
  const weighed = leaves.weighAll(unknown, among, size)
  const found = new Map([...known, ...unknown.map((sought, at) => [sought, weighed[at] ?? NO_LEAF] as const)])
  return weighty.map(({ sought, rarity }) => ({ leaf: found.get(sought) ?? NO_LEAF, rarity }))
}

const NOTHING: ReadonlyMap<Sought, Leaf> = new Map()
const NO_LEAF: Leaf = { docs: new Uint32Array(0), weights: new Float64Array(0), count: 0, reserve() {} }

/**
 * Documents among which the first `limit` by score are, out of the matches. A leaf weighs no more than its rarity, so that
 * the leaves that a document holds tell what it weighs at most. Some that hold most are weighed first; of the others those
 * only that could still come before them. The rest is counted, and need not be weighed.
 */
export function promising(
  shard: Shard,
  matches: Uint32Array,
  weighty: readonly Weighty[],
  limit: number,
  now: number,
  leaves: Leaves,
  scratch: Scratch,
): Promising {
  if (limit === 0) return { bits: scratch.bitmaps.empty(matches.length), weighed: NOTHING }
  if (weighty.length < 2) return { bits: matches, weighed: NOTHING }
  const rarest = weighty.toSorted((a, b) => b.rarity - a.rarity)
  const sets = setsOf(rarest, scratch)
  const least = probe(shard, matches, rarest, sets, limit, now, leaves, scratch)
  if (least <= 0) return { bits: matches, weighed: NOTHING }
  const bounded = sets.holding(matches, least / (greatestLift(shard) * SLACK))
  return narrowed(shard, bounded, rarest, limit, now, least, leaves, scratch)
}

/** A score that the first `limit` reach, found out by weighing some that hold most; 0 when there are too few. */
function probe(
  shard: Shard,
  matches: Uint32Array,
  rarest: readonly Weighty[],
  sets: Sets,
  limit: number,
  now: number,
  leaves: Leaves,
  { scorer, bitmaps }: Scratch,
): number {
  const wanted = Math.min(PROBED, countBits(matches) * PROBED_SHARE) + 4 * limit
  const { above, bound } = sets.boundsOf(matches, wanted)
  const most = sets.holding(matches, above, wanted)
  const some = bitmaps.or(most, sets.holding(matches, bound, wanted))
  return reachedBy(some, shard, rarest, limit, now, leaves, scorer)
}

/** A score that the first `limit` of these documents reach; 0 when there are fewer. */
function reachedBy(
  some: Uint32Array,
  shard: Shard,
  weighty: readonly Weighty[],
  limit: number,
  now: number,
  leaves: Leaves,
  scorer: Scorer,
): number {
  const count = countBits(some)
  if (count < limit) return 0
  const whole = weighty.reduce((sum, { rarity }) => sum + rarity, 0)
  const floors: number[] = []
  scorer.each(some, partsOf(weighty, leaves, some, count), ({ docs, texts, count }) => {
    for (let at = 0; at < count; at++) floors.push(scoreFloor(shard, docs[at] ?? 0, (texts[at] ?? 0) * whole, now))
  })
  return floors.sort((a, b) => b - a)[limit - 1] ?? 0
}

/**
 * Makes the documents fewer leaf by leaf, the rarest first: what was weighed, and what is still to come, must reach the
 * least. Those that look best after a leaf are weighed at once, which raises the least.
 */
function narrowed(
  shard: Shard,
  from: Uint32Array,
  rarest: readonly Weighty[],
  limit: number,
  now: number,
  known: number,
  leaves: Leaves,
  { bitmaps, narrowing, scorer }: Scratch,
): Promising {
  const weighed = new Map<Sought, Leaf>()
  let least = known
  let bits = from
  let count = countBits(bits)
  narrowing.begin(bits, count)
  for (const [at, { sought, rarity }] of rarest.entries()) {
    if (count <= FEW || at === rarest.length - 1) break
    const [leaf = NO_LEAF] = leaves.weighAll([sought], bits, count)
    weighed.set(sought, leaf)
    const best = narrowing.add(leaf, rarity, rarest.slice(at + 1), PROBED + limit)
    if (count > MANY) {
      const some = bitmaps.empty(bits.length)
      for (const doc of best) some[doc >>> 5] = (some[doc >>> 5] ?? 0) | (1 << (doc & 31))
      least = Math.max(least, reachedBy(some, shard, rarest, limit, now, leaves, scorer))
    }
    bits = bitmaps.empty(bits.length)
    const left = narrowing.keep(shard, least, now, bits)
    const isWorth = left < count * (1 - WORTH)
    count = left
    if (!isWorth) break
  }
  return { bits, weighed }
}
