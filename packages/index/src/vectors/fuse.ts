import type { Meaning, ScoreParts } from '../types.ts'
import type { Stretch } from './passages.ts'

/** What the ways of finding came to for one reader, by which each is measured. */
export interface Legs {
  /** Greatest score by words, lifted; 0 when words find nothing. */
  readonly text: number
  /** Greatest similarity, lifted; 0 when nothing is near. */
  readonly similarity: number
  /** Greatest similarity to the first hit, lifted; 0 where nothing is echoed. */
  readonly echo: number
}

/** What is known of an item before it is scored. Similarities are 0 where they do not count. */
export interface Parts {
  readonly text: number
  readonly lift: number
  readonly similarity: number
  /** To the first hit. */
  readonly echo: number
}

/**
 * The score of an item by words and by meaning. Each way counts as a share of the best that the reader is shown by it, so
 * that the two can be added.
 */
export function found(
  { text, lift, similarity }: Omit<Parts, 'echo'>,
  { weight }: Meaning,
  legs: Omit<Legs, 'echo'>,
): number {
  return (1 - weight) * shareOf(text * lift, legs.text) + weight * shareOf(similarity * lift, legs.similarity)
}

/** The same with the echo of what is first by it: what is like the first hit is likely to be an answer, too. */
export function fused(parts: Parts, meaning: Meaning, legs: Legs): number {
  return (1 - meaning.echo) * found(parts, meaning, legs) + meaning.echo * shareOf(parts.echo * parts.lift, legs.echo)
}

const shareOf = (part: number, best: number) => (best === 0 ? 0 : Math.max(0, part) / best)

/** The parts of a score with what they come to. Without a meaning the total is the product of text and lift. */
export function scoreParts(parts: Parts, meaning: Meaning | undefined, legs: Legs): ScoreParts {
  const { text, lift } = parts
  if (!meaning) return { text, lift, total: text * lift }
  return { text, lift, meaning: shownOf(parts, meaning), total: fused(parts, meaning, legs) }
}

/** Of what is no match, or not permitted. */
export const noScore = (lift: number, meaning: Meaning | undefined): ScoreParts => ({
  text: 0,
  lift,
  ...(meaning ? { meaning: shownOf({ similarity: 0, echo: 0 }, meaning) } : {}),
  total: 0,
})

const shownOf = ({ similarity, echo }: Pick<Parts, 'similarity' | 'echo'>, meaning: Meaning) => ({
  weight: meaning.weight,
  similarity,
  echo: { share: meaning.echo, similarity: echo },
})

/** What a hit tells of the passage that is nearest: nothing where that is not near. */
export const passageOf = (
  near: { readonly similarity: number; readonly passage: Stretch } | undefined,
  meaning: Meaning | undefined,
): { passage?: Stretch } => (near && meaning && near.similarity >= meaning.least ? { passage: near.passage } : {})
