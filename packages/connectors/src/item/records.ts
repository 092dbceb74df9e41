import type { AclEntry } from '@jumpseat/index'
import type { Statement } from '@jumpseat/store'
import type { ItemId, TenantId } from '@jumpseat/wire'
import { all, type ConnectorsOptions, first, tables } from '../context.ts'
import type { ConnectorSettings } from '../settings.ts'
import type { ItemRow } from '../tables.ts'
import type { ConnectionRecord, ItemContent, PropertyBag, StoredItem } from '../types.ts'

type Reading = Pick<ConnectorsOptions, 'store'>

/** The sealed part of an item. */
export interface ItemBody {
  readonly properties: PropertyBag
  readonly content: ItemContent | null
  /** Absent when it equals the content. */
  readonly plainText?: string
  readonly sensitivityLabelId: string | null
  readonly isIndexable: boolean
}

/** What is known of an item without its content. */
export type ListedItem = Pick<StoredItem, 'itemId' | 'acl' | 'receivedAt'>

export type RevisedItem = StoredItem & { readonly revision: number }

const sealContext = (uid: string, itemId: string) => `external_items:${uid}:${itemId}`

export function sealItem({ store }: Reading, tenantId: TenantId, uid: string, itemId: string, body: ItemBody) {
  return store.sealer.seal(tenantId, sealContext(uid, itemId), JSON.stringify(body))
}

/** Reads items without asking whether their connection lives: the callers do. */
export function itemReader(context: Reading) {
  const from = (uid: string) =>
    tables(context)
      .selectFrom('external_items')
      .innerJoin('external_item_acls', (join) =>
        join
          .onRef('external_item_acls.uid', '=', 'external_items.uid')
          .onRef('external_item_acls.hash', '=', 'external_items.acl_hash'),
      )
      .where('external_items.uid', '=', uid)
  const rows = (uid: string) => from(uid).selectAll('external_items').select('external_item_acls.entries')
  const stored = (row: ItemRow & { entries: string }): RevisedItem => {
    const { uid, item_id: itemId } = row
    const tenantId = row.tenant as TenantId
    const body = JSON.parse(context.store.sealer.openText(tenantId, sealContext(uid, itemId), row.sealed)) as ItemBody
    return {
      tenantId,
      connectionUid: uid,
      itemId: itemId as ItemId,
      acl: JSON.parse(row.entries) as AclEntry[],
      properties: body.properties,
      content: body.content,
      plainText: body.plainText ?? body.content?.value ?? '',
      sensitivityLabelId: body.sensitivityLabelId,
      isIndexable: body.isIndexable,
      receivedAt: row.received_at,
      revision: row.revision,
    }
  }
  return {
    item(uid: string, itemId: string): RevisedItem | undefined {
      const row = first(context, rows(uid).where('item_id', '=', itemId))
      return row && stored(row)
    },
    aclHashOf(uid: string, itemId: string): string | undefined {
      const query = tables(context).selectFrom('external_items').select('acl_hash').where('uid', '=', uid)
      return first(context, query.where('item_id', '=', itemId))?.acl_hash
    },
    /** As `items`, without opening what is sealed. */
    listed(uid: string, afterItemId: string | undefined, limit: number): readonly ListedItem[] {
      const after = from(uid)
        .select(['external_items.item_id', 'external_items.received_at', 'external_item_acls.entries'])
        .where('item_id', '>', afterItemId ?? '')
      return all(context, after.orderBy('item_id').limit(limit)).map((row) => ({
        itemId: row.item_id as ItemId,
        acl: JSON.parse(row.entries) as AclEntry[],
        receivedAt: row.received_at,
      }))
    },
    /** In the order of ids. */
    items(uid: string, afterItemId: string | undefined, limit: number): readonly RevisedItem[] {
      return all(
        context,
        rows(uid)
          .where('item_id', '>', afterItemId ?? '')
          .orderBy('item_id')
          .limit(limit),
      ).map(stored)
    },
    ids(uid: string, afterItemId: string | undefined, limit: number): readonly ItemId[] {
      const query = tables(context).selectFrom('external_items').select('item_id').where('uid', '=', uid)
      const page = query
        .where('item_id', '>', afterItemId ?? '')
        .orderBy('item_id')
        .limit(limit)
      return all(context, page).map((row) => row.item_id as ItemId)
    },
  }
}

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
  }
}

/** Keeps an access list once per connection, however many items carry it. */
export function keepAcl(uid: string, hash: string, tenant: string, entries: string): Statement {
  return {
    sql: 'INSERT INTO external_item_acls (uid, hash, tenant, entries) VALUES (?, ?, ?, ?) ON CONFLICT (uid, hash) DO NOTHING',
    parameters: [uid, hash, tenant, entries],
  }
}

export function dropAclWhenUnused(uid: string, hash: string): Statement {
  return {
    sql: `DELETE FROM external_item_acls WHERE uid = ? AND hash = ?
      AND NOT EXISTS (SELECT 1 FROM external_items WHERE uid = ? AND acl_hash = ?)`,
    parameters: [uid, hash, uid, hash],
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

/** Changes an item of a live connection, provided that nobody did since `revision` was read. */
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
      WHERE uid = ? AND item_id = ? AND revision = ?
        AND EXISTS (SELECT 1 FROM connections WHERE uid = ? AND deleted_at IS NULL)`,
    parameters: [hash, sealed, at, uid, itemId, revision, uid],
    guard: 'changed',
  }
}

export function removeItem(uid: string, itemId: string, at: number): readonly Statement[] {
  return [
    {
      sql: `DELETE FROM external_items WHERE uid = ? AND item_id = ?
        AND EXISTS (SELECT 1 FROM connections WHERE uid = ? AND deleted_at IS NULL)`,
      parameters: [uid, itemId, uid],
      guard: 'gone',
    },
    {
      sql: 'UPDATE connections SET item_count = item_count - 1, changed_at = ? WHERE uid = ?',
      parameters: [at, uid],
    },
    { sql: 'DELETE FROM external_item_activities WHERE uid = ? AND item_id = ?', parameters: [uid, itemId] },
  ]
}
