import { Worker } from 'node:worker_threads'
import type { DocumentText, Parts, Problem, ReadAnswer, ReadTask, ThreadKind } from './types.ts'

/** Milliseconds for the thread to be there. */
const START_TIMEOUT = 10_000
/** Bytes outside of the thread's heap, which has a limit of its own: what streams are unpacked to. */
const MOST_OUTSIDE = 256_000_000
/** Milliseconds between two looks at them. */
const LOOK = 20

/** Takes documents apart, one at a time. */
export interface Thread {
  /** Never rejects. */
  read(kind: ThreadKind, parts: Parts): Promise<DocumentText>
  close(): Promise<void>
}

/** Started by the first document, ended when one takes too long or too much memory, and started again by the next. */
export function createThread(timeout: number): Thread {
  let worker: Worker | undefined
  let isWarm = false
  let next = 0
  let waiting: { readonly id: number; readonly resolve: (read: DocumentText) => void } | undefined

  const settle = (read: DocumentText) => {
    waiting?.resolve(read)
    waiting = undefined
  }
  const drop = (gone: Worker, problem: Problem) => {
    if (worker !== gone) return
    worker = undefined
    settle({ problem })
    void gone.terminate()
  }
  const start = (): Worker => {
    isWarm = false
    const started = new Worker(new URL('./worker.ts', import.meta.url), {
      name: 'documents',
      resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 },
      // Nothing of the server's own is for documents to see.
      env: {},
    })
    started.unref()
    started.on('message', ({ id, read }: ReadAnswer) => {
      isWarm = true
      if (id === waiting?.id) settle(read)
    })
    started.on('error', (error: NodeJS.ErrnoException) =>
      drop(started, error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'heavy' : 'damaged'),
    )
    started.on('exit', () => drop(started, 'damaged'))
    worker = started
    return started
  }
  const ask = async (kind: ThreadKind, parts: Parts): Promise<DocumentText> => {
    const thread = worker ?? start()
    const id = next++
    const clock = setTimeout(() => drop(thread, 'slow'), isWarm ? timeout : START_TIMEOUT + timeout)
    const scale = setInterval(async () => {
      // Rejects when the thread has ended.
      const held = await thread.getHeapStatistics().catch(() => undefined)
      if ((held?.external_memory ?? 0) > MOST_OUTSIDE) drop(thread, 'heavy')
    }, LOOK)
    try {
      return await new Promise<DocumentText>((resolve) => {
        waiting = { id, resolve }
        thread.postMessage({ id, kind, parts } satisfies ReadTask)
      })
    } finally {
      clearTimeout(clock)
      clearInterval(scale)
    }
  }

  let turn: Promise<unknown> = Promise.resolve()
  return {
    read(kind, parts) {
      const asked = turn.then(() => ask(kind, parts))
      turn = asked
      return asked
    },
    async close() {
      const last = worker
      if (last) drop(last, 'slow')
      await last?.terminate()
    },
  }
}
