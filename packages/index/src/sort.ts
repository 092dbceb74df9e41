import { own } from '@jumpseat/wire'
import type { IndexedItem, IndexedValue, SortKey } from './types.ts'
import { normalise } from './words.ts'

/** What is known of a hit when hits are put in order. */
export interface Ranked {
  readonly item: IndexedItem
  readonly score: number
}

const TYPES = ['number', 'string', 'boolean']

/** Numbers before strings before booleans; strings by their normal form, false before true. 0 for values that are the same. */
export function compareValues(a: IndexedValue, b: IndexedValue): number {
  if (typeof a === 'string' && typeof b === 'string') return compare(normalise(a), normalise(b))
  return typeof a === typeof b ? Number(a) - Number(b) : TYPES.indexOf(typeof a) - TYPES.indexOf(typeof b)
}

/**
 * By the sort keys, else by score, then newest, then connection and item id.
 * Of several values the first in the direction counts: the smallest ascending, the largest descending.
 */
export function byRank(sort: readonly SortKey[]): (a: Ranked, b: Ranked) => number {
  return (a, b) => {
    for (const key of sort) {
      const order = compareBy(key, a.item, b.item)
      if (order !== 0) return order
    }
    return (
      b.score - a.score ||
      newestFirst(a.item.modifiedAt, b.item.modifiedAt) ||
      compare(a.item.connectionUid, b.item.connectionUid) ||
      compare(a.item.itemId, b.item.itemId)
    )
  }
}

function compareBy({ property, isDescending }: SortKey, a: IndexedItem, b: IndexedItem): number {
  const inDirection = (x: IndexedValue, y: IndexedValue) => (isDescending ? compareValues(y, x) : compareValues(x, y))
  const leading = ({ values }: IndexedItem) => own(values, property)?.toSorted(inDirection)[0]
  const [first, second] = [leading(a), leading(b)]
  if (first === undefined || second === undefined) return Number(first === undefined) - Number(second === undefined)
  return inDirection(first, second)
}

/** What has no date comes last. */
function newestFirst(a: number | undefined, b: number | undefined): number {
  return a === undefined || b === undefined ? Number(a === undefined) - Number(b === undefined) : b - a
}

/** By UTF-16 units, so that the order is the same on every machine. */
export const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
