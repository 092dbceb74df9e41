import { Buffer } from 'node:buffer'
import type { Migration, Statement, Store } from '@jumpseat/store'
import type { TenantId } from '@jumpseat/wire'

export const interactionMigrations: readonly Migration[] = [
  {
    id: 'audit-002',
    up: [
      `CREATE TABLE audit_interactions (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        tenant TEXT NOT NULL, interaction TEXT NOT NULL, part INTEGER NOT NULL, at INTEGER NOT NULL,
        person TEXT NOT NULL, conversation TEXT NOT NULL, sealed BLOB NOT NULL, hash TEXT NOT NULL,
        UNIQUE (tenant, interaction, part)
      ) STRICT`,
      'CREATE INDEX audit_interactions_by_tenant ON audit_interactions (tenant, seq)',
      'CREATE INDEX audit_interactions_by_person ON audit_interactions (tenant, person, seq)',
      // INSERT OR REPLACE deletes without firing the delete trigger.
      `CREATE TRIGGER audit_interactions_add BEFORE INSERT ON audit_interactions
        WHEN EXISTS (SELECT 1 FROM audit_interactions WHERE seq = NEW.seq
          OR (tenant = NEW.tenant AND interaction = NEW.interaction AND part = NEW.part))
        BEGIN SELECT raise(ABORT, 'the audit record is append-only'); END`,
      `CREATE TRIGGER audit_interactions_keep BEFORE UPDATE ON audit_interactions
        BEGIN SELECT raise(ABORT, 'the audit record is append-only'); END`,
      `CREATE TRIGGER audit_interactions_stay BEFORE DELETE ON audit_interactions
        BEGIN SELECT raise(ABORT, 'the audit record is append-only'); END`,
    ],
  },
]

export interface NewPart {
  readonly tenant: TenantId
  readonly interaction: string
  readonly part: number
  readonly at: number
  readonly person: string
  readonly conversation: string
  readonly sealed: Uint8Array
}

export interface PartRow extends NewPart {
  readonly seq: number
  readonly hash: string
}

export const canonicalPart = (row: NewPart): string =>
  `${canonicalBeginning(row)}${Buffer.from(row.sealed).toString('hex')}"]`

/** JSON up to the sealed part, which follows in hexadecimal and ends it. */
function canonicalBeginning({ tenant, interaction, part, at, person, conversation }: NewPart): string {
  return JSON.stringify([tenant, interaction, part, at, person, conversation, '']).slice(0, -'"]'.length)
}

/** The hash is computed by the writer, inside the transaction that gives the row its place. */
export function partStatement(row: NewPart): Statement {
  return {
    sql: `INSERT INTO audit_interactions (tenant, interaction, part, at, person, conversation, sealed, hash)
      VALUES (?, ?, ?, ?, ?, ?, ?, sha256(
        coalesce((SELECT hash FROM audit_interactions WHERE tenant = ? ORDER BY seq DESC LIMIT 1), '') || ? || lower(hex(?)) || '"]'))`,
    parameters: [
      row.tenant,
      row.interaction,
      row.part,
      row.at,
      row.person,
      row.conversation,
      row.sealed,
      row.tenant,
      canonicalBeginning(row),
      row.sealed,
    ],
  }
}

export interface InteractionFilter {
  /** `seq` of the first part of the last interaction already seen. */
  readonly before?: number | undefined
  readonly limit: number
  readonly person?: string | undefined
}

/** The first parts of the newest interactions. */
export function newestInteractions(store: Store, tenantId: TenantId, filter: InteractionFilter): PartRow[] {
  const conditions = ['tenant = ?', 'part = 0']
  const parameters: unknown[] = [tenantId]
  if (filter.before !== undefined) {
    conditions.push('seq < ?')
    parameters.push(filter.before)
  }
  if (filter.person !== undefined) {
    conditions.push('person = ?')
    parameters.push(filter.person)
  }
  return store.read<PartRow>({
    sql: `SELECT * FROM audit_interactions WHERE ${conditions.join(' AND ')} ORDER BY seq DESC LIMIT ?`,
    parameters: [...parameters, filter.limit],
  })
}

export function partsOf(store: Store, tenantId: TenantId, interaction: string): PartRow[] {
  return store.read<PartRow>({
    sql: 'SELECT * FROM audit_interactions WHERE tenant = ? AND interaction = ? ORDER BY part',
    parameters: [tenantId, interaction],
  })
}

export function oldestParts(store: Store, tenantId: TenantId, after: number, limit: number): PartRow[] {
  return store.read<PartRow>({
    sql: 'SELECT * FROM audit_interactions WHERE tenant = ? AND seq > ? ORDER BY seq LIMIT ?',
    parameters: [tenantId, after, limit],
  })
}
