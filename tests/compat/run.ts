// Runs real sample connectors, unmodified, against our server: `node bin/node.js tests/compat/run.ts --help`.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { spawned } from '../clients/run.ts'
import { mirrorOf, writeFiles } from './checkout.ts'
import { INSTALL_MS, runSample, type Verdict } from './runner.ts'
import { type Sample, TOOL_OVERRIDES, TOOLS } from './sample.ts'
import { SAMPLES } from './samples.ts'

const HELP = `Runs real sample connectors from a local mirror of their repositories against a fresh server each.

  --mirror DIR   folder of the mirrors (owner+name/repo, owner+name or owner/name); or JUMPSEAT_COMPAT_MIRROR
  --only NAME    one sample; may be repeated
  --jobs N       samples at a time (default 3: most of a run is a sample waiting a minute for its schema)
  --keep         leave the checkouts and print what the commands said
  --json         print the results as JSON
  --list         print the samples and end
`

interface Result extends Pick<Sample, 'name' | 'client' | 'language' | 'exercised' | 'notes'>, Verdict {
  readonly outcome: 'passed' | 'failed' | 'skipped'
  readonly seconds: number
}

const { values } = parseArgs({
  options: {
    mirror: { type: 'string' },
    only: { type: 'string', multiple: true },
    jobs: { type: 'string', default: '3' },
    keep: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})

async function main(): Promise<number> {
  if (values.help) return print(HELP)
  if (values.list) return print(SAMPLES.map(({ name, client }) => `${name}  ${client}\n`).join(''))
  const unknown = values.only?.filter((name) => !SAMPLES.some((sample) => sample.name === name)) ?? []
  if (unknown.length > 0) {
    process.stderr.write(`No sample is called ${unknown.join(', ')}. "--list" prints their names.\n`)
    return 2
  }
  const work = mkdtempSync(join(tmpdir(), 'jumpseat-compat-'))
  try {
    await installTools(join(work, 'tools'))
    const chosen = SAMPLES.filter(({ name }) => !values.only || values.only.includes(name))
    const results = await inTurns(chosen, Number(values.jobs), (sample) => resultOf(sample, work))
    print(values.json ? `${JSON.stringify(results, null, 2)}\n` : table(results))
    return results.some(({ outcome }) => outcome === 'failed') ? 1 : 0
  } finally {
    if (values.keep) process.stderr.write(`Kept in ${work}\n`)
    else rmSync(work, { recursive: true, force: true })
  }
}

function print(text: string): number {
  process.stdout.write(text)
  return 0
}

async function installTools(folder: string): Promise<void> {
  const manifest = { private: true, dependencies: TOOLS, overrides: TOOL_OVERRIDES }
  writeFiles(folder, { 'package.json': JSON.stringify(manifest) })
  const words = ['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund']
  const { code, output } = await spawned(words, { cwd: folder, timeoutMs: INSTALL_MS })
  if (code !== 0) throw new Error(`the tools could not be installed\n${output}`)
}

/** Runs `work` over the list, `count` at a time, keeping the order of the results. */
async function inTurns<A, B>(list: readonly A[], count: number, work: (one: A) => Promise<B>): Promise<B[]> {
  const results: B[] = []
  const waiting = [...list.entries()]
  const turn = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results[next[0]] = await work(next[1])
  }
  await Promise.all(Array.from({ length: Math.max(1, count) }, turn))
  return results
}

async function resultOf(sample: Sample, work: string): Promise<Result> {
  const { name, client, language, exercised, notes } = sample
  const started = Date.now()
  const result = (outcome: Result['outcome'], { problems, items }: Verdict): Result => {
    const seconds = Math.round((Date.now() - started) / 1000)
    const lines = problems.map((problem) => `  ${problem}\n`).join('')
    process.stderr.write(`${outcome} ${name} ${items} items ${seconds} s\n${lines}`)
    return { name, client, language, exercised, outcome, items, seconds, problems, notes }
  }
  const mirrors = values.mirror ?? process.env.JUMPSEAT_COMPAT_MIRROR
  const mirror = mirrors === undefined ? undefined : mirrorOf(resolve(mirrors), sample.repository)
  if (sample.repository !== '' && mirror === undefined) {
    const where = mirrors === undefined ? '; name a folder of mirrors with --mirror' : ` in ${mirrors}`
    return result('skipped', { problems: [`no mirror of ${sample.repository}${where}`], items: 0 })
  }
  const tell = (text: string) => void (values.keep && process.stderr.write(text))
  const place = { mirror, work: join(work, name), tools: join(work, 'tools/node_modules'), tell }
  try {
    const verdict = await runSample(sample, place)
    return result(verdict.problems.length === 0 ? 'passed' : 'failed', verdict)
  } catch (error) {
    return result('failed', { problems: [error instanceof Error ? (error.stack ?? '') : String(error)], items: 0 })
  }
}

function table(results: readonly Result[]): string {
  const rows = results.map(({ name, language, outcome, items, seconds }) => [
    name,
    language,
    outcome,
    `${items} items`,
    `${seconds} s`,
  ])
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) => `${row.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join('  ')}\n`).join('')
}

process.exit(await main())
