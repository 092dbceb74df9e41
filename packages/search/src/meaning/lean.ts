import { wordsOf } from '@jumpseat/index'
import type { KqlNode } from '@jumpseat/kql'
import type { Query } from '../scope/query.ts'

/**
 * How much a question leans on its meaning, and how much on its words. Measured as nDCG@10 with the built-in model, chosen
 * on Cranfield (words alone 0.536, meaning alone 0.416) and confirmed on CISI (0.398, 0.344): `npm run bench:relevance`.
 *
 * | constant | measured |
 * |---|---|
 * | `describing` | 0.1: 0.540, 0.2: 0.542, 0.3: 0.541, 0.4: 0.540, 0.5: 0.538, 0.6: 0.527, 0.7: 0.510 on Cranfield. The end of the level stretch, for models that know more. 0.4 on CISI: 0.413 |
 * | `rescored` | with none: 0.532; with as many as there are: 0.540. A jump where meaning stops to count costs most |
 * | `depth` | 100 or 2000 makes no difference when hits by words are rescored: it is what can be found, not what is shown |
 * | `naming`, `describingWords` | not measured on these: their questions all describe. Who names something wants it first |
 */
export const LEAN = {
  /** Most items that are found by meaning. */
  depth: 100,
  /** Best hits by words of which it counts how near they are, too. */
  rescored: 1000,
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
  readonly rescored: number
}

/** How a sentence leans; one with a "phrase" in it asks for words, and has no meaning beside them. */
export function leanOf(sentence: string): Lean | undefined {
  if (sentence.includes('"')) return undefined
  const words = wordsOf(sentence).length
  if (words === 0) return undefined
  const isDescribing = words >= LEAN.describingWords && !NAME.test(sentence)
  return {
    text: sentence,
    weight: isDescribing ? LEAN.describing : LEAN.naming,
    depth: LEAN.depth,
    rescored: LEAN.rescored,
  }
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
