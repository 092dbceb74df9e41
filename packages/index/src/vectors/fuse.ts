import type { Meaning, ScoreParts } from '../types.ts'
import type { Stretch } from './passages.ts'

/** What the two ways of finding came to for one reader, by which each is measured. */
export interface Legs {
  /** Greatest score by words, lifted; 0 when words find nothing. */
  readonly text: number
  /** Greatest similarity, lifted; 0 when nothing is near. */
  readonly similarity: number
}

/**
 * The score of an item by words and by meaning. Each way counts as a share of the best that the reader is shown by it, so
 * that the two can be added.
 */
export function fused(
  { text, lift, similarity }: { readonly text: number; readonly lift: number; readonly similarity: number },
  { weight }: Meaning,
  legs: Legs,
): number {
  const words = legs.text === 0 ? 0 : (text * lift) / legs.text
  const nearness = legs.similarity === 0 ? 0 : (Math.max(0, similarity) * lift) / legs.similarity
  return (1 - weight) * words + weight * nearness
}

/** The parts of a score with what they come to. Without a meaning the total is the product of text and lift. */
export function scoreParts(
  parts: { readonly text: number; readonly lift: number; readonly similarity: number },
  meaning: Meaning | undefined,
  legs: Legs,
): ScoreParts {
  const { text, lift, similarity } = parts
  if (!meaning) return { text, lift, total: text * lift }
  return { text, lift, meaning: { weight: meaning.weight, similarity }, total: fused(parts, meaning, legs) }
}

/** Of what is no match, or not permitted. */
export const noScore = (lift: number, meaning: Meaning | undefined): ScoreParts => ({
  text: 0,
  lift,
  ...(meaning ? { meaning: { weight: meaning.weight, similarity: 0 } } : {}),
  total: 0,
})

/** What a hit tells of the passage that is nearest: nothing where that is not near. */
export const passageOf = (
  near: { readonly similarity: number; readonly passage: Stretch } | undefined,
  meaning: Meaning | undefined,
): { passage?: Stretch } => (near && meaning && near.similarity >= meaning.least ? { passage: near.passage } : {})
