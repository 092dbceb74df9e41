// Runs real sample connectors, unmodified, against our server: `node bin/node.js tests/compat/run.ts --help`.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Browser } from '../../packages/authority/src/testing/browser.ts'
import { failures, ROOT, runThrough, spawned } from '../clients/run.ts'
import { endServer, type ServerProcess, startServer } from '../harness/server.ts'
import { changedFiles, checkout, mirrorOf, writeFiles } from './checkout.ts'
import { problemsOf } from './checks.ts'
import { EVERYONE_SEES, SAMPLES, type Sample, type SampleContext, type Step, TOOL_OVERRIDES, TOOLS } from './samples.ts'

const HELP = `Runs real sample connectors from a local mirror of their repositories against a fresh server each.

  --mirror DIR   folder of the mirrors (owner+name/repo, owner+name or owner/name); or JUMPSEAT_COMPAT_MIRROR
  --only NAME    one sample; may be repeated
  --jobs N       samples at a time (default 3: most of a run is a sample waiting a minute for its schema)
  --keep         leave the checkouts
  --json         print the results as JSON
  --list         print the samples and end
`
const PERMISSIONS = ['ExternalConnection.ReadWrite.OwnedBy', 'ExternalItem.ReadWrite.OwnedBy']
const INSTALL_MS = 600_000
const STEP_MS = 400_000
/** The last of the emulator's fixed ports, behind UseDevelopmentStorage=true. */
const STORAGE_PORT = 10_002

