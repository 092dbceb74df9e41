// The thread on which a model in a folder is opened and run: the runtime computes on the thread that calls it.
// It imports nothing of other packages: that would take longer than to open a model.
import { parentPort, workerData } from 'node:worker_threads'
import type { Answered, Asked } from '../thread.ts'
import { type Model, modelOf, type Runtime } from './model.ts'
import type { Loaded, Refused, WorkerData } from './protocol.ts'

const { runtime, path, pieces, isFirstToken, threads } = workerData as WorkerData

async function begin(): Promise<Loaded | Refused> {
  let module: Runtime
  try {
    const imported = await import(runtime)
    module = imported.default ?? imported
  } catch (error) {
    return { refused: 'onnxAbsent', reason: reasonOf(error) }
  }
  try {
    const session = await module.InferenceSession.create(path, { intraOpNumThreads: threads })
    const model = modelOf({ session, Tensor: module.Tensor, pieces, isFirstToken })
    const { dimensions } = await model.embed(['word'])
    parentPort?.on('message', (asked: Asked) => void answer(model, asked))
    return { dimensions }
  } catch (error) {
    return { refused: 'onnxFolder', reason: reasonOf(error) }
  }
}

async function answer(model: Model, { number, texts }: Asked): Promise<void> {
  try {
    const { vectors } = await model.embed(texts)
    parentPort?.postMessage({ number, vectors } satisfies Answered, [vectors.buffer])
  } catch (error) {
    parentPort?.postMessage({ number, problem: reasonOf(error) } satisfies Answered)
  }
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

parentPort?.postMessage(await begin())
