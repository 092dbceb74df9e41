import { liftOf } from '../lift.ts'
import { compare } from '../sort.ts'
import type { Shard } from './shard.ts'

const DAY = 86_400_000
/** What a bound is raised by, so that rounding cannot lead below the true score. */
export const SLACK = 1 + 1e-9
const NO_INTEREST = 0

/** Lift of an item that is so many days old and of no interest; further back it only falls. */
const LIFT_BY_DAY = Float64Array.from({ length: 4096 }, (_, day) =>
  liftOf({ modifiedAt: -day * DAY, interest: NO_INTEREST }, 0),
)
const LIFT_WITHOUT_DATE = liftOf({ modifiedAt: undefined, interest: NO_INTEREST }, 0)
const LIFT_OF_INTEREST = liftOf({ modifiedAt: undefined, interest: 1 }, 0) - LIFT_WITHOUT_DATE

export const liftAt = (shard: Shard, doc: number, now: number) =>
  liftOf({ modifiedAt: shard.modifiedAtOf(doc), interest: shard.interest[doc] ?? 0 }, now)

export const scoreOf = (shard: Shard, doc: number, text: number, now: number) => text * liftAt(shard, doc, now)

/** Not below the score, and found without taking a power. */
export function scoreBound(shard: Shard, doc: number, text: number, now: number): number {
  const age = (now - (shard.modifiedAt[doc] ?? 0)) / DAY
  const day = age > 0 ? Math.min(Math.floor(age), LIFT_BY_DAY.length - 1) : 0
  const lift = Number.isNaN(age) ? LIFT_WITHOUT_DATE : (LIFT_BY_DAY[day] ?? 1)
  return text * (lift + LIFT_OF_INTEREST * (shard.interest[doc] ?? 0)) * SLACK
}

/** Not above the score, and found without taking a power. */
export function scoreFloor(shard: Shard, doc: number, text: number, now: number): number {
  const age = (now - (shard.modifiedAt[doc] ?? 0)) / DAY
  // Without a date the day is no number, and not in the table.
  const lift = LIFT_BY_DAY[Math.max(0, Math.ceil(age))] ?? LIFT_WITHOUT_DATE
  return (text * lift) / SLACK
}

/** No document of the shard is lifted higher. */
export const greatestLift = (shard: Shard) =>
  ((LIFT_BY_DAY[0] ?? 1) + LIFT_OF_INTEREST * shard.greatestInterest) * SLACK

/** Newest first, what has no date last; then by connection and item id. 0 for a document and itself only. */
export function compareDocs(shard: Shard, a: number, b: number): number {
  const [first, second] = [shard.modifiedAtOf(a), shard.modifiedAtOf(b)]
  if (first !== second)
    return first === undefined || second === undefined
      ? Number(first === undefined) - Number(second === undefined)
      : second - first
  return compare(shard.connectionUidOf(a), shard.connectionUidOf(b)) || compare(shard.itemIdOf(a), shard.itemIdOf(b))
}

/** The best `limit` of what is offered, in a heap with the last of them on top. */
export class Best {
  private readonly heap: number[] = []
  private readonly limit: number
  private readonly compare: (a: number, b: number) => number

  /** Negative when `a` comes before `b`. */
  constructor(limit: number, compare: (a: number, b: number) => number) {
    this.limit = limit
    this.compare = compare
  }

  /** The one that the next must beat; undefined while there is room. */
  last(): number | undefined {
    return this.heap.length < this.limit ? undefined : this.heap[0]
  }

  offer(candidate: number): void {
    const { heap } = this
    if (heap.length < this.limit) {
      heap.push(candidate)
      this.rise(heap.length - 1)
    } else if (heap.length > 0 && this.compare(candidate, heap[0] ?? 0) < 0) {
      heap[0] = candidate
      this.sink()
    }
  }

  sorted(): number[] {
    return this.heap.toSorted(this.compare)
  }

  private rise(at: number): void {
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.isLater(at, parent)) return
      this.swap(at, parent)
      at = parent
    }
  }

  private sink(): void {
    const { length } = this.heap
    for (let at = 0; ; ) {
      const left = 2 * at + 1
      if (left >= length) return
      const child = left + 1 < length && this.isLater(left + 1, left) ? left + 1 : left
      if (!this.isLater(child, at)) return
      this.swap(at, child)
      at = child
    }
  }

  private isLater(a: number, b: number): boolean {
    return this.compare(this.heap[a] ?? 0, this.heap[b] ?? 0) > 0
  }

  private swap(a: number, b: number): void {
    const { heap } = this
    const held = heap[a] ?? 0
    heap[a] = heap[b] ?? 0
    heap[b] = held
  }
}
