import { Buffer } from 'node:buffer'
import type { Migration, Statement, Store } from '@jumpseat/store'
import type { TenantId } from '@jumpseat/wire'

export const entryMigrations: readonly Migration[] = [
  {
    id: 'audit-001',
    up: [
      `CREATE TABLE audit_entries (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        tenant TEXT NOT NULL, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL,
        actor TEXT NOT NULL, app TEXT, roles TEXT NOT NULL,
        action TEXT NOT NULL, object_type TEXT NOT NULL, object_id TEXT NOT NULL,
        request TEXT, address TEXT,
        sealed BLOB NOT NULL, hash TEXT NOT NULL
      ) STRICT`,
      'CREATE INDEX audit_entries_by_tenant ON audit_entries (tenant, seq)',
      'CREATE INDEX audit_entries_by_action ON audit_entries (tenant, action, seq)',
      // INSERT OR REPLACE deletes without firing the delete trigger.
      `CREATE TRIGGER audit_entries_add BEFORE INSERT ON audit_entries
        WHEN EXISTS (SELECT 1 FROM audit_entries WHERE seq = NEW.seq OR id = NEW.id)
        BEGIN SELECT raise(ABORT, 'the audit record is append-only'); END`,
      `CREATE TRIGGER audit_entries_keep BEFORE UPDATE ON audit_entries
        BEGIN SELECT raise(ABORT, 'the audit record is append-only'); END`,
      `CREATE TRIGGER audit_entries_stay BEFORE DELETE ON audit_entries
        BEGIN SELECT raise(ABORT, 'the audit record is append-only'); END`,
    ],
  },
]

/** A row without what the database adds. `roles` is a JSON array; `sealed` holds the readable part. */
export interface NewRow {
  readonly tenant: TenantId
  readonly id: string
  readonly at: number
  readonly actor: string
  readonly app: string | null
  readonly roles: string
  readonly action: string
  readonly object_type: string
  readonly object_id: string
  readonly request: string | null
  readonly address: string | null
  readonly sealed: Uint8Array
}

export interface Row extends NewRow {
  readonly seq: number
  readonly hash: string
}

interface Tables {
  audit_entries: Row
}

/** What a hash covers besides the hash before it: every column, the sealed part as it lies on disk. */
export function canonicalText(row: NewRow): string {
  const { tenant, id, at, actor, app, roles, action, object_type, object_id, request, address, sealed } = row
  const hex = Buffer.from(sealed).toString('hex')
  return JSON.stringify([tenant, id, at, actor, app, roles, action, object_type, object_id, request, address, hex])
}

/** The hash is computed by the writer, inside the transaction that gives the row its place. */
export function appendStatement(row: NewRow): Statement {
  return {
    sql: `INSERT INTO audit_entries
      (tenant, id, at, actor, app, roles, action, object_type, object_id, request, address, sealed, hash)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, sha256(
        coalesce((SELECT hash FROM audit_entries WHERE tenant = ? ORDER BY seq DESC LIMIT 1), '') || ?))`,
    parameters: [
      row.tenant,
      row.id,
      row.at,
      row.actor,
      row.app,
      row.roles,
      row.action,
      row.object_type,
      row.object_id,
      row.request,
      row.address,
      row.sealed,
      row.tenant,
      canonicalText(row),
    ],
  }
}

export interface RowFilter {
  readonly before?: number | undefined
  readonly limit: number
  readonly action?: string | undefined
  readonly objectType?: string | undefined
}

export function newestRows(store: Store, tenantId: TenantId, filter: RowFilter): Row[] {
  let query = store
    .db<Tables>()
    .selectFrom('audit_entries')
    .selectAll()
    .where('tenant', '=', tenantId)
    .orderBy('seq', 'desc')
    .limit(filter.limit)
  if (filter.before !== undefined) query = query.where('seq', '<', filter.before)
  if (filter.action !== undefined) query = query.where('action', '=', filter.action)
  if (filter.objectType !== undefined) query = query.where('object_type', '=', filter.objectType)
  return store.read<Row>(query.compile())
}

export function oldestRows(store: Store, tenantId: TenantId, after: number, limit: number): Row[] {
  const query = store
    .db<Tables>()
    .selectFrom('audit_entries')
    .selectAll()
    .where('tenant', '=', tenantId)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
  return store.read<Row>(query.compile())
}
