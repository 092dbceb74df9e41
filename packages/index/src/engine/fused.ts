import { found, fused, type Legs, type Parts } from '../vectors/fuse.ts'
import type { Nearest } from './nearest.ts'
import { compareDocs, liftAt } from './rank.ts'
import type { Shard } from './shard.ts'
import type { NearDoc } from './vectors.ts'

/** A hit before it has a score. */
export interface Hit {
  readonly doc: number
  /** By words, without the lift. */
  readonly text: number
  /** How near it is, as far as that counts. */
  readonly near: NearDoc | undefined
}

/** In the order of the hits given. */
export interface Fusion {
  readonly hits: readonly (Hit & Parts & { readonly score: number })[]
  readonly legs: Legs
}

/** The scores of hits by words and meaning; `best` is the greatest by words, lifted. All that counts as near is among them: the rest has no echo. */
export function fusedHits(shard: Shard, now: number, nearest: Nearest, best: number, hits: readonly Hit[]): Fusion {
  const { meaning, docs, vectors, asked } = nearest
  const similarity = docs.reduce((most, { doc, similarity }) => Math.max(most, similarity * liftAt(shard, doc, now)), 0)
  const ways = { text: best, similarity }
  const known = hits.map((hit) => ({
    ...hit,
    lift: liftAt(shard, hit.doc, now),
    similarity: hit.near?.similarity ?? 0,
  }))
  const [first] = known
    .filter(({ near }) => near && meaning.echo > 0)
    .map((hit) => ({ doc: hit.doc, score: found(hit, meaning, ways) }))
    .toSorted((a, b) => b.score - a.score || compareDocs(shard, a.doc, b.doc))
  const echoed = first && vectors?.nearestVector(first.doc, asked)
  const echoOf = ({ doc, near }: Hit) => (near && echoed && vectors?.nearness(doc, echoed)?.similarity) || 0
  const echoing = known.map((hit) => ({ ...hit, echo: echoOf(hit) }))
  const legs = { ...ways, echo: echoing.reduce((most, { echo, lift }) => Math.max(most, echo * lift), 0) }
  return { legs, hits: echoing.map((hit) => ({ ...hit, score: fused(hit, meaning, legs) })) }
}
