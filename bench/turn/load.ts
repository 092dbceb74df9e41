import { setTimeout as sleep } from 'node:timers/promises'

/** What a run of turns took. */
export interface Load {
  /** Milliseconds of each, shortest first. */
  readonly times: readonly number[]
  /** Milliseconds that the main thread worked for each. Of the clock of the thread itself: what else runs does not count. */
  readonly cpuMs: number
  /** The same for all threads of the process. */
  readonly processCpuMs: number
}

interface Loop {
  readonly count: number
  readonly inFlight: number
  /** Milliseconds over which the first starts are spread; 0: all at once. */
  readonly spread?: number
}

/** Workers that each begin the next one when their last has ended. */
export async function closedLoop(work: () => Promise<unknown>, { count, inFlight, spread = 0 }: Loop): Promise<Load> {
  const random = seeded(inFlight)
  const times: number[] = []
  let left = count
  const [thread, all] = [process.threadCpuUsage(), process.cpuUsage()]
  await Promise.all(
    Array.from({ length: inFlight }, async (_none, n) => {
      if (spread > 0) await sleep((spread * (n + random())) / inFlight)
      while (left-- > 0) {
        const began = performance.now()
        await work()
        times.push(performance.now() - began)
      }
    }),
  )
  const spent = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1_000 / count
  return {
    times: times.toSorted((a, b) => a - b),
    cpuMs: spent(process.threadCpuUsage(thread)),
    processCpuMs: spent(process.cpuUsage(all)),
  }
}

/** Several runs as one. */
export function together(runs: readonly Load[]): Load {
  const median = (values: number[]) =>
    quantile(
      values.toSorted((a, b) => a - b),
      0.5,
    )
  return {
    times: runs.flatMap(({ times }) => times).toSorted((a, b) => a - b),
    cpuMs: median(runs.map(({ cpuMs }) => cpuMs)),
    processCpuMs: median(runs.map(({ processCpuMs }) => processCpuMs)),
  }
}

export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

/** Numbers from 0 to below 1, the same ones every time. Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
