import { wordsOf } from '@jumpseat/index'
import type { KqlNode } from '@jumpseat/kql'
import type { Query } from '../scope/query.ts'

/**
 * How much a question leans on its meaning, and how much on its words: nDCG@10 with the built-in model. That there is an echo was
 * found on all of these collections; how much of each was chosen on Cranfield and confirmed on CISI, MEDLARS, CACM, NPL (93
 * questions), Cystic Fibrosis (99), NFCorpus by titles (325), StackFAQ (375 rephrased questions to their answers).
 * `npm run bench:relevance -- --weights` measures again. By the built-in model before `jumpseat-en-2`, but for the row that says so.
 *
 * | | Cranfield | CISI | MEDLARS | CACM | NPL | CF | NFCorpus | StackFAQ |
 * |---|---|---|---|---|---|---|---|---|
 * | words alone | 0.536 | 0.398 | 0.699 | 0.485 | 0.433 | 0.486 | 0.332 | 0.493 |
 * | meaning alone | 0.439 | 0.347 | 0.735 | 0.358 | 0.318 | 0.430 | 0.246 | 0.427 |
 * | **both** | 0.561 | 0.420 | 0.757 | 0.506 | 0.453 | 0.544 | 0.348 | 0.545 |
 * | both, `jumpseat-en-2` | 0.561 | 0.421 | 0.733 | 0.527 | 0.462 | 0.551 | 0.350 | 0.566 |
 * | `describing` 0.2 | 0.560 | 0.434 | 0.740 | 0.498 | 0.456 | 0.524 | 0.351 | 0.537 |
 * | 0.3 | 0.559 | 0.426 | 0.749 | 0.507 | 0.451 | 0.539 | 0.350 | 0.541 |
 * | 0.4 | 0.560 | 0.417 | 0.761 | 0.503 | 0.450 | 0.545 | 0.346 | 0.545 |
 * | 0.5 | 0.550 | 0.411 | 0.761 | 0.492 | 0.443 | 0.544 | 0.345 | 0.549 |
 * | `echo` 0 | 0.548 | 0.419 | 0.729 | 0.513 | 0.444 | 0.523 | 0.344 | 0.524 |
 * | 0.2 | 0.555 | 0.419 | 0.746 | 0.512 | 0.452 | 0.533 | 0.347 | 0.537 |
 * | 0.3 | 0.558 | 0.420 | 0.749 | 0.507 | 0.451 | 0.541 | 0.348 | 0.542 |
 * | 0.5 | 0.561 | 0.409 | 0.771 | 0.510 | 0.457 | 0.539 | 0.347 | 0.545 |
 * | `rescored` 0 | 0.551 | 0.414 | 0.760 | 0.512 | 0.446 | 0.538 | 0.343 | 0.538 |
 * | 20 | 0.560 | 0.421 | 0.757 | 0.506 | 0.452 | 0.544 | 0.349 | 0.545 |
 * | 1000 | as both | as both | as both | as both | as both | as both | as both | as both |
 *
 * `naming` is the reciprocal rank of the item that a question's two words, its rarest, were taken from: Cranfield (199 items) 0:
 * 0.921, **0.15: 0.908**, 0.3: 0.899, 0.5: 0.835; CISI (209) 0.948, **0.942**, 0.929, 0.886, the same within 0.01 without the echo.
 * `depth` makes no difference from 100 on, once hits by words are rescored: it bounds what can be found.
 * `describingWords` is by eye: three words are mostly a name. Questions with an abbreviation gained with `describing` from
 * eight words on (127 of them, 0.02 to 0.05), and lost below (13).
 */
export const LEAN = {
  /** Most items that are found by meaning. */
  depth: 100,
  /** Best hits by words of which it counts how near they are, too. */
  rescored: 100,
  /** Share of meaning beside words for a question that describes something, unless the model is known to deserve another. */
  describing: 0.35,
  /** Of one that names something: with few words, or with a name such as `HL-4`. */
  naming: 0.15,
  /** Share of the whole score that nearness to the first hit makes. */
  echo: 0.35,
  /** Words of a question from which on it describes. */
  describingWords: 4,
  /** The same for one with an abbreviation, which in a long question is a word as any other. */
  describingWordsBesideAbbreviation: 8,
} as const

/** Letters and digits in one: what is written so is looked for as it is written. */
const NAME = /(?=\S*\p{L})(?=\S*\p{N})[\p{L}\p{N}][\p{L}\p{N}._/-]*/u
const ABBREVIATION = /\b\p{Lu}{2,}\b/u
/** Without any, capitals say nothing. */
const SMALL = /\p{Ll}/u

export interface Lean {
  /** The text that is embedded. */
  readonly text: string
  /** It names something: the model has no say in the weight. */
  readonly isNaming: boolean
  readonly weight: number
  readonly depth: number
  readonly rescored: number
  readonly echo: number
}

/** How a sentence leans; one with a "phrase" in it asks for words, and has no meaning beside them. */
export function leanOf(sentence: string): Lean | undefined {
  if (sentence.includes('"')) return undefined
  const words = wordsOf(sentence).length
  if (words === 0) return undefined
  const isAbbreviated = ABBREVIATION.test(sentence) && SMALL.test(sentence)
  const least = isAbbreviated ? LEAN.describingWordsBesideAbbreviation : LEAN.describingWords
  const isNaming = words < least || NAME.test(sentence)
  const { depth, rescored, echo } = LEAN
  return { text: sentence, isNaming, weight: isNaming ? LEAN.naming : LEAN.describing, depth, rescored, echo }
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
