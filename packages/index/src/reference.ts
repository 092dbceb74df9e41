import type { TenantId } from '@jumpseat/wire'
import { collapsed } from './collapse.ts'
import { type Entry, failing, holds, leavesOf } from './condition.ts'
import { correctionsOf } from './correct.ts'
import { matchedIn } from './highlight.ts'
import { liftOf } from './lift.ts'
import { type Near, nearnessOf } from './nearest.ts'
import { refine } from './refine.ts'
import { scorerOf, statisticsOf } from './score.ts'
import { byRank } from './sort.ts'
import { beginningWith, holdersOf, toldHoldersOf } from './suggest.ts'
import { textsOf } from './texts.ts'
import type {
  HitExplanation,
  IndexAnswer,
  IndexedItem,
  IndexQuery,
  ItemIndex,
  ItemKey,
  ItemVectors,
  Reader,
  Scope,
} from './types.ts'
import { askedVector } from './vectors/asked.ts'
import { fingerprintOf } from './vectors/embedded.ts'
import { found as foundScore, noScore, type Parts, passageOf, scoreParts } from './vectors/fuse.ts'
import { judge } from './verdict.ts'

/**
 * The reference evaluator: what every other engine must answer, in the most obvious way.
 * It keeps no structure. Each query reads every item of the tenant, judges its access list and forgets what is not permitted.
 */
export function createReferenceIndex(): ItemIndex {
  const tenants = new Map<TenantId, Map<string, Held>>()
  const every = () => [...tenants.values()].flatMap((items) => [...items.values()])
  const heldBy = (tenantId: TenantId) => [...(tenants.get(tenantId)?.values() ?? [])]
  const itemsOf = ({ tenantId }: Reader) => heldBy(tenantId).map(({ item }) => item)

  return {
    async upsert(items) {
      for (const item of items) {
        const held = tenants.get(item.tenantId) ?? new Map<string, Held>()
        const before = held.get(nameOf(item))
        const isSameText = before !== undefined && fingerprintOf(before.item) === fingerprintOf(item)
        tenants.set(item.tenantId, held.set(nameOf(item), { item, byModel: isSameText ? before.byModel : new Map() }))
      }
    },
    async remove(keys) {
      for (const key of keys) for (const items of tenants.values()) items.delete(nameOf(key))
    },
    async removeConnection(connectionUid) {
      for (const items of tenants.values())
        for (const [name, { item }] of items) if (item.connectionUid === connectionUid) items.delete(name)
    },
    search: async (query, reader) => answer(heldBy(reader.tenantId), query, reader),
    suggest: async (beginning, scopes, reader, limit) =>
      beginningWith(toldHoldersOf(corpusOf(itemsOf(reader), scopes, reader), scopes), beginning, limit),
    correct: async (words, scopes, reader) => {
      const corpus = corpusOf(itemsOf(reader), scopes, reader)
      return correctionsOf(words, holdersOf(corpus), toldHoldersOf(corpus, scopes))
    },
    async readable(scopes, reader) {
      const uids = corpusOf(itemsOf(reader), scopes, reader).map(({ item }) => item.connectionUid)
      return [...new Set(uids)].toSorted()
    },
    explain: async (query, key, reader) => explanation(heldBy(reader.tenantId), query, key, reader),
    has: async (key) => [...tenants.values()].some((items) => items.has(nameOf(key))),
    countOf: (connectionUid) => every().filter(({ item }) => item.connectionUid === connectionUid).length,
    async setVectors(vectors) {
      for (const one of vectors) {
        const held = tenants.get(one.tenantId)?.get(nameOf(one))
        if (held && fingerprintOf(held.item) === one.fingerprint) held.byModel.set(one.modelId, one)
      }
    },
    vectorsOf: async (keys) =>
      [...tenants.values()].flatMap((items) =>
        keys.flatMap((key) => [...(items.get(nameOf(key))?.byModel.values() ?? [])]),
      ),
    withoutVectors: async (tenantId, modelId, limit) =>
      heldBy(tenantId)
        .filter(({ byModel }) => !byModel.has(modelId))
        .slice(0, limit)
        .map(({ item: { connectionUid, itemId } }) => ({ connectionUid, itemId })),
    async removeVectors(tenantId, modelId) {
      for (const { byModel } of heldBy(tenantId)) byModel.delete(modelId)
    },
    vectorCountsOf(connectionUid) {
      const models = every().flatMap(({ item, byModel }) =>
        item.connectionUid === connectionUid ? [...byModel.keys()] : [],
      )
      return new Map([...Map.groupBy(models, (model) => model)].map(([model, each]) => [model, each.length]))
    },
  }
}

