import type { KeyObject } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import { kyselyOver } from './dialect.ts'
import { GuardError, storeErrors } from './errors.ts'
import { lockFolder } from './lock.ts'
import { masterKeyOf } from './master-key.ts'
import { migrate, STORE_MIGRATIONS } from './migrate.ts'
import { preparer } from './prepared.ts'
import { createSealer } from './sealer.ts'
import type { Change, Migration, Statement, StatementResult, Store } from './types.ts'
import type { WriteReply, WriteRequest } from './writer.ts'

export interface SqliteOptions {
  readonly folder: string
  /** Migrations of all packages, in the order of their dependence. */
  readonly migrations: readonly Migration[]
  /** Base64 of 32 bytes; without it the file `master.key` in the folder is used. */
  readonly masterKey?: string | undefined
  readonly now?: () => number
}

/** Opens (or makes) the data folder and holds it until `close`. Errors: `storeErrors`. */
export async function openSqlite(options: SqliteOptions): Promise<Store> {
  const { folder, now = Date.now } = options
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const unlock = lockFolder(folder)
  const file = join(folder, 'jumpseat.sqlite')
  const reader = new DatabaseSync(file)
  try {
    reader.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000')
    migrate(reader, folder, [...STORE_MIGRATIONS, ...options.migrations])
    const hasData = reader.prepare('SELECT 1 FROM tenant_keys LIMIT 1').get() !== undefined
    const masterKey = masterKeyOf(folder, options.masterKey, hasData)
    reader.exec('PRAGMA query_only = ON')
    return assemble(reader, startWriter(file), masterKey, now, unlock)
  } catch (error) {
    reader.close()
    unlock()
    throw error
  }
}

function assemble(
  reader: DatabaseSync,
  writer: Writer,
  masterKey: KeyObject,
  now: () => number,
  unlock: () => void,
): Store {
  const kysely = kyselyOver<unknown>(reader)
  const prepare = preparer(reader)
  const headQuery = reader.prepare('SELECT max(seq) AS seq FROM changes')
  const feedQuery = reader.prepare(
    'SELECT seq, tenant AS tenantId, kind, scope, id, at FROM changes WHERE seq > ? ORDER BY seq LIMIT ?',
  )
  return {
    db: <Tables>() => kysely as unknown as ReturnType<typeof kyselyOver<Tables>>,
    read: <Row>({ sql, parameters }: { sql: string; parameters: readonly unknown[] }) =>
      prepare(sql).statement.all(...(parameters as SQLInputValue[])) as Row[],
    write: writer.write,
    change: (tenantId, kind, scope, id): Statement => ({
      sql: 'INSERT INTO changes (tenant, kind, scope, id, at) VALUES (?, ?, ?, ?, ?)',
      parameters: [tenantId, kind, scope, id, now()],
    }),
    head: () => Number(headQuery.get()?.seq ?? 0),
    changesAfter: (after, limit) => feedQuery.all(after, limit) as unknown as Change[],
    onCommit: writer.onCommit,
    sealer: createSealer(reader, writer.write, masterKey),
    async close() {
      await writer.close()
      if (!reader.isOpen) return
      reader.close()
      unlock()
    },
  }
}

interface Writer {
  write(unit: readonly Statement[]): Promise<StatementResult[]>
  onCommit(listener: () => void): () => void
  close(): Promise<void>
}

interface Pending {
  resolve(results: StatementResult[]): void
  reject(error: Error): void
}

function startWriter(file: string): Writer {
  const worker = new Worker(new URL('./writer.ts', import.meta.url), { workerData: { file } })
  const pending = new Map<number, Pending>()
  const listeners = new Set<() => void>()
  let nextId = 1
  let isStopped = false

  const stop = (error: Error) => {
    isStopped = true
    for (const { reject } of pending.values()) reject(error)
    pending.clear()
  }
  worker.on('message', (replies: WriteReply[]) => {
    for (const reply of replies) {
      const waiter = pending.get(reply.id)
      pending.delete(reply.id)
      if ('results' in reply) waiter?.resolve(reply.results)
      else if ('guard' in reply) waiter?.reject(new GuardError(reply.guard))
      else waiter?.reject(storeErrors.writeFailed({ reason: reply.failure }))
    }
    for (const listener of listeners) listener()
  })
  worker.on('error', (cause) => stop(storeErrors.writeFailed({ reason: 'the writer stopped' }, { cause })))
  worker.on('exit', () => stop(storeErrors.writerStopped()))

  return {
    write(unit) {
      if (isStopped) return Promise.reject(storeErrors.writerStopped())
      return new Promise((resolve, reject) => {
        const id = nextId++
        pending.set(id, { resolve, reject })
        worker.postMessage({ id, unit } satisfies WriteRequest)
      })
    },
    onCommit(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      if (isStopped) return
      const exited = new Promise((resolve) => worker.once('exit', resolve))
      worker.postMessage('close')
      await exited
    },
  }
}
