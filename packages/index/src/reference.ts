import type { TenantId } from '@jumpseat/wire'
import { contains, scorerOf, textsOf } from './score.ts'
import type { IndexAnswer, IndexedItem, IndexHit, IndexQuery, ItemIndex, ItemKey, Reader } from './types.ts'
import { judge } from './verdict.ts'
import { clausesOf } from './words.ts'

/**
 * The reference evaluator: what every other engine must answer, in the most obvious way.
 * It keeps no structure. Each query reads every item of the tenant, judges its access list and forgets what is not permitted.
 */
export function createReferenceIndex(): ItemIndex {
  const tenants = new Map<TenantId, Map<string, IndexedItem>>()
  const keyOf = ({ connectionUid, itemId }: ItemKey) => `${connectionUid}/${itemId}`
  const every = () => [...tenants.values()].flatMap((items) => [...items.values()])

  return {
    async upsert(items) {
      for (const item of items) {
        const held = tenants.get(item.tenantId) ?? new Map<string, IndexedItem>()
        tenants.set(item.tenantId, held.set(keyOf(item), item))
      }
    },
    async remove(keys) {
      for (const key of keys) for (const items of tenants.values()) items.delete(keyOf(key))
    },
    async removeConnection(connectionUid) {
      for (const items of tenants.values())
        for (const [key, item] of items) if (item.connectionUid === connectionUid) items.delete(key)
    },
    search: async (query, reader) => answer([...(tenants.get(reader.tenantId)?.values() ?? [])], query, reader),
    has: async (key) => [...tenants.values()].some((items) => items.has(keyOf(key))),
    countOf: (connectionUid) => every().filter((item) => item.connectionUid === connectionUid).length,
  }
}

/** The whole rule of search as a function of its arguments. */
export function answer(items: readonly IndexedItem[], query: IndexQuery, reader: Reader): IndexAnswer {
  const permitted = items.filter(
    (item) =>
      item.tenantId === reader.tenantId &&
      (query.connectionUids === undefined || query.connectionUids.includes(item.connectionUid)) &&
      judge(item.acl, reader, item.connectionUid).isPermitted,
  )
  if (query.text.trim() === '*') {
    const hits = permitted.map((item) => ({ item, score: 1, matchedTerms: [] }))
    return page(hits, query, [])
  }

  const clauses = clausesOf(query.text, query.match)
  const corpus = permitted.map((item) => ({ item, texts: textsOf(item) }))
  const scoreOf = scorerOf(
    corpus.map(({ texts }) => texts),
    clauses,
  )
  const hits = corpus.flatMap(({ item, texts }) => {
    const matched = clauses.filter((clause) => contains(texts, clause))
    const isHit = matched.length > 0 && (query.match === 'any' || matched.length === clauses.length)
    return isHit ? [{ item, score: scoreOf(texts), matchedTerms: distinct(matched.flat()) }] : []
  })
  return page(hits, query, distinct(clauses.flat()))
}

interface Candidate extends Pick<IndexHit, 'score' | 'matchedTerms'> {
  readonly item: IndexedItem
}

function page(candidates: readonly Candidate[], { from, size }: IndexQuery, terms: readonly string[]): IndexAnswer {
  const hits = candidates
    .toSorted(byRank)
    .slice(from, from + size)
    .map(({ item, score, matchedTerms }) => ({
      connectionUid: item.connectionUid,
      itemId: item.itemId,
      score,
      matchedTerms,
    }))
  return { hits, total: candidates.length, terms }
}

function byRank(a: Candidate, b: Candidate): number {
  return (
    b.score - a.score ||
    (b.item.modifiedAt ?? -Infinity) - (a.item.modifiedAt ?? -Infinity) ||
    compare(a.item.connectionUid, b.item.connectionUid) ||
    compare(a.item.itemId, b.item.itemId)
  )
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const distinct = (terms: readonly string[]) => [...new Set(terms)]
