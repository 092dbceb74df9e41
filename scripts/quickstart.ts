// `npm run quickstart`: builds the pages, starts the server with the sample organisation, runs the example connector
// unchanged, asks one question as two people, says why they see different things, and stays up.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { ask, explain, type Hit } from './quickstart/ask.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const DATA = process.env.JUMPSEAT_DATA ?? join(ROOT, '.data/quickstart')
const LAUNCHER = join(ROOT, 'bin/jumpseat.js')
const QUESTION = 'salary review 2026'
const PEOPLE = [
  { name: 'Hanna Lindqvist', upn: 'hanna.lindqvist@lumenquay.example', who: 'financial controller, in Finance' },
  { name: 'Alina Petrescu', upn: 'alina.petrescu@lumenquay.example', who: 'firmware engineer, in Firmware' },
] as const

interface Ready {
  readonly url: string
  readonly httpsUrl: string
}

const port = process.argv.includes('--port') ? process.argv[process.argv.indexOf('--port') + 1] : undefined
const once = process.argv.includes('--once')

say('Building the pages')
runOrExit([join(ROOT, 'scripts/build.ts')])

say('Starting the server with the sample organisation Lumen Quay')
mkdirSync(DATA, { recursive: true })
const server = spawn(
  process.execPath,
  [
    LAUNCHER,
    'serve',
    '--sample',
    '--json',
    '--data',
    DATA,
    ...(port === undefined ? [] : ['--port', port, '--https-port', '0']),
  ],
  {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, JUMPSEAT_LOG_LEVEL: process.env.JUMPSEAT_LOG_LEVEL ?? 'warn' },
  },
)
server.stderr?.pipe(process.stderr)
server.on('exit', (code) => process.exit(code ?? 1))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.kill('SIGTERM'))
const { url } = await readyOf(server)

say('Running examples/connector, a connector for Microsoft Graph that knows nothing of this server:')
say('  jumpseat run -- npm start --prefix examples/connector')
runOrExit([
  LAUNCHER,
  'run',
  '--data',
  DATA,
  '--app',
  'Harbour documents connector',
  '--',
  'npm',
  'start',
  '--silent',
  '--prefix',
  join(ROOT, 'examples/connector'),
])

say(`\nTwo people ask the same words: "${QUESTION}"`)
const answers = new Map<string, readonly Hit[]>()
for (const { name, upn, who } of PEOPLE) {
  const hits = await ask(url, tokenOf(upn), QUESTION)
  answers.set(name, hits)
  say(`\n  ${name} (${who}) sees`)
  for (const { title, url: link } of hits.slice(0, 4)) say(`    ${title}\n      ${link}`)
}

const [first, second] = PEOPLE
const seenBySecond = new Set(answers.get(second.name)?.map(({ itemId }) => itemId))
const difference = answers.get(first.name)?.find(({ itemId }) => !seenBySecond.has(itemId))
if (!difference) {
  console.error(
    '\nBoth people see the same: the sample data is not what it should be. Delete the folder and try again:',
    DATA,
  )
  server.kill('SIGTERM')
} else {
  say(`\nWhy the difference? "${difference.title}"`)
  for (const { name, upn } of PEOPLE)
    say(`  ${name}: ${await explain(url, tokenOf(upn), difference, tokenOf('arthur.pell@lumenquay.example'))}`)
  say(`\nThe pages: ${url}  (sign in as anybody with one click)`)
  say('The data stays for the next time; a second start takes seconds. Stop with Ctrl-C.')
  if (once) server.kill('SIGTERM')
}

function say(text: string): void {
  console.log(text)
}

function runOrExit(words: readonly string[]): void {
  const { status } = spawnSync(process.execPath, words, { cwd: ROOT, stdio: 'inherit' })
  if (status === 0) return
  if (server !== undefined) server.kill('SIGTERM')
  process.exitCode = status ?? 1
}

function tokenOf(upn: string): string {
  const { stdout, status, stderr } = spawnSync(process.execPath, [LAUNCHER, 'token', '--user', upn, '--data', DATA], {
    encoding: 'utf8',
  })
  if (status !== 0) console.error(stderr)
  return stdout.trim()
}

function readyOf(child: ChildProcess): Promise<Ready> {
  return new Promise((resolve) => {
    if (child.stdout) createInterface(child.stdout).once('line', (line) => resolve(JSON.parse(line)))
  })
}
