import type { ConnectionId } from '@jumpseat/wire'
import { type Entry, failing, leavesOf } from '../condition.ts'
import { matchedIn } from '../highlight.ts'
import { liftOf } from '../lift.ts'
import { scorerOf } from '../score.ts'
import type { Passage } from '../texts.ts'
import type { HitExplanation, IndexQuery, Reader } from '../types.ts'
import { judge } from '../verdict.ts'
import { Leaves } from './leaves.ts'
import type { Scratch } from './scratch.ts'
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
  const entry = entryOf(shard, doc)
  const { item } = entry
  const scope = query.scopes.find(({ connectionUid }) => connectionUid === item.connectionUid)
  const condition = scope?.condition ?? { kind: 'nothing' }
  const conditions = leavesOf(condition)
  const excludedBy = failing(condition, entry)
  const isMatch = excludedBy === undefined
  const { isPermitted } = judge(item.acl, reader, item.connectionUid)
  const lift = liftOf(item, query.now)
  const text = () => {
    const leaves = new Leaves(shard, view, scratch)
    const statistics = {
      averageOf: (field: Passage['field']) => view.averageOf(field),
      rarityOf: (leaf: (typeof conditions)[number]) => leaves.rarityOf(leaf),
    }
    return scorerOf(statistics, conditions)(entry)
  }
  return {
    isMatch,
    isPermitted,
    excludedBy,
    matched: matchedIn(entry, conditions),
    score: { text: isMatch && isPermitted ? text() : 0, lift },
  }
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
