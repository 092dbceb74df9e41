// The engine behind its port, thread and all: latencies, exactness, memory. One JSON line at the end.
import {
  createEmbeddedIndex,
  type IndexAnswer,
  judge,
  type Reader,
  stemOf,
  wordsOf,
} from '../../packages/index/src/index.ts'
import { aclOf, CONNECTION, itemOf, questionsOf, readerOf, SHARES, TYPICAL } from './corpus.ts'
import { queryOf } from './queries.ts'
import { measureSnapshot } from './snapshot.ts'
import { at, mebibytes, rounded, timed } from './times.ts'

const [items = 100_000, count = 40, rounds = 3] = process.argv.slice(2).map(Number)
const GROUPS = [5, 50, 500, 10_000]
const say = (line: string) => console.error(line)

const index = createEmbeddedIndex()
const building = await timed(async () => {
  const BATCH = 500
  for (let from = 0; from < items; from += BATCH)
    await index.upsert(Array.from({ length: Math.min(BATCH, items - from) }, (_, n) => itemOf(from + n)))
})
say(`${items} items in ${Math.round(building / 1000)} s, made and indexed`)

interface Cell {
  readonly words: number
  readonly reader: Reader
  readonly p50: number
  readonly p95: number
}

/** Every question answered before it is timed, so that the reader is known. */
async function cellOf(words: number, reader: Reader): Promise<Cell & { readonly times: readonly number[] }> {
  const queries = questionsOf(words, count, items).map((question) => queryOf(question))
  for (const query of queries) await index.search(query, reader)
  const times: number[] = []
  for (let round = 0; round < rounds; round++)
    for (const query of queries) times.push(await timed(() => index.search(query, reader)))
  return { words, reader, times, p50: at(0.5, times), p95: at(0.95, times) }
}

let w4: readonly number[] = []
for (const words of [1, 2, 4])
  for (const share of SHARES) {
    const cell = await cellOf(words, readerOf(share, 50))
    if (words === 4 && share === TYPICAL) w4 = cell.times
    say(`w${words} ${share * 100} %: p50 ${rounded(cell.p50)} ms, p95 ${rounded(cell.p95)} ms`)
  }

// The same documents, whatever the number of groups. In turns, so that a busy moment meets all alike.
const members = GROUPS.map((groups) => ({ groups, reader: readerOf(0.13, groups), times: [] as number[] }))
const asked = questionsOf(4, count, items).map((question) => queryOf(question))
for (let round = -1; round < rounds * 2; round++)
  for (const [n, query] of asked.entries())
    for (let turn = 0; turn < members.length; turn++) {
      // Whoever asks first finds the processor's cache cold: they take turns at that, too.
      const member = members[(turn + n + round + 1) % members.length]
      const time = await timed(() => (member ? index.search(query, member.reader) : undefined))
      if (round >= 0) member?.times.push(time)
    }
for (const { groups, times } of members)
  say(`w4 13 % with ${groups} groups: p50 ${rounded(at(0.5, times), 3)} ms, p95 ${rounded(at(0.95, times))} ms`)
const medianOf = (groups: number) => at(0.5, members.find((member) => member.groups === groups)?.times ?? [])
const cold = await timed(() => index.search(queryOf(['the']), readerOf(0.4, 10_000)))
say(`first question of a reader with 10000 groups: ${rounded(cold)} ms`)

const before = mebibytes(process.memoryUsage.rss())
const wrong = await wrongAnswers()
const typical = readerOf(TYPICAL, 50)
const { rssMiB: after, ...snapshot } = await measureSnapshot(index, asked, typical, process.argv[5] ?? '', say)
console.log(
  JSON.stringify({
    items,
    wrong,
    w4: { p50: rounded(at(0.5, w4)), p95: rounded(at(0.95, w4)) },
    flatness: rounded(medianOf(10_000) / medianOf(5), 3),
    buildSeconds: Math.round(building / 1000),
    rssMiB: Math.max(before, after),
    ...snapshot,
  }),
)

/** Answers held against all items: totals that differ, and hits that the reader may not see or that hold no word of the question. */
async function wrongAnswers(): Promise<number> {
  const readers = SHARES.map((share) => readerOf(share, 50))
  const questions = [1, 2, 4].flatMap((words) => questionsOf(words, Math.min(count, 10), items))
  const stems = questions.map(
    (question) => new Set(question.flatMap((word) => wordsOf(word)).map(({ term }) => stemOf(term))),
  )
  const totals = questions.map(() => readers.map(() => 0))
  const isHit = (words: ReadonlySet<string>, of: ReadonlySet<string>) => [...words].some((word) => of.has(word))
  const textStems = (n: number) => {
    const { title, content, searchable } = itemOf(n)
    const texts = [title ?? '', content, ...Object.values(searchable).flat()]
    return new Set(texts.flatMap((text) => wordsOf(text)).map(({ term }) => stemOf(term)))
  }
  for (let n = 0; n < items; n++) {
    const seen = readers.map((reader) => judge(aclOf(n), reader, CONNECTION).isPermitted)
    if (!seen.includes(true)) continue
    const held = textStems(n)
    for (const [question, words] of stems.entries())
      if (isHit(words, held))
        for (const [at, isSeen] of seen.entries())
          if (isSeen) (totals[question] ?? [])[at] = (totals[question]?.[at] ?? 0) + 1
  }
  let wrong = 0
  for (const [at, question] of questions.entries())
    for (const [who, reader] of readers.entries()) {
      const { hits, total }: IndexAnswer = await index.search(queryOf(question), reader)
      const isRight = hits.every(({ itemId }) => {
        const n = Number(itemId.slice('item-'.length))
        return judge(aclOf(n), reader, CONNECTION).isPermitted && isHit(stems[at] ?? new Set(), textStems(n))
      })
      if (!isRight || total !== totals[at]?.[who] || hits.length !== Math.min(10, total)) wrong++
    }
  return wrong
}
