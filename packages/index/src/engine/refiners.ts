import { bucketsOf, cut } from '../refine.ts'
import type { Bucket, IndexedValue, Refiner } from '../types.ts'
import { countBits } from './bits.ts'
import type { Shard } from './shard.ts'

/** Counts one refiner over the documents of a bitmap. */
export function refined(shard: Shard, bits: Uint32Array, refiner: Refiner): Bucket[] {
  const column = shard.columns.get(refiner.property)
  const buckets = refiner.ranges
    ? refiner.ranges.map(({ from, to }, key) => ({
        key,
        count: column ? countBits(column.select(bits, (value) => isWithin(value, from, to))) : 0,
      }))
    : column
      ? bucketsOf(column.pilesOf(bits), refiner)
      : []
  return cut(buckets, refiner)
}

/** Lower bound included, upper bound not. */
const isWithin = (value: IndexedValue, from: number | undefined, to: number | undefined) =>
  typeof value === 'number' && (from === undefined || value >= from) && (to === undefined || value < to)
