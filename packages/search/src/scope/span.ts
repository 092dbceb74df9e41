import type { ValueCondition } from '@jumpseat/index'
import { dateRangeOf, numberOf } from '@jumpseat/kql'
import type { ValueKind } from '../kinds.ts'

export type Test = ValueCondition['test']

/** A number, or the time that a date covers: a day begins where it begins and ends where the next one does. */
export interface Span {
  readonly from: number
  readonly to: number
  readonly includesTo: boolean
}

/** The span of a number or a date as it is written; undefined for what is none. Keywords are as seen from `now`. */
export function spanOf(text: string, kind: ValueKind, now: number): Span | undefined {
  if (kind === 'date') {
    const range = dateRangeOf(text, now)
    return range && { ...range, includesTo: false }
  }
  const number = kind === 'number' ? numberOf(text) : undefined
  return number === undefined ? undefined : { from: number, to: number, includesTo: true }
}

export type Edge = { readonly span: Span; readonly isIncluded: boolean } | undefined

/** From the one to the other, each with or without what it covers; undefined is open. */
export function between(from: Edge, to: Edge): Test {
  return {
    op: 'range',
    from: from?.isIncluded === false ? from.span.to : from?.span.from,
    includesFrom: from?.isIncluded === false ? !from.span.includesTo : true,
    to: to?.isIncluded === false ? to.span.from : to?.span.to,
    includesTo: to?.isIncluded === false ? false : (to?.span.includesTo ?? true),
  }
}

export const within = (span: Span): Test => between({ span, isIncluded: true }, { span, isIncluded: true })
