import type { Purpose } from '../types.ts'
import type { Clock, EndpointOptions } from './embedder.ts'

/** When calls may be made: so many at a time, so many a minute, and none before the service wants them again. */
export interface Pace {
  /** Runs the work when there is room for it. A question does not stand behind passages. */
  inTurn<T>(purpose: Purpose, work: () => Promise<T>): Promise<T>
  /** Resolves when the next call may be made. */
  start(signal: AbortSignal | undefined): Promise<void>
  /** No call before so many milliseconds from now. */
  holdFor(ms: number): void
}

export function createPace(
  { concurrency, requestsPerMinute }: Pick<EndpointOptions, 'concurrency' | 'requestsPerMinute'>,
  { now, wait }: Clock,
): Pace {
  const apart = requestsPerMinute === 0 ? 0 : 60_000 / requestsPerMinute
  const waiting: (() => void)[] = []
  let running = 0
  let next = 0

  return {
    async inTurn(purpose, work) {
      if (purpose === 'passage') {
        if (running >= concurrency) await new Promise<void>((resolve) => waiting.push(resolve))
        else running++
      }
      try {
        return await work()
      } finally {
        if (purpose === 'passage') {
          // Whoever waits takes the place over.
          const following = waiting.shift()
          if (following) following()
          else running--
        }
      }
    },
    async start(signal) {
      const at = Math.max(now(), next)
      next = at + apart
      if (at > now()) await wait(at - now(), signal)
    },
    holdFor(ms) {
      next = Math.max(next, now() + ms)
    },
  }
}
