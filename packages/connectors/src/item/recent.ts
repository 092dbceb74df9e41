import type { StoredItem } from '../types.ts'

/** Characters of text that are held; with more waiting, the index reads from the store as it does after a start. */
const ROOM = 16_000_000

/** Items as they were just written, held until the index asks for them, so that it need not read and open them again. */
export interface Recent {
  /** `seq` is the number of the write in the feed, `size` the characters that the item takes. */
  keep(seq: number, item: StoredItem, size: number): void
  /** The item when its newest change is `seq`; it is handed out once. */
  take(uid: string, itemId: string, seq: number): StoredItem | undefined
}

export function createRecent(): Recent {
  /** Oldest first. */
  const held = new Map<string, { readonly seq: number; readonly item: StoredItem; readonly size: number }>()
  let size = 0
  const drop = (key: string) => {
    size -= held.get(key)?.size ?? 0
    held.delete(key)
  }
  return {
    keep(seq, item, itemSize) {
      const key = keyOf(item.connectionUid, item.itemId)
      // Two writes of one item may be answered in either order.
      if ((held.get(key)?.seq ?? 0) > seq) return
      drop(key)
      held.set(key, { seq, item, size: itemSize })
      size += itemSize
      for (const oldest of held.keys()) {
        if (size <= ROOM) break
        drop(oldest)
      }
    },
    take(uid, itemId, seq) {
      const key = keyOf(uid, itemId)
      const entry = held.get(key)
      // A later write is asked for with a later change.
      if (!entry || entry.seq > seq) return undefined
      drop(key)
      return entry.seq === seq ? entry.item : undefined
    },
  }
}

const keyOf = (uid: string, itemId: string) => `${uid}/${itemId}`
