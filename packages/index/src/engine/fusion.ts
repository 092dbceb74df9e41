import { fused } from '../vectors/fuse.ts'
import { isIn } from './bits.ts'
import { legsOf, type Nearest } from './nearest.ts'
import { byScore, type Order, type Placed } from './order.ts'
import { compareDocs, liftAt } from './rank.ts'
import type { Shard } from './shard.ts'

/**
 * By words and meaning. Of what is neither among the nearest nor rescored the order by words is the order, so that the first
 * of those and the others themselves are all that can come first.
 */
export function byFusion(shard: Shard, now: number, limit: number, nearest: Nearest): Order {
  const { meaning, bits } = nearest
  const words = byScore(shard, now, mostByWords(limit, nearest))
  const texts = new Map<number, number>()
  return {
    take(batch) {
      words.take(batch)
      for (let at = 0; at < batch.count; at++) {
        const doc = batch.docs[at] ?? 0
        if (isIn(bits, doc)) texts.set(doc, batch.texts[at] ?? 0)
      }
    },
    first() {
      const placed = words.first()
      const legs = legsOf(shard, now, nearest.docs, placed[0]?.score ?? 0)
      const counted = new Set(placed.slice(0, meaning.rescored).map(({ doc }) => doc))
      const hits = [
        ...nearest.docs.map(({ doc }) => ({ doc, text: texts.get(doc) ?? 0, isCounted: true })),
        ...placed.flatMap(({ doc, text }) => (isIn(bits, doc) ? [] : [{ doc, text, isCounted: counted.has(doc) }])),
      ].map(({ doc, text, isCounted }): Placed => {
        const near = isCounted ? nearest.nearnessOf(doc) : undefined
        const parts = { text, lift: liftAt(shard, doc, now), similarity: near?.similarity ?? 0 }
        return { doc, text, near, score: fused(parts, meaning, legs), isCollapsed: false }
      })
      return hits.toSorted((a, b) => b.score - a.score || compareDocs(shard, a.doc, b.doc)).slice(0, limit)
    },
  }
}

/** Hits by words that may come among the first when meaning is added. */
export const mostByWords = (limit: number, { meaning, docs }: Nearest) =>
  Math.max(limit, meaning.rescored) + docs.length
