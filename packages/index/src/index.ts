export type { AclEntry, IndexAnswer, IndexedItem, IndexHit, IndexQuery, ItemIndex, Reader } from './types.ts'
