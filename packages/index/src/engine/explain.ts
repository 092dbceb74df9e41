import type { ConnectionId } from '@jumpseat/wire'
import { type Entry, failing, leavesOf } from '../condition.ts'
import { matchedIn } from '../highlight.ts'
import { liftOf } from '../lift.ts'
import { scorerOf } from '../score.ts'
import type { Passage } from '../texts.ts'
import type { HitExplanation, IndexQuery, Reader } from '../types.ts'
import { noScore, scoreParts } from '../vectors/fuse.ts'
import { judge } from '../verdict.ts'
import { Leaves } from './leaves.ts'
import { nearestIn } from './nearest.ts'
import { legsOf } from './order.ts'
import type { Scratch } from './scratch.ts'
import { questionsOf, search } from './search.ts'
import type { Shard } from './shard.ts'
import type { View } from './view.ts'

/** Why a document is, or is not, an answer: the rules of the reference over what the shard holds of it. */
export function explain(
  shard: Shard,
  view: View,
  query: IndexQuery,
  doc: number,
  reader: Reader,
  scratch: Scratch,
): HitExplanation {
  const { scopes, meaning, now } = query
  const entry = entryOf(shard, doc)
  const { item } = entry
  const scope = scopes.find(({ connectionUid }) => connectionUid === item.connectionUid)
  const condition = scope?.condition ?? { kind: 'nothing' }
  const conditions = leavesOf(condition)
  const failed = failing(condition, entry)
  const { isPermitted } = judge(item.acl, reader, item.connectionUid)
  const lift = liftOf(item, now)
  const leaves = new Leaves(shard, view, scratch)
  const nearest = nearestIn(shard, view, questionsOf(scopes, shard, view), query, leaves, scratch)
  const near = nearest?.docs.find((one) => one.doc === doc)
  const textOf = () => {
    const statistics = {
      averageOf: (field: Passage['field']) => view.averageOf(field),
      rarityOf: (leaf: (typeof conditions)[number]) => leaves.rarityOf(leaf),
    }
    return scorerOf(statistics, conditions)(entry)
  }
  const parts = { text: failed || !isPermitted ? 0 : textOf(), lift, similarity: near?.similarity ?? 0 }
  const isShown = isPermitted && (near !== undefined || !failed)
  const legs = legsOf(nearest?.docs ?? [], isShown && meaning ? greatestText(shard, view, query, scratch) : 0)
  return {
    isMatch: near !== undefined || !failed,
    isPermitted,
    excludedBy: near ? undefined : failed,
    matched: matchedIn(entry, conditions),
    score: isShown ? scoreParts(parts, meaning, legs) : noScore(lift, meaning),
  }
}

/** What the best hit by words alone comes to. */
function greatestText(shard: Shard, view: View, query: IndexQuery, scratch: Scratch): number {
  const { meaning: _meaning, ...words } = query
  const plain = { ...words, from: 0, size: 1, sort: [], collapse: [], refiners: [] }
  return search(shard, view, plain, scratch).hits[0]?.score ?? 0
}

/** The item as far as the rules need it. */
function entryOf(shard: Shard, doc: number): Entry {
  const free: Passage[] = []
  const named: Passage[] = []
  shard.streams.read(doc, (place, property, numbers, count) => {
    const terms = Array.from(numbers.subarray(0, count), (term) => shard.vocabulary.textOf(term))
    const name = shard.propertyNames[property] ?? place
    const field = place === 'title' || place === 'content' ? place : 'properties'
    if (place !== 'apart') free.push({ field, name, terms })
    if (field === 'properties') named.push({ field, name, terms })
  })
  return {
    item: {
      ...shard.factsOf(doc),
      tenantId: shard.tenantId,
      connectionId: '' as ConnectionId,
      title: undefined,
      content: '',
      searchable: {},
    },
    texts: {
      free,
      lengths: {
        title: shard.titleLengths[doc] ?? 0,
        properties: shard.propertyLengths[doc] ?? 0,
        content: shard.contentLengths[doc] ?? 0,
      },
      under: (property) => named.filter(({ name }) => name === property),
    },
  }
}
