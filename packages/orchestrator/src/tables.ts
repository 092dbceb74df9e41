import type { Migration } from '@jumpseat/store'

export const orchestratorMigrations: readonly Migration[] = [
  {
    id: 'orchestrator-001',
    up: [
      `CREATE TABLE chat_conversations (
        id TEXT PRIMARY KEY, tenant TEXT NOT NULL, person TEXT NOT NULL, agent TEXT,
        running TEXT, state TEXT NOT NULL, turn_count INTEGER NOT NULL,
        created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, sealed BLOB NOT NULL
      ) STRICT`,
      'CREATE INDEX chat_conversations_by_person ON chat_conversations (tenant, person, changed_at)',
      `CREATE TABLE chat_turns (
        id TEXT PRIMARY KEY, tenant TEXT NOT NULL,
        conversation TEXT NOT NULL REFERENCES chat_conversations (id) ON DELETE CASCADE,
        position INTEGER NOT NULL, status TEXT NOT NULL,
        created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
        sealed BLOB NOT NULL, trace BLOB NOT NULL,
        UNIQUE (conversation, position)
      ) STRICT`,
      // A call with effects, written before it is made: it is made at most once. Contract: design rule 7.
      `CREATE TABLE chat_journal (
        tenant TEXT NOT NULL, turn TEXT NOT NULL REFERENCES chat_turns (id) ON DELETE CASCADE, call TEXT NOT NULL,
        skill TEXT NOT NULL, begun_at INTEGER NOT NULL, settled_at INTEGER, outcome TEXT,
        PRIMARY KEY (turn, call)
      ) STRICT`,
      `CREATE TABLE chat_consents (
        tenant TEXT NOT NULL, person TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL,
        at INTEGER NOT NULL, sealed BLOB NOT NULL,
        PRIMARY KEY (tenant, person, kind, subject)
      ) STRICT`,
      `CREATE TABLE chat_feedback (
        tenant TEXT NOT NULL, turn TEXT NOT NULL, subject TEXT NOT NULL, person TEXT NOT NULL,
        agent TEXT, rating TEXT NOT NULL, at INTEGER NOT NULL, sealed BLOB NOT NULL,
        PRIMARY KEY (tenant, turn, subject)
      ) STRICT`,
      // Packages that an administrator installed. They are few, and live here until the catalogue of apps has its own home.
      `CREATE TABLE chat_apps (
        tenant TEXT NOT NULL, id TEXT NOT NULL, state TEXT NOT NULL,
        installed_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, zip BLOB NOT NULL,
        PRIMARY KEY (tenant, id)
      ) STRICT`,
      `CREATE TABLE chat_models (
        tenant TEXT NOT NULL, agent TEXT NOT NULL, model TEXT NOT NULL, PRIMARY KEY (tenant, agent)
      ) STRICT`,
      // What a person has switched off; all else is on.
      `CREATE TABLE chat_switches (
        tenant TEXT NOT NULL, person TEXT NOT NULL, app TEXT NOT NULL, action TEXT NOT NULL,
        PRIMARY KEY (tenant, person, app, action)
      ) STRICT`,
    ],
  },
  {
    id: 'orchestrator-002',
    up: [
      // What live servers have told of their functions, and what of it was accepted.
      `CREATE TABLE chat_servers (
        tenant TEXT NOT NULL, server TEXT NOT NULL, app TEXT NOT NULL, sealed BLOB NOT NULL,
        PRIMARY KEY (tenant, server)
      ) STRICT`,
    ],
  },
  {
    id: 'orchestrator-003',
    // Private places that an administrator opened to an app: a JSON list of host names and address blocks.
    up: [`ALTER TABLE chat_apps ADD COLUMN places TEXT NOT NULL DEFAULT '[]'`],
  },
  {
    id: 'orchestrator-004',
    up: [
      // API descriptions that packages name by address, by the hash of each, as they were fetched and accepted.
      `CREATE TABLE chat_descriptions (
        tenant TEXT NOT NULL, app TEXT NOT NULL, address TEXT NOT NULL, sealed BLOB NOT NULL,
        PRIMARY KEY (tenant, app, address)
      ) STRICT`,
    ],
  },
]
