import type { Migration } from '@jumpseat/store'

export const searchMigrations: readonly Migration[] = [
  {
    id: 'search-001',
    up: [
      `CREATE TABLE search_rollouts (
        uid TEXT PRIMARY KEY, tenant TEXT NOT NULL, user_ids TEXT NOT NULL, group_ids TEXT NOT NULL,
        started_at INTEGER NOT NULL
      ) STRICT`,
      'CREATE INDEX search_rollouts_by_tenant ON search_rollouts (tenant)',
      `CREATE TABLE search_presentations (
        uid TEXT PRIMARY KEY, tenant TEXT NOT NULL, in_all INTEGER NOT NULL, in_copilot INTEGER NOT NULL
      ) STRICT`,
      `CREATE TABLE search_verticals (
        id TEXT PRIMARY KEY, tenant TEXT NOT NULL, state TEXT NOT NULL, sealed BLOB NOT NULL, created_at INTEGER NOT NULL
      ) STRICT`,
      'CREATE INDEX search_verticals_by_tenant ON search_verticals (tenant)',
      // contract: publishing-and-governance 4.7, a connection belongs to one vertical at most
      `CREATE TABLE search_vertical_connections (
        uid TEXT PRIMARY KEY, tenant TEXT NOT NULL, vertical_id TEXT NOT NULL, position INTEGER NOT NULL
      ) STRICT`,
      'CREATE INDEX search_vertical_connections_by_vertical ON search_vertical_connections (vertical_id, position)',
    ],
  },
  {
    id: 'search-002',
    up: [
      // contract: publishing-and-governance 4.7; `uids` is a list of connections as JSON
      `CREATE TABLE search_result_types (
        id TEXT PRIMARY KEY, tenant TEXT NOT NULL, position INTEGER NOT NULL, uids TEXT NOT NULL, sealed BLOB NOT NULL,
        created_at INTEGER NOT NULL
      ) STRICT`,
      'CREATE INDEX search_result_types_by_tenant ON search_result_types (tenant, position)',
    ],
  },
  {
    id: 'search-003',
    up: ['ALTER TABLE search_verticals ADD COLUMN position INTEGER NOT NULL DEFAULT 0'],
  },
]
