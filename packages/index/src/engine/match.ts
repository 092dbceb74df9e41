import { passes } from '../condition.ts'
import type { Condition } from '../types.ts'
import { intersected, union } from './bits.ts'
import type { Leaves } from './leaves.ts'
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
    case 'or':
      return condition.of.length === 0
        ? new Uint32Array(among.length)
        : union(condition.of.map((part) => within(part, among)))
    case 'not': {
      const excluded = within(condition.of, among)
      return among.map((bits, word) => bits & ~(excluded[word] ?? 0))
    }
    case 'text':
      return intersected(among, leaves.of(condition).bits)
    case 'near':
      return leaves.near(condition, among)
    case 'value': {
      const column = shard.columns.get(condition.property)
      const { test } = condition
      return column ? column.select(among, (value) => passes(value, test)) : new Uint32Array(among.length)
    }
  }
}
