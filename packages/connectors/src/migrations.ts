import type { Migration } from '@jumpseat/store'

export const connectorsMigrations: readonly Migration[] = [
  {
    id: 'connectors-001',
    up: [
      `CREATE TABLE connections (
        uid TEXT PRIMARY KEY, tenant TEXT NOT NULL, id TEXT NOT NULL, id_key TEXT NOT NULL,
        owner_app TEXT NOT NULL, authorized_apps TEXT NOT NULL, state TEXT NOT NULL,
        content_category TEXT NOT NULL, connector_id TEXT, sealed BLOB NOT NULL,
        revision INTEGER NOT NULL, schema_version INTEGER NOT NULL,
        item_count INTEGER NOT NULL, refused_count INTEGER NOT NULL,
        created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, deleted_at INTEGER,
        UNIQUE (tenant, id_key)
      ) STRICT`,
      `CREATE TABLE connection_operations (
        id TEXT PRIMARY KEY, uid TEXT NOT NULL, tenant TEXT NOT NULL, status TEXT NOT NULL, error TEXT,
        sealed BLOB, created_at INTEGER NOT NULL, due_at INTEGER NOT NULL
      ) STRICT`,
      'CREATE INDEX connection_operations_by_uid ON connection_operations (uid, created_at)',
      `CREATE UNIQUE INDEX connection_operations_running ON connection_operations (uid) WHERE status = 'inprogress'`,
      `CREATE TABLE connection_schemas (
        uid TEXT PRIMARY KEY, tenant TEXT NOT NULL, version INTEGER NOT NULL, sealed BLOB NOT NULL
      ) STRICT`,
      `CREATE TABLE external_items (
        uid TEXT NOT NULL, item_id TEXT NOT NULL, tenant TEXT NOT NULL, acl_hash TEXT NOT NULL,
        sealed BLOB NOT NULL, revision INTEGER NOT NULL, received_at INTEGER NOT NULL,
        PRIMARY KEY (uid, item_id)
      ) STRICT`,
      'CREATE INDEX external_items_by_acl ON external_items (uid, acl_hash, item_id)',
      `CREATE TABLE external_item_acls (
        uid TEXT NOT NULL, hash TEXT NOT NULL, tenant TEXT NOT NULL, entries TEXT NOT NULL, PRIMARY KEY (uid, hash)
      ) STRICT`,
      `CREATE TABLE external_item_refusals (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL, tenant TEXT NOT NULL, item_id TEXT NOT NULL,
        at INTEGER NOT NULL, app_id TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL, place TEXT, fix TEXT NOT NULL
      ) STRICT`,
      'CREATE INDEX external_item_refusals_by_uid ON external_item_refusals (uid, id)',
      `CREATE TABLE external_item_activities (
        uid TEXT NOT NULL, item_id TEXT NOT NULL, tenant TEXT NOT NULL, type TEXT NOT NULL, performed_by TEXT NOT NULL,
        started_at INTEGER NOT NULL, PRIMARY KEY (uid, item_id, type, performed_by, started_at)
      ) STRICT, WITHOUT ROWID`,
      `CREATE TABLE connector_registrations (
        tenant TEXT NOT NULL, connector_id TEXT NOT NULL, app_id TEXT NOT NULL, subscription_id TEXT NOT NULL,
        sealed BLOB NOT NULL, state TEXT NOT NULL, changed_at INTEGER NOT NULL, PRIMARY KEY (tenant, connector_id)
      ) STRICT`,
      `CREATE TABLE connector_tickets (
        hash TEXT PRIMARY KEY, tenant TEXT NOT NULL, app_id TEXT NOT NULL, connector_id TEXT NOT NULL,
        expires_at INTEGER NOT NULL, used_at INTEGER
      ) STRICT`,
      `CREATE TABLE connector_deliveries (
        id TEXT PRIMARY KEY, tenant TEXT NOT NULL, connector_id TEXT NOT NULL, state TEXT NOT NULL, status TEXT NOT NULL,
        attempts INTEGER NOT NULL, sealed BLOB NOT NULL, created_at INTEGER NOT NULL, next_at INTEGER NOT NULL,
        last_problem TEXT
      ) STRICT`,
      `CREATE INDEX connector_deliveries_waiting ON connector_deliveries (next_at) WHERE status = 'waiting'`,
      `CREATE TABLE people_settings (
        tenant TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (tenant, kind, id)
      ) STRICT`,
    ],
  },
]
