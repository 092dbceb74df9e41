/** Does what is due and gives the time of what is next, undefined when there is nothing. All state is in the store. */
export type Job = () => Promise<number | undefined>

export interface Background {
  /** Looks now. */
  wake(): void
  /** Ends the work in progress and starts no more. */
  close(): Promise<void>
}

/** Milliseconds to wait after a job failed, for example because the disk was full. */
const AFTER_FAILURE = 5_000
/** Longest time to sleep; timers cannot hold more than 2^31 ms. */
const LONGEST = 60 * 60 * 1000

/** Runs the jobs one after another whenever something is due. What was due before a restart is found by looking. */
export function startBackground(
  jobs: readonly Job[],
  now: () => number,
  onFailure: (error: unknown) => void,
): Background {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let isAskedAgain = false
  let isClosed = false

  const look = () => {
    clearTimeout(timer)
    if (isClosed) return
    if (running) {
      isAskedAgain = true
      return
    }
    running = round().finally(() => {
      running = undefined
      if (isAskedAgain) {
        isAskedAgain = false
        look()
      }
    })
  }
  const round = async () => {
    const next: number[] = []
    for (const job of jobs) {
      try {
        const at = await job()
        if (at !== undefined) next.push(at)
      } catch (error) {
        if (isClosed) return
        onFailure(error)
        next.push(now() + AFTER_FAILURE)
      }
      if (isClosed) return
    }
    if (next.length === 0) return
    timer = setTimeout(look, Math.min(LONGEST, Math.max(0, Math.min(...next) - now())))
    timer.unref()
  }
  look()
  return {
    wake: look,
    async close() {
      isClosed = true
      clearTimeout(timer)
      await running
    },
  }
}