/** An item with its vectors by model. */
interface Held {
  readonly item: IndexedItem
  readonly byModel: Map<string, ItemVectors>
}

/** What the reader may read in the connections asked for, whatever the conditions. Statistics and words come from here. */
export function corpusOf(items: readonly IndexedItem[], scopes: readonly Scope[], reader: Reader): Entry[] {
  return items
    .filter((item) => scopeOf(scopes, item) !== undefined && isReadable(item, reader))
    .map((item) => ({ item, texts: textsOf(item) }))
}

/** The whole rule of search as a function of its arguments. */
export function answer(held: readonly Held[], query: IndexQuery, reader: Reader): IndexAnswer {
  const { scoreOf, matches } = weighed(held, query, reader)
  const hits = matches
    .map((entry) => ({ ...entry, score: scoreOf(entry).total, isCollapsed: false }))
    .toSorted(byRank(query.sort))
  const found = hits.map(({ item }) => item)
  return {
    hits: collapsed(hits, query.collapse)
      .slice(query.from, query.from + query.size)
      .map(({ item, texts, score, isCollapsed, near }) => ({
        connectionUid: item.connectionUid,
        itemId: item.itemId,
        score,
        matchedTerms: matchedIn({ item, texts }, leavesFor(query.scopes, item)).map(({ term }) => term),
        isCollapsed,
        ...passageOf(near, query.meaning),
      })),
    total: hits.length,
    refiners: query.refiners.map((refiner) => refine(found, refiner)),
  }
}

/** Why an item is, or is not, an answer. */
export function explanation(
  held: readonly Held[],
  query: IndexQuery,
  key: ItemKey,
  reader: Reader,
): HitExplanation | undefined {
  const asked = held.find(({ item }) => nameOf(item) === nameOf(key))
  if (!asked) return undefined
  const { item } = asked
  const { scoreOf, matches } = weighed(held, query, reader)
  const match = matches.find((one) => one.item === item)
  const entry = match ?? { item, texts: textsOf(item), near: undefined }
  const condition = scopeOf(query.scopes, item)?.condition ?? { kind: 'nothing' }
  const excludedBy = match ? undefined : failing(condition, entry)
  return {
    isMatch: excludedBy === undefined,
    isPermitted: isReadable(item, reader),
    excludedBy,
    matched: matchedIn(entry, leavesFor(query.scopes, item)),
    score: match ? scoreOf(match) : noScore(liftOf(item, query.now), query.meaning),
  }
}

/** An item of the reader's, with how near it is to the question, as far as that counts, and what its score is made of. */
interface Candidate extends Entry, Parts {
  readonly near: Near | undefined
}

