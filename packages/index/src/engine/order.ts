import type { Collapse, SortKey } from '../types.ts'
import { fused } from '../vectors/fuse.ts'
import { fusedHits } from './fused.ts'
import type { Nearest } from './nearest.ts'
import { Best, compareDocs, greatestLift, liftAt, scoreBound, scoreOf } from './rank.ts'
import type { Scorer } from './score.ts'
import type { Shard } from './shard.ts'
import { compareRanks, type Rank } from './values.ts'
import type { NearDoc } from './vectors.ts'

/** One hit of the page that is asked for. */
export interface Placed {
  readonly doc: number
  /** By words, without the lift. */
  readonly text: number
  readonly near: NearDoc | undefined
  readonly score: number
  readonly isCollapsed: boolean
}

/** Takes matches as they are found, and gives the first of them in the order of the query. */
export interface Order {
  take(batch: Scorer): void
  first(): Placed[]
}

/** By score alone: what cannot come among the first is dropped as it comes, and most of it before it is lifted. */
export function byScore(shard: Shard, now: number, limit: number): Order {
  const docs: number[] = []
  const texts: number[] = []
  const scores: number[] = []
  const best = new Best(
    limit,
    (a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || compareDocs(shard, docs[a] ?? 0, docs[b] ?? 0),
  )
  const greatest = greatestLift(shard)
  let least = -1
  return {
    take(batch) {
      if (limit === 0) return
      for (let at = 0; at < batch.count; at++) {
        const text = batch.texts[at] ?? 0
        if (text * greatest < least) continue
        const doc = batch.docs[at] ?? 0
        if (scoreBound(shard, doc, text, now) < least) continue
        const score = scoreOf(shard, doc, text, now)
        if (score < least) continue
        docs.push(doc)
        texts.push(text)
        scores.push(score)
        best.offer(docs.length - 1)
        const last = best.last()
        if (last !== undefined) least = scores[last] ?? -1
      }
    },
    first: () =>
      best.sorted().map((at) => ({
        doc: docs[at] ?? 0,
        text: texts[at] ?? 0,
        near: undefined,
        score: scores[at] ?? 0,
        isCollapsed: false,
      })),
  }
}

/** By values or with collapsed hits: all matches are kept until the last has come. */
export function byValues(
  shard: Shard,
  now: number,
  limit: number,
  sort: readonly SortKey[],
  levels: readonly Collapse[],
  nearest?: Nearest,
): Order {
  const docs: number[] = []
  const texts: number[] = []
  const scores: number[] = []
  const isCollapsed: boolean[] = []
  const keys = sort.map((key) => ({ ...key, ranks: [] as (Rank | undefined)[] }))

  const scoreAt = (at: number) => (scores[at] ??= scoreOf(shard, docs[at] ?? 0, texts[at] ?? 0, now))
  const compareMatches = (a: number, b: number) => {
    for (const { isDescending, ranks } of keys) {
      const [first, second] = [ranks[a], ranks[b]]
      if (!first || !second) {
        if (first !== second) return first ? -1 : 1
        continue
      }
      const order = compareRanks(first, second)
      if (order !== 0) return isDescending ? -order : order
    }
    return scoreAt(b) - scoreAt(a) || compareDocs(shard, docs[a] ?? 0, docs[b] ?? 0)
  }
  const nears = new Map<number, NearDoc>()
  /** Adds what is found by meaning alone, and sets the scores of all. */
  const fuse = (nearest: Nearest) => {
    const { meaning, docs: near, nearnessOf } = nearest
    const byWords = new Best(
      meaning.rescored,
      (a, b) => scoreAt(b) - scoreAt(a) || compareDocs(shard, docs[a] ?? 0, docs[b] ?? 0),
    )
    for (const at of docs.keys()) byWords.offer(at)
    const counted = [...near.map(({ doc }) => doc), ...byWords.sorted().map((at) => docs[at] ?? 0)]
    for (const doc of counted) {
      const one = nearnessOf(doc)
      if (one) nears.set(doc, one)
    }
    const greatest = docs.reduce((most, _doc, at) => Math.max(most, scoreAt(at)), 0)
    const known = new Set(docs)
    for (const { doc } of near) {
      if (known.has(doc)) continue
      docs.push(doc)
      texts.push(0)
    }
    const hits = docs.flatMap((doc, at) => {
      const near = nears.get(doc)
      return near ? [{ doc, text: texts[at] ?? 0, near }] : []
    })
    const fusion = fusedHits(shard, now, nearest, greatest, hits)
    const byDoc = new Map(fusion.hits.map(({ doc, score }) => [doc, score]))
    for (const [at, doc] of docs.entries()) {
      const far = { text: texts[at] ?? 0, lift: liftAt(shard, doc, now), similarity: 0, echo: 0 }
      scores[at] = byDoc.get(doc) ?? fused(far, meaning, fusion.legs)
    }
  }
  const bestOf = (candidates: Iterable<number>, most: number) => {
    const best = new Best(most, compareMatches)
    for (const at of candidates) best.offer(at)
    return best.sorted()
  }

  return {
    take(batch) {
      for (let at = 0; at < batch.count; at++) {
        docs.push(batch.docs[at] ?? 0)
        texts.push(batch.texts[at] ?? 0)
      }
    },
    first() {
      if (nearest) fuse(nearest)
      for (const { property, isDescending, ranks } of keys) {
        const column = shard.columns.get(property)
        for (const doc of docs) ranks.push(column?.rankAt(doc, isDescending))
      }
      let left: number[] = [...docs.keys()]
      for (const { properties, limit: most } of levels) {
        const groups = Map.groupBy(left, (at) => combinationOf(shard, docs[at] ?? 0, properties))
        left = [...groups.values()].flatMap((group) => {
          if (group.length <= most) return group
          const kept = bestOf(group, most)
          for (const at of kept) isCollapsed[at] = true
          return kept
        })
      }
      return bestOf(left, limit).map((at) => ({
        doc: docs[at] ?? 0,
        text: texts[at] ?? 0,
        near: nears.get(docs[at] ?? 0),
        score: scoreAt(at),
        isCollapsed: isCollapsed[at] ?? false,
      }))
    },
  }
}

/** Equal for documents that hold the same values in these properties, as in `collapse.ts`. */
const combinationOf = (shard: Shard, doc: number, properties: readonly string[]) =>
  properties.map((property) => shard.columns.get(property)?.setKeyAt(doc) ?? '').join(';')
