import { orchestratorErrors } from '../errors.ts'
import { followUpsOf } from './follow.ts'
import { withSpans } from './spans.ts'
import type { Step } from './work.ts'

/** The text as a whole: checked, its citations bound to what they stand for, and what could be asked next. */
export const answer: Step = async (work) => {
  const { context, turn, emit } = work
  turn.text = turn.text.trim()
  const { refusal } = await context.checker('answer', turn.text)
  if (refusal !== undefined) {
    const { code, message, fix } = orchestratorErrors.refused({ reason: refusal })
    Object.assign(turn, { status: 'refused', text: '', citations: [], cards: [], error: { code, message, fix } })
    emit({ type: 'replace', text: '' })
    return 'record'
  }
  turn.citations = withSpans(turn.text, turn.citations, turn.sources)
  turn.followUps = followUpsOf(work)
  turn.status = 'answered'
  return 'record'
}
