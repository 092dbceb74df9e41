import type { ItemId, TenantId } from '@jumpseat/wire'
import type { IndexedItem } from './types.ts'

/** Where the items come from: the system of record, as the follower sees it. Reads are synchronous, over committed data. */
export interface ItemSource {
  connections(): readonly { readonly connectionUid: string; readonly tenantId: TenantId }[]
  /** Items after `after` by id, at most `limit`. */
  items(connectionUid: string, after: ItemId | undefined, limit: number): readonly SourceItem[]
  item(connectionUid: string, itemId: ItemId): SourceItem | undefined
}

export interface SourceItem {
  readonly itemId: ItemId
  /** The item as the index wants it; undefined when it is not for the index. May throw: a broken item is skipped, and its neighbours are not. */
  read(): IndexedItem | undefined
}
