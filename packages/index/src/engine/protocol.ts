import type { TenantId } from '@jumpseat/wire'
import type { IndexedItem, IndexQuery, ItemKey, ItemVectors, Scope } from '../types.ts'
import type { EngineCore } from './core.ts'
import type { NewSets, SentReader } from './readers.ts'
import type { Seal } from './snapshot/segment.ts'

/** What is asked of the engine's thread. Requests are served in the order in which they are posted. */
export type Request =
  | { readonly kind: 'upsert'; readonly items: readonly IndexedItem[] }
  | { readonly kind: 'remove'; readonly keys: readonly ItemKey[] }
  | { readonly kind: 'removeConnection'; readonly connectionUid: string }
  | { readonly kind: 'has'; readonly key: ItemKey }
  | { readonly kind: 'setVectors'; readonly vectors: readonly ItemVectors[] }
  | { readonly kind: 'vectorsOf'; readonly keys: readonly ItemKey[] }
  | { readonly kind: 'withoutVectors'; readonly tenantId: TenantId; readonly modelId: string; readonly limit: number }
  | { readonly kind: 'removeVectors'; readonly tenantId: TenantId; readonly modelId: string }
  | (Asked & { readonly kind: 'search'; readonly query: IndexQuery })
  | (Asked & { readonly kind: 'explain'; readonly query: IndexQuery; readonly key: ItemKey })
  | (Asked & {
      readonly kind: 'suggest'
      readonly beginning: string
      readonly scopes: readonly Scope[]
      readonly limit: number
    })
  | (Asked & { readonly kind: 'correct'; readonly words: readonly string[]; readonly scopes: readonly Scope[] })
  | (Asked & { readonly kind: 'readable'; readonly scopes: readonly Scope[] })
  | { readonly kind: 'tenants' }
  | (SaveOrder & { readonly kind: 'save' })
  | { readonly kind: 'restore'; readonly folder: string; readonly segment: SegmentOrder; readonly length: number }

export interface SaveOrder {
  readonly folder: string
  readonly segments: readonly SegmentOrder[]
  /** Nobody asks meanwhile. */
  readonly isHurried: boolean
}

/** Which file a tenant's part of a snapshot is, and what it is sealed for. */
export interface SegmentOrder {
  readonly tenantId: TenantId
  readonly id: string
  readonly seal: Seal
}

interface Asked {
  readonly reader: SentReader
  readonly news: NewSets
}

export interface Posted {
  readonly id: number
  readonly request: Request
}

/** Items held per connection, for the connections that a write has touched. */
export type Counts = readonly (readonly [connectionUid: string, count: number, vectors: ReadonlyMap<string, number>])[]

/** What each request is answered with. */
export interface Results {
  readonly upsert: Counts
  readonly remove: Counts
  readonly removeConnection: Counts
  readonly has: boolean
  readonly setVectors: Counts
  readonly vectorsOf: ReturnType<EngineCore['vectorsOf']>
  readonly withoutVectors: ReturnType<EngineCore['withoutVectors']>
  readonly removeVectors: Counts
  readonly search: ReturnType<EngineCore['search']>
  readonly explain: ReturnType<EngineCore['explain']>
  readonly suggest: ReturnType<EngineCore['suggest']>
  readonly correct: ReturnType<EngineCore['correct']>
  readonly readable: ReturnType<EngineCore['readable']>
  readonly tenants: readonly TenantId[]
  /** Lengths in bytes, in the order of the segments; undefined for a tenant of which nothing is held. */
  readonly save: readonly (number | undefined)[]
  readonly restore: Counts
}

export type Reply =
  | { readonly id: number; readonly result: Results[keyof Results] }
  | { readonly id: number; readonly problem: string }
