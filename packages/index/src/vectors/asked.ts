import type { Meaning, TextCondition } from '../types.ts'
import { quantiseQuestion, scaleOf } from './quantise.ts'

/**
 * What is asked for, as a vector. Where its words have vectors it is their sum, each as much as the word tells among what
 * the reader may read: in a corpus about ships `ship` tells little. Without such words it is the vector of the whole.
 */
export function askedVector(
  { vector, words = [] }: Meaning,
  leaves: readonly TextCondition[],
  rarityOf: (leaf: TextCondition) => number,
): Int16Array {
  const byTerm = new Map<string, TextCondition>()
  for (const leaf of leaves) {
    const [term] = leaf.terms
    const isWord = leaf.terms.length === 1 && !leaf.isPrefix && leaf.property === undefined
    if (isWord && term !== undefined && !byTerm.has(term)) byTerm.set(term, leaf)
  }
  const sum = new Float64Array(vector.length)
  for (const { term, vector: added } of words) {
    const leaf = byTerm.get(term)
    if (!leaf || added.length !== sum.length) continue
    const rarity = rarityOf(leaf)
    for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + rarity * (added[at] ?? 0)
  }
  const asked = quantiseQuestion(sum)
  return scaleOf(asked) === 0 ? vector : asked
}
