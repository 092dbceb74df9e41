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

export type RevisedItem = StoredItem & { readonly revision: number }

const sealContext = (uid: string, itemId: string) => `external_items:${uid}:${itemId}`

export function sealItem({ store }: Reading, tenantId: TenantId, uid: string, itemId: string, body: ItemBody) {
  return store.sealer.seal(tenantId, sealContext(uid, itemId), JSON.stringify(body))
}

/** Reads items without asking whether their connection lives: the callers do. */
export function itemReader(context: Reading) {
  const rows = (uid: string) =>
    tables(context)
      .selectFrom('external_items')
      .innerJoin('external_item_acls', (join) =>
        join
          .onRef('external_item_acls.uid', '=', 'external_items.uid')
          .onRef('external_item_acls.hash', '=', 'external_items.acl_hash'),
      )
      .selectAll('external_items')
      .select('external_item_acls.entries')
      .where('external_items.uid', '=', uid)
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
  }
}
