import { egressErrors } from './errors.ts'

/** What one target (scheme, host and port) is asked at a time, by all callers together. */
export interface TargetLimits {
  /** Exchanges that are open, to the end of their answers. */
  readonly open: number
  /** Calls that wait for one of them to end; more are refused at once. */
  readonly waiting: number
}

export const defaultTargetLimits: TargetLimits = { open: 16, waiting: 200 }

/** Gives out the places of each target in the order in which they were asked for. */
export interface Turnstile {
  /** Resolves to what gives the place back, which may be called more than once. Rejects with `targetBusy`, or with the signal's reason. */
  enter(target: URL, signal: AbortSignal): Promise<() => void>
}

interface Queue {
  open: number
  readonly waiting: (() => void)[]
}

export function createTurnstile({ open, waiting }: TargetLimits): Turnstile {
  const queues = new Map<string, Queue>()

  function leaver(origin: string, queue: Queue): () => void {
    let isInside = true
    return () => {
      if (!isInside) return
      isInside = false
      queue.open--
      queue.waiting.shift()?.()
      if (queue.open === 0 && queue.waiting.length === 0) queues.delete(origin)
    }
  }

  return {
    async enter({ origin, hostname }, signal) {
      signal.throwIfAborted()
      const queue = queues.get(origin) ?? { open: 0, waiting: [] }
      queues.set(origin, queue)
      if (queue.open >= open) {
        if (queue.waiting.length >= waiting) throw egressErrors.targetBusy({ host: hostname, limit: open })
        await turn(queue, signal)
      } else queue.open++
      return leaver(origin, queue)
    },
  }
}

/** Waits; the place has been taken by the time this resolves. */
function turn(queue: Queue, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      queue.waiting.splice(queue.waiting.indexOf(step), 1)
      reject(signal.reason)
    }
    const step = () => {
      signal.removeEventListener('abort', giveUp)
      queue.open++
      resolve()
    }
    queue.waiting.push(step)
    signal.addEventListener('abort', giveUp, { once: true })
  })
}
