import { Worker } from 'node:worker_threads'
import type { Commits } from './commits.ts'
import { GuardError, storeErrors } from './errors.ts'
import { createPacker, type PostedUnit, type Reply, resultOf } from './post.ts'
import type { Store } from './types.ts'

export interface Writer extends Pick<Store, 'write' | 'onCommit'> {
  close(): Promise<void>
}

interface Pending {
  resolve(results: ReturnType<typeof resultOf>[]): void
  reject(error: Error): void
}

export function startWriter(file: string, commits: Commits): Writer {
  const worker = new Worker(new URL('./writer.ts', import.meta.url), {
    workerData: { file, counters: commits.counters },
  })
  const { pack, fresh } = createPacker(commits)
  const pending = new Map<number, Pending>()
  const listeners = new Set<() => void>()
  let nextId = 1
  let isStopped = false
  /** Units of this turn of the event loop: they go over together, since waking a thread costs more than a unit. */
  let turn: PostedUnit[] = []

  const stop = (error: Error) => {
    isStopped = true
    for (const { reject } of pending.values()) reject(error)
    pending.clear()
  }
  worker.on('message', (replies: readonly Reply[]) => {
    for (const reply of replies) {
      const waiter = pending.get(reply.id)
      pending.delete(reply.id)
      if ('results' in reply) waiter?.resolve(reply.results.map(resultOf))
      else if ('guard' in reply) waiter?.reject(new GuardError(reply.guard))
      else waiter?.reject(storeErrors.writeFailed({ reason: reply.failure }))
    }
    for (const listener of listeners) listener()
  })
  worker.on('error', (cause) => stop(storeErrors.writeFailed({ reason: 'the writer stopped' }, { cause })))
  worker.on('exit', () => stop(storeErrors.writerStopped()))

  const post = () => {
    const units = turn
    turn = []
    const texts = fresh()
    try {
      worker.postMessage({ texts, units })
    } catch {
      worker.postMessage({ texts, units: [] })
      for (const unit of units) postAlone(unit)
    }
  }
  /** A unit that cannot be sent, for a value that no thread could read, disturbs no other. */
  const postAlone = (unit: PostedUnit) => {
    try {
      worker.postMessage({ texts: [], units: [unit] })
    } catch (cause) {
      pending.get(unit[0])?.reject(storeErrors.writeFailed({ reason: 'a value cannot be stored' }, { cause }))
      pending.delete(unit[0])
    }
  }

  return {
    write(unit) {
      if (isStopped) return Promise.reject(storeErrors.writerStopped())
      return new Promise((resolve, reject) => {
        const id = nextId++
        pending.set(id, { resolve, reject })
        if (turn.length === 0) setImmediate(post)
        turn.push(pack(id, unit))
      })
    },
    onCommit(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      if (isStopped) return
      const exited = new Promise((resolve) => worker.once('exit', resolve))
      post()
      worker.postMessage('close')
      await exited
    },
  }
}
