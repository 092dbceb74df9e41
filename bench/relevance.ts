// How well questions are answered, by collections with judgements: BM25 as a peer, words, meaning, and both.
// `npm run bench:relevance -- [--dir PATH] [--weights] [--json]`; the last line is one JSON object.
// PATH is one collection or a folder of them: Cranfield, CISI, or folders as BEIR has them.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Lean } from '../packages/search/src/meaning/lean.ts'
import { bm25 } from './relevance/bm25.ts'
import { collectionsIn, readCollection } from './relevance/collections.ts'
import { interval, judgedQuestions, type Marks, marksOf, mean, type Ranker } from './relevance/measure.ts'
import { productOf } from './relevance/product.ts'
import { rounded } from './search/times.ts'

const { values } = parseArgs({
  options: {
    dir: { type: 'string', default: join(import.meta.dirname, '../../shared/corpora/retrieval') },
    /** Also both with other constants: what those of search/src/meaning are chosen by. */
    weights: { type: 'boolean', default: false },
    /** No tables beside the JSON. */
    json: { type: 'boolean', default: false },
  },
})
const OTHERS: readonly Partial<Lean>[] = [
  { echo: 0 },
  ...[0.1, 0.2, 0.3, 0.4, 0.5, 0.6].map((weight) => ({ weight })),
  ...[0.1, 0.2, 0.3, 0.35, 0.4, 0.5].map((echo) => ({ echo })),
  ...[0, 20, 100, 1000].map((rescored) => ({ rescored })),
]
/** Lines that are passed over are told one by one, up to so many of a collection. */
const TOLD = 20

const say = (line: string) => console.error(line)
const collections: Record<string, unknown>[] = []
const gains: number[] = []
/** Of each collection. */
const means: number[] = []
const folders = collectionsIn(values.dir)
if (folders.length === 0) say(`No collection at ${values.dir}.`)
for (const folder of folders) {
  let passedOver = 0
  const collection = await readCollection(folder, (place, reason) => {
    if (++passedOver <= TOLD) say(`passed over: ${place}: ${reason}`)
  })
  if (passedOver > TOLD) say(`passed over: ${passedOver - TOLD} more lines`)
  const asked = judgedQuestions(collection).length
  if (asked === 0 || collection.documents.length === 0) {
    say(`${collection.name}: nothing to measure`)
    continue
  }
  await using product = await productOf(collection)
  const rankers: Record<string, Ranker> = {
    bm25: bm25(collection.documents),
    text: product.text,
    meaning: product.meaning,
    hybrid: product.hybrid,
    ...(values.weights
      ? Object.fromEntries(OTHERS.map((other) => [`both ${JSON.stringify(other)}`, product.leaning(other)]))
      : {}),
  }
  const marks: Record<string, Marks> = {}
  for (const [name, rank] of Object.entries(rankers)) marks[name] = await marksOf(collection, rank)
  const gain = difference(marks.hybrid, marks.text)
  gains.push(...gain)
  means.push(mean(gain))
  if (!values.json) {
    say(`\n${collection.name}: ${collection.documents.length} documents, ${asked} questions`)
    console.table(Object.fromEntries(Object.entries(marks).map(([name, of]) => [name, row(of)])))
    console.log(`hybrid above text: ${spread(gain)}; text above bm25: ${spread(difference(marks.text, marks.bm25))}`)
  }
  collections.push({
    name: collection.name,
    documents: collection.documents.length,
    queries: asked,
    ...Object.fromEntries(Object.entries(marks).map(([name, { ndcg }]) => [name, rounded(mean(ndcg), 4)])),
    hybridAboveText: { mean: rounded(mean(gain), 4), interval: interval(gain).map((bound) => rounded(bound, 4)) },
  })
}
const together = {
  questions: gains.length,
  mean: rounded(mean(gains), 4),
  interval: interval(gains).map((bound) => rounded(bound, 4)),
}
if (!values.json && collections.length > 1)
  console.log(
    `hybrid above text, all ${gains.length} questions together: ${spread(gains)}; mean of the collections: ${rounded(mean(means), 4)}`,
  )
console.log(JSON.stringify({ collections, hybridAboveText: { ...together, ofCollections: rounded(mean(means), 4) } }))

function difference(of: Marks | undefined, from: Marks | undefined): number[] {
  return of?.ndcg.map((value, at) => value - (from?.ndcg[at] ?? 0)) ?? []
}

function row({ ndcg, recall, reciprocal }: Marks) {
  return {
    'nDCG@10': spread(ndcg),
    'recall@100': rounded(mean(recall), 4),
    'MRR@10': rounded(mean(reciprocal), 4),
  }
}

/** The mean, and where 95 of 100 means lie. */
function spread(numbers: readonly number[]): string {
  const [low, high] = interval(numbers)
  return `${rounded(mean(numbers), 4)} (${rounded(low, 3)} to ${rounded(high, 3)})`
}
