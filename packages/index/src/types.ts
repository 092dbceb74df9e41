import type { ConnectionId, ExternalGroupId, ItemId, ObjectId, TenantId } from '@jumpseat/wire'
import type { Stretch } from './vectors/passages.ts'

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

/** A value of a queryable or refinable property. Dates are milliseconds since 1970; what cannot be compared is left out. */
export type IndexedValue = string | number | boolean

/** An item as the index sees it: plain text and typed values, never the wire form. */
export interface IndexedItem extends ItemKey {
  readonly tenantId: TenantId
  readonly connectionId: ConnectionId
  readonly acl: readonly AclEntry[]
  /** Value of the property labelled `title`, where that property is searchable. Contract: connectors 7.1. */
  readonly title: string | undefined
  /** The same where it is not searchable: its words are not looked for, and it has a meaning all the same. Contract: connectors 7.1. */
  readonly heading?: string
  /** Plain text of `content`; HTML is reduced before it comes here. */
  readonly content: string
  /** Values of the other searchable text properties, by property name in lower case. */
  readonly searchable: Readonly<Record<string, readonly string[]>>
  /** Values of the queryable and refinable properties, the title's included, by property name in lower case. */
  readonly values: Readonly<Record<string, readonly IndexedValue[]>>
  /** Value of `lastModifiedDateTime` by label, in milliseconds, where the item has one. */
  readonly modifiedAt: number | undefined
  /** What people do with the item, 0 to 1. Contract: connectors 7.2. */
  readonly interest: number
}

/** The person on whose behalf the index answers. A directory's membership fits. */
export interface Reader {
  readonly tenantId: TenantId
  readonly userId: ObjectId
  readonly isGuest: boolean
  readonly groups: ReadonlySet<ObjectId>
  externalGroups(connectionUid: string): ReadonlySet<ExternalGroupId>
}

