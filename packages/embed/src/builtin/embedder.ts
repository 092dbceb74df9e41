import { Worker } from 'node:worker_threads'
import { embedErrors } from '../errors.ts'
import type { Embedder } from '../types.ts'
import type { Answered, Asked, Loaded, Ready, WorkerData } from './protocol.ts'
import { WEIGHTS } from './weights.ts'

export interface BuiltInOptions {
  /** Numbers in a vector: 256, or 128 for half the memory. */
  readonly dimensions?: number
  /** The file of weights; without it the one that comes with the package. */
  readonly file?: string
}

/** Texts that are handed to the thread at once: a question that comes meanwhile waits for no more than these. */
const SLICE = 64

interface Waiter {
  readonly resolve: (vectors: Float32Array<ArrayBuffer>) => void
  readonly reject: (error: unknown) => void
}

/**
 * The model that comes with the product, on a thread of its own: no download, no network. Questions and passages are embedded
 * alike. Errors: `weightsAbsent`, `weightsDamaged`, `dimensionsUnknown`; `modelStopped` when the thread has ended.
 */
export async function createBuiltInEmbedder({ dimensions, file = WEIGHTS }: BuiltInOptions = {}): Promise<Embedder> {
  if (dimensions !== undefined && dimensions !== 256 && dimensions !== 128)
    throw embedErrors.dimensionsUnknown({ dimensions })
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    name: 'embed',
    workerData: { file, dimensions } satisfies WorkerData,
  })
  const waiting = new Map<number, Waiter>()
  let asked = 0
  let stopped: string | undefined
  const stop = (reason: string) => {
    stopped ??= reason
    for (const { reject } of waiting.values()) reject(embedErrors.modelStopped({ reason: stopped }))
    waiting.clear()
  }
  const loaded = await new Promise<Loaded>((resolve, reject) => {
    worker.once('message', (ready: Ready) => {
      if ('id' in ready) resolve(ready)
      else {
        void worker.terminate()
        reject(embedErrors[ready.refused]({ file, reason: ready.reason }))
      }
    })
    const end = (reason: string) => {
      stop(reason)
      reject(embedErrors.modelStopped({ reason }))
    }
    worker.on('error', (error) => end(error instanceof Error ? error.message : String(error)))
    worker.on('exit', () => end('its thread has ended'))
  })
  worker.on('message', ({ number, vectors }: Answered) => {
    const waiter = waiting.get(number)
    waiting.delete(number)
    waiter?.resolve(vectors)
    if (waiting.size === 0) worker.unref()
  })
  worker.unref()

  const embedSlice = (texts: readonly string[]): Promise<Float32Array<ArrayBuffer>> => {
    if (stopped !== undefined) return Promise.reject(embedErrors.modelStopped({ reason: stopped }))
    const number = ++asked
    return new Promise((resolve, reject) => {
      waiting.set(number, { resolve, reject })
      // A process that waits for vectors stays; one that waits for nothing may end.
      worker.ref()
      worker.postMessage({ number, texts } satisfies Asked)
    })
  }

  return {
    id: loaded.id,
    dimensions: loaded.dimensions,
    threshold: loaded.threshold,
    embed: async (texts, _purpose, signal) => {
      const vectors: Float32Array[] = []
      for (let at = 0; at < texts.length; at += SLICE) {
        signal?.throwIfAborted()
        const some = texts.slice(at, at + SLICE)
        const rows = await embedSlice(some)
        for (let row = 0; row < some.length; row++)
          vectors.push(rows.subarray(row * loaded.dimensions, (row + 1) * loaded.dimensions))
      }
      return vectors
    },
    close: async () => {
      stop('it was closed')
      await worker.terminate()
    },
  }
}
