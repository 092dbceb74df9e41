import { leavesOf } from '../condition.ts'
import type { Condition, IndexAnswer, IndexQuery, Scope } from '../types.ts'
import { countBits, isIn } from './bits.ts'
import { Leaves } from './leaves.ts'
import { matching } from './match.ts'
import { byScore, byValues } from './order.ts'
import { promising } from './prune.ts'
import { refined } from './refiners.ts'
import type { Scratch } from './scratch.ts'
import type { Shard } from './shard.ts'
import type { View } from './view.ts'

/** The answer to a query out of what the view shows. The view is that of the query's scopes. */
export function search(shard: Shard, view: View, query: IndexQuery, scratch: Scratch): IndexAnswer {
  const { from, sort, collapse, now } = query
  const limit = from + query.size
  const leaves = new Leaves(shard, view, scratch)
  const isByScore = sort.length === 0 && collapse.length === 0
  const order = isByScore ? byScore(shard, now, limit) : byValues(shard, now, limit, sort, collapse)

  const found = new Uint32Array(view.bits.length)
  const questions = questionsOf(query.scopes)
  for (const { condition, connectionUids } of questions) {
    const among = questions.length === 1 ? view.bits : within(shard, view, connectionUids)
    const bits = matching(condition, among, shard, leaves, scratch)
    const sought = leavesOf(condition).map((leaf) => ({ sought: leaves.of(leaf), rarity: leaves.rarityOf(leaf) }))
    const weighed = isByScore ? promising(shard, bits, sought, limit, now, scratch) : bits
    // Only a measurement without permissions has no bits to read by, where the leaves alone make the matches.
    const read = view.visible === undefined && weighed === bits && isAnyOf(condition) ? undefined : weighed
    const size = countBits(weighed)
    const parts = sought.map(({ sought, rarity }) => ({ leaf: sought.weigh(read, size), rarity }))
    scratch.scorer.each(weighed, parts, order.take)
    for (let word = 0; word < bits.length; word++) found[word] = (found[word] ?? 0) | (bits[word] ?? 0)
  }

  return {
    hits: order
      .first()
      .slice(from)
      .map(({ doc, score, isCollapsed }) => {
        const connectionUid = shard.connectionUidOf(doc)
        const asked = questions.find(({ connectionUids }) => connectionUids.has(connectionUid))
        const matchedTerms = leaves.matchedTerms(doc, asked ? leavesOf(asked.condition) : [])
        return { connectionUid, itemId: shard.itemIdOf(doc), score, matchedTerms, isCollapsed }
      }),
    total: countBits(found),
    refiners: query.refiners.map((refiner) => refined(shard, found, refiner)),
  }
}

const isAnyOf = (condition: Condition): boolean =>
  condition.kind === 'text' || (condition.kind === 'or' && condition.of.every(isAnyOf))

/** Connections that are asked the same. */
interface Question {
  readonly condition: Condition
  readonly connectionUids: Set<string>
}

/** The first scope of a connection counts. */
function questionsOf(scopes: readonly Scope[]): Question[] {
  const questions = new Map<string, Question>()
  const seen = new Set<string>()
  for (const { connectionUid, condition } of scopes) {
    if (seen.has(connectionUid)) continue
    seen.add(connectionUid)
    const key = JSON.stringify(condition)
    const question = questions.get(key) ?? { condition, connectionUids: new Set() }
    questions.set(key, question)
    question.connectionUids.add(connectionUid)
  }
  return [...questions.values()]
}

/** What the view shows of some of its connections. */
function within(shard: Shard, view: View, connectionUids: ReadonlySet<string>): Uint32Array {
  const isAsked = shard.connectionUids.map((uid) => connectionUids.has(uid))
  const bits = new Uint32Array(view.bits.length)
  for (let doc = 0; doc < shard.size; doc++)
    if (isIn(view.bits, doc) && isAsked[shard.connections[doc] ?? 0] === true)
      bits[doc >>> 5] = (bits[doc >>> 5] ?? 0) | (1 << (doc & 31))
  return bits
}
