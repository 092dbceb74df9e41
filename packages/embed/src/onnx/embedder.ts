import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { batched } from '../endpoint/batches.ts'
import { embedErrors } from '../errors.ts'
import { startThread } from '../thread.ts'
import type { Embedder, Purpose } from '../types.ts'
import { readFolder } from './folder.ts'
import type { Loaded, Refused, WorkerData } from './protocol.ts'
import { runtimeFor } from './runtime.ts'

export interface OnnxOptions {
  readonly folder: string
  readonly threshold: number
  readonly weight: number
  readonly questionPrefix: string
  readonly passagePrefix: string
}

/** Texts, and UTF-16 units of them, that the thread is given at once: a question that comes meanwhile waits for no more than these. */
const BATCH = { texts: 16, units: 4_000 }
/** Share of the processors that the model may use: searches go on. */
const PROCESSORS = 0.5

/**
 * A model of BERT's kind in a folder of this machine, on a thread of its own. `runtime` is the URL of the runtime.
 * Errors: `onnxAbsent`, `onnxFolder`; `modelStopped` when the thread has ended.
 */
export async function createOnnxEmbedder(
  { folder: name, threshold, weight, questionPrefix, passagePrefix }: OnnxOptions,
  runtime?: string,
): Promise<Embedder> {
  const folder = resolve(name)
  const { path, id, pieces, isFirstToken } = await readFolder(folder)
  const found = runtime ?? runtimeFor(folder)
  if (found === undefined) throw embedErrors.onnxAbsent({ reason: 'it is not installed' })
  const threads = Math.max(1, Math.floor(availableParallelism() * PROCESSORS))
  const { loaded, ask, close } = await startThread<Loaded, Refused>({
    script: new URL('./worker.ts', import.meta.url),
    name: id,
    data: { runtime: found, path, pieces, isFirstToken, threads } satisfies WorkerData,
    refusal: (ready) => ('refused' in ready ? embedErrors[ready.refused]({ folder, reason: ready.reason }) : undefined),
  })
  const { dimensions } = loaded
  const prefixes: Readonly<Record<Purpose, string>> = { question: questionPrefix, passage: passagePrefix }

  return {
    id: passagePrefix === '' ? id : `${id}:${passagePrefix.trim()}`,
    dimensions,
    threshold,
    weight,
    async embed(texts, purpose, signal) {
      const prefixed = texts.map((text) => prefixes[purpose] + text)
      const vectors: Float32Array[] = []
      for (const batch of batched(prefixed, BATCH.texts, BATCH.units)) {
        signal?.throwIfAborted()
        const rows = await ask(batch)
        for (let row = 0; row < batch.length; row++)
          vectors.push(rows.subarray(row * dimensions, (row + 1) * dimensions))
      }
      return vectors
    },
    close,
  }
}
