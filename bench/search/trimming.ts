// What permissions cost: the same queries on the same engine with and without them, in turns. One JSON line.
import { bandwidth } from './bandwidth.ts'
import { questionsOf, readerOf, SHARES, TYPICAL } from './corpus.ts'
import { queryOf } from './queries.ts'
import { thawed } from './snapshot.ts'
import { at, rounded } from './times.ts'

const [items = 100_000, count = 40, rounds = 3] = process.argv.slice(2).map(Number)
const core = await thawed(process.argv[5] ?? '')
console.error(
  `${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB RSS, ${Math.round(core.bytes() / 2 ** 20)} MiB in arrays`,
)

const plain = { ...readerOf(0.9, 50), key: 'plain', isTrimmed: false as const }
const bytesPerMs = bandwidth()
/** Bytes that the typical reader's questions of four words must at least touch: their postings, and a length per match. */
const touched: number[] = []
let overFloor = Number.NaN
let worst = 0
for (const words of [1, 2, 4]) {
  const queries = questionsOf(words, count, items).map((question) => queryOf(question))
  for (const share of SHARES) {
    const reader = { ...readerOf(share, 50), key: `${share}` }
    const times: { trimmed: number[]; plain: number[] } = { trimmed: [], plain: [] }
    for (let round = -1; round < rounds; round++)
      for (const [at, query] of queries.entries()) {
        // Whoever asks second finds the postings in the cache of the processor: they take turns.
        const order = (at + round) % 2 === 0 ? (['trimmed', 'plain'] as const) : (['plain', 'trimmed'] as const)
        for (const which of order) {
          const before = performance.now()
          core.search(query, which === 'plain' ? plain : reader)
          if (round >= 0) times[which].push(performance.now() - before)
        }
      }
    const ratio = at(0.5, times.trimmed) / at(0.5, times.plain)
    if (share >= 0.13) worst = Math.max(worst, ratio)
    if (words === 4 && share === TYPICAL) {
      for (const query of queries) touched.push(core.postingBytes(query) + 4 * core.search(query, reader).total)
      overFloor = (at(0.5, times.trimmed) * bytesPerMs) / at(0.5, touched)
    }
    console.error(
      `w${words} ${share}: ${[at(0.5, times.trimmed), at(0.95, times.trimmed), at(0.5, times.plain), at(0.95, times.plain), ratio].map((ms) => rounded(ms, 3)).join('  ')}`,
    )
  }
}
const floor = at(0.5, touched) / bytesPerMs
console.error(
  `w4 ${TYPICAL}: ${rounded(at(0.5, touched) / 2 ** 20)} MiB at ${rounded(bytesPerMs / 1e6, 1)} GB/s take ${rounded(floor, 3)} ms; we take ${rounded(overFloor, 1)} times that`,
)
console.log(
  JSON.stringify({
    filterCost: rounded(worst, 3),
    limit: {
      touchedMiB: rounded(at(0.5, touched) / 2 ** 20),
      gigabytesPerSecond: rounded(bytesPerMs / 1e6, 1),
      ratio: rounded(overFloor, 1),
    },
  }),
)
