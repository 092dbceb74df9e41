// A server that dies at a given point of a call with effects. Run by kill.test.ts in a process of its own.
import type { CallSkill } from '../index.ts'
import { BERTHS, sourceOf, upstream } from './functions.ts'
import { openWorld } from './world.ts'

const [folder = '', point = '', upstreamUrl = ''] = process.argv.slice(2)
const die = () => process.kill(process.pid, 'SIGKILL')

const service = upstream()
const call: CallSkill = async (skill, args, context) => {
  // The answer begins once the effect has happened, and ends later.
  const answer = await fetch(upstreamUrl, { method: 'POST', body: JSON.stringify(args) })
  if (point === 'while it is carried out') die()
  await answer.text()
  if (point === 'after the answer') die()
  return service.call(skill, args, context)
}

const world = await openWorld({
  folder,
  skills: sourceOf(BERTHS),
  call,
  newId: () => crypto.randomUUID(),
  through: (store) => ({
    ...store,
    async write(unit) {
      const isJournal = unit.some(({ sql }) => sql.includes('INSERT INTO chat_journal'))
      const isEnd = unit.some(({ sql }) => sql.includes('UPDATE chat_journal'))
      if (isJournal && point === 'before the journal') die()
      if (isEnd && point === 'before the end is recorded') die()
      const done = await store.write(unit)
      if (isJournal && point === 'after the journal') die()
      if (isEnd && point === 'after the end is recorded') die()
      return done
    },
  }),
})
const { conversation, turn } = await world.ask('Maren Voss', 'Book berth 4 for the vessel Gannet')
process.stdout.write(`${JSON.stringify({ conversation, turn: turn.id })}\n`)
const decisions = turn.confirmations.map(({ callId }: { callId: string }) => ({ callId, decision: 'allowOnce' }))
await world.call('Maren Voss', 'POST', `/api/chat/conversations/${conversation}/turns/${turn.id}/decisions`, {
  decisions,
})
if (point === 'never') await world.close({ keep: true })
else die()
