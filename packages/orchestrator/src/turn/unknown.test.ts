// Design rule 7: what was sent and not answered is told as unknown, in a turn that went on.
import { afterEach, describe, expect, it } from 'vitest'
import { BERTHS, sourceOf, upstream } from '../test/functions.ts'
import { eventsOf, openWorld, type World } from '../test/world.ts'

const MAREN = 'Maren Voss'
let world: World
afterEach(() => world.close())

describe('a call with effects that is not answered', () => {
  it('is told as unknown, with where to check, and is settled so in the journal', async () => {
    const reason = { code: 'Timeout', message: 'It took too long.', fix: '', place: undefined }
    const service = upstream({ bookBerth: () => ({ kind: 'failed', reason, isUnknown: true }) })
    world = await openWorld({ skills: sourceOf(BERTHS), call: service.call })
    const { conversation, turn } = await world.ask(MAREN, 'Book berth 4 for the vessel Gannet')
    const decisions = [{ callId: turn.confirmations[0].callId, decision: 'allowOnce' }]
    const path = `/api/chat/conversations/${conversation}/turns/${turn.id}/decisions`
    const after = eventsOf((await world.call(MAREN, 'POST', path, { decisions })).text).at(-1)?.data.turn
    expect(after.calls[0].state).toBe('unknown')
    expect(after.notices.join(' ')).toMatch(/bookBerth is not known. Check in Berth Desk/)
    expect(service.made).toHaveLength(1)
    const rows = world.store.read<{ outcome: string }>({
      sql: 'SELECT outcome FROM chat_journal WHERE turn = ?',
      parameters: [turn.id],
    })
    expect(rows.map(({ outcome }) => outcome)).toEqual(['unknown'])
  })
})
