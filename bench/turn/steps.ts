import { eventsOf } from '../../packages/orchestrator/src/test/world.ts'
import { type Both, PERSON } from './both.ts'
import { quantile } from './load.ts'

const TURNS = 100

/** Median milliseconds of each step of a turn, by the turn's own trace: one at a time, with a model that takes no time. */
export async function stepTimes({ world, turn }: Pick<Both, 'world' | 'turn'>): Promise<Record<string, number>> {
  const times = new Map<string, number[]>()
  for (let n = 0; n < TURNS; n++) {
    const { id, conversationId } = eventsOf(await turn()).at(-1)?.data.turn ?? {}
    const url = `/api/chat/conversations/${conversationId}/turns/${id}/trace`
    const { steps } = (await world.call(PERSON, 'GET', url)).body as { steps: { step: string; ms: number }[] }
    const sums = new Map<string, number>()
    for (const { step, ms } of steps) sums.set(step, (sums.get(step) ?? 0) + ms)
    for (const [step, ms] of sums) times.set(step, [...(times.get(step) ?? []), ms])
  }
  return Object.fromEntries(
    [...times].map(([step, all]) => [
      step,
      quantile(
        all.toSorted((a, b) => a - b),
        0.5,
      ),
    ]),
  )
}
