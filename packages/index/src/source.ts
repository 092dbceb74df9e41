import type { ItemId, TenantId } from '@jumpseat/wire'
import type { IndexedItem } from './types.ts'

export interface SourceConnection {
  readonly connectionUid: string
  readonly tenantId: TenantId
  readonly itemCount: number
}

/** Where the items come from: the system of record, as the follower sees it. Reads are synchronous, over committed data. */
export interface ItemSource {
  /** Raised when items are made of the same records in another way: an index that was kept is then made anew. */
  readonly version: number
  connections(): readonly SourceConnection[]
  /** Ids after `after` in their order, at most `limit`. Never opens an item, so that a broken one cannot stop the reading. */
  itemIds(connectionUid: string, after: ItemId | undefined, limit: number): readonly ItemId[]
  /**
   * The item as the index wants it; undefined when it is not there or not for the index. May throw for a broken one.
   * `seq` is its newest change in what the follower has come to, where a change is why it is read.
   */
  item(connectionUid: string, itemId: ItemId, seq?: number): IndexedItem | undefined
}
