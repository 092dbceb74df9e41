import type { ItemVectors } from './types.ts'
import type { Stretch } from './vectors/passages.ts'
import { productOf, scaleOf, similarityOf } from './vectors/quantise.ts'

/** How near an item is to a question, by its nearest passage. */
export interface Near {
  readonly similarity: number
  readonly passage: Stretch
  /** Of the passage. */
  readonly vector: Int16Array
}

/** By the first of the nearest passages; undefined for an item that has none by the question's model. */
export function nearnessOf(held: ItemVectors | undefined, vector: Int16Array): Near | undefined {
  if (held?.dimensions !== vector.length) return undefined
  const { passages, vectors, dimensions } = held
  const scale = scaleOf(vector)
  let best: Near | undefined
  for (const [at, passage] of passages.entries()) {
    const one = vectors.subarray(at * dimensions, (at + 1) * dimensions)
    const similarity = similarityOf(productOf(vector, one), scale, scaleOf(one))
    if (!best || similarity > best.similarity) best = { similarity, passage, vector: one }
  }
  return best
}
