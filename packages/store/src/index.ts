export { GuardError, storeErrors } from './errors.ts'
export { openSqlite, type SqliteOptions } from './sqlite.ts'
export type { Change, Migration, Sealer, SqlValue, Statement, StatementResult, Store } from './types.ts'
