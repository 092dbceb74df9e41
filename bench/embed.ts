// The built-in model: loading, and passages of 100 words per second on its one thread, beside what the memory would allow.
// `npm run bench:embed -- [--passages N] [--rounds N] [--json]`; the last line is one JSON object.
import { statSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createTokeniser } from '../packages/embed/src/builtin/tokens.ts'
import { readWeights, WEIGHTS } from '../packages/embed/src/builtin/weights.ts'
import { createBuiltInEmbedder } from '../packages/embed/src/index.ts'
import { at, rounded, timed } from './search/times.ts'

const { values } = parseArgs({
  options: {
    passages: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '5' },
    /** No table beside the JSON. */
    json: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
const weights = readWeights(WEIGHTS)
if ('refused' in weights) throw new Error(weights.reason)
const { vocabulary, dimensions } = weights
const tokensOf = createTokeniser(vocabulary)
const passages = Array.from({ length: Number(values.passages) }, (_, number) => passage(number))
const tokens = passages.reduce((sum, text) => sum + tokensOf(text).length, 0) / passages.length

const loads: number[] = []
const loadsOfCore: number[] = []
const rates: number[] = []
const ratesOfCore: number[] = []
const bandwidths: number[] = []
for (let round = 0; round < rounds; round++) {
  const started = performance.now()
  const startedOfCore = coreMs()
  const embedder = await createBuiltInEmbedder()
  loads.push(performance.now() - started)
  loadsOfCore.push(coreMs() - startedOfCore)
  // The first thousand let the engine compile.
  await embedder.embed(passages.slice(0, 1000), 'passage')
  const before = coreMs()
  rates.push((passages.length * 1000) / (await timed(() => embedder.embed(passages, 'passage'))))
  ratesOfCore.push((passages.length * 1000) / (coreMs() - before))
  await embedder.close?.()
  bandwidths.push(bandwidth())
}

const perCoreSecond = at(0.5, ratesOfCore)
// What a passage must read at least: the vector and the factor of each token.
const limit = at(0.5, bandwidths) / (tokens * (dimensions + 4))
const result = {
  weightsMB: rounded(statSync(WEIGHTS).size / 1e6),
  loadMs: rounded(at(0.5, loads), 1),
  loadCoreMs: rounded(at(0.5, loadsOfCore), 1),
  passagesPerSecond: Math.round(at(0.5, rates)),
  passagesPerCoreSecond: Math.round(perCoreSecond),
  tokensPerPassage: rounded(tokens, 1),
  memoryGBPerSecond: rounded(at(0.5, bandwidths) / 1e9),
  ofMemoryLimit: rounded(perCoreSecond / limit, 4),
}
if (!values.json) console.table(result)
console.log(JSON.stringify(result))

/** A hundred words, frequent ones more often, one in fifty unknown; the same for the same number. */
function passage(number: number): string {
  let state = number * 2654435761 + 1
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  const word = () => {
    const token = vocabulary[Math.floor(next() ** 3 * vocabulary.length * 0.9)] ?? 'word'
    return next() < 0.02 ? `${token}${token}ise` : token
  }
  return Array.from({ length: 100 }, (_, at) => (at % 12 === 0 ? `${word()}.` : word())).join(' ')
}

/** Bytes per second that one core copies, read and written ones counted. */
function bandwidth(): number {
  const from = new Uint8Array(2 ** 28).fill(1)
  const to = new Uint8Array(2 ** 28).fill(2)
  const before = coreMs()
  to.set(from)
  return (2 * from.length * 1000) / (coreMs() - before)
}

/** Milliseconds of processor time that this process has had, all its threads together: others on the machine do not disturb it. */
function coreMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
