import { bucketsOf, cut } from '../refine.ts'
import type { Bucket, Refiner } from '../types.ts'
import { countBits } from './bits.ts'
import type { Shard } from './shard.ts'

/** Counts one refiner over the documents of a bitmap. */
export function refined(shard: Shard, bits: Uint32Array, refiner: Refiner): Bucket[] {
  const column = shard.columns.get(refiner.property)
  const buckets = refiner.ranges
    ? refiner.ranges.map(({ from, to }, key) => ({
        key,
        count: column
          ? countBits(column.passing(bits, { op: 'range', from, to, includesFrom: true, includesTo: false }))
          : 0,
      }))
    : column
      ? bucketsOf(column.pilesOf(bits), refiner)
      : []
  return cut(buckets, refiner)
}
