import type { Statement, Store } from '@jumpseat/store'
import type { ObjectId, TenantId } from '@jumpseat/wire'
import { rows, tables } from './query.ts'

export function passwordHash(store: Store, tenantId: TenantId, userId: ObjectId): string | undefined {
  const query = tables(store)
    .selectFrom('directory_users')
    .select('password')
    .where('tenant', '=', tenantId)
    .where('id', '=', userId)
  return rows(store, query)[0]?.password ?? undefined
}

export const storePassword = (tenantId: TenantId, userId: ObjectId, hash: string): Statement => ({
  sql: 'UPDATE directory_users SET password = ? WHERE tenant = ? AND id = ?',
  parameters: [hash, tenantId, userId],
  guard: 'notFound',
})

/** Forgets expired codes on the way. */
export const insertWelcomeCode = (
  tenantId: TenantId,
  userId: ObjectId,
  hash: Uint8Array,
  now: number,
  expiresAt: number,
): Statement[] => [
  { sql: 'DELETE FROM welcome_codes WHERE expires_at <= ?', parameters: [now] },
  {
    sql: `INSERT INTO welcome_codes (hash, tenant, user_id, expires_at)
      SELECT ?, tenant, id, ? FROM directory_users WHERE tenant = ? AND id = ?`,
    parameters: [hash, expiresAt, tenantId, userId],
    guard: 'notFound',
  },
]

/** Gives the row that it takes away, so that of two at once only one succeeds. */
export const takeWelcomeCode = (hash: Uint8Array, now: number): Statement => ({
  sql: 'DELETE FROM welcome_codes WHERE hash = ? AND expires_at > ? RETURNING tenant, user_id AS userId',
  parameters: [hash, now],
})
