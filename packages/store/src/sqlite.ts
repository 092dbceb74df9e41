import type { KeyObject } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { type Commits, createCommits, rememberUntilChange } from './commits.ts'
import { kyselyOver } from './dialect.ts'
import { ADD_CHANGE, FEED_AFTER, FEED_HEAD } from './feed.ts'
import { lockFolder } from './lock.ts'
import { masterKeyOf } from './master-key.ts'
import { migrate, STORE_MIGRATIONS } from './migrate.ts'
import { preparer } from './prepared.ts'
import { createSealer } from './sealer.ts'
import { startWriter, type Writer } from './thread.ts'
import type { Change, Migration, Statement, Store } from './types.ts'

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
    const commits = createCommits()
    return assemble(reader, startWriter(file, commits), commits, masterKey, now, unlock)
  } catch (error) {
    reader.close()
    unlock()
    throw error
  }
}

function assemble(
  reader: DatabaseSync,
  writer: Writer,
  commits: Commits,
  masterKey: KeyObject,
  now: () => number,
  unlock: () => void,
): Store {
  const kysely = kyselyOver<unknown>(reader)
  const prepare = preparer(reader)
  const headQuery = reader.prepare(FEED_HEAD)
  const feedQuery = reader.prepare(FEED_AFTER)
  const head = rememberUntilChange(commits, ['changes'], (_: 'head') => Number(headQuery.get()?.seq ?? 0))
  return {
    db: <Tables>() => kysely as unknown as ReturnType<typeof kyselyOver<Tables>>,
    read: <Row>({ sql, parameters }: { sql: string; parameters: readonly unknown[] }) =>
      prepare(sql).statement.all(...(parameters as SQLInputValue[])) as Row[],
    write: writer.write,
    change: (tenantId, kind, scope, id): Statement => ({
      sql: ADD_CHANGE,
      parameters: [tenantId, kind, scope, id, now()],
    }),
    head: () => head('head'),
    changesAfter: (after, limit) => feedQuery.all(after, limit) as unknown as Change[],
    onCommit: writer.onCommit,
    remember: (topics, read) => rememberUntilChange(commits, topics, read),
    sealer: createSealer(reader, writer.write, masterKey),
    async close() {
      await writer.close()
      if (!reader.isOpen) return
      reader.close()
      unlock()
    },
  }
}
