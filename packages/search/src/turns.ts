import { setImmediate as breathe } from 'node:timers/promises'

/** Milliseconds of work after which others have their turn. */
const TURN = 10

/** What the work makes of each, in order, with a breath for the event loop in between: long texts take milliseconds each. */
export async function inTurns<T, R>(each: readonly T[], work: (one: T, at: number) => R): Promise<R[]> {
  const done: R[] = []
  let began = performance.now()
  for (const [at, one] of each.entries()) {
    if (performance.now() - began > TURN) {
      await breathe()
      began = performance.now()
    }
    done.push(work(one, at))
  }
  return done
}
