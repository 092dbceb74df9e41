// Choosing functions for a prompt: recall over one catalogue of all functions of a folder, and what is offered where nothing fits.
// `npm run bench:select -- [--dir PATH] [--json]`; the last line is one JSON object.
//
// The folder holds JSON lines: `NAME.jsonl` with `{ id, question: [[{ role, content }]], function: [...] }`, and
// `NAME.answers.jsonl` with `{ id, ground_truth: [{ NAME: … }] }`. Prompts of a file whose name holds `irrelevance` fit none of
// the functions that stand beside them. Functions are pooled by name: a name is offered by the best of its definitions.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Plugin, resolvePackage } from '../packages/manifest/src/index.ts'
import { catalogueOf, type Findable, match } from '../packages/skills/src/index.ts'

const { values } = parseArgs({
  options: {
    dir: { type: 'string', default: join(import.meta.dirname, '../../shared/corpora/function-calling') },
    json: { type: 'boolean', default: false },
  },
})
const LIMIT = 5
const ROUNDS = 3
/** Share of real prompts that may lose their function to the threshold. */
const FALSE_ABSTAIN = 0.05

interface Row {
  readonly id: string
  readonly question: readonly (readonly { readonly role: string; readonly content: string }[])[]
  readonly function: readonly object[]
}
interface Query {
  readonly prompt: string
  /** Names that are right; empty where nothing is. */
  readonly wanted: ReadonlySet<string>
}

const files = readdirSync(values.dir).filter((name) => name.endsWith('.jsonl') && !name.endsWith('.answers.jsonl'))
const answers = new Map(
  readdirSync(values.dir)
    .filter((name) => name.endsWith('.answers.jsonl'))
    .flatMap((name) => linesOf<{ id: string; ground_truth: readonly Record<string, unknown>[] }>(name))
    .map(({ id, ground_truth }) => [id, new Set(ground_truth.flatMap((call) => Object.keys(call)))] as const),
)
const definitions = new Map<string, Findable>()
const real: Query[] = []
const irrelevant: Query[] = []
for (const file of files) {
  for (const row of linesOf<Row>(file)) {
    for (const given of row.function) {
      const text = JSON.stringify(given)
      for (const { name, description, parameters } of functionsIn(text)) {
        definitions.set(text, {
          name,
          title: name,
          description: description ?? '',
          parameters: parameters ?? {},
          source: { action: { name: '', description: '' } },
        })
      }
    }
    const prompt = row.question
      .flat()
      .filter(({ role }) => role === 'user')
      .map(({ content }) => content)
      .join('\n')
    const wanted = answers.get(row.id)
    if (basename(file).includes('irrelevance')) irrelevant.push({ prompt, wanted: new Set() })
    else if (wanted !== undefined) real.push({ prompt, wanted })
  }
}

const catalogue = catalogueOf([...definitions.values()])
for (const { prompt } of real.slice(0, 50)) ranked(prompt)
const times: number[] = []
const outcomes = real.map(({ prompt, wanted }) => {
  const names = ranked(prompt, times)
  const rank = names.findIndex(({ name }) => wanted.has(name))
  return { rank, score: names[rank]?.score ?? 0 }
})
// The greatest threshold at which no more than the allowed share of found functions is lost.
const found = outcomes.filter(({ rank }) => rank >= 0).map(({ score }) => score)
found.sort((a, b) => a - b)
const threshold = found[Math.floor(real.length * FALSE_ABSTAIN)] ?? 0
const lost = found.filter((score) => score < threshold).length
const silent = irrelevant.filter(({ prompt }) => (ranked(prompt, times)[0]?.score ?? 0) < threshold).length

const share = (part: number, whole: number) => (whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000)
const result = {
  queries: real.length,
  functions: new Set([...definitions.values()].map(({ name }) => name)).size,
  recallAt1: share(outcomes.filter(({ rank }) => rank === 0).length, real.length),
  recallAt5: share(found.length, real.length),
  abstained: share(silent, irrelevant.length),
  falseAbstain: share(lost, real.length),
  p95Ms: Math.round((times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0) * 100) / 100,
}
if (!values.json) {
  console.error(`${irrelevant.length} prompts that fit nothing; threshold ${threshold.toFixed(2)} words`)
  console.table(result)
}
console.log(JSON.stringify(result))

/** Distinct names, best first, at most five, with the score that each was offered at. `clock` takes the median of some rounds. */
function ranked(prompt: string, clock?: number[]): { name: string; score: number }[] {
  const rounds = Array.from({ length: clock === undefined ? 1 : ROUNDS }, () => {
    const started = performance.now()
    const { scores } = match(catalogue, prompt, { limit: 8 * LIMIT })
    return { scores, ms: performance.now() - started }
  }).sort((a, b) => a.ms - b.ms)
  const median = rounds[Math.floor(rounds.length / 2)]
  clock?.push(median?.ms ?? 0)
  const best = new Map<string, number>()
  for (const { skill, total } of median?.scores ?? []) if (!best.has(skill.name)) best.set(skill.name, total)
  return [...best].slice(0, LIMIT).map(([name, score]) => ({ name, score }))
}

/** Simple functions, read as the server reads them. */
function functionsIn(text: string): Plugin['functions'] {
  const files = new Map([['functions.json', new TextEncoder().encode(text)]])
  return resolvePackage({ files, findings: [] }).plugins.flatMap(({ functions }) => functions)
}

function linesOf<T>(name: string): T[] {
  const lines = readFileSync(join(values.dir, name), 'utf8').split('\n')
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as T)
}
