import { leavesOf } from '../condition.ts'
import type { Condition, IndexQuery, Meaning } from '../types.ts'
import { askedVector } from '../vectors/asked.ts'
import { isIn } from './bits.ts'
import type { Leaves } from './leaves.ts'
import { matching } from './match.ts'
import { compareDocs } from './rank.ts'
import type { Scratch } from './scratch.ts'
import type { Shard } from './shard.ts'
import type { NearDoc, Vectors } from './vectors.ts'
import type { View } from './view.ts'

/** What is found by meaning. */
export interface Nearest {
  readonly meaning: Meaning
  /** Nearest first. */
  readonly docs: readonly NearDoc[]
  /** The same documents, a bit for each. */
  readonly bits: Uint32Array
  /** By which it is found; undefined where nothing has any. */
  readonly vectors: Vectors | undefined
  readonly asked: Int16Array
  /** How near any document is that may be found by meaning. */
  readonly nearnessOf: (doc: number) => NearDoc | undefined
}

/** Documents to look in, and what they must be to be found by meaning. */
export interface Filtered {
  readonly filter: Condition | undefined
  readonly among: Uint32Array
}

/** What the query finds by meaning; undefined when it has none. */
export function nearestIn(
  shard: Shard,
  view: View,
  questions: readonly Filtered[],
  { meaning, scopes }: IndexQuery,
  leaves: Leaves,
  scratch: Scratch,
): Nearest | undefined {
  if (!meaning) return undefined
  const vectors = shard.models.get(meaning.modelId)
  const bits = new Uint32Array(view.bits.length)
  if (!vectors) return { meaning, docs: [], bits, vectors, asked: meaning.vector, nearnessOf: () => undefined }
  /** What may be found by meaning. */
  const within = new Uint32Array(view.bits.length)
  for (const { filter, among } of questions) {
    const some = filter ? matching(filter, among, shard, leaves, scratch) : NOTHING
    for (let word = 0; word < some.length; word++) within[word] = (within[word] ?? 0) | (some[word] ?? 0)
  }
  const conditions = new Set(scopes.map(({ condition }) => condition))
  const asked = askedVector(meaning, [...conditions].flatMap(leavesOf), (leaf) => leaves.rarityOf(leaf))
  const docs = vectors.nearest(within, asked, meaning, (a, b) => compareDocs(shard, a, b))
  const near = new Map(docs.map((one) => [one.doc, one]))
  const nearnessOf = (doc: number) => near.get(doc) ?? (isIn(within, doc) ? vectors.nearness(doc, asked) : undefined)
  for (const { doc } of docs) bits[doc >>> 5] = (bits[doc >>> 5] ?? 0) | (1 << (doc & 31))
  return { meaning, docs, bits, vectors, asked, nearnessOf }
}

const NOTHING = new Uint32Array(0)
