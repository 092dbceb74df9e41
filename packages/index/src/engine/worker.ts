// The thread that owns the index. It answers requests in the order in which they come, and tidies up when there are none.
import { parentPort } from 'node:worker_threads'
import type { Posted, Reply, Results } from './protocol.ts'
import { createServed } from './serve.ts'

const port = parentPort
const { core, serve } = createServed()
/** Milliseconds of tidying between two looks at what has come. */
const SLICE = 4
type Answer = Results[keyof Results]
let isTidying = false
/** Snapshots under way. What they are written from would be held a second time if a shard were copied meanwhile. */
let saves = 0

const tidy = () => {
  const until = performance.now() + SLICE
  isTidying = saves === 0 && core.tidy(() => performance.now() < until)
  if (isTidying) setImmediate(tidy)
}

port?.on('message', ({ id, request }: Posted) => {
  const isSave = request.kind === 'save'
  if (isSave) saves++
  const answer = answered(id, () => serve(request))
  if (answer instanceof Promise)
    void answer.then((reply) => {
      if (isSave) saves--
      port.postMessage(reply)
    })
  else port.postMessage(answer)
  if (!isTidying) tidy()
})

function answered(id: number, work: () => Answer | Promise<Answer>): Reply | Promise<Reply> {
  const refused = (error: unknown): Reply => ({
    id,
    problem: error instanceof Error ? error.message : String(error),
  })
  try {
    const result = work()
    return result instanceof Promise ? result.then((late) => ({ id, result: late }), refused) : { id, result }
  } catch (error) {
    return refused(error)
  }
}
