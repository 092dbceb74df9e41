// Vectors, and words with vectors, behind the port, thread and all: latencies and recall. One JSON line at the end.
import { createEmbeddedIndex, type IndexQuery, judge } from '../../packages/index/src/index.ts'
import { fingerprintOf } from '../../packages/index/src/vectors/embedded.ts'
import { quantise } from '../../packages/index/src/vectors/quantise.ts'
import { LEAN } from '../../packages/search/src/meaning/lean.ts'
import { aclOf, CONNECTION, itemOf, questionsOf, readerOf, SHARES, TENANT, TYPICAL } from './corpus.ts'
import { DIMENSIONS, MODEL, meaningOf, questionVectors, vectorOf } from './meaning.ts'
import { queryOf } from './queries.ts'
import { at, mebibytes, rounded, timed } from './times.ts'

const [items = 100_000, count = 40, rounds = 3] = process.argv.slice(2).map(Number)
const BATCH = 500
/** Hits that recall looks at. */
const FIRST = 10
const say = (line: string) => console.error(line)

const index = createEmbeddedIndex()
let adding = 0
for (let from = 0; from < items; from += BATCH) {
  const some = Array.from({ length: Math.min(BATCH, items - from) }, (_, n) => itemOf(from + n))
  await index.upsert(some)
  const vectors = some.map(({ itemId, ...item }, n) => ({
    tenantId: TENANT,
    connectionUid: CONNECTION,
    itemId,
    modelId: MODEL,
    dimensions: DIMENSIONS,
    fingerprint: fingerprintOf(item),
    passages: [{ from: 0, to: item.content.length }],
    vectors: quantise(vectorOf(from + n)),
  }))
  adding += await timed(() => index.setVectors(vectors))
}
say(`${items} vectors in ${rounded(adding / 1000)} s beside their texts`)

const questions = questionVectors(count, items)
const everything = { kind: 'everything' } as const
const withMeaning = (query: IndexQuery, vector: Float32Array): IndexQuery => ({
  ...query,
  scopes: query.scopes.map((scope) => ({ ...scope, filter: everything })),
  meaning: meaningOf(vector),
})
const words = questionsOf(4, count, items).map((question) => queryOf(question))
const none = { ...queryOf(['the']), scopes: [{ connectionUid: CONNECTION, condition: { kind: 'nothing' } as const }] }
const KINDS = {
  words,
  vector: questions.map((vector) => withMeaning(none, vector)),
  hybrid: questions.map((vector, n) => withMeaning(words[n] ?? none, vector)),
}

const figures: Record<string, { p50: number; p95: number }> = {}
for (const share of SHARES) {
  const reader = readerOf(share, 50)
  for (const [kind, queries] of Object.entries(KINDS)) {
    for (const query of queries) await index.search(query, reader)
    const times: number[] = []
    for (let round = 0; round < rounds; round++)
      for (const query of queries) times.push(await timed(() => index.search(query, reader)))
    const figure = { p50: rounded(at(0.5, times)), p95: rounded(at(0.95, times)) }
    say(`${kind} ${share * 100} %: p50 ${figure.p50} ms, p95 ${figure.p95} ms`)
    if (share === TYPICAL) figures[kind] = figure
  }
}
const rssMiB = mebibytes(process.memoryUsage.rss())
const exactness = await held()
console.log(JSON.stringify({ items, dimensions: DIMENSIONS, ...figures, ...exactness, rssMiB }))
await index.close()

function nearest(query: IndexQuery): IndexQuery {
  return query.meaning ? { ...query, meaning: { ...query.meaning, depth: FIRST } } : query
}

/** The first hits by meaning against all permitted items in the numbers of 32 bits that the vectors were. */
async function held(): Promise<{ recall: number; considered: number; wrong: number }> {
  const reader = readerOf(TYPICAL, 50)
  const best = questions.map((): { n: number; product: number }[] => [])
  for (let n = 0; n < items; n++) {
    if (!judge(aclOf(n), reader, CONNECTION).isPermitted) continue
    const vector = vectorOf(n)
    for (const [question, of] of questions.entries()) {
      let product = 0
      for (let at = 0; at < DIMENSIONS; at++) product += (of[at] ?? 0) * (vector[at] ?? 0)
      const first = best[question] ?? []
      if (first.length === FIRST && product <= (first.at(-1)?.product ?? 0)) continue
      first.push({ n, product })
      first.sort((a, b) => b.product - a.product)
      first.length = Math.min(first.length, FIRST)
    }
  }
  let found = 0
  let considered = 0
  let wrong = 0
  for (const [question, query] of KINDS.vector.entries()) {
    // As many as are looked at, so that freshness, which comes after, can only change their order.
    const { hits } = await index.search(nearest(query), reader)
    const wanted = new Set(best[question]?.map(({ n }) => `item-${n}`))
    found += hits.filter(({ itemId }) => wanted.has(itemId)).length
    const all = await index.search({ ...query, size: LEAN.depth }, reader)
    considered += all.hits.filter(({ itemId }) => wanted.has(itemId)).length
    wrong += hits.filter(({ itemId }) => !judge(aclOf(Number(itemId.slice(5))), reader, CONNECTION).isPermitted).length
  }
  const share = (count: number) => rounded(count / (questions.length * FIRST), 4)
  return { recall: share(found), considered: share(considered), wrong }
}
