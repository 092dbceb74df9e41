import type { ConnectionId, ExternalGroupId, ItemId, ObjectId, TenantId } from '@jumpseat/wire'

/** One entry of an access list in canonical form. Contract: connectors 3.5. */
export interface AclEntry {
  readonly type: 'user' | 'group' | 'everyone' | 'everyoneExceptGuests' | 'externalGroup'
  readonly value: string
  readonly accessType: 'grant' | 'deny'
}

export interface ItemKey {
  /** Incarnation of the connection: 32 hex digits, new for each creation, so that a re-created id inherits nothing. */
  readonly connectionUid: string
  readonly itemId: ItemId
}

/** An item as the index sees it: plain text and typed values, never the wire form. */
export interface IndexedItem extends ItemKey {
  readonly tenantId: TenantId
  readonly connectionId: ConnectionId
  readonly acl: readonly AclEntry[]
  /** Value of the property labelled `title`, where that property is searchable. Contract: connectors 7.1. */
  readonly title: string | undefined
  /** Plain text of `content`; HTML is reduced before it comes here. */
  readonly content: string
  /** Values of the other searchable text properties, by property name. */
  readonly searchable: Readonly<Record<string, readonly string[]>>
  /** Value of `lastModifiedDateTime` by label, in milliseconds, where the item has one. */
  readonly modifiedAt: number | undefined
}

/** The person on whose behalf the index answers. A directory's membership fits. */
export interface Reader {
  readonly tenantId: TenantId
  readonly userId: ObjectId
  readonly isGuest: boolean
  readonly groups: ReadonlySet<ObjectId>
  externalGroups(connectionUid: string): ReadonlySet<ExternalGroupId>
}

export interface IndexQuery {
  /** Words and `"phrases"` as the person typed them; `*` alone matches everything. */
  readonly text: string
  /** `all`: every word must occur (search). `any`: words add to the score (retrieval). */
  readonly match: 'all' | 'any'
  /** Connections to look in (incarnations); undefined means all of the tenant. */
  readonly connectionUids: readonly string[] | undefined
  readonly from: number
  readonly size: number
}

export interface IndexHit extends ItemKey {
  /** 0 to 1, higher is better: the share of the query's weight that the item carries. Comparable within one answer only. */
  readonly score: number
  /** The normalised query terms that this item matched, in the order of the query. */
  readonly matchedTerms: readonly string[]
}

export interface IndexAnswer {
  /** By score, then newest, then connection and item id: an order that items out of sight cannot change. */
  readonly hits: readonly IndexHit[]
  /** Exact number of permitted matches. */
  readonly total: number
  /** The query's distinct words after normalisation, in order; empty for `*`. */
  readonly terms: readonly string[]
}

/** The port of every search engine. An engine answers from permitted items only: counts and scores included. */
export interface ItemIndex {
  upsert(items: readonly IndexedItem[]): Promise<void>
  remove(keys: readonly ItemKey[]): Promise<void>
  removeConnection(connectionUid: string): Promise<void>
  search(query: IndexQuery, reader: Reader): Promise<IndexAnswer>
  has(key: ItemKey): Promise<boolean>
  /** Items held per connection. */
  countOf(connectionUid: string): number
}
