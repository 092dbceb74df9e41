import { Worker } from 'node:worker_threads'
import type { DocumentText, OfficeKind, Parts, Problem, ReadAnswer, ReadTask } from './types.ts'

/** Milliseconds for the thread to be there. */
const START_TIMEOUT = 10_000

/** Takes documents of the Open XML kind apart, one at a time. */
export interface Thread {
  /** Never rejects. */
  read(kind: OfficeKind, parts: Parts): Promise<DocumentText>
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
    started.on('error', () => drop(started, 'damaged'))
    started.on('exit', () => drop(started, 'damaged'))
    worker = started
    return started
  }
  const ask = async (kind: OfficeKind, parts: Parts): Promise<DocumentText> => {
    const thread = worker ?? start()
    const id = next++
    const clock = setTimeout(() => drop(thread, 'slow'), isWarm ? timeout : START_TIMEOUT + timeout)
    try {
      return await new Promise<DocumentText>((resolve) => {
        waiting = { id, resolve }
        thread.postMessage({ id, kind, parts } satisfies ReadTask)
      })
    } finally {
      clearTimeout(clock)
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
