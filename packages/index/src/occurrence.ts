import { stemOf } from './stems.ts'
import type { NearCondition, TextCondition } from './types.ts'

/** Where a text condition stands in a passage. It covers as many words as the condition has terms. */
export interface Occurrence {
  readonly at: number
  /** Every word is the term itself; not one of the same stem, nor a longer one that begins so. */
  readonly isExact: boolean
}

/**
 * All places where the words of a text condition stand side by side, overlapping ones included.
 * A word fits a term that equals it or shares its stem. The last term of a prefix fits only what begins with it.
 */
export function occurrencesIn(words: readonly string[], { terms, isPrefix }: TextCondition): Occurrence[] {
  const fits = (word: string, term: string, index: number) =>
    isPrefix && index === terms.length - 1 ? word.startsWith(term) : word === term || stemOf(word) === stemOf(term)
  const found: Occurrence[] = []
  for (let at = 0; at + terms.length <= words.length; at++) {
    const window = words.slice(at, at + terms.length)
    if (terms.every((term, index) => fits(window[index] ?? '', term, index)))
      found.push({ at, isExact: terms.every((term, index) => window[index] === term) })
  }
  return found
}

/** Places of one part of a near in a passage: where it begins, ascending, and how many words it covers. */
export interface Places {
  readonly starts: readonly number[]
  readonly length: number
}

/**
 * Do all parts stand near each other in one passage? One place is chosen for each part so that no two overlap; the words
 * from the first to the last that belong to no part are then at most `distance`. With `isOrdered` the places follow the
 * order of the parts. Neighbours are at distance 0, and a part given twice must stand there twice.
 * Unordered, the work doubles with each part: whoever asks keeps them few.
 */
export function areNear(
  parts: readonly Places[],
  { distance, isOrdered }: Pick<NearCondition, 'distance' | 'isOrdered'>,
): boolean {
  /** Most words that were to spare where these parts were left and nothing came of it. */
  const failed = new Map<string, number>()
  const goesOn = (left: readonly number[], end: number, spare: number): boolean => {
    if (left.length === 0) return true
    const state = `${left}/${end}`
    if ((failed.get(state) ?? -1) >= spare) return false
    failed.set(state, spare)
    return (isOrdered ? left.slice(0, 1) : left).some((index) => {
      const { starts, length } = parts[index] ?? NOWHERE
      // In a given order the earliest place is never worse than a later one.
      const start = starts[firstFrom(starts, end)]
      if (start === undefined || start - end > spare) return false
      return goesOn(without(left, index), start + length, spare - (start - end))
    })
  }
  const all = parts.map((_, index) => index)
  return (isOrdered ? all.slice(0, 1) : all).some((index) => {
    const { starts, length } = parts[index] ?? NOWHERE
    return starts.some((start) => goesOn(without(all, index), start + length, distance))
  })
}

const NOWHERE: Places = { starts: [], length: 0 }
const without = (numbers: readonly number[], number: number) => numbers.filter((one) => one !== number)

/** Index of the first of these ascending numbers that is at least `bound`. */
function firstFrom(numbers: readonly number[], bound: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] ?? 0) < bound) low = middle + 1
    else high = middle
  }
  return low
}
