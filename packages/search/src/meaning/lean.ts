import { wordsOf } from '@jumpseat/index'
import type { KqlNode } from '@jumpseat/kql'
import type { Query } from '../scope/query.ts'

/**
 * How much a question leans on its meaning, and how much on its words.
 *
 * | constant | chosen by |
 * |---|---|
 * | `DEPTH`, `DESCRIBING` | not measured yet |
 */
export const LEAN = {
  /** Most items that are found by meaning. */
  depth: 100,
  /** Share of meaning in the score of a question that describes something. */
  describing: 0.4,
  /** Of one that names something: with few words, or with a name such as `HL-4`. */
  naming: 0.15,
  /** Words of a question from which on it describes. */
  describingWords: 4,
} as const

/** Letters and digits in one, or only capitals: what is written so is looked for as it is written. */
const NAME = /(?=\S*\p{L})(?=\S*\p{N})[\p{L}\p{N}][\p{L}\p{N}._/-]*|\b\p{Lu}{2,}\b/u

export interface Lean {
  /** The text that is embedded. */
  readonly text: string
  readonly weight: number
  readonly depth: number
}

/** How a sentence leans; one with a "phrase" in it asks for words, and has no meaning beside them. */
export function leanOf(sentence: string): Lean | undefined {
  if (sentence.includes('"')) return undefined
  const words = wordsOf(sentence).length
  if (words === 0) return undefined
  const isDescribing = words >= LEAN.describingWords && !NAME.test(sentence)
  return { text: sentence, weight: isDescribing ? LEAN.describing : LEAN.naming, depth: LEAN.depth }
}

/**
 * How a query leans. Only one of plain words has a meaning: whoever writes an operator, a phrase, a beginning or a
 * property asks for just that, and gets no more. So does whoever writes too few words to describe anything.
 */
export function leanOfQuery({ text, tree, problems }: Query): Lean | undefined {
  if (problems.length > 0 || OPERATOR.test(text) || !isPlain(tree)) return undefined
  const lean = leanOf(text)
  return lean?.weight === LEAN.describing ? lean : undefined
}

/** What leaves no trace in the tree: an `and` that was written, and brackets. */
const OPERATOR = /\bAND\b|[()+]/

const isPlain = (node: KqlNode): boolean =>
  node.kind === 'text' ? !node.isQuoted && !node.isPrefix : node.kind === 'and' && node.of.every(isPlain)
