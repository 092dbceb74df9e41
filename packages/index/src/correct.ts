import { compare } from './sort.ts'
import { stemOf } from './stems.ts'
import { normalise } from './words.ts'

/** How far off a correction may be: words under three letters are never corrected, short ones by one letter, others by two. */
export function reachOf(word: string): number {
  const { length } = [...word]
  return length < 3 ? 0 : length < 5 ? 1 : 2
}

/**
 * For each word that nobody's text holds, exactly or by stem, the nearest one that is held and told: by distance, then by the
 * number of items that hold it, then in alphabetical order. Words come as written and are the keys of the answer.
 */
export function correctionsOf(
  words: readonly string[],
  holders: ReadonlyMap<string, number>,
  told: ReadonlyMap<string, number> = holders,
): Map<string, string> {
  const stems = new Set([...holders.keys()].map(stemOf))
  const corrections = new Map<string, string>()
  for (const word of words) {
    const wrong = normalise(word)
    if (stems.has(stemOf(wrong))) continue
    const [nearest] = [...told]
      .map(([right, count]) => ({ right, count, distance: distanceOf(wrong, right) }))
      .filter(({ distance }) => distance <= reachOf(wrong))
      .toSorted((a, b) => a.distance - b.distance || b.count - a.count || compare(a.right, b.right))
    if (nearest) corrections.set(word, nearest.right)
  }
  return corrections
}

/**
 * Letters to insert, remove, replace or swap with their neighbour to get from one word to the other (Damerau and Levenshtein,
 * where no letter is touched twice). A letter is a code point.
 */
export function distanceOf(a: string, b: string): number {
  const [from, to] = [[...a], [...b]]
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (const [row, letter] of from.entries()) {
    const current = [row + 1]
    for (const [column, other] of to.entries()) {
      const edits = [
        (last[column + 1] ?? 0) + 1,
        (current[column] ?? 0) + 1,
        (last[column] ?? 0) + (letter === other ? 0 : 1),
      ]
      if (row > 0 && column > 0 && letter === to[column - 1] && from[row - 1] === other)
        edits.push((beforeLast[column - 1] ?? 0) + 1)
      current.push(Math.min(...edits))
    }
    beforeLast = last
    last = current
  }
  return last[to.length] ?? 0
}
