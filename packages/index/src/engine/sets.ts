import type { Sought } from './leaves.ts'
import { SLACK } from './rank.ts'
import type { Scratch } from './scratch.ts'

/** Leaves whose sets are looked at; of more, the most frequent ones count as one. */
const MOST_LEAVES = 6
/** Words of a bitmap that tell how many documents there are of a set of leaves. */
const SAMPLED = 256

/** A leaf and the most that it can weigh. */
export interface Weighty {
  readonly sought: Sought
  readonly rarity: number
}

/** The sets of leaves that a document may hold, and the most that each weighs. */
export interface Sets {
  /** The matches whose leaves can weigh so much; of many about so many, those that came last. */
  holding(matches: Uint32Array, bound: number, wanted?: number): Uint32Array
  /** A bound that about so many of the matches reach, or more; and the next one above, which fewer do. */
  boundsOf(matches: Uint32Array, wanted: number): { readonly above: number; readonly bound: number }
}

export function setsOf(rarest: readonly Weighty[], { bitmaps }: Scratch): Sets {
  const heavy = rarest.slice(0, rarest.length > MOST_LEAVES ? MOST_LEAVES - 1 : MOST_LEAVES)
  const light = rarest.slice(heavy.length)
  const held = heavy.map(({ sought }) => sought.bits)
  const rarities = heavy.map(({ rarity }) => rarity)
  if (light.length > 0) {
    held.push(light.map(({ sought }) => sought.bits).reduce((a, b) => bitmaps.or(a, b)))
    rarities.push(light.reduce((sum, { rarity }) => sum + rarity, 0))
  }
  const bounds = Array.from({ length: 1 << held.length }, (_, set) =>
    rarities.reduce((sum, rarity, at) => sum + ((set >>> at) & 1) * rarity, 0),
  )
  return {
    holding(matches, bound, wanted = Number.POSITIVE_INFINITY) {
      const marked = bitmaps.empty(matches.length)
      // Who holds more weighs more: the smallest sets that are enough tell all.
      const enough = [...bounds.keys()].filter((set) => (bounds[set] ?? 0) * SLACK >= bound)
      let left = wanted
      for (const set of enough)
        if (!enough.some((other) => other !== set && (set & other) === other))
          left -= mark(
            matches,
            held.filter((_, at) => (set >>> at) & 1),
            marked,
            left,
          )
      return marked
    },
    boundsOf(matches, wanted) {
      const stride = Math.max(1, Math.floor(matches.length / SAMPLED))
      const counts = sampled(matches, held, stride)
      let expected = 0
      let above = Number.POSITIVE_INFINITY
      for (const set of [...bounds.keys()].sort((a, b) => (bounds[b] ?? 0) - (bounds[a] ?? 0))) {
        const bound = bounds[set] ?? 0
        expected += (counts[set] ?? 0) * stride
        if (expected >= wanted) return { above, bound }
        above = bound
      }
      return { above, bound: 0 }
    },
  }
}

/** How many documents there are of each set of bitmaps in every so many words of the matches. */
function sampled(matches: Uint32Array, held: readonly Uint32Array[], stride: number): Uint32Array {
  const counts = new Uint32Array(1 << held.length)
  for (let word = 0; word < matches.length; word += stride)
    for (let left = matches[word] ?? 0; left !== 0; left &= left - 1) {
      const bit = 31 - Math.clz32(left & -left)
      let set = 0
      for (let at = 0; at < held.length; at++) set |= (((held[at]?.[word] ?? 0) >>> bit) & 1) << at
      counts[set] = (counts[set] ?? 0) + 1
    }
  return counts
}

/** Marks the matches that are in all of these bitmaps, the last ones first and not many more than wanted; gives how many. */
function mark(matches: Uint32Array, held: readonly Uint32Array[], marked: Uint32Array, wanted: number): number {
  const [a = matches, b = a, c = b, ...more] = held
  let count = 0
  for (let word = matches.length - 1; word >= 0 && count < wanted; word--) {
    let all = (matches[word] ?? 0) & (a[word] ?? 0) & (b[word] ?? 0) & (c[word] ?? 0)
    if (all === 0) continue
    for (const bits of more) all &= bits[word] ?? 0
    marked[word] = (marked[word] ?? 0) | all
    if (wanted !== Number.POSITIVE_INFINITY) for (; all !== 0; all &= all - 1) count++
  }
  return count
}
