import type { Context } from '../context.ts'
import { keepTurn, releaseConversation, runningTurns } from './records.ts'

/**
 * Ends the turns that ran when the server ended. What was sent and not answered is told as unknown, and never sent again.
 * Design rule 7.
 */
export async function recover({ store, now }: Pick<Context, 'store' | 'now'>): Promise<void> {
  for (const { turn, conversation } of runningTurns(store)) {
    turn.status = 'interrupted'
    for (const call of turn.calls) {
      if (call.state === 'calling') call.state = 'unknown'
      else if (call.state === 'allowed' || call.state === 'proposed') call.state = 'refused'
    }
    const unknown = turn.calls.filter(({ state }) => state === 'unknown')
    turn.notices.push(
      ...unknown.map(
        ({ functionName, appName }) =>
          `The outcome of ${functionName} is not known: the server ended while it was called. Check in ${appName} before you ask again.`,
      ),
    )
    if (unknown.length === 0)
      turn.notices.push('The server ended while this was answered. Nothing was changed; ask again.')
    const settled = unknown.map(({ id }) => ({
      sql: "UPDATE chat_journal SET settled_at = ?, outcome = 'unknown' WHERE turn = ? AND call = ? AND settled_at IS NULL",
      parameters: [now(), turn.id, id],
    }))
    await store.write([keepTurn(store, turn, now()), releaseConversation(turn.tenantId, conversation), ...settled])
  }
}
