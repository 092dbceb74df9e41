// A real server in a process of its own, as a user starts it.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type Client, clientOf } from './client.ts'

export { type Answer, type AppCredentials, type Client, readyConnection } from './client.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const START_MS = 30_000

export interface ServerProcess extends Client {
  readonly url: string
  readonly httpsUrl: string
  readonly ca: string
  readonly tenantId: string
  readonly folder: string
  /** Everything written to standard error so far. */
  readonly log: () => string
  readonly child: ChildProcess
  /** Asks it to stop and waits; gives the exit code. */
  stop(): Promise<number | null>
  kill(): Promise<void>
}

export interface StartOptions {
  readonly folder?: string
  readonly flags?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}

export function temporaryFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `jumpseat-${name}-`))
}

/** Starts `jumpseat serve --sample` on free ports and waits until it accepts requests. */
export async function startServer(options: StartOptions = {}): Promise<ServerProcess> {
  const folder = options.folder ?? temporaryFolder('server')
  const flags = options.flags ?? ['--sample']
  const words = [
    join(ROOT, 'apps/server/src/main.ts'),
    ...flags,
    '--data',
    folder,
    '--port',
    '0',
    '--https-port',
    '0',
    '--json',
  ]
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.environment },
  })
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text
  })
  const ready = JSON.parse(await firstLine(child, () => log))
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))

  return {
    ...ready,
    ...clientOf(ready.url, folder),
    folder,
    log: () => log,
    child,
    stop() {
      child.kill('SIGTERM')
      return exited
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

/** Stops the server, and removes its folder. */
export async function endServer(server: ServerProcess | undefined): Promise<void> {
  if (!server) return
  if (server.child.exitCode === null && server.child.signalCode === null) await server.stop()
  rmSync(server.folder, { recursive: true, force: true })
}

function firstLine(child: ChildProcess, log: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    if (!child.stdout) return reject(new Error('the server has no standard output'))
    const timer = setTimeout(() => reject(new Error(`the server was not ready in ${START_MS} ms: ${log()}`)), START_MS)
    createInterface(child.stdout).once('line', (line) => {
      clearTimeout(timer)
      resolve(line)
    })
    child.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`the server ended with ${code}: ${log()}`))
    })
  })
}
