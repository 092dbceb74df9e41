import type { AclEntry } from '@jumpseat/index'
import type { AppId, ConnectionId, ItemId, JsonObject, TenantId } from '@jumpseat/wire'

/** Contract: connectors 1.4. `limitExceeded` is derived from the item caps, never stored. */
export type ConnectionState = 'draft' | 'ready' | 'limitExceeded' | 'obsolete'

/** Contract: connectors 1.1. */
export const CONTENT_CATEGORIES = [
  'uncategorized',
  'knowledgeBase',
  'wikis',
  'fileRepository',
  'qna',
  'crm',
  'dashboard',
  'people',
  'media',
  'email',
  'messaging',
  'meetingTranscripts',
  'taskManagement',
  'learningManagement',
] as const
export type ContentCategory = (typeof CONTENT_CATEGORIES)[number]

/** A result template in canonical form; `layout` is what the client sent, unread. Contract: connectors 1.6. */
export interface DisplayTemplate {
  readonly id: string
  readonly layout: unknown
  readonly priority: number
  readonly rules: readonly PropertyRule[]
}

export const RULE_OPERATIONS = [
  'null',
  'equals',
  'notEquals',
  'contains',
  'notContains',
  'lessThan',
  'greaterThan',
  'startsWith',
] as const

export interface PropertyRule {
  readonly operation: (typeof RULE_OPERATIONS)[number]
  readonly property: string
  readonly values: readonly string[]
  readonly valuesJoinedBy: 'or' | 'and'
}

export interface SearchSettings {
  readonly searchResultTemplates: readonly DisplayTemplate[]
}

/** What a client may set on a connection, in canonical form. */
export interface ConnectionDetails {
  readonly name: string
  readonly description: string | null
  /** `configuration` is an open type: what else the client put there is kept. */
  readonly configuration: JsonObject
  readonly activitySettings: JsonObject | null
  readonly searchSettings: SearchSettings | null
  readonly complianceSettings: JsonObject | null
  readonly enabledContentExperiences: string | null
}

/** One live connection. Contract: connectors 1.1. */
export interface ConnectionRecord extends ConnectionDetails {
  readonly tenantId: TenantId
  /** As its creator spelt it; compared without regard to case. */
  readonly id: ConnectionId
  /** The incarnation: 32 hex digits, new per creation. Items, groups and operations hang on it. */
  readonly uid: string
  readonly state: ConnectionState
  /** The app that created it. */
  readonly ownerAppId: AppId
  /** The creator first, then those of `configuration.authorizedAppIds`. */
  readonly authorizedAppIds: readonly AppId[]
  readonly contentCategory: ContentCategory
  readonly connectorId: string | null
  /** Items held now. */
  readonly itemCount: number
  /** Item writes refused since creation. */
  readonly refusedCount: number
  /** Milliseconds. */
  readonly createdAt: number
  /** Last change of the connection or one of its items, in milliseconds. */
  readonly changedAt: number
}

/** Contract: connectors 2.3. Members after `unknownFutureValue` (position 9) come last. */
export const PROPERTY_TYPES = [
  'string',
  'int64',
  'double',
  'dateTime',
  'boolean',
  'stringCollection',
  'int64Collection',
  'doubleCollection',
  'dateTimeCollection',
  'principal',
  'principalCollection',
] as const
export type PropertyType = (typeof PROPERTY_TYPES)[number]

export const IMPORTANCE_SCORES = ['low', 'medium', 'high', 'veryHigh'] as const
export type ImportanceScore = (typeof IMPORTANCE_SCORES)[number]

/** Contract: connectors 2.2; every default is filled in. */
export interface SchemaProperty {
  readonly name: string
  readonly type: PropertyType
  readonly isSearchable: boolean
  readonly isQueryable: boolean
  readonly isRetrievable: boolean
  readonly isRefinable: boolean
  readonly isExactMatchRequired: boolean
  /** Members of `LABELS`, see schema/labels.ts. */
  readonly labels: readonly string[]
  readonly aliases: readonly string[]
  readonly importanceScore: ImportanceScore | null
  readonly description: string | null
}

export interface Schema {
  readonly properties: readonly SchemaProperty[]
}

export interface Principal {
  readonly externalName?: string
  readonly externalId?: string
  readonly entraDisplayName?: string
  readonly entraId?: string
  readonly email?: string
  readonly upn?: string
  readonly tenantId?: string
}

/**
 * A value that fits its schema type: dates are ISO 8601 in UTC ending in `Z`; an int64 beyond 2^53 stays a string of
 * digits.
 */
export type PropertyValue = string | number | boolean | Principal | readonly (string | number | Principal)[]

/** Keys are data, `__proto__` included: read with `own`. */
export type PropertyBag = Readonly<Record<string, PropertyValue>>

export interface ItemContent {
  readonly type: 'text' | 'html'
  /** As the client sent it. */
  readonly value: string
}

export interface StoredItem {
  readonly tenantId: TenantId
  readonly connectionUid: string
  readonly itemId: ItemId
  readonly acl: readonly AclEntry[]
  /** Keyed by the name in the schema at the time of writing. */
  readonly properties: PropertyBag
  readonly content: ItemContent | null
  /** Text of `content` for index and excerpts; HTML is reduced. Empty when there is no content. */
  readonly plainText: string
  readonly sensitivityLabelId: string | null
  /** False for an item of a people connection that matches no account: it is kept and never indexed. Contract: connectors 2.9. */
  readonly isIndexable: boolean
  /** When the last write arrived, in milliseconds. */
  readonly receivedAt: number
}

/** What search, retrieval and the indexer read here. Synchronous, over committed data. */
export interface ConnectorsReader {
  /** Live connections of a tenant, oldest first; one that is being deleted is not among them. */
  connections(tenantId: TenantId): readonly ConnectionRecord[]
  /** By id, in any case. */
  connection(tenantId: TenantId, id: string): ConnectionRecord | undefined
  connectionByUid(uid: string): ConnectionRecord | undefined
  /** As `connectionByUid`, at no cost for those who do not ask for counts, times and `limitExceeded`: these may be older. */
  uncountedByUid(uid: string): ConnectionRecord | undefined
  /** As `connections`, with the same reservation. */
  uncountedOf(tenantId: TenantId): readonly ConnectionRecord[]
  /** The schema in force; undefined before the first schema operation completed, and once the connection is deleted. */
  schemaOf(uid: string): Schema | undefined
  /** Undefined also when the connection is deleted, even while its items wait for their purge. */
  itemOf(uid: string, itemId: string): StoredItem | undefined
  /** As `itemOf`, for the one who follows the feed: `seq` is the newest change of the item that it has come to. */
  itemAt(uid: string, itemId: string, seq: number): StoredItem | undefined
  /** Items after `afterItemId` in the order of their ids, at most `limit`. */
  itemsOf(uid: string, afterItemId: string | undefined, limit: number): readonly StoredItem[]
  /** As `itemsOf`, the ids alone: it reads past an item that cannot be opened. */
  itemIdsOf(uid: string, afterItemId: string | undefined, limit: number): readonly ItemId[]
  /** Activities kept of an item: who did what and when, each once. Contract: connectors 3.6. */
  activityCountOf(uid: string, itemId: string): number
  /** False while an administrator has switched the packaged connector off. Contract: publishing-and-governance ST-63. */
  isServed(connection: ConnectionRecord): boolean
}
