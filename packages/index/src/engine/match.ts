import type { Condition } from '../types.ts'
import type { Leaves } from './leaves.ts'
import type { Scratch } from './scratch.ts'
import type { Shard } from './shard.ts'

/** Which documents of a bitmap are what the condition says. The bitmap that comes back may be the one that was given. */
export function matching(
  condition: Condition,
  among: Uint32Array,
  shard: Shard,
  leaves: Leaves,
  { bitmaps }: Scratch,
): Uint32Array {
  const within = (part: Condition, bits: Uint32Array): Uint32Array => {
    switch (part.kind) {
      case 'everything':
        return bits
      case 'nothing':
        return bitmaps.empty(bits.length)
      case 'and':
        return part.of.reduce((left, below) => within(below, left), bits)
      case 'or':
        return part.of
          .map((below) => within(below, bits))
          .reduce((a, b) => bitmaps.or(a, b), bitmaps.empty(bits.length))
      case 'not':
        return bitmaps.not(bits, within(part.of, bits))
      case 'text':
        return leaves.within(part, bits)
      case 'near':
        return leaves.near(part, bits)
      case 'value': {
        const { test } = part
        const column = shard.columns.get(part.property)
        return column ? column.passing(bits, test) : bitmaps.empty(bits.length)
      }
    }
  }
  return within(condition, among)
}
