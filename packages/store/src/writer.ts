// The writing worker: the only connection that writes. Units that wait together share one commit.
import { createHash } from 'node:crypto'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { countCommit } from './commits.ts'
import { ADD_CHANGE } from './feed.ts'
import { type Post, type PostedResult, type PostedUnit, type Reply, type Text, unpacked } from './post.ts'
import { preparer } from './prepared.ts'
import type { SqlValue } from './types.ts'

const database = new DatabaseSync(workerData.file)
database.exec(
  'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 10000',
)
// A checkpoint flushes twice and makes those wait who write meanwhile: 16 MiB of log, read again in a moment at a start,
// take a quarter of them, and pages that are written often go to the file less often.
database.exec('PRAGMA wal_autocheckpoint = 4000')
// The audit chain is computed where rows are ordered: inside the transaction.
database.function('sha256', { deterministic: true }, (text) => createHash('sha256').update(String(text)).digest('hex'))

const prepare = preparer(database)
const begin = database.prepare('BEGIN IMMEDIATE')
const end = database.prepare('COMMIT')
const mark = database.prepare('SAVEPOINT unit')
const release = database.prepare('RELEASE unit')
const texts: Text[] = []
/** Counters of what the waiting commit changes. */
const changed = new Set<number>()
let waiting: PostedUnit[] = []

parentPort?.on('message', (message: Post | 'close') => {
  if (message === 'close') {
    commit()
    database.close()
    parentPort?.close()
    return
  }
  texts.push(...message.texts)
  // Messages already delivered to this worker are handled before the immediate, and so join the same commit.
  if (waiting.length === 0) setImmediate(commit)
  waiting.push(...message.units)
})

const NO_TEXT: Text = ['', undefined]

function commit(): void {
  const units = waiting
  waiting = []
  if (units.length === 0) return
  let replies: Reply[]
  try {
    begin.run()
    replies = units.map(apply)
    countCommit(workerData.counters, changed, () => end.run())
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    const failure = reasonOf(error)
    replies = units.map(([id]) => ({ id, failure }))
  }
  changed.clear()
  parentPort?.postMessage(replies)
}

/** Applies one unit inside a savepoint, so that a refused unit leaves nothing and disturbs no other. */
function apply(unit: PostedUnit): Reply {
  const [id] = unit
  mark.run()
  try {
    const results: PostedResult[] = []
    for (const { text, guard, parameters } of unpacked(unit)) {
      const [sql, counter] = typeof text === 'number' ? (texts[text] ?? NO_TEXT) : text
      if (counter !== undefined) changed.add(counter)
      const result = run(sql, parameters)
      if (guard !== undefined && isNothing(result)) {
        rollBack()
        return { id, guard }
      }
      results.push(result)
    }
    release.run()
    return { id, results }
  } catch (error) {
    if (!database.isTransaction) throw error
    rollBack()
    return { id, failure: reasonOf(error) }
  }
}

function run(sql: string, parameters: readonly unknown[]): PostedResult {
  const { statement, returnsRows } = prepare(sql)
  const values = parameters as SQLInputValue[]
  if (returnsRows) return statement.all(...values) as Record<string, SqlValue>[]
  const { changes, lastInsertRowid } = statement.run(...values)
  return sql === ADD_CHANGE ? { seq: Number(lastInsertRowid) } : Number(changes)
}

/** A guarded statement that met no row. */
function isNothing(result: PostedResult): boolean {
  return result === 0 || (Array.isArray(result) && result.length === 0)
}

function rollBack(): void {
  database.exec('ROLLBACK TO unit; RELEASE unit')
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
