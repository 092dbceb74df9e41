import { createHash, randomBytes } from 'node:crypto'
import type { Migration, Store } from '@jumpseat/store'
import type { AppId, ObjectId, TenantId } from '@jumpseat/wire'

export const sessionMigrations: readonly Migration[] = [
  {
    id: 'session-001',
    up: [
      `CREATE TABLE sessions (
        hash TEXT PRIMARY KEY, tenant TEXT NOT NULL, user TEXT NOT NULL, app TEXT NOT NULL,
        scopes TEXT NOT NULL, expires INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID`,
    ],
  },
]

export interface Session {
  readonly tenantId: TenantId
  readonly userId: ObjectId
  readonly appId: AppId
  readonly scopes: readonly string[]
  /** Milliseconds since 1970. */
  readonly expires: number
}

interface Row {
  readonly tenant: TenantId
  readonly user: ObjectId
  readonly app: AppId
  readonly scopes: string
  readonly expires: number
}

/** Sign-ins on the pages. The cookie holds 256 random bits; only their hash is kept. */
export interface SessionRecords {
  create(session: Session): Promise<string>
  find(cookie: string, now: number): Session | undefined
  end(cookie: string): Promise<void>
  /** Removes what has expired. */
  sweep(now: number): Promise<void>
}

const hashOf = (cookie: string) => createHash('sha256').update(cookie).digest('hex')

export function sessionRecords(store: Store): SessionRecords {
  return {
    async create({ tenantId, userId, appId, scopes, expires }) {
      const cookie = randomBytes(32).toString('base64url')
      const sql = 'INSERT INTO sessions (hash, tenant, user, app, scopes, expires) VALUES (?, ?, ?, ?, ?, ?)'
      await store.write([{ sql, parameters: [hashOf(cookie), tenantId, userId, appId, scopes.join(' '), expires] }])
      return cookie
    },
    find(cookie, now) {
      const sql = 'SELECT tenant, user, app, scopes, expires FROM sessions WHERE hash = ? AND expires > ?'
      const [row] = store.read<Row>({ sql, parameters: [hashOf(cookie), now] })
      if (!row) return undefined
      return {
        tenantId: row.tenant,
        userId: row.user,
        appId: row.app,
        scopes: row.scopes.split(' '),
        expires: row.expires,
      }
    },
    async end(cookie) {
      await store.write([{ sql: 'DELETE FROM sessions WHERE hash = ?', parameters: [hashOf(cookie)] }])
    },
    async sweep(now) {
      await store.write([{ sql: 'DELETE FROM sessions WHERE expires <= ?', parameters: [now] }])
    },
  }
}
