// The thread that owns the index. It answers requests in the order in which they come, and tidies up when there are none.
import { parentPort } from 'node:worker_threads'
import type { Posted, Reply } from './protocol.ts'
import { createServed } from './serve.ts'

const port = parentPort
const { core, serve } = createServed()
/** Milliseconds of tidying between two looks at what has come. */
const SLICE = 4
let isTidying = false

const tidy = () => {
  const until = performance.now() + SLICE
  isTidying = core.tidy(() => performance.now() < until)
  if (isTidying) setImmediate(tidy)
}

port?.on('message', ({ id, request }: Posted) => {
  port.postMessage(answer(id, () => serve(request)))
  if (!isTidying) tidy()
})

function answer(id: number, work: () => Extract<Reply, { result: unknown }>['result']): Reply {
  try {
    return { id, result: work() }
  } catch (error) {
    return { id, problem: error instanceof Error ? error.message : String(error) }
  }
}
