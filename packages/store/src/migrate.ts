import type { DatabaseSync } from 'node:sqlite'
import { storeErrors } from './errors.ts'
import type { Migration } from './types.ts'

/** Tables of the store itself: the feed and the tenants' wrapped keys. */
export const STORE_MIGRATIONS: readonly Migration[] = [
  {
    id: 'store-001',
    up: [
      `CREATE TABLE changes (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        tenant TEXT NOT NULL, kind TEXT NOT NULL, scope TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL
      ) STRICT`,
      `CREATE TABLE tenant_keys (tenant TEXT PRIMARY KEY, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID`,
    ],
  },
]

/** Brings the database to the newest shape, each migration in a transaction of its own. Refuses data of a newer version. */
export function migrate(database: DatabaseSync, folder: string, migrations: readonly Migration[]): void {
  database.exec(
    'CREATE TABLE IF NOT EXISTS migrations (id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID',
  )
  const applied = new Set(
    database
      .prepare('SELECT id FROM migrations')
      .all()
      .map((row) => String(row.id)),
  )
  const known = new Set(migrations.map(({ id }) => id))
  for (const id of applied) if (!known.has(id)) throw storeErrors.newerData({ folder, migration: id })
  for (const { id, up } of migrations) {
    if (applied.has(id)) continue
    database.exec('BEGIN IMMEDIATE')
    try {
      for (const sql of up) database.exec(sql)
      database.prepare('INSERT INTO migrations (id, at) VALUES (?, ?)').run(id, Date.now())
      database.exec('COMMIT')
    } catch (error) {
      database.exec('ROLLBACK')
      throw error
    }
  }
}
