import { own } from '@jumpseat/wire'
import { compare, compareValues } from './sort.ts'
import type { Bucket, IndexedItem, IndexedValue, Refiner } from './types.ts'
import { normalise } from './words.ts'

/** Counts one refiner over the matches. An item counts once in a bucket, whatever its number of values. Contract: connectors 5.5. */
export function refine(found: readonly IndexedItem[], refiner: Refiner): Bucket[] {
  const { within } = refiner
  const items = within ? found.filter(({ connectionUid }) => within.includes(connectionUid)) : found
  const buckets = refiner.ranges
    ? byRange(items, refiner, refiner.ranges)
    : bucketsOf(pilesOf(items, refiner.property), refiner)
  return cut(buckets, refiner)
}

/** What of the buckets is given. */
export const cut = (buckets: readonly Bucket[], { minimumCount, size }: Refiner): Bucket[] =>
  buckets.filter(({ count }) => count >= minimumCount).slice(0, size)

/** Numbers only; a range that nothing falls into has the count 0. */
function byRange(
  items: readonly IndexedItem[],
  { property }: Refiner,
  ranges: NonNullable<Refiner['ranges']>,
): Bucket[] {
  return ranges.map(({ from, to }, key) => ({
    key,
    count: items.filter((item) =>
      (own(item.values, property) ?? []).some(
        (value) =>
          typeof value === 'number' && (from === undefined || value >= from) && (to === undefined || value < to),
      ),
    ).length,
  }))
}

/** What is counted of values that share a bucket. */
export interface Pile {
  /** Items that hold the value in any spelling. */
  count: number
  /** Items per spelling. */
  readonly spellings: Map<IndexedValue, number>
}

function pilesOf(items: readonly IndexedItem[], property: string): Map<IndexedValue, Pile> {
  const piles = new Map<IndexedValue, Pile>()
  for (const item of items) {
    const values = new Set(own(item.values, property) ?? [])
    const distinct = new Set([...values].map(identityOf))
    for (const identity of distinct) {
      const pile = piles.get(identity) ?? { count: 0, spellings: new Map() }
      piles.set(identity, pile)
      pile.count++
      for (const value of values)
        if (identityOf(value) === identity) pile.spellings.set(value, (pile.spellings.get(value) ?? 0) + 1)
    }
  }
  return piles
}

/** The buckets that the refiner asks for, in its order. Piles come by the identity of their values. */
export function bucketsOf(piles: ReadonlyMap<IndexedValue, Pile>, { prefix, sortBy, isDescending }: Refiner): Bucket[] {
  const begins = prefix === undefined ? undefined : normalise(prefix)
  const order = ORDERS[sortBy]
  return [...piles]
    .filter(([identity]) => begins === undefined || (typeof identity === 'string' && identity.startsWith(begins)))
    .map(([identity, { count, spellings }]) => ({ identity, count, key: mostFrequent(spellings) }))
    .toSorted((a, b) => order(a, b, isDescending ? -1 : 1) || compareValues(a.identity, b.identity))
    .map(({ key, count }) => ({ key, count }))
}

/** Equal for values that share a bucket. */
export const identityOf = (value: IndexedValue): IndexedValue => (typeof value === 'string' ? normalise(value) : value)

function mostFrequent(spellings: ReadonlyMap<IndexedValue, number>): IndexedValue {
  const [[key] = ['']] = [...spellings].toSorted(
    ([a, often], [b, oftener]) => oftener - often || compare(String(a), String(b)),
  )
  return key
}

interface Sortable {
  readonly identity: IndexedValue
  readonly count: number
}

/** Ties are broken by the value, ascending in either direction. */
const ORDERS: Readonly<Record<Refiner['sortBy'], (a: Sortable, b: Sortable, direction: 1 | -1) => number>> = {
  count: (a, b, direction) => direction * (a.count - b.count),
  keyAsString: (a, b, direction) => direction * compare(String(a.identity), String(b.identity)),
  keyAsNumber: (a, b, direction) => {
    const [x, y] = [numberOf(a.identity), numberOf(b.identity)]
    // What is no number comes last in either direction.
    return Number.isNaN(x) || Number.isNaN(y)
      ? Number(Number.isNaN(x)) - Number(Number.isNaN(y))
      : direction * Math.sign(x - y)
  },
}

const numberOf = (value: IndexedValue) =>
  typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN
