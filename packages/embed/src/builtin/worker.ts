// The thread on which the built-in model reads and embeds. It says first whether the weights are right, then answers in turn.
// It imports nothing of other packages: that would take longer than the weights do.
import { parentPort, workerData } from 'node:worker_threads'
import { modelOf } from './model.ts'
import type { Answered, Asked, Ready, WorkerData } from './protocol.ts'
import { readWeights } from './weights.ts'

const { file, dimensions } = workerData as WorkerData

function begin(): Ready {
  const weights = readWeights(file)
  if ('refused' in weights) return weights
  const model = modelOf(weights, dimensions ?? weights.dimensions)
  parentPort?.on('message', ({ number, texts }: Asked) => {
    const vectors = model.embed(texts)
    parentPort?.postMessage({ number, vectors } satisfies Answered, [vectors.buffer])
  })
  return { id: model.id, dimensions: model.dimensions, threshold: model.threshold }
}

parentPort?.postMessage(begin())
