/** Part of a connection. Lists are joined by OR, `additionalSearchTerms` by AND. Contract: connectors 7.5. */
export interface GroundingScope {
  /** In any case. */
  readonly connectionId: string
  /** KQL; one that is not correct finds nothing. */
  readonly additionalSearchTerms?: string | undefined
  readonly itemIds?: readonly string[] | undefined
  readonly urls?: readonly string[] | undefined
  readonly paths?: readonly string[] | undefined
  readonly containerNames?: readonly string[] | undefined
  readonly containerUrls?: readonly string[] | undefined
}

export interface GroundingQuestion {
  /** Words and "phrases", of which an item must hold one. */
  readonly text: string
  /** The question as it was asked, for its meaning. */
  readonly sentence: string
  /** Undefined: every connection that appears in assistants. An empty list finds nothing. */
  readonly scopes: readonly GroundingScope[] | undefined
  readonly limit: number
  /** Most passages of each item. */
  readonly passages: number
}

/** An item that the caller may read, as a source of an answer. */
export interface GroundedSource {
  readonly connectionId: string
  readonly connectionName: string
  readonly itemId: string
  readonly title: string | undefined
  readonly url: string | undefined
  readonly iconUrl: string | undefined
  readonly sensitivityLabelId: string | null
  /** ISO 8601, where the item has one. */
  readonly modifiedAt: string | undefined
  /** 0 to 1, comparable within one answer. */
  readonly score: number
  /** Plain text, best first. */
  readonly passages: readonly string[]
}
