import type { Schema } from '@jumpseat/connectors'
import type { Condition } from '@jumpseat/index'
import { type KqlNode, type KqlProblem, parseKql } from '@jumpseat/kql'
import { placeIn, type TextProblem } from '@jumpseat/wire'
import { conditionOf } from './condition.ts'
import { NOTHING } from './parts.ts'

/** A text of KQL that has been read. */
export interface Query {
  readonly text: string
  readonly tree: KqlNode
  readonly problems: readonly KqlProblem[]
}

/** A text of more than `maxLength` characters has a problem and is read all the same. */
export const queryOf = (text: string, maxLength: number): Query => ({ text, ...parseKql(text, { maxLength }) })

/** What an item must be by the query; nothing is when it asks for nothing. */
export function queryCondition({ tree, problems }: Query, schema: Schema, now: number): Condition {
  return problems.some(({ code }) => code === 'nothingAsked') ? NOTHING : conditionOf(tree, schema, now)
}

/** The first problem for a person: what, and where. Characters are counted from 1. */
export function problemText({ problems }: Pick<Query, 'problems'>): string | undefined {
  const [problem] = problems
  return problem && `${problem.message.replace(/\.$/, '')}, at character ${problem.position.start + 1}`
}

/** The problems with their places in the text that was sent under this pointer or name, for an error to carry. */
export const problemsIn = (text: string, problems: readonly KqlProblem[], target: string): TextProblem[] =>
  problems.map(({ code, message, fix, position }) => ({ code, message, fix, target, ...placeIn(text, position) }))
