// What `proposeFilters(context)` takes and gives. Pure: the same context gives the same proposals.
import type { SchemaProperty } from '@jumpseat/connectors'

export interface QuestionContext {
  readonly question: string
  readonly connections: readonly QuestionConnection[]
  /** Whom a name in the question may mean. */
  readonly people: readonly QuestionPerson[]
  /** The person who asks, for `me` and `my`; one of `people`. */
  readonly me?: QuestionPerson
  /** Milliseconds since 1970. */
  readonly now: number
  /** IANA name, for example `Europe/Paris`: where days begin for the person who asks. */
  readonly timeZone: string
  /** Stretches of the question that stay text: the words of filters that the person has taken away. */
  readonly kept?: readonly (readonly [start: number, end: number])[]
}

/** A connection in which the person may read something. */
export interface QuestionConnection {
  readonly id: string
  readonly name: string
  readonly properties: readonly QuestionProperty[]
}

/** A property of a schema. What is neither queryable nor refinable is never filtered by. Contract: connectors 2.2. */
export interface QuestionProperty
  extends Pick<SchemaProperty, 'name' | 'type' | 'isQueryable' | 'isRefinable'>,
    Partial<Pick<SchemaProperty, 'labels' | 'aliases' | 'isSearchable' | 'isRetrievable' | 'isExactMatchRequired'>> {
  /** Values that items hold which the person may read, as they are spelt there; absent or empty when none are known. */
  readonly values?: readonly string[]
}

export interface QuestionPerson {
  readonly displayName: string
  readonly givenName?: string | null
  readonly surname?: string | null
  readonly userPrincipalName?: string
  readonly mail?: string | null
}

/** Stands for the connection in place of a property. */
export const CONNECTION = 'contentSource'

export const OPERATORS = ['=', '<>', '<', '<=', '>', '>=', '..'] as const

export interface ProposedFilter {
  /**
   * Name of a property as its schema spells it; `label_<label>` where connections carry one label on properties of
   * different names; `contentSource` for the connection itself, whose values are ids.
   */
  readonly property: string
  /** The first label of the property, for pages to call it by; absent when it carries none. */
  readonly label?: string
  /** As in KQL; `..` includes both ends. `<>` holds where no value is one of `values`. */
  readonly operator: (typeof OPERATORS)[number]
  /**
   * One is enough, except with `..`, which has two. Texts are whole values: known ones as they are spelt; a person stands
   * as display name, then user principal name and mail where they differ. Numbers in digits, booleans as `true` and
   * `false`. Dates are moments in UTC to the millisecond: a day is `..` from its first to its last in the person's time zone.
   */
  readonly values: readonly string[]
  /** The words of the question that the filter stands for, in UTF-16 units; `end` is exclusive. Never overlapping. */
  readonly words: readonly [start: number, end: number]
}

export interface Proposal {
  /** In the order of the question. */
  readonly filters: readonly ProposedFilter[]
  /** What is left of the question, to be searched for; `*` where nothing is left. */
  readonly text: string
}
