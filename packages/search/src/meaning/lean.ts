import { wordsOf } from '@jumpseat/index'
import type { KqlNode } from '@jumpseat/kql'
import type { Query } from '../scope/query.ts'

/**
 * How much a question leans on its meaning, and how much on its words. Chosen on Cranfield with the built-in model, and
 * confirmed on CISI; words alone have nDCG@10 of 0.536 and 0.398 there, meaning alone 0.413 and 0.340. What a known item is
 * found by is measured as the reciprocal rank of the item that the words were taken from, 209 and 199 of them.
 * Run again with `npm run bench:relevance -- --weights`.
 *
 * | constant | Cranfield | CISI |
 * |---|---|---|
 * | `describing` | 0.1: 0.540, 0.2: 0.541, **0.3: 0.542**, 0.4: 0.537, 0.5: 0.534, 0.6: 0.527 | 0.1: 0.405, 0.2: 0.406, **0.3: 0.416**, 0.4: 0.418, 0.5: 0.414, 0.6: 0.416 |
 * | `naming`, by an item's two rarest words | 0: 0.909, **0.15: 0.904**, 0.3: 0.890, 0.5: 0.831 | 0: 0.944, **0.15: 0.941**, 0.3: 0.937, 0.5: 0.889 |
 * | `rescored` | none: 0.538, 20: 0.542, **100**: 0.542, 1000: 0.542 | none: 0.410, 20: 0.416, **100**: 0.416, 1000: 0.416 |
 * | `depth` | no difference from 100 on, once hits by words are rescored: it bounds what can be found | the same |
 * | `describingWords` | by eye: three words are mostly a name, and those two collections ask no short questions | |
 */
export const LEAN = {
  /** Most items that are found by meaning. */
  depth: 100,
  /** Best hits by words of which it counts how near they are, too. */
  rescored: 100,
  /** Share of meaning in the score of a question that describes something, unless the model is known to deserve another. */
  describing: 0.3,
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
  /** It names something: the model has no say in the weight. */
  readonly isNaming: boolean
  readonly weight: number
  readonly depth: number
  readonly rescored: number
}

/** How a sentence leans; one with a "phrase" in it asks for words, and has no meaning beside them. */
export function leanOf(sentence: string): Lean | undefined {
  if (sentence.includes('"')) return undefined
  const words = wordsOf(sentence).length
  if (words === 0) return undefined
  const isNaming = words < LEAN.describingWords || NAME.test(sentence)
  const { depth, rescored } = LEAN
  return { text: sentence, isNaming, weight: isNaming ? LEAN.naming : LEAN.describing, depth, rescored }
}

/**
 * How a query leans. Only one of plain words has a meaning: whoever writes an operator, a phrase, a beginning or a
 * property asks for just that, and gets no more. So does whoever writes too few words to describe anything.
 */
export function leanOfQuery({ text, tree, problems }: Query): Lean | undefined {
  if (problems.length > 0 || OPERATOR.test(text) || !isPlain(tree)) return undefined
  const lean = leanOf(text)
  return lean?.isNaming === false ? lean : undefined
}

/** What leaves no trace in the tree: an `and` that was written, and brackets. */
const OPERATOR = /\bAND\b|[()+]/

const isPlain = (node: KqlNode): boolean =>
  node.kind === 'text' ? !node.isQuoted && !node.isPrefix : node.kind === 'and' && node.of.every(isPlain)
