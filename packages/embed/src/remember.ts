import type { Embedder } from './types.ts'

/** Questions whose vectors are kept, the last that were asked. */
const KEPT = 1_000
/** UTF-16 units; a longer one is rarely asked twice. */
const LONGEST = 1_000

/** The same embedder, which embeds one question once for all that look for something by it. */
export function remembering(embedder: Embedder): Embedder {
  const known = new Map<string, Float32Array>()
  return {
    ...embedder,
    async embed(texts, purpose, signal) {
      const [text] = texts
      if (purpose !== 'question' || text === undefined || texts.length > 1 || text.length > LONGEST)
        return embedder.embed(texts, purpose, signal)
      const vector = known.get(text) ?? (await embedder.embed(texts, purpose, signal))[0] ?? new Float32Array(0)
      known.delete(text)
      known.set(text, vector)
      const [oldest] = known.keys()
      if (known.size > KEPT && oldest !== undefined) known.delete(oldest)
      return [vector]
    },
  }
}
