// The writing worker: the only connection that writes. Units that wait together share one commit.
import { createHash } from 'node:crypto'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { preparer } from './prepared.ts'
import type { SqlValue, Statement, StatementResult } from './types.ts'

export interface WriteRequest {
  readonly id: number
  readonly unit: readonly Statement[]
}

export type WriteReply =
  | { readonly id: number; readonly results: StatementResult[] }
  | { readonly id: number; readonly guard: string }
  | { readonly id: number; readonly failure: string }

const database = new DatabaseSync(workerData.file)
database.exec(
  'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 10000',
)
// The audit chain is computed where rows are ordered: inside the transaction.
database.function('sha256', { deterministic: true }, (text) => createHash('sha256').update(String(text)).digest('hex'))

const prepare = preparer(database)
let waiting: WriteRequest[] = []

parentPort?.on('message', (message: WriteRequest | 'close') => {
  if (message === 'close') {
    commit()
    database.close()
    parentPort?.close()
    return
  }
  waiting.push(message)
  // Messages already delivered to this worker are handled before the immediate, and so join the same commit.
  if (waiting.length === 1) setImmediate(commit)
})

function commit(): void {
  const requests = waiting
  waiting = []
  if (requests.length === 0) return
  let replies: WriteReply[]
  try {
    database.exec('BEGIN IMMEDIATE')
    replies = requests.map(apply)
    database.exec('COMMIT')
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    const failure = reasonOf(error)
    replies = requests.map(({ id }) => ({ id, failure }))
  }
  parentPort?.postMessage(replies)
}

/** Applies one unit inside a savepoint, so that a refused unit leaves nothing and disturbs no other. */
function apply({ id, unit }: WriteRequest): WriteReply {
  database.exec('SAVEPOINT unit')
  try {
    const results: StatementResult[] = []
    for (const statement of unit) {
      const result = run(statement)
      if (statement.guard !== undefined && result.changes === 0 && result.rows.length === 0) {
        rollBack()
        return { id, guard: statement.guard }
      }
      results.push(result)
    }
    database.exec('RELEASE unit')
    return { id, results }
  } catch (error) {
    if (!database.isTransaction) throw error
    rollBack()
    return { id, failure: reasonOf(error) }
  }
}

function run({ sql, parameters }: Statement): StatementResult {
  const { statement, returnsRows } = prepare(sql)
  const values = parameters as SQLInputValue[]
  if (returnsRows) return { changes: 0, rows: statement.all(...values) as Record<string, SqlValue>[] }
  return { changes: Number(statement.run(...values).changes), rows: [] }
}

function rollBack(): void {
  database.exec('ROLLBACK TO unit; RELEASE unit')
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
