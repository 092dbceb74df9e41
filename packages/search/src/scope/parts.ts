import { type Condition, type TextCondition, wordsOf } from '@jumpseat/index'
import type { Piece } from '@jumpseat/kql'

export const EVERYTHING: Condition = { kind: 'everything' }
export const NOTHING: Condition = { kind: 'nothing' }

/** The words of a piece side by side; undefined when it holds none. */
export function textOf(
  { text, isPrefix }: Pick<Piece, 'text' | 'isPrefix'>,
  property?: string,
): TextCondition | undefined {
  const terms = wordsOf(text).map(({ term }) => term)
  return terms.length === 0 ? undefined : { kind: 'text', terms, isPrefix, property }
}

/** All of them; everything when there are none. */
export const allOf = (of: readonly Condition[]): Condition =>
  bothOf(of.filter((part) => part !== EVERYTHING)) ?? EVERYTHING

/** The condition as a filter: its words neither make the score nor are shown as matched. */
export const unscored = (of: Condition): Condition => ({ kind: 'not', of: { kind: 'not', of } })

/** All, or at least one, of them; undefined when there are none. */
export const bothOf = (of: readonly Condition[]) => joined('and', of)
export const anyOf = (of: readonly Condition[]) => joined('or', of)

function joined(kind: 'and' | 'or', of: readonly Condition[]): Condition | undefined {
  return of.length > 1 ? { kind, of } : of[0]
}
