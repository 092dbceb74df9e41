/** The time that a model may take for one step. */
export interface StepClock {
  /** Aborted with the turn, or by a `TimeoutError`. */
  readonly signal: AbortSignal
  /** From now on. */
  start(): void
  stop(): void
}

/** Unlike a timeout of the platform it leaves nothing behind once it is stopped: turns are many, and the time is long. */
export function stepClock(turn: AbortSignal, ms: number): StepClock {
  const controller = new AbortController()
  const follow = () => controller.abort(turn.reason)
  let timer: NodeJS.Timeout | undefined
  const stop = () => {
    clearTimeout(timer)
    turn.removeEventListener('abort', follow)
  }
  return {
    signal: controller.signal,
    start() {
      stop()
      if (turn.aborted) return follow()
      turn.addEventListener('abort', follow, { once: true })
      timer = setTimeout(() => controller.abort(new DOMException('The model took too long.', 'TimeoutError')), ms)
    },
    stop,
  }
}
