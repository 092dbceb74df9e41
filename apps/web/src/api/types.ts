// Shapes of the server's own endpoints as the pages use them. The server is ours and typed; nothing here is checked again.

export interface Me {
  readonly id: string
  readonly displayName: string
  readonly userPrincipalName: string
  readonly jobTitle: string | null
  readonly roles: readonly string[]
  readonly tenant: { readonly id: string; readonly displayName: string }
  readonly isSample: boolean
  /** People can be switched with one click: the sample organisation on this machine. */
  readonly oneClick: boolean
}

export interface SamplePerson {
  readonly id: string
  readonly displayName: string
  readonly userPrincipalName: string
  readonly jobTitle: string | null
  readonly department: string | null
  readonly isGuest: boolean
}

export interface Interaction {
  readonly clientName: string
  readonly tenantName: string
  readonly kind: string
  /** The account that the asking app expects. */
  readonly hint?: string
  readonly people?: readonly SamplePerson[]
}

export interface Redirect {
  readonly redirectTo: string
}

export interface Hit {
  readonly hitId: string
  readonly rank: number
  readonly summary?: string
  readonly contentSource: string
  readonly resultTemplateId?: string
  readonly resource: { readonly properties?: Readonly<Record<string, unknown>> }
}

export interface Bucket {
  readonly key: string
  readonly count: number
  readonly aggregationFilterToken: string
}

export interface Aggregation {
  readonly field: string
  readonly buckets: readonly Bucket[]
}

/** A spelling that the server ran instead (`Modification`) or offers (`Suggestion`). Contract: connectors 5.7. */
export interface AlterationResponse {
  readonly originalQueryString: string
  readonly queryAlteration: { readonly alteredQueryString: string }
  readonly queryAlterationType: string
}

export interface SearchResponse {
  readonly value: readonly SearchAnswer[]
}

/** The answer to one `searchRequest`. Contract: connectors 5.4. */
export interface SearchAnswer {
  readonly hitsContainers: readonly {
    readonly total: number
    readonly moreResultsAvailable: boolean
    readonly hits?: readonly Hit[]
    readonly aggregations?: readonly Aggregation[]
  }[]
  readonly queryAlterationResponse?: AlterationResponse
  readonly resultTemplates?: Readonly<Record<string, { readonly displayName: string; readonly body: unknown }>>
}

export interface SearchConnection {
  readonly id: string
  readonly uid: string
  readonly name: string
  /** Property that carries each semantic label. */
  readonly labels: Readonly<Record<string, string>>
  readonly refinable?: readonly RefinableProperty[]
  /** Names of properties that results can be ordered by. */
  readonly sortable?: readonly string[]
}

/** A place of its own to search in, as an administrator named it. */
export interface SearchVertical {
  readonly id: string
  readonly name: string
  /** Ids of those of its connections in which the person finds something. */
  readonly connections: readonly string[]
}

/** The best results of one vertical. */
export interface Cluster extends SearchAnswer {
  readonly vertical: Pick<Vertical, 'id' | 'name'>
}

export interface Vertical {
  readonly id: string
  readonly name: string
  readonly state: 'enabled' | 'disabled'
  /** KQL; null for none. */
  readonly restriction: string | null
  /** Ids. */
  readonly connections: readonly string[]
}

export interface VerticalList {
  /** In the order in which they are shown. */
  readonly value: readonly Vertical[]
  readonly connections: readonly {
    readonly id: string
    readonly name: string
    /** Properties that a restriction can go by. */
    readonly queryable: readonly string[]
  }[]
}

export interface RefinableProperty {
  readonly name: string
  readonly label?: string
  /** Contract: connectors 2.3. */
  readonly type: string
}

/** Contract: connectors 1.6, a `propertyRule`. */
export interface ResultRule {
  readonly property: string
  readonly operation: string
  readonly values: readonly string[]
  readonly valuesJoinedBy: string
}

export interface ResultType {
  readonly id: string
  readonly name: string
  /** Ids. */
  readonly connections: readonly string[]
  readonly rules: readonly ResultRule[]
  /** An Adaptive Card with bindings. */
  readonly layout: object
}

export interface ResultTypeList {
  /** In the order in which they are tried. */
  readonly value: readonly ResultType[]
  readonly connections: readonly {
    readonly id: string
    readonly name: string
    /** Those that rules can go by. */
    readonly properties: readonly { readonly name: string; readonly type: string; readonly isRetrievable: boolean }[]
  }[]
}

/** An item that a layout is tried on. */
export interface PreviewItem {
  readonly connectionId: string
  readonly itemId: string
  readonly title: string
  /** All rules hold. */
  readonly matches: boolean
  readonly summary: string
  readonly properties: Readonly<Record<string, unknown>>
  /** Property that carries each semantic label. */
  readonly labels: Readonly<Record<string, string>>
}

/** One filter that a question names. */
export interface ProposedFilter {
  readonly property: string
  readonly label?: string
  readonly operator: string
  readonly values: readonly string[]
  /** The words of the question that it stands for; the end is exclusive. */
  readonly words: readonly [start: number, end: number]
}

