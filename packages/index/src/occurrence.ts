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
 */
export function areNear(
  parts: readonly Places[],
  { distance, isOrdered }: Pick<NearCondition, 'distance' | 'isOrdered'>,
): boolean {
  const goesOn = (left: readonly Places[], end: number, spare: number): boolean =>
    left.length === 0 ||
    left.some((part, index) => {
      if (isOrdered && index > 0) return false
      // In a given order the earliest place is never worse than a later one.
      const start = part.starts.find((at) => at >= end)
      return (
        start !== undefined &&
        start - end <= spare &&
        goesOn(left.toSpliced(index, 1), start + part.length, spare - (start - end))
      )
    })
  return parts.some((part, index) => {
    if (isOrdered && index > 0) return false
    return part.starts.some((start) => goesOn(parts.toSpliced(index, 1), start + part.length, distance))
  })
}
