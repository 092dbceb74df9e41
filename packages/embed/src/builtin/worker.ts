// The thread on which the built-in model reads and embeds. It says first whether the weights are right, then answers in turn.
// It imports nothing of other packages: that would take longer than the weights do.
import { parentPort, workerData } from 'node:worker_threads'
import type { Answered, Asked } from '../thread.ts'
import { modelOf } from './model.ts'
import type { Loaded, WorkerData } from './protocol.ts'
import { readWeights, type Unread } from './weights.ts'

const { file, dimensions } = workerData as WorkerData

function begin(): Loaded | Unread {
  const weights = readWeights(file)
  if ('refused' in weights) return weights
  const model = modelOf(weights, dimensions ?? weights.dimensions)
  parentPort?.on('message', ({ number, texts, isSum }: Asked) => {
    const vectors = model.embed(texts, isSum)
    parentPort?.postMessage({ number, vectors } satisfies Answered, [vectors.buffer])
  })
  return { id: model.id, dimensions: model.dimensions, threshold: model.threshold }
}

parentPort?.postMessage(begin())
