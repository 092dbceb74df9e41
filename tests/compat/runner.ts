// One sample from a clean checkout to its verdict.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { failures, ROOT, type RunOptions, runThrough, spawned } from '../clients/run.ts'
import { endServer, type ServerProcess, startServer } from '../harness/server.ts'
import { changedFiles, checkout, writeFiles } from './checkout.ts'
import { type Expectation, problemsOf } from './checks.ts'
import { packagedConnector, publicApp, signInOnCode, waitFor } from './people.ts'
import { EVERYONE_SEES, type Sample, type SampleContext, type Step, type Words } from './sample.ts'

const PERMISSIONS = ['ExternalConnection.ReadWrite.OwnedBy', 'ExternalItem.ReadWrite.OwnedBy']
export const INSTALL_MS = 600_000
const STEP_MS = 400_000
const WEBHOOK_START_MS = 30_000
const WEBHOOK_LOAD_MS = 180_000
const WEBHOOK_END_MS = 60_000
/** The last of the emulator's fixed ports, behind UseDevelopmentStorage=true. */
const STORAGE_PORT = 10_002
/** Webhooks of samples listen on loopback, which a server calls only when it is told that it may. */
const ENVIRONMENT = { JUMPSEAT_EGRESS_ALLOW: '127.0.0.1' }

export interface Verdict {
  readonly items: number
  readonly problems: readonly string[]
}

export interface Place {
  /** Git repository of the sample; none for what comes from a registry. */
  readonly mirror: string | undefined
  /** Folder for everything of this sample. */
  readonly work: string
  /** Folder of the tools' packages. */
  readonly tools: string
  /** Told of each command's output. */
  readonly tell: (text: string) => void
}

interface Run extends Place {
  readonly sample: Sample
  readonly server: ServerProcess
  readonly context: SampleContext
  readonly options: RunOptions
  readonly expected: () => Expectation
}

export async function runSample(sample: Sample, place: Place): Promise<Verdict> {
  const target = join(place.work, 'checkout')
  const folder = join(target, sample.folder)
  mkdirSync(target, { recursive: true })
  if (place.mirror !== undefined) checkout(place.mirror, sample.commit, sample.folder, target)
  for (const words of sample.install) await mustSucceed(words, { cwd: folder, timeoutMs: INSTALL_MS })
  const data = Object.entries(sample.data ?? {}).filter(([path]) => !existsSync(join(folder, path)))
  writeFiles(folder, Object.fromEntries(data))

  const server = await startServer({ environment: ENVIRONMENT })
  const storage = sample.needsStorage ? await startStorage(place.tools) : undefined
  try {
    const context = await contextOf(server, sample, folder, place)
    const files = sample.files?.(context) ?? {}
    writeFiles(folder, files)
    const options = { cwd: folder, env: sample.env?.(context) ?? {}, timeoutMs: STEP_MS }
    for (const words of sample.prepare?.(context) ?? []) await mustSucceed(words, options)
    const expected = () => ({
      connection: sample.connection,
      items: sample.items(folder),
      sees: sample.sees ?? EVERYONE_SEES,
    })
    const run: Run = { ...place, sample, server, context, options, expected }
    const problems = [
      ...(sample.webhook ? await runWebhook(run) : await runSteps(run)),
      ...failures(server.log()).map((line) => `the server logged ${line}`),
      ...(place.mirror === undefined
        ? []
        : touched(target, sample, [...Object.keys(files), ...data.map(([path]) => path)])),
    ]
    return { problems, items: expected().items.length }
  } finally {
    storage?.kill('SIGTERM')
    await endServer(server)
  }
}

async function contextOf(
  server: ServerProcess,
  sample: Sample,
  folder: string,
  { tools }: Place,
): Promise<SampleContext> {
  return {
    app: await server.app(sample.name, PERMISSIONS),
    publicAppId: await publicApp(server),
    folder,
    tool: (path) => join(tools, path),
    port: await freePort(),
  }
}

async function runSteps({ sample, server, context, options, expected, tell }: Run): Promise<readonly string[]> {
  const problems: string[] = []
  for (const step of sample.steps?.(context) ?? []) {
    const { words, signInAs, mustNotSay }: Step = 'words' in step ? step : { words: step }
    const onLine = signInAs === undefined ? () => {} : signInOnCode(server, signInAs)
    const { code, output } = await runThrough(server, sample.name, words, { ...options, onLine })
    tell(`--- ${words.join(' ')}\n${output}\n`)
    if (code !== 0) problems.push(`exit code ${code}: ${words.join(' ')}\n${output.slice(-3_000)}`)
    if (mustNotSay?.test(output)) problems.push(`${words.join(' ')} says ${mustNotSay.exec(output)?.[0]}`)
  }
  return [...problems, ...(await problemsOf(server, expected()))]
}

/** Starts the program, switches its connector on, waits for its items, checks them, and switches it off again. */
async function runWebhook({ sample, server, context, options, expected, tell }: Run): Promise<readonly string[]> {
  const webhook = sample.webhook?.(context)
  if (!webhook) return ['the sample has no webhook']
  const abort = new AbortController()
  let isListening = false
  const onLine = (line: string) => {
    isListening ||= /listening/i.test(line)
  }
  const ended = runThrough(server, sample.name, webhook.words, { ...options, onLine, signal: abort.signal })
  try {
    if (!(await waitFor(async () => isListening, WEBHOOK_START_MS))) return ['the program did not begin to listen']
    const url = `http://127.0.0.1:${context.port}${webhook.path}`
    const turn = await packagedConnector(server, context.app.appId, url)
    await turn('enabled')
    await waitFor(async () => (await problemsOf(server, expected())).length === 0, WEBHOOK_LOAD_MS)
    const problems = await problemsOf(server, expected())
    await turn('disabled')
    const token = await server.appToken(context.app)
    const isGone = async () =>
      (await server.call('GET', `/v1.0/external/connections/${sample.connection}`, { token })).status === 404
    if (!(await waitFor(isGone, WEBHOOK_END_MS))) return [...problems, 'switched off, the connection was not deleted']
    return problems
  } finally {
    abort.abort()
    tell(`--- ${webhook.words.join(' ')}\n${(await ended).output}\n`)
  }
}

function touched(target: string, { folder }: Sample, made: readonly string[]): readonly string[] {
  return changedFiles(target, folder)
    .filter((path) => !made.includes(path))
    .map((path) => `changed: ${path}`)
}

async function mustSucceed(words: Words, options: RunOptions): Promise<void> {
  const { code, output } = await spawned(words, options)
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}\n${output.slice(-3_000)}`)
}

async function startStorage(tools: string) {
  const words = ['--silent', '--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry']
  const child = spawn(join(tools, '.bin/azurite'), words, { cwd: ROOT, stdio: 'ignore' })
  const answers = () =>
    fetch(`http://127.0.0.1:${STORAGE_PORT}/`).then(
      () => true,
      () => false,
    )
  if (!(await waitFor(answers, WEBHOOK_START_MS))) throw new Error(`nothing listens on port ${STORAGE_PORT}`)
  return child
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
