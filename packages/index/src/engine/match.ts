import { passes } from '../condition.ts'
import type { Condition } from '../types.ts'
import type { Leaves } from './leaves.ts'
import type { Leaf } from './scan.ts'
import type { Shard } from './shard.ts'

/** Which documents of a bitmap are what the condition says. The bitmap that comes back may be the one that was given. */
export function matching(condition: Condition, among: Uint32Array, shard: Shard, leaves: Leaves): Uint32Array {
  const within = (part: Condition, bits: Uint32Array) => matching(part, bits, shard, leaves)
  switch (condition.kind) {
    case 'everything':
      return among
    case 'nothing':
      return new Uint32Array(among.length)
    case 'and':
      return condition.of.reduce((bits, part) => within(part, bits), among)
    case 'or': {
      const union = new Uint32Array(among.length)
      for (const part of condition.of) {
        if (part.kind === 'text') mark(union, leaves.leafOf(part), among)
        else for (const [word, bits] of within(part, among).entries()) union[word] = (union[word] ?? 0) | bits
      }
      return union
    }
    case 'not': {
      const excluded = within(condition.of, among)
      return among.map((bits, word) => bits & ~(excluded[word] ?? 0))
    }
    case 'text':
      return mark(new Uint32Array(among.length), leaves.leafOf(condition), among)
    case 'near':
      return mark(new Uint32Array(among.length), leaves.near(condition), among)
    case 'value': {
      const column = shard.columns.get(condition.property)
      const { test } = condition
      return column ? column.select(among, (value) => passes(value, test)) : new Uint32Array(among.length)
    }
  }
}

/** Sets the bits of the leaf's documents that are in the bitmap. */
function mark(bits: Uint32Array, { docs, count }: Leaf, among: Uint32Array): Uint32Array {
  for (let at = 0; at < count; at++) {
    const doc = docs[at] ?? 0
    const word = doc >>> 5
    bits[word] = (bits[word] ?? 0) | ((among[word] ?? 0) & (1 << (doc & 31)))
  }
  return bits
}
