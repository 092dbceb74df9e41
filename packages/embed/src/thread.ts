import { Worker } from 'node:worker_threads'
import { embedErrors } from './errors.ts'

/** What a thread with a model is asked, after it has said that it is ready. */
export interface Asked {
  readonly number: number
  readonly texts: readonly string[]
  /** Of a model that adds up tokens: the sums as they are, not scaled to length 1. */
  readonly isSum: boolean
}

export type Answered =
  /** One vector after the other. */
  | { readonly number: number; readonly vectors: Float32Array<ArrayBuffer> }
  | { readonly number: number; readonly problem: string }

/** A model on a thread of its own. */
export interface ModelThread<Loaded> {
  readonly loaded: Loaded
  /** One vector after the other. Errors: `modelStopped`, `badAnswer`. */
  ask(texts: readonly string[], isSum?: boolean): Promise<Float32Array<ArrayBuffer>>
  close(): Promise<void>
}

export interface ThreadOptions<Loaded, Refused> {
  readonly script: URL
  readonly name: string
  readonly data: object
  /** Why the thread could not begin; it says so first, or else what it has loaded. */
  readonly refusal: (ready: Loaded | Refused) => Error | undefined
}

interface Waiter {
  readonly resolve: (vectors: Float32Array<ArrayBuffer>) => void
  readonly reject: (error: unknown) => void
}

/** Starts the thread and waits until it is ready. Errors: those of `refusal`; `modelStopped` when the thread has ended. */
export async function startThread<Loaded, Refused>({
  script,
  name,
  data,
  refusal,
}: ThreadOptions<Loaded, Refused>): Promise<ModelThread<Loaded>> {
  const worker = new Worker(script, { name, workerData: data })
  const waiting = new Map<number, Waiter>()
  let asked = 0
  let stopped: string | undefined
  const stop = (reason: string) => {
    stopped ??= reason
    for (const { reject } of waiting.values()) reject(embedErrors.modelStopped({ reason: stopped }))
    waiting.clear()
  }
  const loaded = await new Promise<Loaded>((resolve, reject) => {
    worker.once('message', (ready: Loaded | Refused) => {
      const error = refusal(ready)
      if (!error) return resolve(ready as Loaded)
      void worker.terminate()
      reject(error)
    })
    const end = (reason: string) => {
      stop(reason)
      reject(embedErrors.modelStopped({ reason }))
    }
    worker.on('error', (error) => end(error instanceof Error ? error.message : String(error)))
    worker.on('exit', () => end('its thread has ended'))
  })
  worker.on('message', (answered: Answered) => {
    const waiter = waiting.get(answered.number)
    waiting.delete(answered.number)
    if ('vectors' in answered) waiter?.resolve(answered.vectors)
    else waiter?.reject(embedErrors.badAnswer({ model: name, reason: answered.problem }))
    if (waiting.size === 0) worker.unref()
  })
  worker.unref()

  return {
    loaded,
    ask(texts, isSum = false) {
      if (stopped !== undefined) return Promise.reject(embedErrors.modelStopped({ reason: stopped }))
      const number = ++asked
      return new Promise((resolve, reject) => {
        waiting.set(number, { resolve, reject })
        // A process that waits for vectors stays; one that waits for nothing may end.
        worker.ref()
        worker.postMessage({ number, texts, isSum } satisfies Asked)
      })
    },
    async close() {
      stop('it was closed')
      await worker.terminate()
    },
  }
}
