import { percentile } from './load.ts'

const SAMPLE_MS = 1_000

/** The server's own event-loop delay at p99 in milliseconds, read from its metrics while it is under load. */
export function eventLoopP99(url: string): { end(): Promise<number> } {
  const samples: number[] = []
  const timer = setInterval(async () => {
    const text = await (await fetch(`${url}/metrics`)).text()
    const seconds = /^nodejs_eventloop_lag_p99_seconds (\S+)/m.exec(text)?.[1]
    if (seconds !== undefined) samples.push(Number(seconds) * 1000)
  }, SAMPLE_MS)
  return {
    async end() {
      clearInterval(timer)
      return percentile(samples, 0.5)
    },
  }
}