/** What the query finds for the reader, by words or by meaning, in no order, and how each item scores. */
function weighed(held: readonly Held[], query: IndexQuery, reader: Reader) {
  const { scopes, meaning, now } = query
  const vectors = new Map(held.map(({ item, byModel }) => [item, byModel.get(meaning?.modelId ?? '')]))
  const corpus = corpusOf([...vectors.keys()], scopes, reader)
  const textOf = textScorer(corpus, query)
  const wordsOf = (entry: Entry) => (isAnswer(scopes, entry) ? textOf(entry) * liftOf(entry.item, now) : 0)
  const answers = corpus.filter((entry) => isAnswer(scopes, entry))

  const asked = meaning && askedVector(meaning, leavesIn(scopes), statisticsOf(corpus).rarityOf)
  const nearTo = (entry: Entry, vector: Int16Array) => nearnessOf(vectors.get(entry.item), vector)
  const nears = new Map<Entry, Near>()
  for (const entry of corpus) {
    if (!asked || !holds(scopeOf(scopes, entry.item)?.filter ?? { kind: 'nothing' }, entry)) continue
    const near = nearTo(entry, asked)
    if (near) nears.set(entry, near)
  }
  const first = <T extends Entry>(entries: readonly T[], count: number, scoreOf: (entry: T) => number) =>
    entries
      .map((entry) => ({ entry, item: entry.item, score: scoreOf(entry) }))
      .toSorted(byRank([]))
      .slice(0, count)
      .map(({ entry }) => entry)
  const similarityOf = (entry: Entry) => nears.get(entry)?.similarity ?? 0
  const related = [...nears.keys()].filter((entry) => meaning && similarityOf(entry) >= meaning.least)
  const nearest = new Set(first(related, meaning?.depth ?? 0, similarityOf))
  const counted = new Set([...nearest, ...first(answers, meaning?.rescored ?? 0, wordsOf)])

  const found = corpus
    .filter((entry) => nearest.has(entry) || isAnswer(scopes, entry))
    .map((entry) => {
      const near = counted.has(entry) ? nears.get(entry) : undefined
      const text = isAnswer(scopes, entry) ? textOf(entry) : 0
      return { ...entry, near, text, lift: liftOf(entry.item, now), similarity: near?.similarity ?? 0 }
    })
  const greatest = <T>(of: Iterable<T>, scoreOf: (one: T) => number) =>
    [...of].reduce((most, one) => Math.max(most, scoreOf(one)), 0)
  const ways = {
    text: greatest(answers, wordsOf),
    similarity: greatest(nearest, (entry) => similarityOf(entry) * liftOf(entry.item, now)),
  }
  const audible = found.filter((one) => one.near && meaning && meaning.echo > 0)
  const [echoed] = first(audible, 1, (entry) => (meaning ? foundScore(entry, meaning, ways) : 0))
  const echoOf = (entry: Entry) => (echoed?.near && nearTo(entry, echoed.near.vector)?.similarity) || 0
  const matches = found.map((entry): Candidate => ({ ...entry, echo: entry.near ? echoOf(entry) : 0 }))
  const legs = { ...ways, echo: greatest(matches, ({ echo, lift }) => echo * lift) }
  const scoreOf = (entry: Candidate) => scoreParts(entry, meaning, legs)
  return { matches, scoreOf }
}

/** Scores each item by the leaves of its own scope, with statistics of the whole corpus. */
function textScorer(corpus: readonly Entry[], { scopes }: IndexQuery): (entry: Entry) => number {
  const statistics = statisticsOf(corpus)
  const scorers = new Map(scopes.map((scope) => [scope, scorerOf(statistics, leavesOf(scope.condition))]))
  return (entry) => {
    const scope = scopeOf(scopes, entry.item)
    return (scope && scorers.get(scope)?.(entry)) ?? 0
  }
}

/** The first scope of a connection counts. */
const scopeOf = (scopes: readonly Scope[], { connectionUid }: ItemKey) =>
  scopes.find((scope) => scope.connectionUid === connectionUid)

const leavesIn = (scopes: readonly Scope[]) => scopes.flatMap(({ condition }) => leavesOf(condition))

const leavesFor = (scopes: readonly Scope[], key: ItemKey) =>
  leavesOf(scopeOf(scopes, key)?.condition ?? { kind: 'nothing' })

const isAnswer = (scopes: readonly Scope[], entry: Entry) =>
  holds(scopeOf(scopes, entry.item)?.condition ?? { kind: 'nothing' }, entry)

const isReadable = (item: IndexedItem, reader: Reader) =>
  item.tenantId === reader.tenantId && judge(item.acl, reader, item.connectionUid).isPermitted

const nameOf = ({ connectionUid, itemId }: ItemKey) => `${connectionUid}/${itemId}`
