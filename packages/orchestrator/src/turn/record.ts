import { beginRunning, endRunning, keepTurn } from '../conversation/records.ts'
import { spentMs } from './budget.ts'
import { closing } from './disclose.ts'
import type { Step } from './work.ts'

/** The turn, the conversation and the audit in one unit: there is no answer without its record. */
export const record: Step = async (work) => {
  const { context, turn, conversation } = work
  turn.spent.ms = spentMs(work)
  for (const { state, functionName, appName } of turn.calls) {
    const notice = `The outcome of ${functionName} is not known. Check in ${appName} before you ask again.`
    if (state === 'unknown' && !turn.notices.includes(notice)) turn.notices.push(notice)
  }
  const at = context.now()
  // Before the turn is sealed: it counts its parts of the audit.
  const audited = closing(work)
  await context.store.write([
    ...(work.isKept ? [] : beginRunning(turn, at)),
    keepTurn(context.store, turn, at),
    endRunning(context.store, conversation, turn, at),
    ...audited,
  ])
  work.isKept = true
  return 'end'
}
