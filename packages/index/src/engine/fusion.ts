import { isIn } from './bits.ts'
import { type Fusion, fusedHits } from './fused.ts'
import type { Nearest } from './nearest.ts'
import { byScore, type Order, type Placed } from './order.ts'
import { compareDocs } from './rank.ts'
import type { Shard } from './shard.ts'

export interface FusedOrder extends Order {
  /** What may be among the first, and all that counts as near, with the parts of the scores; in no order. */
  all(): Fusion
}

/**
 * By words and meaning. Of what is neither among the nearest nor rescored the order by words is the order, so that the first
 * of those and the others themselves are all that can come first.
 */
export function byFusion(shard: Shard, now: number, limit: number, nearest: Nearest): FusedOrder {
  const { meaning, bits } = nearest
  const words = byScore(shard, now, mostByWords(limit, nearest))
  const texts = new Map<number, number>()
  const all = () => {
    const placed = words.first()
    const counted = new Set(placed.slice(0, meaning.rescored).map(({ doc }) => doc))
    const hits = [
      ...nearest.docs.map(({ doc }) => ({ doc, text: texts.get(doc) ?? 0, near: nearest.nearnessOf(doc) })),
      ...placed.flatMap(({ doc, text }) =>
        isIn(bits, doc) ? [] : [{ doc, text, near: counted.has(doc) ? nearest.nearnessOf(doc) : undefined }],
      ),
    ]
    return fusedHits(shard, now, nearest, placed[0]?.score ?? 0, hits)
  }
  return {
    take(batch) {
      words.take(batch)
      for (let at = 0; at < batch.count; at++) {
        const doc = batch.docs[at] ?? 0
        if (isIn(bits, doc)) texts.set(doc, batch.texts[at] ?? 0)
      }
    },
    all,
    first: () =>
      all()
        .hits.toSorted((a, b) => b.score - a.score || compareDocs(shard, a.doc, b.doc))
        .slice(0, limit)
        .map(({ doc, text, near, score }): Placed => ({ doc, text, near, score, isCollapsed: false })),
  }
}

/** Hits by words that may come among the first when meaning is added. */
export const mostByWords = (limit: number, { meaning, docs }: Nearest) =>
  Math.max(limit, meaning.rescored) + docs.length
