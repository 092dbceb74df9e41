import type { ItemIndex, Reader, Scope } from '../types.ts'
import { type CoreOptions, createEngineCore } from './core.ts'
import { createReaderKeys } from './readers.ts'

/** The engine on the thread of its caller, for tests and measurements. */
export function createInlineIndex(options?: CoreOptions): ItemIndex {
  const core = createEngineCore(options)
  const keyOf = createReaderKeys()
  const keyed = (reader: Reader, scopes: readonly Scope[]) => ({
    ...reader,
    key: keyOf(
      reader,
      scopes.map(({ connectionUid }) => connectionUid),
    ),
  })
  return {
    upsert: async (items) => core.upsert(items),
    remove: async (keys) => core.remove(keys),
    removeConnection: async (connectionUid) => core.removeConnection(connectionUid),
    search: async (query, reader) => core.search(query, keyed(reader, query.scopes)),
    suggest: async (beginning, scopes, reader, limit) => core.suggest(beginning, scopes, keyed(reader, scopes), limit),
    correct: async (words, scopes, reader) => core.correct(words, scopes, keyed(reader, scopes)),
    explain: async (query, key, reader) => core.explain(query, key, keyed(reader, query.scopes)),
    has: async (key) => core.has(key),
    countOf: (connectionUid) => core.countOf(connectionUid),
  }
}
