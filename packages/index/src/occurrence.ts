import { stemOf } from './stems.ts'
import type { TextCondition } from './types.ts'

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
