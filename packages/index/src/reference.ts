import type { TenantId } from '@jumpseat/wire'
import { collapsed } from './collapse.ts'
import { type Entry, failing, holds, leavesOf } from './condition.ts'
import { correctionsOf } from './correct.ts'
import { matchedIn } from './highlight.ts'
import { liftOf } from './lift.ts'
import { refine } from './refine.ts'
import { scorerOf, statisticsOf } from './score.ts'
import { byRank } from './sort.ts'
import { beginningWith, holdersOf } from './suggest.ts'
import { textsOf } from './texts.ts'
import type {
  HitExplanation,
  IndexAnswer,
  IndexedItem,
  IndexQuery,
  ItemIndex,
  ItemKey,
  Reader,
  Scope,
} from './types.ts'
import { judge } from './verdict.ts'

/**
 * The reference evaluator: what every other engine must answer, in the most obvious way.
 * It keeps no structure. Each query reads every item of the tenant, judges its access list and forgets what is not permitted.
 */
export function createReferenceIndex(): ItemIndex {
  const tenants = new Map<TenantId, Map<string, IndexedItem>>()
  const every = () => [...tenants.values()].flatMap((items) => [...items.values()])
  const itemsOf = ({ tenantId }: Reader) => [...(tenants.get(tenantId)?.values() ?? [])]

  return {
    async upsert(items) {
      for (const item of items) {
        const held = tenants.get(item.tenantId) ?? new Map<string, IndexedItem>()
        tenants.set(item.tenantId, held.set(nameOf(item), item))
      }
    },
    async remove(keys) {
      for (const key of keys) for (const items of tenants.values()) items.delete(nameOf(key))
    },
    async removeConnection(connectionUid) {
      for (const items of tenants.values())
        for (const [name, item] of items) if (item.connectionUid === connectionUid) items.delete(name)
    },
    search: async (query, reader) => answer(itemsOf(reader), query, reader),
    suggest: async (beginning, scopes, reader, limit) =>
      beginningWith(holdersOf(corpusOf(itemsOf(reader), scopes, reader)), beginning, limit),
    correct: async (words, scopes, reader) =>
      correctionsOf(words, holdersOf(corpusOf(itemsOf(reader), scopes, reader))),
    explain: async (query, key, reader) => explanation(itemsOf(reader), query, key, reader),
    has: async (key) => [...tenants.values()].some((items) => items.has(nameOf(key))),
    countOf: (connectionUid) => every().filter((item) => item.connectionUid === connectionUid).length,
  }
}

/** What the reader may read in the connections asked for, whatever the conditions. Statistics and words come from here. */
export function corpusOf(items: readonly IndexedItem[], scopes: readonly Scope[], reader: Reader): Entry[] {
  return items
    .filter((item) => scopeOf(scopes, item) !== undefined && isReadable(item, reader))
    .map((item) => ({ item, texts: textsOf(item) }))
}

/** The whole rule of search as a function of its arguments. */
export function answer(items: readonly IndexedItem[], query: IndexQuery, reader: Reader): IndexAnswer {
  const corpus = corpusOf(items, query.scopes, reader)
  const scoreOf = lifted(corpus, query)
  const hits = corpus
    .filter((entry) => isAnswer(query.scopes, entry))
    .map((entry) => ({ ...entry, ...scoreOf(entry), isCollapsed: false }))
    .map((hit) => ({ ...hit, score: hit.text * hit.lift }))
    .toSorted(byRank(query.sort))
  const found = hits.map(({ item }) => item)
  return {
    hits: collapsed(hits, query.collapse)
      .slice(query.from, query.from + query.size)
      .map(({ item, texts, score, isCollapsed }) => ({
        connectionUid: item.connectionUid,
        itemId: item.itemId,
        score,
        matchedTerms: matchedIn({ item, texts }, leavesFor(query.scopes, item)).map(({ term }) => term),
        isCollapsed,
      })),
    total: hits.length,
    refiners: query.refiners.map((refiner) => refine(found, refiner)),
  }
}

/** Why an item is, or is not, an answer. What is not an answer has a text score of 0. */
export function explanation(
  items: readonly IndexedItem[],
  query: IndexQuery,
  key: ItemKey,
  reader: Reader,
): HitExplanation | undefined {
  const item = items.find((one) => nameOf(one) === nameOf(key))
  if (!item) return undefined
  const entry = { item, texts: textsOf(item) }
  const scope = scopeOf(query.scopes, item)
  const excludedBy = failing(scope?.condition ?? { kind: 'nothing' }, entry)
  const isMatch = excludedBy === undefined
  const isPermitted = isReadable(item, reader)
  return {
    isMatch,
    isPermitted,
    excludedBy,
    matched: matchedIn(entry, leavesFor(query.scopes, item)),
    score:
      isMatch && isPermitted
        ? lifted(corpusOf(items, query.scopes, reader), query)(entry)
        : { text: 0, lift: liftOf(item, query.now) },
  }
}

/** Scores each item by the leaves of its own scope, with statistics of the whole corpus. */
function lifted(corpus: readonly Entry[], { scopes, now }: IndexQuery): (entry: Entry) => HitExplanation['score'] {
  const statistics = statisticsOf(corpus)
  const scorers = new Map(scopes.map((scope) => [scope, scorerOf(statistics, leavesOf(scope.condition))]))
  return (entry) => {
    const scope = scopeOf(scopes, entry.item)
    return { text: (scope && scorers.get(scope)?.(entry)) ?? 0, lift: liftOf(entry.item, now) }
  }
}

/** The first scope of a connection counts. */
const scopeOf = (scopes: readonly Scope[], { connectionUid }: ItemKey) =>
  scopes.find((scope) => scope.connectionUid === connectionUid)

const leavesFor = (scopes: readonly Scope[], key: ItemKey) =>
  leavesOf(scopeOf(scopes, key)?.condition ?? { kind: 'nothing' })

const isAnswer = (scopes: readonly Scope[], entry: Entry) =>
  holds(scopeOf(scopes, entry.item)?.condition ?? { kind: 'nothing' }, entry)

const isReadable = (item: IndexedItem, reader: Reader) =>
  item.tenantId === reader.tenantId && judge(item.acl, reader, item.connectionUid).isPermitted

const nameOf = ({ connectionUid, itemId }: ItemKey) => `${connectionUid}/${itemId}`
