import type { AclEntry } from '@jumpseat/index'
import type { ItemId, TenantId } from '@jumpseat/wire'
import { all, type ConnectorsOptions, first, tables } from '../context.ts'
import type { ItemRow } from '../tables.ts'
import type { ItemContent, PropertyBag, StoredItem } from '../types.ts'

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

export interface IdsRange {
  readonly after: string | undefined
  readonly skip: number
  readonly limit: number
  readonly isFew: boolean
}

export type RevisedItem = StoredItem & { readonly revision: number }

type KeptItem = Pick<ItemRow, 'tenant' | 'sealed' | 'received_at' | 'revision'> & { readonly entries: string }

// Read at every call, so the text is made once.
const ITEM = `SELECT item.tenant, item.sealed, item.received_at, item.revision, list.entries FROM external_items AS item
  JOIN external_item_acls AS list ON list.uid = item.uid AND list.hash = item.acl_hash
  WHERE item.uid = ? AND item.item_id = ?`

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
  const stored = (uid: string, itemId: string, row: KeptItem): RevisedItem => {
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
  const idsFrom = (uid: string, after: string | undefined, skip: number, limit: number): readonly ItemId[] => {
    const query = tables(context).selectFrom('external_items').select('item_id').where('uid', '=', uid)
    const page = query
      .where('item_id', '>', after ?? '')
      .orderBy('item_id')
      .limit(limit)
      .offset(skip)
    return all(context, page).map((row) => row.item_id as ItemId)
  }
  return {
    item(uid: string, itemId: string): RevisedItem | undefined {
      const [row] = context.store.read<KeptItem>({ sql: ITEM, parameters: [uid, itemId] })
      return row && stored(uid, itemId, row)
    },
    holds(uid: string, itemId: string): boolean {
      const query = tables(context).selectFrom('external_items').select('item_id').where('uid', '=', uid)
      return first(context, query.where('item_id', '=', itemId)) !== undefined
    },
    /** The distinct access lists of a connection by their keys. */
    lists(uid: string): readonly { readonly hash: string; readonly acl: readonly AclEntry[] }[] {
      const query = tables(context).selectFrom('external_item_acls').select(['hash', 'entries']).where('uid', '=', uid)
      return all(context, query).map(({ hash, entries }) => ({ hash, acl: JSON.parse(entries) as AclEntry[] }))
    },
    /** Items that carry one of the lists. */
    countWith(uid: string, hashes: readonly string[]): number {
      const [row] = context.store.read<{ count: number }>({
        sql: `SELECT count(*) AS count FROM external_items INDEXED BY external_items_by_acl
          WHERE uid = ? AND acl_hash IN (SELECT value FROM json_each(?))`,
        parameters: [uid, JSON.stringify(hashes)],
      })
      return row?.count ?? 0
    },
    /** Ids of items that carry one of the lists, in order; by their own index when they are few among many. */
    idsWith(uid: string, hashes: readonly string[], { after, skip, limit, isFew }: IdsRange): readonly ItemId[] {
      const index = isFew ? 'external_items_by_acl' : 'sqlite_autoindex_external_items_1'
      const rows = context.store.read<{ item_id: ItemId }>({
        sql: `SELECT item_id FROM external_items INDEXED BY ${index}
          WHERE uid = ? AND item_id > ? AND acl_hash IN (SELECT value FROM json_each(?))
          ORDER BY item_id LIMIT ? OFFSET ?`,
        parameters: [uid, after ?? '', JSON.stringify(hashes), limit, skip],
      })
      return rows.map(({ item_id }) => item_id)
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
      ).map((row) => stored(uid, row.item_id, row))
    },
    ids: (uid: string, afterItemId: string | undefined, limit: number) => idsFrom(uid, afterItemId, 0, limit),
    idsFrom,
  }
}

export type ItemReader = ReturnType<typeof itemReader>
