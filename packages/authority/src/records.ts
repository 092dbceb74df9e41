import type { Migration, Statement, Store } from '@jumpseat/store'
import type { TenantId } from '@jumpseat/wire'

export const authorityMigrations: readonly Migration[] = [
  {
    id: 'authority-001',
    up: [
      `CREATE TABLE authority_keys (
        tenant TEXT NOT NULL, kid TEXT NOT NULL, private_key BLOB NOT NULL, certificate BLOB NOT NULL,
        created_at INTEGER NOT NULL, retired_at INTEGER, PRIMARY KEY (tenant, kid)
      ) STRICT, WITHOUT ROWID`,
      'CREATE UNIQUE INDEX authority_keys_active ON authority_keys (tenant) WHERE retired_at IS NULL',
      `CREATE TABLE authority_secrets (
        tenant TEXT NOT NULL, name TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (tenant, name)
      ) STRICT, WITHOUT ROWID`,
      // Codes, refresh tokens, sessions and the like. Ids are hashes: the table gives nobody a usable token.
      `CREATE TABLE authority_payloads (
        tenant TEXT NOT NULL, model TEXT NOT NULL, id TEXT NOT NULL, payload BLOB NOT NULL,
        grant_id TEXT, uid TEXT, user_code TEXT, consumed_at INTEGER, expires_at INTEGER NOT NULL,
        PRIMARY KEY (tenant, model, id)
      ) STRICT, WITHOUT ROWID`,
      'CREATE INDEX authority_payloads_grant ON authority_payloads (tenant, grant_id) WHERE grant_id IS NOT NULL',
      'CREATE INDEX authority_payloads_uid ON authority_payloads (tenant, model, uid) WHERE uid IS NOT NULL',
      'CREATE INDEX authority_payloads_code ON authority_payloads (user_code) WHERE user_code IS NOT NULL',
      'CREATE INDEX authority_payloads_expiry ON authority_payloads (expires_at)',
      'CREATE INDEX authority_payloads_model ON authority_payloads (model, id)',
      // Client assertions that were used; kept until they expire.
      `CREATE TABLE authority_assertions (
        tenant TEXT NOT NULL, id TEXT NOT NULL, expires_at INTEGER NOT NULL, PRIMARY KEY (tenant, id)
      ) STRICT, WITHOUT ROWID`,
    ],
  },
]

export interface KeyRow {
  readonly kid: string
  readonly private_key: Uint8Array
  readonly certificate: Uint8Array
  readonly retired_at: number | null
}

export interface PayloadRow {
  readonly id: string
  readonly payload: Uint8Array
  readonly consumed_at: number | null
}

export interface NewPayload {
  readonly model: string
  readonly id: string
  readonly payload: Uint8Array
  readonly grantId: string | null
  readonly uid: string | null
  readonly userCode: string | null
  readonly expiresAt: number
}

const statement = (sql: string, parameters: readonly unknown[], guard?: string): Statement =>
  guard === undefined ? { sql, parameters } : { sql, parameters, guard }

export type Records = ReturnType<typeof recordsOf>

