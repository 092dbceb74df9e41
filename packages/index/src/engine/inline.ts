import type { ItemIndex, Reader, Scope } from '../types.ts'
import type { CoreOptions } from './core.ts'
import { createEngineCore, type EngineCore } from './core.ts'
import { createReceiver, createSender } from './readers.ts'

export interface InlineIndex extends ItemIndex {
  readonly core: EngineCore
}

/** The engine on the thread of its caller, for tests and measurements. */
export function createInlineIndex(options?: CoreOptions): InlineIndex {
  const core = createEngineCore(options)
  const send = createSender()
  const receive = createReceiver()
  const keyed = (reader: Reader, scopes: readonly Scope[], ...more: readonly string[]) =>
    receive(...send(reader, new Set([...scopes.map(({ connectionUid }) => connectionUid), ...more])))
  return {
    core,
    upsert: async (items) => core.upsert(items),
    remove: async (keys) => core.remove(keys),
    removeConnection: async (connectionUid) => core.removeConnection(connectionUid),
    search: async (query, reader) => core.search(query, keyed(reader, query.scopes)),
    suggest: async (beginning, scopes, reader, limit) => core.suggest(beginning, scopes, keyed(reader, scopes), limit),
    correct: async (words, scopes, reader) => core.correct(words, scopes, keyed(reader, scopes)),
    readable: async (scopes, reader) => core.readable(scopes, keyed(reader, scopes)),
    explain: async (query, key, reader) => core.explain(query, key, keyed(reader, query.scopes, key.connectionUid)),
    has: async (key) => core.has(key),
    countOf: (connectionUid) => core.countOf(connectionUid),
    setVectors: async (vectors) => core.setVectors(vectors),
    vectorsOf: async (keys) => core.vectorsOf(keys),
    withoutVectors: async (tenantId, modelId, limit) => core.withoutVectors(tenantId, modelId, limit),
    removeVectors: async (tenantId, modelId) => void core.removeVectors(tenantId, modelId),
    vectorCountsOf: (connectionUid) => core.vectorCountsOf(connectionUid),
  }
}
