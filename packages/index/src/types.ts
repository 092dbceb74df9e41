import type { ConnectionId, ExternalGroupId, ItemId, ObjectId, TenantId } from '@jumpseat/wire'

/** One entry of an access list in canonical form. Contract: connectors 3.5. */
export interface AclEntry {
  readonly type: 'user' | 'group' | 'everyone' | 'everyoneExceptGuests' | 'externalGroup'
  readonly value: string
  readonly accessType: 'grant' | 'deny'
}

/** An item as the index sees it: plain text and typed values, never the wire form. */
export interface IndexedItem {
  readonly tenantId: TenantId
  /** Incarnation of the connection: 32 hex digits, new for each creation, so that a re-created id inherits nothing. */
  readonly connectionUid: string
  readonly connectionId: ConnectionId
  readonly itemId: ItemId
  readonly acl: readonly AclEntry[]
  /** Value of the property labelled `title`. */
  readonly title: string | undefined
  /** Plain text of `content`; HTML is reduced before it comes here. */
  readonly content: string
  /** Values of the searchable text properties, title included, by property name. */
  readonly searchable: Readonly<Record<string, readonly string[]>>
  /** Value of `lastModifiedDateTime` by label, in milliseconds, where the item has one. */
  readonly modifiedAt: number | undefined
}

/** The person on whose behalf the index answers. */
export interface Reader {
  readonly tenantId: TenantId
  readonly userId: ObjectId
  readonly isGuest: boolean
  readonly groups: ReadonlySet<ObjectId>
  externalGroups(connectionUid: string): ReadonlySet<ExternalGroupId>
}

export interface IndexQuery {
  /** Words as the person typed them; `*` alone matches everything. */
  readonly text: string
  /** `all`: every word must occur (search). `any`: words add to the score (retrieval). */
  readonly match: 'all' | 'any'
  /** Connections to look in (incarnations); undefined means all of the tenant. */
  readonly connectionUids: readonly string[] | undefined
  readonly from: number
  readonly size: number
}

export interface IndexHit {
  readonly connectionUid: string
  readonly itemId: ItemId
  /** Higher is better; comparable within one answer only. */
  readonly score: number
  /** The normalised query terms that this item matched. */
  readonly matchedTerms: readonly string[]
}

export interface IndexAnswer {
  readonly hits: readonly IndexHit[]
  /** Exact number of permitted matches. */
  readonly total: number
  /** The query's words after normalisation, in order. */
  readonly terms: readonly string[]
}

/** The port of every search engine. An engine answers from permitted items only: counts and scores included. */
export interface ItemIndex {
  upsert(items: readonly IndexedItem[]): Promise<void>
  remove(keys: readonly { readonly connectionUid: string; readonly itemId: ItemId }[]): Promise<void>
  removeConnection(connectionUid: string): Promise<void>
  search(query: IndexQuery, reader: Reader): Promise<IndexAnswer>
  /** Items held per connection. */
  countOf(connectionUid: string): number
}
