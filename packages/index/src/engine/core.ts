import type { TenantId } from '@jumpseat/wire'
import { leavesOf } from '../condition.ts'
import type { HitExplanation, IndexAnswer, IndexedItem, IndexQuery, ItemKey, ItemVectors, Scope } from '../types.ts'
import { isIn } from './bits.ts'
import { explain } from './explain.ts'
import type { Dumps } from './part.ts'
import type { KeyedReader } from './readers.ts'
import { Scratch } from './scratch.ts'
import { search } from './search.ts'
import { Shard } from './shard.ts'
import { View } from './view.ts'
import { corrections, suggestions } from './words.ts'

/** Views remembered per tenant. One takes a bit per document, and a byte per access list. */
const VIEWS_KEPT = 256

/** Share of dead documents above which a shard is copied, and the fewest documents that it is worth for. */
const DEAD_SHARE = 0.25
const WORTH_COPYING = 1000
/** Documents that are copied between two looks at the time. */
const STRIDE = 16

/** The engine without a thread of its own: every call is done when it returns. */
export interface EngineCore {
  upsert(items: readonly IndexedItem[]): void
  remove(keys: readonly ItemKey[]): void
  removeConnection(connectionUid: string): void
  search(query: IndexQuery, reader: KeyedReader): IndexAnswer
  suggest(beginning: string, scopes: readonly Scope[], reader: KeyedReader, limit: number): readonly string[]
  correct(words: readonly string[], scopes: readonly Scope[], reader: KeyedReader): ReadonlyMap<string, string>
  readable(scopes: readonly Scope[], reader: KeyedReader): readonly string[]
  explain(query: IndexQuery, key: ItemKey, reader: KeyedReader): HitExplanation | undefined
  has(key: ItemKey): boolean
  countOf(connectionUid: string): number
  setVectors(vectors: readonly ItemVectors[]): void
  vectorsOf(keys: readonly ItemKey[]): readonly ItemVectors[]
  withoutVectors(tenantId: TenantId, modelId: string, limit: number): readonly ItemKey[]
  /** Gives the connections that may have had some. */
  removeVectors(tenantId: TenantId, modelId: string): readonly string[]
  vectorCountsOf(connectionUid: string): ReadonlyMap<string, number>
  /** Connections of which the tenant has something, or had. */
  connectionsOf(tenantId: TenantId): readonly string[]
  tenants(): TenantId[]
  /** Gives the room of dead documents back, for as long as there is time. True when there is more to do. */
  tidy(isTime: () => boolean): boolean
  /** All that is held of each tenant at this moment, to be written while writes go on. */
  freeze(): ReadonlyMap<TenantId, Dumps>
  /** Begins with what was frozen of a tenant. Throws when it does not fit together; then nothing of it is taken. */
  thaw(tenantId: TenantId, dumps: Dumps): void
  /** Bytes of the lists that a query's words are in, for measurements. */
  postingBytes(query: IndexQuery): number
  /** Bytes held outside the heap of the language, roughly. */
  bytes(): number
}

interface Copy {
  readonly shard: Shard
  readonly take: (doc: number) => void
  next: number
  readonly end: number
}

interface Tenant {
  shard: Shard
  /** What takes the shard's place when all documents up to `end` are copied. Until then both take every write. */
  copy: Copy | undefined
  /** Least recently used first. */
  readonly views: Map<string, View>
}

export interface CoreOptions {
  /** Fewest documents of a tenant, dead ones included, for which their room is given back. */
  readonly worthCopying?: number
}