/** What an item must be to be found. */
export type Condition =
  | { readonly kind: 'everything' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | TextCondition
  | NearCondition
  | ValueCondition

/** Words that stand side by side. Those that are not under a `not` also make the score. */
export interface TextCondition {
  readonly kind: 'text'
  /** Normalised words, as `wordsOf` gives them; at least one. */
  readonly terms: readonly string[]
  /** The last word is the beginning of one. A beginning is taken as it is; other words also match by their stem. */
  readonly isPrefix: boolean
  /** Name in lower case of the property to look in; undefined for title, content and every searchable property. */
  readonly property: string | undefined
  /** How often it was asked for: it counts so many times in the score. Once unless said otherwise. */
  readonly times?: number
}

/**
 * Texts of which no two overlap, in one value of one field, with at most `distance` other words from the first to the last.
 * Parts name the same property or none. Unordered, the work doubles with each part: keep them few.
 * Contract: connectors 5.3, NEAR and ONEAR.
 */
export interface NearCondition {
  readonly kind: 'near'
  readonly of: readonly TextCondition[]
  readonly distance: number
  readonly isOrdered: boolean
}

/** A test of the typed values of a property; one value that passes is enough. Strings compare by `normalise`, whole. */
export interface ValueCondition {
  readonly kind: 'value'
  /** In lower case. */
  readonly property: string
  readonly test:
    | { readonly op: 'equals'; readonly value: IndexedValue }
    | { readonly op: 'startsWith'; readonly value: string }
    | {
        readonly op: 'range'
        readonly from: number | undefined
        readonly to: number | undefined
        readonly includesFrom: boolean
        readonly includesTo: boolean
      }
}

/** One connection to look in, with the condition as its own schema reads it. Of two for one connection the first counts. */
export interface Scope {
  readonly connectionUid: string
  readonly condition: Condition
  /** What an item must be to be found by its meaning instead; without it nothing is. */
  readonly filter?: Condition
  /** Searched fields whose words are found and never told, by `suggest` and `correct`. */
  readonly withheld?: Withheld
}

export interface Withheld {
  readonly title: boolean
  /** In lower case. */
  readonly properties: readonly string[]
}

/** The meaning of a question, as a model sees it. */
export interface Meaning {
  readonly modelId: string
  /** By `quantiseQuestion`; with as many numbers as the model's vectors. */
  readonly vector: Int16Array
  /**
   * What a model that adds up words has added for each word of the question, by its normalised form and each once. A word
   * that the conditions look for is then weighed by how much it tells the reader, others are left out.
   */
  readonly words?: readonly { readonly term: string; readonly vector: Float32Array }[]
  /** Share that meaning makes beside words, from 0 to below 1. */
  readonly weight: number
  /** Share of the whole score that nearness to the first hit makes, from 0 to below 1: an echo of what is found. */
  readonly echo: number
  /** Most items that are found by meaning: the nearest ones. */
  readonly depth: number
  /** Best hits by words of which it counts how near they are, too. */
  readonly rescored: number
  /** Least cosine, above 0, of what is found by meaning. */
  readonly least: number
}

export interface SortKey {
  /** In lower case. Items without a value come last in either direction; of several values the first in it counts. */
  readonly property: string
  readonly isDescending: boolean
}

/** Contract: connectors 5.5. */
export interface Refiner {
  /** In lower case. */
  readonly property: string
  /** Most buckets to give. */
  readonly size: number
  readonly sortBy: 'count' | 'keyAsString' | 'keyAsNumber'
  readonly isDescending: boolean
  readonly minimumCount: number
  /** Only string values that begin so, compared by `normalise`. */
  readonly prefix: string | undefined
  /** Only what is found in these connections; undefined for all. */
  readonly within?: readonly string[] | undefined
  /** Lower bound inclusive, upper bound exclusive except in the last one that is open upwards. Buckets come in this order. */
  readonly ranges: readonly { readonly from: number | undefined; readonly to: number | undefined }[] | undefined
}

export interface Bucket {
  /** The value as it is stored (the spelling of most items); for ranges the index of the range. */
  readonly key: IndexedValue
  readonly count: number
}

/** At most `limit` hits for each distinct combination of values, where none is a value too. Contract: connectors 5.6. */
export interface Collapse {
  readonly properties: readonly string[]
  readonly limit: number
}

export interface IndexQuery {
  readonly scopes: readonly Scope[]
  readonly from: number
  readonly size: number
  /** Empty: by score. */
  readonly sort: readonly SortKey[]
  readonly refiners: readonly Refiner[]
  /** Applied in order, each to what the one before has left. */
  readonly collapse: readonly Collapse[]
  /** The moment that freshness is measured from, in milliseconds. */
  readonly now: number
  /** An item is an answer by its condition or, being among the nearest, by its meaning. Without it words answer alone. */
  readonly meaning?: Meaning
}

export interface IndexHit extends ItemKey {
  /** 0 to 1, higher is better. Comparable within one answer only. */
  readonly score: number
  /** Normalised words of the item that made it a hit, those found by stem or beginning included, alphabetical; for highlighting. */
  readonly matchedTerms: readonly string[]
  /** True when items like this one were left out by a collapse. */
  readonly isCollapsed: boolean
  /** The stretch of the content that is nearest in meaning, where it is near. */
  readonly passage?: Stretch
}

export interface IndexAnswer {
  /** By the sort keys, else by score, then newest, then connection and item id: an order that items out of sight cannot change. */
  readonly hits: readonly IndexHit[]
  /** Exact number of permitted matches, before any collapse. */
  readonly total: number
  /** One per refiner asked for, counted over all permitted matches. */
  readonly refiners: readonly (readonly Bucket[])[]
}

/** Why an item is, or is not, an answer to a query. Asked only about items that the asker may know of. */
export interface HitExplanation {
  readonly isMatch: boolean
  readonly isPermitted: boolean
  /** The first part of the condition that the item fails; undefined when it is a match, by words or by meaning. */
  readonly excludedBy: Condition | undefined
  /** Fields are `title`, `content` and names of properties. Both in alphabetical order. */
  readonly matched: readonly { readonly term: string; readonly fields: readonly string[] }[]
  readonly score: ScoreParts
}

/** What a score is made of, see `fuse.ts`. Of what is no match, or not permitted, all is 0 but the lift. */
export interface ScoreParts {
  readonly text: number
  readonly lift: number
  /** Where the question has a meaning. */
  readonly meaning?: {
    readonly weight: number
    /** Cosine of the nearest passage, as far as it counts; 0 for what neither way puts among the first. */
    readonly similarity: number
    /** The same to the first hit. */
    readonly echo: { readonly share: number; readonly similarity: number }
  }
  readonly total: number
}

/** The vectors of one version of an item, by one model. */
export interface ItemVectors extends ItemKey {
  readonly tenantId: TenantId
  readonly modelId: string
  readonly dimensions: number
  /** `fingerprintOf` the text that was embedded. Vectors of a text that is not the item's any more are dropped. */
  readonly fingerprint: number
  /** Stretches of the content, none for an item that has no vectors by this model. */
  readonly passages: readonly Stretch[]
  /** Vectors of the passages by `quantise`, one after the other. */
  readonly vectors: Int16Array
}

/** The port of every search engine. An engine answers from permitted items only: counts, scores, words and suggestions included. */
export interface ItemIndex {
  upsert(items: readonly IndexedItem[]): Promise<void>
  remove(keys: readonly ItemKey[]): Promise<void>
  removeConnection(connectionUid: string): Promise<void>
  search(query: IndexQuery, reader: Reader): Promise<IndexAnswer>
  /** Words that begin so, most frequent first, out of what the reader may read there and is told, whatever the conditions. */
  suggest(beginning: string, scopes: readonly Scope[], reader: Reader, limit: number): Promise<readonly string[]>
  /** For each word that stands in nothing the reader may read there, whatever the conditions, the nearest that is told and does. */
  correct(words: readonly string[], scopes: readonly Scope[], reader: Reader): Promise<ReadonlyMap<string, string>>
  /** The connections of the scopes in which the reader may read something, whatever the conditions, in alphabetical order. */
  readable(scopes: readonly Scope[], reader: Reader): Promise<readonly string[]>
  /** Undefined when the index does not hold the item. */
  explain(query: IndexQuery, key: ItemKey, reader: Reader): Promise<HitExplanation | undefined>
  has(key: ItemKey): Promise<boolean>
  /** Items held per connection. */
  countOf(connectionUid: string): number
  /** An item keeps its vectors when a new version has the same title and content. */
  setVectors(vectors: readonly ItemVectors[]): Promise<void>
  /** What is known of these items by each model, as `setVectors` takes it. */
  vectorsOf(keys: readonly ItemKey[]): Promise<readonly ItemVectors[]>
  /** Items of the tenant of which nothing is known by the model, not even that they have no vectors. */
  withoutVectors(tenantId: TenantId, modelId: string, limit: number): Promise<readonly ItemKey[]>
  /** Forgets all vectors of a model. */
  removeVectors(tenantId: TenantId, modelId: string): Promise<void>
  /** Items per connection of which the model is done with the text, by model. */
  vectorCountsOf(connectionUid: string): ReadonlyMap<string, number>
}
