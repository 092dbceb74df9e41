import type { Entry } from './condition.ts'
import { byRank } from './sort.ts'
import type { ItemVectors, Meaning } from './types.ts'
import type { Stretch } from './vectors/passages.ts'
import { productOf, scaleOf, similarityOf } from './vectors/quantise.ts'

/** How near an item is to a question, by its nearest passage. */
export interface Near {
  readonly similarity: number
  readonly passage: Stretch
}

/** The nearest items of those given, by similarity, then newest, then connection and item id. */
export function nearestOf<T extends Entry>(
  entries: readonly T[],
  vectorsOf: (entry: T) => ItemVectors | undefined,
  { vector, depth, least }: Meaning,
): Map<T, Near> {
  const near = entries
    .flatMap((entry) => {
      const held = vectorsOf(entry)
      const found = held?.dimensions === vector.length ? nearestPassage(held, vector) : undefined
      return found && found.similarity >= least ? [{ entry, item: entry.item, score: found.similarity, found }] : []
    })
    .toSorted(byRank([]))
  return new Map(near.slice(0, depth).map(({ entry, found }) => [entry, found]))
}

/** The first of the nearest passages. */
function nearestPassage({ passages, vectors, dimensions }: ItemVectors, question: Int8Array): Near | undefined {
  const scale = scaleOf(question)
  let best: Near | undefined
  for (const [at, passage] of passages.entries()) {
    const vector = vectors.subarray(at * dimensions, (at + 1) * dimensions)
    const similarity = similarityOf(productOf(question, vector), scale, scaleOf(vector))
    if (!best || similarity > best.similarity) best = { similarity, passage }
  }
  return best
}