export function createEngineCore({ worthCopying = WORTH_COPYING }: CoreOptions = {}): EngineCore {
  const tenants = new Map<TenantId, Tenant>()
  const scratch = new Scratch()

  const tenantOf = (tenantId: TenantId): Tenant => {
    const known = tenants.get(tenantId)
    if (known) return known
    const tenant = { shard: new Shard(tenantId), copy: undefined, views: new Map<string, View>() }
    tenants.set(tenantId, tenant)
    return tenant
  }
  const shards = () => [...tenants.values()].map(({ shard }) => shard)
  /** All that a write must reach. */
  const written = () => [...tenants.values()].flatMap(({ shard, copy }) => (copy ? [shard, copy.shard] : [shard]))

  /** What the reader may see in the connections of the scopes, as of now. */
  const viewOf = (reader: KeyedReader, scopes: readonly Scope[]): [Shard, View] => {
    const { shard, views } = tenantOf(reader.tenantId)
    const uids = new Set(scopes.map(({ connectionUid }) => connectionUid))
    const key = JSON.stringify([reader.key, ...[...uids].toSorted()])
    const view = views.get(key) ?? new View(shard, reader, uids, reader.isTrimmed)
    views.delete(key)
    views.set(key, view)
    const [oldest] = views.keys()
    if (views.size > VIEWS_KEPT && oldest !== undefined) views.delete(oldest)
    view.refresh()
    return [shard, view]
  }

  return {
    upsert(items) {
      for (const item of items) {
        const { shard, copy } = tenantOf(item.tenantId)
        shard.upsert(item)
        // With the vectors that the document has taken over: the copy may not hold the version that had them.
        const doc = shard.docOf(item)
        if (doc !== undefined) copy?.take(doc)
      }
    },
    remove(keys) {
      for (const shard of written()) for (const key of keys) shard.remove(key)
    },
    removeConnection(connectionUid) {
      for (const shard of written()) shard.removeConnection(connectionUid)
    },
    search(query, reader) {
      const [shard, view] = viewOf(reader, query.scopes)
      return search(shard, view, query, scratch)
    },
    suggest(beginning, scopes, reader, limit) {
      const [shard, view] = viewOf(reader, scopes)
      return suggestions(shard, view, beginning, scopes, limit, scratch)
    },
    correct(words, scopes, reader) {
      const [shard, view] = viewOf(reader, scopes)
      return corrections(shard, view, words, scopes, scratch)
    },
    readable(scopes, reader) {
      const [shard, view] = viewOf(reader, scopes)
      const found = new Set<number>()
      for (let doc = 0; doc < shard.size && found.size < scopes.length; doc++)
        if (isIn(view.bits, doc)) found.add(shard.connections[doc] ?? 0)
      return [...found].map((connection) => shard.connectionUids[connection] ?? '').toSorted()
    },
    explain(query, key, reader) {
      const [shard, view] = viewOf(reader, query.scopes)
      const doc = shard.docOf(key)
      return doc === undefined ? undefined : explain(shard, view, query, doc, reader, scratch)
    },
    tidy(isTime) {
      for (const tenant of tenants.values()) {
        const { shard } = tenant
        if (!tenant.copy && shard.size >= worthCopying && shard.deadCount > shard.size * DEAD_SHARE)
          tenant.copy = copyOf(shard)
        while (tenant.copy) {
          if (!isTime()) return true
          copySome(tenant)
        }
      }
      return false
    },
    has: (key) => shards().some((shard) => shard.docOf(key) !== undefined),
    countOf: (connectionUid) => shards().reduce((sum, shard) => sum + shard.countOf(connectionUid), 0),
    setVectors(vectors) {
      for (const one of vectors) {
        const { shard, copy } = tenantOf(one.tenantId)
        shard.setVectors(one)
        copy?.shard.setVectors(one)
      }
    },
    vectorsOf: (keys) => shards().flatMap((shard) => keys.flatMap((key) => shard.vectorsOf(key))),
    withoutVectors: (tenantId, modelId, limit) => tenants.get(tenantId)?.shard.withoutVectors(modelId, limit) ?? [],
    removeVectors(tenantId, modelId) {
      const tenant = tenants.get(tenantId)
      tenant?.shard.models.remove(modelId)
      tenant?.copy?.shard.models.remove(modelId)
      return tenant?.shard.connectionUids ?? []
    },
    vectorCountsOf: (connectionUid) =>
      new Map(shards().flatMap((shard) => shard.vectorCountsOf(connectionUid).filter(([, count]) => count > 0))),
    connectionsOf: (tenantId) => tenants.get(tenantId)?.shard.connectionUids ?? [],
    tenants: () => [...tenants.keys()],
    freeze: () => new Map([...tenants].map(([tenantId, { shard }]) => [tenantId, shard.dump()])),
    thaw(tenantId, dumps) {
      const shard = new Shard(tenantId)
      shard.load(dumps)
      tenants.set(tenantId, { shard, copy: undefined, views: new Map() })
    },
    postingBytes: ({ scopes }) =>
      shards().reduce((sum, shard) => {
        const leaves = scopes.flatMap(({ condition }) => leavesOf(condition))
        return leaves.reduce((own, leaf) => own + shard.postingBytes(leaf), sum)
      }, 0),
    bytes: () => shards().reduce((sum, shard) => sum + shard.bytes(), 0),
  }
}

function copyOf(shard: Shard): Copy {
  const copy = new Shard(shard.tenantId)
  return { shard: copy, take: copy.copierOf(shard), next: 0, end: shard.size }
}

function copySome(tenant: Tenant): void {
  const { shard, copy, views } = tenant
  if (!copy) return
  const end = Math.min(copy.end, copy.next + STRIDE)
  for (; copy.next < end; copy.next++) if (shard.isLive(copy.next)) copy.take(copy.next)
  if (copy.next < copy.end) return
  tenant.shard = copy.shard
  tenant.copy = undefined
  views.clear()
}
