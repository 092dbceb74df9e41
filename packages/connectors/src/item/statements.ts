import type { Statement } from '@jumpseat/store'
import type { ConnectorSettings } from '../settings.ts'
import type { ItemRow } from '../tables.ts'
import type { ConnectionRecord } from '../types.ts'

/** Counts and times of a connection, which every write of an item changes: they are never remembered. */
export const COUNTS = 'connections: counts'

/**
 * Admits the write of an item: the connection lives and takes items, and a new one fits under the caps. Counts it when
 * it is new. Contract: connectors 1.4: at a cap, items that exist may still be changed.
 */
export function admit(
  { uid, tenantId }: ConnectionRecord,
  itemId: string,
  { itemsPerConnection, itemsPerTenant }: ConnectorSettings,
  at: number,
): Statement {
  return {
    sql: `UPDATE connections SET changed_at = ?,
        item_count = item_count + NOT EXISTS (SELECT 1 FROM external_items WHERE uid = ? AND item_id = ?)
      WHERE uid = ? AND deleted_at IS NULL AND state = 'ready' AND (
        EXISTS (SELECT 1 FROM external_items WHERE uid = ? AND item_id = ?)
        OR ((? = 0 OR item_count < ?) AND (? = 0 OR
          (SELECT sum(item_count) FROM connections WHERE tenant = ? AND deleted_at IS NULL) < ?)))`,
    parameters: [
      at,
      uid,
      itemId,
      uid,
      uid,
      itemId,
      itemsPerConnection,
      itemsPerConnection,
      itemsPerTenant,
      tenantId,
      itemsPerTenant,
    ],
    guard: 'refused',
    topic: COUNTS,
  }
}

/** Keeps an access list once per connection, however many items carry it. */
export function keepAcl(uid: string, hash: string, tenant: string, entries: string): Statement {
  return {
    sql: 'INSERT INTO external_item_acls (uid, hash, tenant, entries) VALUES (?, ?, ?, ?) ON CONFLICT (uid, hash) DO NOTHING',
    parameters: [uid, hash, tenant, entries],
  }
}

/**
 * Drops the access list that the item carries now, unless it is `kept` or another item carries it too. It stands before
 * the statement that changes the item.
 */
export function dropFormerAcl(uid: string, itemId: string, kept: string | undefined): Statement {
  return {
    sql: `DELETE FROM external_item_acls AS list
      WHERE uid = ? AND hash = (SELECT acl_hash FROM external_items WHERE uid = ? AND item_id = ?) AND hash <> ?
        AND NOT EXISTS (SELECT 1 FROM external_items WHERE uid = ? AND acl_hash = list.hash AND item_id <> ?)`,
    parameters: [uid, uid, itemId, kept ?? '', uid, itemId],
  }
}

export function upsertItem(row: ItemRow): Statement {
  return {
    sql: `INSERT INTO external_items (uid, item_id, tenant, acl_hash, sealed, revision, received_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (uid, item_id) DO UPDATE SET acl_hash = excluded.acl_hash, sealed = excluded.sealed,
        revision = revision + 1, received_at = excluded.received_at`,
    parameters: [row.uid, row.item_id, row.tenant, row.acl_hash, row.sealed, row.revision, row.received_at],
  }
}

/** The connection lives; its last change is now. */
export function touch(uid: string, at: number): Statement {
  return {
    sql: 'UPDATE connections SET changed_at = ? WHERE uid = ? AND deleted_at IS NULL',
    parameters: [at, uid],
    guard: 'gone',
    topic: COUNTS,
  }
}

/** Changes an item, provided that nobody did since `revision` was read. */
export function replaceItem(
  uid: string,
  itemId: string,
  revision: number,
  hash: string,
  sealed: Uint8Array,
  at: number,
): Statement {
  return {
    sql: `UPDATE external_items SET acl_hash = ?, sealed = ?, revision = revision + 1, received_at = ?
      WHERE uid = ? AND item_id = ? AND revision = ?`,
    parameters: [hash, sealed, at, uid, itemId, revision],
    guard: 'changed',
  }
}

export function removeItem(uid: string, itemId: string): readonly Statement[] {
  return [
    {
      sql: 'DELETE FROM external_items WHERE uid = ? AND item_id = ?',
      parameters: [uid, itemId],
      guard: 'missing',
    },
    { sql: 'UPDATE connections SET item_count = item_count - 1 WHERE uid = ?', parameters: [uid], topic: COUNTS },
    { sql: 'DELETE FROM external_item_activities WHERE uid = ? AND item_id = ?', parameters: [uid, itemId] },
  ]
}
