import { embedErrors } from '../errors.ts'
import { startThread } from '../thread.ts'
import type { Embedder } from '../types.ts'
import type { Loaded, WorkerData } from './protocol.ts'
import { type Unread, WEIGHTS } from './weights.ts'

export interface BuiltInOptions {
  /** Numbers in a vector: 256, or 128 for half the memory. */
  readonly dimensions?: number
  /** The file of weights; without it the one that comes with the package. */
  readonly file?: string
}

/** Texts that are handed to the thread at once: a question that comes meanwhile waits for no more than these. */
const SLICE = 64

/**
 * The model that comes with the product, on a thread of its own: no download, no network. Questions and passages are embedded
 * alike. Errors: `weightsAbsent`, `weightsDamaged`, `dimensionsUnknown`; `modelStopped` when the thread has ended.
 */
export async function createBuiltInEmbedder({ dimensions, file = WEIGHTS }: BuiltInOptions = {}): Promise<Embedder> {
  if (dimensions !== undefined && dimensions !== 256 && dimensions !== 128)
    throw embedErrors.dimensionsUnknown({ dimensions })
  const { loaded, ask, close } = await startThread<Loaded, Unread>({
    script: new URL('./worker.ts', import.meta.url),
    name: 'embed',
    data: { file, dimensions } satisfies WorkerData,
    refusal: (ready) => ('refused' in ready ? embedErrors[ready.refused]({ file, reason: ready.reason }) : undefined),
  })

  const vectorsOf = async (texts: readonly string[], isSum: boolean, signal?: AbortSignal) => {
    const vectors: Float32Array[] = []
    for (let at = 0; at < texts.length; at += SLICE) {
      signal?.throwIfAborted()
      const some = texts.slice(at, at + SLICE)
      const rows = await ask(some, isSum)
      for (let row = 0; row < some.length; row++)
        vectors.push(rows.subarray(row * loaded.dimensions, (row + 1) * loaded.dimensions))
    }
    return vectors
  }

  return {
    id: loaded.id,
    dimensions: loaded.dimensions,
    threshold: loaded.threshold,
    embed: (texts, _purpose, signal) => vectorsOf(texts, false, signal),
    wordVectors: (words, signal) => vectorsOf(words, true, signal),
    close,
  }
}
