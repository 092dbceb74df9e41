import { wordsOf } from '@jumpseat/index'
import type { KqlNode } from '@jumpseat/kql'
import type { Query } from '../scope/query.ts'

export const LEAN = {
  /** Most items that are found by meaning. */
  depth: 100,
  /** Best hits by words of which it counts how near they are, too. */
  rescored: 100,
  /** Share of meaning beside words for a question that describes something, unless the model is known to deserve another. */
  describing: 0.4,
  /** Of one that names something: with few words, or with a name such as `HL-4`. */
  naming: 0.15,
  /** Share of the whole score that nearness to the first hits makes. */
  echo: 0.3,
  /** First hits that are echoed. */
  echoed: 3,
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
  readonly echoed: number
}

/** How a sentence leans; one with a "phrase" in it asks for words, and has no meaning beside them. */
export function leanOf(sentence: string): Lean | undefined {
  if (sentence.includes('"')) return undefined
  const words = wordsOf(sentence).length
  if (words === 0) return undefined
  const isAbbreviated = ABBREVIATION.test(sentence) && SMALL.test(sentence)
  const least = isAbbreviated ? LEAN.describingWordsBesideAbbreviation : LEAN.describingWords
  const isNaming = words < least || NAME.test(sentence)
  const { depth, rescored, echo, echoed } = LEAN
  return { text: sentence, isNaming, weight: isNaming ? LEAN.naming : LEAN.describing, depth, rescored, echo, echoed }
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
