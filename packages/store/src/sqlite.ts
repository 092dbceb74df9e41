import type { KeyObject } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
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
    const head = Number(reader.prepare(FEED_HEAD).get()?.seq ?? 0)
    return assemble(reader, startWriter(file, head), masterKey, now, unlock)
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
  const feedQuery = reader.prepare(FEED_AFTER)
  return {
    db: <Tables>() => kysely as unknown as ReturnType<typeof kyselyOver<Tables>>,
    read: <Row>({ sql, parameters }: { sql: string; parameters: readonly unknown[] }) =>
      prepare(sql).statement.all(...(parameters as SQLInputValue[])) as Row[],
    write: writer.write,
    change: (tenantId, kind, scope, id): Statement => ({
      sql: ADD_CHANGE,
      parameters: [tenantId, kind, scope, id, now()],
    }),
    head: writer.head,
    changesAfter: (after, limit) => feedQuery.all(after, writer.head(), limit) as unknown as Change[],
    onCommit: writer.onCommit,
    remember: (read) => remembering(writer.onCommit, read),
    sealer: createSealer(reader, writer.write, masterKey),
    async close() {
      await writer.close()
      if (!reader.isOpen) return
      reader.close()
      unlock()
    },
  }
}

/** Keys remembered; beyond them all is forgotten, which only costs time. */
const REMEMBERED = 10_000

function remembering<Key, Value>(onCommit: Store['onCommit'], read: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>()
  onCommit(() => known.clear())
  return (key) => {
    const value = known.get(key)
    if (value !== undefined || known.has(key)) return value as Value
    const made = read(key)
    if (known.size >= REMEMBERED) known.clear()
    known.set(key, made)
    return made
  }
}