interface Result {
  readonly name: string
  readonly client: string
  readonly language: string
  readonly exercised: string
  readonly outcome: 'passed' | 'failed' | 'skipped'
  readonly items: number
  readonly seconds: number
  readonly problems: readonly string[]
  readonly notes: string
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
  if (values.list) return print(`${SAMPLES.map(({ name, client }) => `${name}  ${client}`).join('\n')}\n`)
  const chosen = SAMPLES.filter(({ name }) => !values.only || values.only.includes(name))
  const unknown = values.only?.filter((name) => !SAMPLES.some((sample) => sample.name === name)) ?? []
  if (unknown.length > 0) {
    process.stderr.write(`No sample is called ${unknown.join(', ')}. "--list" prints their names.\n`)
    return 2
  }
  const work = mkdtempSync(join(tmpdir(), 'jumpseat-compat-'))
  try {
    await installTools(join(work, 'tools'))
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
  writeFiles(folder, {
    'package.json': JSON.stringify({ private: true, dependencies: TOOLS, overrides: TOOL_OVERRIDES }),
  })
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
  const tell = (outcome: Result['outcome'], problems: readonly string[], items = 0): Result => {
    const seconds = Math.round((Date.now() - started) / 1000)
    process.stderr.write(
      `${outcome} ${name} ${items} items ${seconds} s\n${problems.map((one) => `  ${one}\n`).join('')}`,
    )
    return { name, client, language, exercised, outcome, items, seconds, problems, notes }
  }
  const mirrors = values.mirror ?? process.env.JUMPSEAT_COMPAT_MIRROR
  const mirror = mirrors === undefined ? undefined : mirrorOf(resolve(mirrors), sample.repository)
  if (sample.repository !== '' && mirror === undefined) {
    return tell('skipped', [
      `no mirror of ${sample.repository}${mirrors === undefined ? '; name one with --mirror' : ` in ${mirrors}`}`,
    ])
  }
  try {
    const { problems, items } = await runSample(sample, mirror, work)
    return tell(problems.length === 0 ? 'passed' : 'failed', problems, items)
  } catch (error) {
    return tell('failed', [error instanceof Error ? (error.stack ?? error.message) : String(error)])
  }
}

async function runSample(sample: Sample, mirror: string | undefined, work: string) {
  const target = join(work, sample.name, 'checkout')
  const folder = join(target, sample.folder)
  mkdirSync(target, { recursive: true })
  if (mirror !== undefined) checkout(mirror, sample.commit, sample.folder, target)
  for (const words of sample.install) await mustSucceed(words, { cwd: folder, timeoutMs: INSTALL_MS })
  const data = Object.entries(sample.data ?? {}).filter(([path]) => !existsSync(join(folder, path)))
  writeFiles(folder, Object.fromEntries(data))

  const server = await startServer()
  const storage = sample.needsStorage ? startStorage(join(work, 'tools')) : undefined
  try {
    const app = await server.app(sample.name, PERMISSIONS)
    const port = await freePort()
    const publicAppId = await publicApp(server)
    const context: SampleContext = {
      app,
      publicAppId,
      folder,
      port,
      tool: (path) => join(work, 'tools/node_modules', path),
    }
    const files = sample.files?.(context) ?? {}
    writeFiles(folder, files)
    const run = { cwd: folder, env: sample.env?.(context) ?? {}, timeoutMs: STEP_MS }
    if (storage) await listening(STORAGE_PORT)
    for (const words of sample.prepare?.(context) ?? []) await mustSucceed(words, run)
    const problems: string[] = []
    for (const step of sample.steps(context)) {
      const { words, signInAs, mustNotSay }: Step = 'words' in step ? step : { words: step }
      const onLine = signInAs === undefined ? () => {} : signInOnCode(server, signInAs)
      const { code, output } = await runThrough(server, sample.name, words, { ...run, onLine })
      if (code !== 0) problems.push(`exit code ${code}: ${words.join(' ')}\n${output.slice(-3_000)}`)
      if (mustNotSay?.test(output)) problems.push(`${words.join(' ')}\n${output.slice(-3_000)}`)
      if (values.keep) process.stderr.write(`--- ${words.join(' ')}\n${output}\n`)
    }
    const items = sample.items(folder)
    const expected = { connection: sample.connection, items, sees: sample.sees ?? EVERYONE_SEES }
    problems.push(...(await problemsOf(server, expected)))
    problems.push(...failures(server.log()).map((line) => `the server logged ${line}`))
    if (mirror !== undefined) {
      const made = new Set([...Object.keys(files), ...data.map(([path]) => path)])
      problems.push(
        ...changedFiles(target, sample.folder)
          .filter((path) => !made.has(path))
          .map((path) => `changed: ${path}`),
      )
    }
    return { problems, items: items.length }
  } finally {
    storage?.kill('SIGTERM')
    await endServer(server)
  }
}

const PUBLIC_SCOPES = ['User.Read', 'ExternalConnection.Read.All', 'ExternalItem.Read.All']

async function publicApp(server: ServerProcess): Promise<string> {
  const token = `Operator ${readFileSync(join(server.folder, 'operator.token'), 'utf8')}`
  const body = { displayName: 'People who sign in', isPublic: true, scopes: PUBLIC_SCOPES }
  return (await server.call('POST', '/api/operator/apps', { token, body })).json.appId
}

/** Does what a person does with a device code: opens the page, confirms, signs in. */
function signInOnCode(server: ServerProcess, person: string): (line: string) => void {
  return (line) => {
    const code = /enter the code (\S+)/i.exec(line)?.[1]
    if (code !== undefined) signIn(server, person, code).catch((error) => process.stderr.write(`${error}\n`))
  }
}

async function signIn(server: ServerProcess, person: string, code: string): Promise<void> {
  const browser = new Browser(server.url)
  const shown = await browser.follow(`/devicelogin?user_code=${code}`)
  const confirmed = await browser.submit(await shown.answer.text())
  const toSignIn = await browser.submit(await confirmed.answer.text())
  await browser.signIn(toSignIn.url, { samplePerson: person })
}

async function mustSucceed(words: readonly string[], options: Parameters<typeof spawned>[1]): Promise<void> {
  const { code, output } = await spawned(words, options)
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}\n${output.slice(-3_000)}`)
}

function startStorage(tools: string) {
  const program = join(tools, 'node_modules/.bin/azurite')
  return spawn(program, ['--silent', '--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry'], {
    cwd: ROOT,
    stdio: 'ignore',
  })
}

async function listening(port: number): Promise<void> {
  for (let n = 0; n < 100; n++) {
    const answered = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    )
    if (answered) return
    await sleep(100)
  }
  throw new Error(`nothing listens on port ${port}`)
}

function freePort(): Promise<number> {
  return new Promise((done, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
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
