// MiniSearch with a filter by access list, judged beforehand. One JSON line.
import MiniSearch from 'minisearch'
import { judge, stemOf, wordsOf } from '../../packages/index/src/index.ts'
import { CONNECTION, itemOf, questionsOf, readerOf, SHARES, TYPICAL } from '../search/corpus.ts'
import { at, rounded } from '../search/times.ts'

const [items = 100_000, count = 40, rounds = 1] = process.argv.slice(2).map(Number)
const search = new MiniSearch({
  fields: ['title', 'summary', 'content'],
  tokenize: (text) => wordsOf(text).map(({ term }) => term),
  processTerm: (term) => stemOf(term),
  searchOptions: { boost: { title: 3, summary: 1.5 } },
})
const readers = SHARES.map((share) => ({ share, reader: readerOf(share, 50), seen: new Uint8Array(items) }))
for (let n = 0; n < items; n++) {
  const { title, searchable, content, acl } = itemOf(n)
  search.add({ id: n, title: title ?? '', summary: searchable.summary?.[0] ?? '', content })
  for (const { reader, seen } of readers) seen[n] = Number(judge(acl, reader, CONNECTION).isPermitted)
}

let typical: readonly number[] = []
const questions = questionsOf(4, count, items).map((words) => words.join(' '))
for (const { share, seen } of readers) {
  const filter = ({ id }: { id: number }) => seen[id] === 1
  search.search(questions[0] ?? '', { filter })
  const times: number[] = []
  for (let round = 0; round < rounds; round++)
    for (const question of questions) {
      const started = performance.now()
      search.search(question, { filter }).slice(0, 10)
      times.push(performance.now() - started)
    }
  console.error(`MiniSearch w4 ${share * 100} %: p50 ${rounded(at(0.5, times))} ms, p95 ${rounded(at(0.95, times))} ms`)
  if (share === TYPICAL) typical = times
}
console.log(JSON.stringify({ p50: rounded(at(0.5, typical)) }))