export interface Proposal {
  readonly filters: readonly ProposedFilter[]
  /** What is left to search for. */
  readonly text: string
}

export interface ItemView {
  readonly connectionId: string
  readonly connectionName: string
  readonly itemId: string
  readonly title: string | null
  readonly url: string | null
  readonly content: string
  /** Values of labelled properties, by label. */
  readonly labels: Readonly<Record<string, unknown>>
  readonly properties: Readonly<Record<string, unknown>>
}

export interface AclEntryView {
  readonly type: string
  readonly value: string
  readonly displayName?: string
  readonly accessType: 'grant' | 'deny'
}

export interface PathStep {
  readonly type: string
  readonly id: string
  readonly displayName: string
}

/** Why one person does or does not find one item. */
export interface Explanation {
  readonly userId: string
  readonly received: boolean
  readonly indexed: boolean
  /** Why the index does not hold the item, where that is known. */
  readonly indexProblem?: string
  /** The connection is switched on. */
  readonly served: boolean
  readonly isGuest: boolean
  /** What the access list alone says. */
  readonly permitted: boolean
  /** All of the above together. */
  readonly findable: boolean
  readonly because: { readonly entry: AclEntryView; readonly path: readonly PathStep[] } | null
  readonly entries: readonly {
    readonly entry: AclEntryView
    readonly matches: boolean
    /** From the person to the group that the entry names; empty when it does not match. */
    readonly path: readonly PathStep[]
  }[]
  /** What the query makes of the item, where one was asked about and the index holds the item. */
  readonly query?: QueryExplanation
}

export interface QueryExplanation {
  readonly isMatch: boolean
  readonly matched: readonly { readonly term: string; readonly fields: readonly string[] }[]
  /** Parts of the score; null for an item that the query does not find. */
  readonly score: { readonly text: number; readonly lift: number; readonly total: number } | null
  /** The first part of the query that the item fails. */
  readonly excludedBy: { readonly part: string; readonly text: string; readonly reason: string } | null
}

/** A person or a group, to be named. */
export interface Named {
  readonly id: string
  readonly displayName: string
}

export interface Counts {
  readonly received: number
  readonly indexed: number
  /** Of those, items that can be found by their meaning; absent where nothing makes vectors. */
  readonly vectors?: number
  readonly refused: number
}

export interface ConnectionRow {
  readonly id: string
  readonly uid: string
  readonly name: string
  readonly description: string | null
  readonly state: string
  readonly ownerApp: AppView | null
  readonly counts: Counts
  /** ISO 8601; the live feed gives milliseconds. */
  readonly lastChangeAt: string | number | null
  readonly createdAt: string
}

export interface AppView {
  readonly appId: string
  readonly displayName: string
}

export interface SchemaProperty {
  readonly name: string
  readonly type: string
  readonly isSearchable?: boolean
  readonly isQueryable?: boolean
  readonly isRetrievable?: boolean
  readonly isRefinable?: boolean
  readonly labels?: readonly string[]
  readonly aliases?: readonly string[]
}

export interface OperationView {
  readonly id: string
  readonly status: string
  readonly error: { readonly code?: string; readonly message?: string } | null
}

export interface ConnectionDetail extends ConnectionRow {
  readonly schema: { readonly properties: readonly SchemaProperty[] } | null
  readonly operations: readonly OperationView[]
  readonly authorisedApps: readonly AppView[]
  readonly activitySettings: unknown
  readonly searchSettings: unknown
  /** False while an administrator has switched the packaged connector off. */
  readonly isServed: boolean
  /** The switch of the packaged connector that the connection belongs to; `state` is null when it is not registered here. */
  readonly toggle: { readonly connectorId: string; readonly state: string | null } | null
}

export interface Refusal {
  readonly at: string
  readonly itemId: string | null
  readonly code: string
  readonly message: string
  readonly place: string | null
  readonly fix: string | null
  readonly appId: string | null
}

export interface StoredItem {
  readonly itemId: string
  readonly receivedAt: string
  readonly access: readonly AclEntryView[]
}

/** One line of the live feed: what changes while a connection fills. */
export interface Pulse {
  readonly id: string
  readonly uid: string
  readonly state: string
  readonly counts: Counts
  /** Milliseconds since 1970. */
  readonly lastChangeAt: number | null
  /** Items a second. */
  readonly rate: number | null
  /** Changes that the index has not taken in yet. */
  readonly lag: number | null
  readonly etaSeconds: number | null
  /** Vectors, which come behind the text. */
  readonly vectors?: { readonly rate: number; readonly etaSeconds: number | null; readonly problem: string | null }
}

export interface AuditEntry {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** `name` is a person's principal name, an app's name or `system`. */
  readonly actor: { readonly id: string; readonly name: string }
  readonly action: string
  readonly object: { readonly type: string; readonly id: string; readonly name?: string }
  readonly before?: unknown
  readonly after?: unknown
}

export interface Page<T> {
  readonly value: readonly T[]
  /** What `after` takes for the page behind this one; absent on the last. */
  readonly next?: string | number | null
}
