import { beginRunning, endRunning, keepTurn } from '../conversation/records.ts'
import { spentMs } from './budget.ts'
import { closing } from './disclose.ts'
import type { Step, Work } from './work.ts'

/** The turn, the conversation and the audit in one unit: there is no answer without its record. */
export const record: Step = async (work) => {
  const { context, turn, conversation } = work
  turn.spent.ms = spentMs(work)
  const at = context.now()
  await context.store.write([
    ...(work.isKept ? [] : beginRunning(turn, at)),
    keepTurn(context.store, turn, at),
    endRunning(context.store, conversation, turn, at),
    ...settled(work),
    ...closing(work),
  ])
  work.isKept = true
  return 'end'
}

/** Entries of the journal whose outcome is known by now. */
function settled({ turn, context }: Work) {
  return turn.calls
    .filter(({ state, isJournalled }) => isJournalled === true && (state === 'answered' || state === 'failed'))
    .map(({ id, state }) => ({
      sql: 'UPDATE chat_journal SET settled_at = ?, outcome = ? WHERE turn = ? AND call = ? AND settled_at IS NULL',
      parameters: [context.now(), state, turn.id, id],
    }))
}
