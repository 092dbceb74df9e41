import type { DatabaseSync, StatementSync } from 'node:sqlite'

/** Statements kept prepared; the hot paths use a few dozen. */
const LIMIT = 500

export interface Prepared {
  readonly statement: StatementSync
  readonly returnsRows: boolean
}

/** Prepares each text once: preparing costs several times what a lookup by key does. */
export function preparer(database: DatabaseSync): (sql: string) => Prepared {
  const kept = new Map<string, Prepared>()
  return (sql) => {
    const known = kept.get(sql)
    if (known) return known
    if (kept.size >= LIMIT) kept.clear()
    const statement = database.prepare(sql)
    const prepared = { statement, returnsRows: statement.columns().length > 0 }
    kept.set(sql, prepared)
    return prepared
  }
}
