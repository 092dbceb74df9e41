// `npm run quickstart`: builds the pages, starts the server with the sample organisation, runs the example connector
// unchanged, asks one question as two people, says why they see different things, installs the examples that chat can
// call, asks chat three things, and stays up.
// `--port N` takes another port (0: a free one); `--once` stops at the end.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ask, explain, type Hit } from './quickstart/ask.ts'
import { openChat, type Turn } from './quickstart/chat.ts'
import { install, keepKey, newKey, startService } from './quickstart/skills.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const DATA = process.env.JUMPSEAT_DATA ?? join(ROOT, '.data/quickstart')
const LAUNCHER = join(ROOT, 'bin/jumpseat.js')
const CONNECTOR = join(ROOT, 'examples/connector')
const PLUGIN = join(ROOT, 'examples/api-plugin')
const AGENT = join(ROOT, 'examples/declarative-agent')
const MCP_SERVER = join(ROOT, 'examples/mcp-server')
const QUESTION = 'salary review 2026'
const FIRST = { name: 'Hanna Lindqvist', upn: 'hanna.lindqvist@lumenquay.example', who: 'financial controller' }
const SECOND = { name: 'Alina Petrescu', upn: 'alina.petrescu@lumenquay.example', who: 'firmware engineer' }
const THIRD = { name: 'Farah Siddiqui', upn: 'farah.siddiqui@lumenquay.example', who: 'service coordinator' }
const ADMINISTRATOR = 'ingrid.solberg@lumenquay.example'
const FROM_DOCUMENT = 'What is our policy on parental leave?'
const FROM_PLUGIN = 'Which harbour lights are dark?'
const WRITE = 'Book a visit to HL-0518 on 2026-12-01 for technician Oskar Nyberg, task "Replace the power module"'
const KNOWLEDGE_LEAD = 'arthur.pell@lumenquay.example'
const SHOWN = 4

type Person = typeof FIRST

const { values: flags } = parseArgs({ options: { port: { type: 'string' }, once: { type: 'boolean' } } })

const services: ChildProcess[] = []
process.on('exit', () => {
  for (const service of services) service.kill()
})

buildPages()
const { server, url } = await startServer()
try {
  runConnector()
  await askAsTwoPeople()
  await installExamples()
  await askChat()
  console.log(`\nThe pages: ${url} (sign in as anybody with one click)`)
  console.log('The data stays for the next time; a second start takes seconds. Stop with Ctrl-C.')
  if (flags.once) server.kill('SIGTERM')
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
  server.kill('SIGTERM')
}

function buildPages(): void {
  console.log('Building the pages')
  run([join(ROOT, 'scripts/build.ts')], 'The pages could not be built: see the message above.')
}

async function startServer(): Promise<{ server: ChildProcess; url: string }> {
  console.log('Starting the server with the sample organisation Lumen Quay')
  mkdirSync(DATA, { recursive: true })
  const ports = flags.port === undefined ? [] : ['--port', flags.port, '--https-port', '0']
  const server = spawn(process.execPath, [LAUNCHER, 'serve', '--sample', '--json', '--data', DATA, ...ports], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { JUMPSEAT_LOG_LEVEL: 'warn', ...process.env },
  })
  server.on('exit', (code) => process.exit(process.exitCode ?? code ?? 0))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.kill('SIGTERM'))
  const line = await new Promise<string>((resolve) => createInterface(server.stdout).once('line', resolve))
  return { server, url: JSON.parse(line).url }
}

function runConnector(): void {
  console.log('Running examples/connector, a connector for Microsoft Graph that knows nothing of this server:')
  console.log('  jumpseat run --app "Harbour documents connector" -- npm start --prefix examples/connector')
  const app = ['--data', DATA, '--app', 'Harbour documents connector']
  run(
    [LAUNCHER, 'run', ...app, '--', 'npm', 'start', '--silent', '--prefix', CONNECTOR],
    'The example connector failed: see its message above.',
  )
}

async function askAsTwoPeople(): Promise<void> {
  console.log(`\nTwo people ask the same words: "${QUESTION}"`)
  const first = await answerOf(FIRST)
  const second = await answerOf(SECOND)
  const hidden = first.find(({ itemId }) => !second.some((hit) => hit.itemId === itemId))
  if (!hidden) throw new Error(`Both people see the same. Remove the folder ${DATA} and run the quickstart again.`)
  console.log(`\nWhy the difference? "${hidden.title}"`)
  const administrator = tokenOf(KNOWLEDGE_LEAD)
  for (const { name, upn } of [FIRST, SECOND]) {
    console.log(`  ${name}: ${await explain(url, tokenOf(upn), hidden, administrator)}`)
  }
}

async function answerOf({ name, upn, who }: Person): Promise<readonly Hit[]> {
  const { hits, total } = await ask(url, tokenOf(upn), QUESTION)
  console.log(`\n  ${name} (${who}) finds ${total === 1 ? 'one document' : `${total} documents`}, first of all:`)
  for (const { title, url: link } of hits.slice(0, SHOWN)) console.log(`    ${title}\n      ${link}`)
  return hits
}

async function installExamples(): Promise<void> {
  console.log('\nInstalling the examples that chat can call: a plugin, an agent, an MCP server')
  const token = tokenOf(ADMINISTRATOR)
  const key = newKey()
  const desk = await startService(PLUGIN, { LIGHT_DESK_KEY: key })
  const tides = await startService(MCP_SERVER)
  services.push(desk.process, tides.process)
  const variables = { LIGHT_DESK_URL: desk.url, TIDE_TABLES_URL: tides.url }
  for (const folder of [PLUGIN, AGENT, MCP_SERVER]) {
    const app = await install(url, token, folder, variables)
    if (folder !== MCP_SERVER) await keepKey(url, token, { app, reference: 'light-desk-key', baseUrl: desk.url, key })
  }
}

async function askChat(): Promise<void> {
  console.log(`\n${THIRD.name} (${THIRD.who}) asks chat:`)
  const chat = await openChat(url, tokenOf(THIRD.upn))
  show(FROM_DOCUMENT, await chat.ask(FROM_DOCUMENT))
  for (const prompt of [FROM_PLUGIN, WRITE]) {
    let turn = await chat.ask(prompt)
    if (turn.status !== 'waiting') show(prompt, turn)
    else {
      console.log(`\n  "${prompt}"`)
      for (const { title, functionName, arguments: sent } of turn.confirmations)
        console.log(`    asks first: ${title} (${functionName} with ${JSON.stringify(sent)})`)
      turn = await chat.allow(turn)
      show('Allow once', turn)
    }
  }
}

function show(prompt: string, { text, citations, error }: Turn): void {
  console.log(`\n  "${prompt}"`)
  for (const line of (error?.message ?? text).split('\n')) console.log(`    ${line}`)
  for (const { n, title, url: link } of citations) console.log(`    [${n}] ${title}${link ? ` ${link}` : ''}`)
}

/** Runs a command to its end with our own output; `failure` is what a person is told when it fails. */
function run(words: readonly string[], failure: string): void {
  const { status } = spawnSync(process.execPath, words, { cwd: ROOT, stdio: 'inherit' })
  if (status !== 0) throw new Error(failure)
}

function tokenOf(upn: string): string {
  const words = [LAUNCHER, 'token', '--user', upn, '--data', DATA]
  const { stdout, stderr, status } = spawnSync(process.execPath, words, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return stdout.trim()
}
