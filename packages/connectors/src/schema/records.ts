import type { Statement } from '@jumpseat/store'
import type { TenantId } from '@jumpseat/wire'
import { type ConnectorsOptions, first, tables } from '../context.ts'
import type { OperationRow } from '../tables.ts'
import type { Schema } from '../types.ts'

type Reading = Pick<ConnectorsOptions, 'store'>

const sealContext = (uid: string) => `connection_schemas:${uid}`

/** `key` is the incarnation for the schema in force, the operation's id for one that waits. */
export function sealSchema({ store }: Reading, tenantId: TenantId, key: string, schema: Schema) {
  return store.sealer.seal(tenantId, sealContext(key), JSON.stringify(schema))
}

export function openSchema({ store }: Reading, tenantId: TenantId, key: string, sealed: Uint8Array): Schema {
  return JSON.parse(store.sealer.openText(tenantId, sealContext(key), sealed)) as Schema
}

/** Starts an operation unless one runs or the connection is gone. Contract: connectors 2.1. */
export function startOperation(row: Omit<OperationRow, 'status' | 'error'>): readonly Statement[] {
  return [
    {
      sql: `SELECT 1 AS free WHERE NOT EXISTS
        (SELECT 1 FROM connection_operations WHERE uid = ? AND status = 'inprogress')`,
      parameters: [row.uid],
      guard: 'running',
    },
    {
      sql: `INSERT INTO connection_operations (id, uid, tenant, status, error, sealed, created_at, due_at)
        SELECT ?, ?, ?, 'inprogress', NULL, ?, ?, ?
        WHERE EXISTS (SELECT 1 FROM connections WHERE uid = ? AND deleted_at IS NULL)`,
      parameters: [row.id, row.uid, row.tenant, row.sealed, row.created_at, row.due_at, row.uid],
      guard: 'gone',
    },
  ]
}

/** Ends an operation: its schema is in force and a draft connection is ready. Contract: connectors 1.4. */
export function completion(
  id: string,
  uid: string,
  tenantId: TenantId,
  sealed: Uint8Array,
  at: number,
): readonly Statement[] {
  return [
    {
      sql: `UPDATE connection_operations SET status = 'completed', sealed = NULL WHERE id = ? AND status = 'inprogress'`,
      parameters: [id],
      guard: 'done',
    },
    {
      sql: `UPDATE connections SET state = 'ready', schema_version = schema_version + 1, changed_at = ?
        WHERE uid = ? AND deleted_at IS NULL`,
      parameters: [at, uid],
      guard: 'gone',
    },
    {
      sql: `INSERT INTO connection_schemas (uid, tenant, version, sealed)
        SELECT uid, ?, schema_version, ? FROM connections WHERE uid = ?
        ON CONFLICT (uid) DO UPDATE SET version = excluded.version, sealed = excluded.sealed`,
      parameters: [tenantId, sealed, uid],
    },
  ]
}

// Read at every call, so the text is made once.
const VERSION_OF = 'SELECT schema_version AS version FROM connections WHERE uid = ? AND deleted_at IS NULL'

/** Reads the schema in force of live connections; opened schemas are kept in memory by incarnation and version. */
export function schemaReader(context: Reading) {
  const cache = new Map<string, { version: number; schema: Schema }>()
  return {
    schemaOf: context.store.remember(['connections', 'connection_schemas'], (uid: string): Schema | undefined => {
      const [row] = context.store.read<{ version: number }>({ sql: VERSION_OF, parameters: [uid] })
      const version = row?.version
      if (!version) return undefined
      const cached = cache.get(uid)
      if (cached?.version === version) return cached.schema
      const kept = first(context, tables(context).selectFrom('connection_schemas').selectAll().where('uid', '=', uid))
      if (!kept) return undefined
      const schema = openSchema(context, kept.tenant as TenantId, uid, kept.sealed)
      cache.set(uid, { version: kept.version, schema })
      return schema
    }),
    forget: (uid: string) => {
      cache.delete(uid)
    },
  }
}
