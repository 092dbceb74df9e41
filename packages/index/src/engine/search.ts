import { leavesOf } from '../condition.ts'
import type { Condition, IndexAnswer, IndexQuery, Scope } from '../types.ts'
import { passageOf } from '../vectors/fuse.ts'
import { countBits, isIn } from './bits.ts'
import { byFusion, type FusedOrder, mostByWords } from './fusion.ts'
import { Leaves } from './leaves.ts'
import { matching } from './match.ts'
import { type Nearest, nearestIn } from './nearest.ts'
import { byScore, byValues, type Order } from './order.ts'
import { partsOf, promising } from './prune.ts'
import { refined } from './refiners.ts'
import type { Scratch } from './scratch.ts'
import type { Shard } from './shard.ts'
import type { View } from './view.ts'

/** All that a query finds in what the view shows, and its order, which has taken it. The view is that of the query's scopes. */
export function ordered(shard: Shard, view: View, query: IndexQuery, scratch: Scratch) {
  const { from, now } = query
  const limit = from + query.size
  const leaves = new Leaves(shard, view, scratch)
  const questions = questionsOf(query.scopes, shard, view)
  const nearest = nearestIn(shard, view, questions, query, leaves, scratch)
  const isByScore = query.sort.length === 0 && query.collapse.length === 0
  const order = orderOf(shard, query, nearest)

  const found = nearest ? nearest.bits.slice() : new Uint32Array(view.bits.length)
  for (const { condition, among } of questions) {
    const bits = matching(condition, among, shard, leaves, scratch)
    const sought = leavesOf(condition).map((leaf) => ({ sought: leaves.of(leaf), rarity: leaves.rarityOf(leaf) }))
    const most = nearest ? mostByWords(limit, nearest) : limit
    const first = isByScore ? promising(shard, bits, sought, most, now, leaves, scratch) : undefined
    const weighed = first && nearest ? withSome(first.bits, bits, nearest.bits) : (first?.bits ?? bits)
    // Only a measurement without permissions has no bits to read by, where the leaves alone make the matches.
    const read = view.visible === undefined && weighed === bits && isAnyOf(condition) ? undefined : weighed
    const size = countBits(weighed)
    const parts = partsOf(sought, leaves, read, size, nearest ? undefined : first?.weighed)
    scratch.scorer.each(weighed, parts, order.take)
    for (let word = 0; word < bits.length; word++) found[word] = (found[word] ?? 0) | (bits[word] ?? 0)
  }
  return { order, found, questions, leaves, nearest }
}

/** The answer to a query out of what the view shows. */
export function search(shard: Shard, view: View, query: IndexQuery, scratch: Scratch): IndexAnswer {
  const { order, found, questions, leaves } = ordered(shard, view, query, scratch)
  const patterns = new Map(questions.map((question) => [question, leaves.patternsOf(leavesOf(question.condition))]))
  return {
    hits: order
      .first()
      .slice(query.from)
      .map(({ doc, near, score, isCollapsed }) => {
        const connectionUid = shard.connectionUidOf(doc)
        const asked = questions.find(({ connectionUids }) => connectionUids.has(connectionUid))
        const matchedTerms = leaves.matchedTerms(doc, (asked && patterns.get(asked)) ?? [])
        return {
          connectionUid,
          itemId: shard.itemIdOf(doc),
          score,
          matchedTerms,
          isCollapsed,
          ...passageOf(near, query.meaning),
        }
      }),
    total: countBits(found),
    refiners: query.refiners.map((refiner) => {
      const counted = refiner.within ? within(shard, found, new Set(refiner.within)) : found
      return refined(shard, counted, refiner)
    }),
  }
}

function orderOf(shard: Shard, query: IndexQuery, nearest: Nearest | undefined): Order | FusedOrder {
  const { from, size, sort, collapse, now } = query
  const limit = from + size
  if (sort.length > 0 || collapse.length > 0) return byValues(shard, now, limit, sort, collapse, nearest)
  return nearest ? byFusion(shard, now, limit, nearest) : byScore(shard, now, limit)
}

/** The bitmap with those documents of the matches, too, that are among some. */
function withSome(bits: Uint32Array, matches: Uint32Array, some: Uint32Array): Uint32Array {
  return bits.map((word, at) => word | ((matches[at] ?? 0) & (some[at] ?? 0)))
}

const isAnyOf = (condition: Condition): boolean =>
  condition.kind === 'text' || (condition.kind === 'or' && condition.of.every(isAnyOf))

/** Connections that are asked the same. */
interface Question {
  readonly condition: Condition
  readonly filter: Condition | undefined
  readonly connectionUids: ReadonlySet<string>
  /** What the view shows of them. */
  readonly among: Uint32Array
}

/** The first scope of a connection counts. */
function questionsOf(scopes: readonly Scope[], shard: Shard, view: View): Question[] {
  const asked = new Map<string, { readonly scope: Scope; readonly connectionUids: Set<string> }>()
  const seen = new Set<string>()
  for (const scope of scopes) {
    const { connectionUid, condition, filter } = scope
    if (seen.has(connectionUid)) continue
    seen.add(connectionUid)
    const key = JSON.stringify([condition, filter])
    const question = asked.get(key) ?? { scope, connectionUids: new Set() }
    asked.set(key, question)
    question.connectionUids.add(connectionUid)
  }
  return [...asked.values()].map(({ scope: { condition, filter }, connectionUids }) => ({
    condition,
    filter,
    connectionUids,
    among: asked.size === 1 ? view.bits : within(shard, view.bits, connectionUids),
  }))
}

/** The documents of a bitmap that are in some connections. */
function within(shard: Shard, all: Uint32Array, connectionUids: ReadonlySet<string>): Uint32Array {
  const isAsked = shard.connectionUids.map((uid) => connectionUids.has(uid))
  const bits = new Uint32Array(all.length)
  for (let doc = 0; doc < shard.size; doc++)
    if (isIn(all, doc) && isAsked[shard.connections[doc] ?? 0] === true)
      bits[doc >>> 5] = (bits[doc >>> 5] ?? 0) | (1 << (doc & 31))
  return bits
}