/** Rows of the authority. Times are milliseconds, except in what is sealed. */
export function recordsOf(store: Store) {
  const first = <Row>(sql: string, parameters: readonly unknown[]): Row | undefined =>
    store.read<Row>({ sql, parameters })[0]
  const PAYLOAD = 'SELECT id, payload, consumed_at FROM authority_payloads WHERE tenant = ? AND model = ?'

  return {
    keys: (tenantId: TenantId, retiredAfter: number) =>
      store.read<KeyRow>({
        sql: `SELECT kid, private_key, certificate, retired_at FROM authority_keys
              WHERE tenant = ? AND (retired_at IS NULL OR retired_at > ?) ORDER BY retired_at IS NOT NULL, created_at DESC`,
        parameters: [tenantId, retiredAfter],
      }),
    addKey: (tenantId: TenantId, kid: string, privateKey: Uint8Array, certificate: Uint8Array, at: number) =>
      store.write([
        statement('UPDATE authority_keys SET retired_at = ? WHERE tenant = ? AND retired_at IS NULL', [at, tenantId]),
        statement(
          'INSERT INTO authority_keys (tenant, kid, private_key, certificate, created_at) VALUES (?, ?, ?, ?, ?)',
          [tenantId, kid, privateKey, certificate, at],
        ),
      ]),

    secret: (tenantId: TenantId, name: string) =>
      first<{ value: Uint8Array }>('SELECT value FROM authority_secrets WHERE tenant = ? AND name = ?', [
        tenantId,
        name,
      ])?.value,
    addSecret: (tenantId: TenantId, name: string, value: Uint8Array) =>
      store.write([
        statement(
          'INSERT INTO authority_secrets (tenant, name, value) VALUES (?, ?, ?) ON CONFLICT (tenant, name) DO NOTHING',
          [tenantId, name, value],
        ),
      ]),

    payload: (tenantId: TenantId, model: string, id: string) =>
      first<PayloadRow>(`${PAYLOAD} AND id = ?`, [tenantId, model, id]),
    payloadByUid: (tenantId: TenantId, model: string, uid: string) =>
      first<PayloadRow>(`${PAYLOAD} AND uid = ?`, [tenantId, model, uid]),
    payloadByUserCode: (tenantId: TenantId, model: string, code: string) =>
      first<PayloadRow>(`${PAYLOAD} AND user_code = ?`, [tenantId, model, code]),
    /** Which tenant holds it: interactions and user codes arrive without a tenant. */
    tenantOfPayload: (model: string, id: string) =>
      first<{ tenant: TenantId }>('SELECT tenant FROM authority_payloads WHERE model = ? AND id = ?', [model, id])
        ?.tenant,
    tenantOfUserCode: (code: string) =>
      first<{ tenant: TenantId }>('SELECT tenant FROM authority_payloads WHERE user_code = ?', [code])?.tenant,
    putPayload: (tenantId: TenantId, row: NewPayload) =>
      store.write([
        statement(
          `INSERT INTO authority_payloads (tenant, model, id, payload, grant_id, uid, user_code, expires_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (tenant, model, id) DO UPDATE SET payload = excluded.payload, grant_id = excluded.grant_id,
             uid = excluded.uid, user_code = excluded.user_code, expires_at = excluded.expires_at`,
          [tenantId, row.model, row.id, row.payload, row.grantId, row.uid, row.userCode, row.expiresAt],
        ),
      ]),
    /** Refused with `consumed` when another request was first. */
    consumePayload: (tenantId: TenantId, model: string, id: string, at: number) =>
      store.write([
        statement(
          'UPDATE authority_payloads SET consumed_at = ? WHERE tenant = ? AND model = ? AND id = ? AND consumed_at IS NULL',
          [at, tenantId, model, id],
          'consumed',
        ),
      ]),
    dropPayload: (tenantId: TenantId, model: string, id: string) =>
      store.write([
        statement('DELETE FROM authority_payloads WHERE tenant = ? AND model = ? AND id = ?', [tenantId, model, id]),
      ]),
    /** The family of a grant and the grant itself, so that a token issued at this very moment is worth nothing either. */
    dropGrant: (tenantId: TenantId, grantId: string, id: string) =>
      store.write([
        statement('DELETE FROM authority_payloads WHERE tenant = ? AND grant_id = ?', [tenantId, grantId]),
        statement("DELETE FROM authority_payloads WHERE tenant = ? AND model = 'Grant' AND id = ?", [tenantId, id]),
      ]),

    /** Refused with `replayed` when the assertion was used before. */
    useAssertion: (tenantId: TenantId, id: string, expiresAt: number) =>
      store.write([
        statement(
          'INSERT INTO authority_assertions (tenant, id, expires_at) VALUES (?, ?, ?) ON CONFLICT (tenant, id) DO NOTHING',
          [tenantId, id, expiresAt],
          'replayed',
        ),
      ]),
    sweep: (before: number) =>
      store.write([
        statement('DELETE FROM authority_payloads WHERE expires_at < ?', [before]),
        statement('DELETE FROM authority_assertions WHERE expires_at < ?', [before]),
      ]),
  }
}
