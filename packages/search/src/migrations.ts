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
    ],
  },
]
