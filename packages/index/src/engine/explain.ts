import type { ConnectionId } from '@jumpseat/wire'
import { type Entry, failing, leavesOf } from '../condition.ts'
import { matchedIn } from '../highlight.ts'
import { liftOf } from '../lift.ts'
import { scorerOf } from '../score.ts'
import type { Passage } from '../texts.ts'
import type { HitExplanation, IndexQuery, Reader } from '../types.ts'
import { type Legs, noScore, scoreParts } from '../vectors/fuse.ts'
import { judge } from '../verdict.ts'
import { Leaves } from './leaves.ts'
import type { Scratch } from './scratch.ts'
import { ordered } from './search.ts'
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
  const fusion = meaning && fusionOf(shard, view, query, scratch)
  const isMatch = !failed || (fusion?.nearest.docs.some((one) => one.doc === doc) ?? false)
  const score = () => {
    const leaves = fusion?.leaves ?? new Leaves(shard, view, scratch)
    const statistics = {
      averageOf: (field: Passage['field']) => view.averageOf(field),
      rarityOf: (leaf: (typeof conditions)[number]) => leaves.rarityOf(leaf),
    }
    const text = failed ? 0 : scorerOf(statistics, conditions)(entry)
    const { similarity, echo } = fusion?.hits.find((hit) => hit.doc === doc) ?? UNCOUNTED
    return scoreParts({ text, lift, similarity, echo }, meaning, fusion?.legs ?? NO_LEGS)
  }
  return {
    isMatch,
    isPermitted,
    excludedBy: isMatch ? undefined : failed,
    matched: matchedIn(entry, conditions),
    score: isMatch && isPermitted ? score() : noScore(lift, meaning),
  }
}

const UNCOUNTED = { similarity: 0, echo: 0 }
const NO_LEGS: Legs = { text: 0, similarity: 0, echo: 0 }

/** What the scores of the query are measured by, and all that is near with its parts; undefined without a meaning. */
function fusionOf(shard: Shard, view: View, query: IndexQuery, scratch: Scratch) {
  const plain = { ...query, from: 0, size: 1, sort: [], collapse: [], refiners: [] }
  const { order, nearest, leaves } = ordered(shard, view, plain, scratch)
  return 'all' in order && nearest ? { ...order.all(), nearest, leaves } : undefined
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
