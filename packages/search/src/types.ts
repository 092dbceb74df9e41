import type { ConnectionRecord, ConnectorsReader, Schema, StoredItem } from '@jumpseat/connectors'
import type { AdministeredDirectory, Caller, Directory, MembershipStep } from '@jumpseat/directory'
import type { AclEntry, Follower, HitExplanation, IndexHit, ItemIndex, Vectoriser } from '@jumpseat/index'
import type { Statement, Store } from '@jumpseat/store'
import type { TenantId } from '@jumpseat/wire'
import type { FastifyInstance } from 'fastify'
import type { Author } from './author.ts'
import type { GroundedSource, GroundingQuestion } from './grounding/types.ts'
import type { Presentation, presentationReader } from './presentation/records.ts'
import type { rolloutReader } from './rollout/records.ts'
import type { SearchSettings } from './settings.ts'

/** Gives the statements that keep what was done; the audit's recorder fits. */
export type SearchRecorder = (
  entry: Author & {
    readonly action: string
    readonly object: { readonly type: string; readonly id: string; readonly name?: string }
    readonly before?: unknown
    readonly after?: unknown
  },
) => readonly Statement[]

export interface SearchOptions {
  readonly store: Pick<Store, 'read' | 'write' | 'remember' | 'sealer'>
  readonly connectors: ConnectorsReader
  readonly directory: Pick<Directory, 'membershipOf' | 'user' | 'group'> & Pick<AdministeredDirectory, 'users'>
  readonly index: ItemIndex
  readonly follower: Pick<Follower, 'caughtUp' | 'reread' | 'failures'>
  /** What makes vectors of questions. Without it words answer alone. */
  readonly vectoriser?: Pick<Vectoriser, 'meaningOf'>
  readonly settings: SearchSettings
  readonly record: SearchRecorder
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

export interface Context extends Required<Omit<SearchOptions, 'vectoriser'>>, Pick<SearchOptions, 'vectoriser'> {
  readonly presentationOf: ReturnType<typeof presentationReader>
  readonly rolloutOf: ReturnType<typeof rolloutReader>
}

/** A stored item with what is needed to show it. */
export interface ReadableItem {
  readonly connection: ConnectionRecord
  readonly schema: Schema
  readonly item: StoredItem
}

export interface FoundItem extends ReadableItem {
  readonly hit: IndexHit
}

/** One entry of an access list against one person. */
export interface EntryReport {
  readonly entry: AclEntry
  readonly matches: boolean
  /** From the person to the group that the entry names; empty when it does not match. */
  readonly path: readonly MembershipStep[]
}

/** Why a query does or does not find the item. */
export interface QueryExplanation {
  readonly text: string
  /** What is wrong with the query as KQL; it was read as well as possible. */
  readonly problems: readonly {
    readonly message: string
    readonly fix: string
    readonly start: number
    readonly end: number
  }[]
  readonly isMatch: boolean
  /** Words of the item that the query looks for, with the fields they stand in. */
  readonly matched: HitExplanation['matched']
  /** Parts of the score and what they come to; null for an item that the query does not find. */
  readonly score: HitExplanation['score'] | null
  /** What the item fails first, of the query, the filters and the vertical; null when it fails none. */
  readonly excludedBy: {
    readonly part: 'query' | 'filter' | 'vertical'
    /** UTF-16 units of the query; 0 for what is no part of it. */
    readonly start: number
    readonly end: number
    readonly text: string
    readonly reason: string
  } | null
}

/** Why one person does or does not find one item. */
export interface Explanation {
  readonly connectionId: string
  readonly itemId: string
  readonly userId: string
  /** The item is in the system of record. */
  readonly received: boolean
  /** The index holds it. */
  readonly indexed: boolean
  readonly indexProblem?: string
  /** The connection is switched on, and open to the person where it is staged. */
  readonly served: boolean
  readonly servedProblem?: string
  /** Where results of the connection appear without being asked for by name. */
  readonly presentation: Presentation
  /** Guests find no items, whatever the access list says. Contract: connectors 5.10. */
  readonly isGuest: boolean
  /** What the access list alone says. Contract: connectors 3.5. */
  readonly permitted: boolean
  /** All of the above together. */
  readonly findable: boolean
  /** The entry that decided, a deny before a grant; null when no entry matches. */
  readonly because: Pick<EntryReport, 'entry' | 'path'> | null
  readonly entries: readonly EntryReport[]
  /** When a query was asked about and the index holds the item. */
  readonly query?: QueryExplanation
}

export interface Search {
  /** `/search/query` and `/copilot/retrieval`; mount them below each version segment. */
  readonly routes: (app: FastifyInstance) => Promise<void>
  /** `/api/explain`, `/api/items/{connectionId}/{itemId}` and `/api/search/connections`. */
  readonly pageRoutes: (app: FastifyInstance) => Promise<void>
  /** Undefined when there is no such connection or person. The item need not exist. */
  explainAccess(
    tenantId: TenantId,
    connectionId: string,
    itemId: string,
    userId: string,
    query?: string,
  ): Promise<Explanation | undefined>
  /** What the caller may read of the question, best first, within the scopes that an agent sets. Contract: connectors 7.5, 7.6. */
  ground(caller: Caller, question: GroundingQuestion): Promise<readonly GroundedSource[]>
  /** Whether the caller may read the item now. */
  isReadable(caller: Caller, connectionId: string, itemId: string): boolean
}
