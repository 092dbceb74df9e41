import { countBits } from './bits.ts'
import type { Sought } from './leaves.ts'
import { Best, greatestLift, scoreBound, scoreOf } from './rank.ts'
import type { Scratch } from './scratch.ts'
import type { Shard } from './shard.ts'

/** What the frequent leaves may weigh together, of the rarest one, to be left out at first. */
const LIGHT = 0.35
/** What a bound is raised by, so that rounding cannot lead below what it bounds. */
const SLACK = 1 + 1e-9

export interface Weighty {
  readonly sought: Sought
  readonly rarity: number
}

/**
 * Documents among which the first `limit` by score are, out of the matches. Leaves that tell little, as words that stand in
 * nearly everything, are looked at for those documents only that they could lift among the first: the others are counted,
 * and need not be weighed.
 */
export function promising(
  shard: Shard,
  matches: Uint32Array,
  leaves: readonly Weighty[],
  limit: number,
  now: number,
  { scorer, bitmaps }: Scratch,
): Uint32Array {
  const { heavy, light } = split(leaves)
  if (light === 0) return matches
  const any = heavy.map(({ sought }) => sought.bits).reduce((a, b) => bitmaps.or(a, b))
  const some = bitmaps.and(matches, any)
  const count = countBits(some)
  if (count < limit || count * 2 > countBits(matches)) return matches

  const docs: number[] = []
  const sums: number[] = []
  const whole = heavy.reduce((sum, { rarity }) => sum + rarity, 0)
  const floors: number[] = []
  const best = new Best(limit, (a, b) => (floors[b] ?? 0) - (floors[a] ?? 0))
  const greatest = greatestLift(shard)
  let least = -1
  const parts = heavy.map(({ sought, rarity }) => ({ leaf: sought.weigh(some, count), rarity }))
  scorer.each(some, parts, (batch) => {
    for (let at = 0; at < batch.count; at++) {
      const doc = batch.docs[at] ?? 0
      const sum = (batch.texts[at] ?? 0) * whole
      if ((sum + light) * greatest * SLACK < least) continue
      docs.push(doc)
      sums.push(sum)
      if (sum * greatest < least) continue
      // The light leaves can only add to it.
      floors.push(scoreOf(shard, doc, sum, now) / SLACK)
      best.offer(floors.length - 1)
      const last = best.last()
      if (last !== undefined) least = floors[last] ?? -1
    }
  })
  // Could a document with light leaves alone come among the first?
  if (light * greatest * SLACK >= least) return matches

  const candidates = bitmaps.empty(matches.length)
  for (const [at, doc] of docs.entries())
    if (scoreBound(shard, doc, ((sums[at] ?? 0) + light) * SLACK, now) >= least)
      candidates[doc >>> 5] = (candidates[doc >>> 5] ?? 0) | (1 << (doc & 31))
  return candidates
}

/** The leaves that decide, and the most that the others add. No leaf adds more than its rarity. */
function split(leaves: readonly Weighty[]): { readonly heavy: readonly Weighty[]; readonly light: number } {
  const ascending = leaves.toSorted((a, b) => a.rarity - b.rarity)
  const most = LIGHT * (ascending.at(-1)?.rarity ?? 0)
  let light = 0
  let lights = 0
  for (const { rarity } of ascending) {
    if (light + rarity > most) break
    light += rarity
    lights++
  }
  return { heavy: ascending.slice(lights), light }
}
