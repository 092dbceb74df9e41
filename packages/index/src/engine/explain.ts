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
import { legsOf, nearestIn } from './nearest.ts'
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
  const isNearest = nearest?.docs.some((one) => one.doc === doc) ?? false
  const isMatch = isNearest || !failed
  const textOf = () => {
    const statistics = {
      averageOf: (field: Passage['field']) => view.averageOf(field),
      rarityOf: (leaf: (typeof conditions)[number]) => leaves.rarityOf(leaf),
    }
    return scorerOf(statistics, conditions)(entry)
  }
  const score = () => {
    const text = failed ? 0 : textOf()
    const byWords = nearest ? firstByWords(shard, view, query, nearest.meaning.rescored, scratch) : []
    const isCounted =
      isNearest ||
      byWords
        .slice(0, meaning?.rescored)
        .some((hit) => hit.itemId === item.itemId && hit.connectionUid === item.connectionUid)
    const similarity = (isCounted && nearest?.nearnessOf(doc)?.similarity) || 0
    return scoreParts(
      { text, lift, similarity },
      meaning,
      legsOf(shard, now, nearest?.docs ?? [], byWords[0]?.score ?? 0),
    )
  }
  return {
    isMatch,
    isPermitted,
    excludedBy: isMatch ? undefined : failed,
    matched: matchedIn(entry, conditions),
    score: isMatch && isPermitted ? score() : noScore(lift, meaning),
  }
}

/** The best hits by words alone: so many, and one at least. */
function firstByWords(shard: Shard, view: View, query: IndexQuery, count: number, scratch: Scratch) {
  const { meaning: _meaning, ...words } = query
  const plain = { ...words, from: 0, size: Math.max(1, count), sort: [], collapse: [], refiners: [] }
  return search(shard, view, plain, scratch).hits
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
