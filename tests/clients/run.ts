// `jumpseat run --app … -- command` against a server of the harness.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { ServerProcess } from '../harness/server.ts'

export const ROOT = join(import.meta.dirname, '../..')
const JUMPSEAT = join(ROOT, 'bin/jumpseat.js')
const TIMEOUT_MS = 120_000

export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
  /** Ends the command, with everything that it started. */
  readonly signal?: AbortSignal
  /** Called with each line that the command prints. */
  readonly onLine?: (line: string) => void
}

export interface Outcome {
  /** 124 when the command took too long and was ended. */
  readonly code: number
  readonly output: string
}

export function runThrough(
  server: Pick<ServerProcess, 'folder'>,
  app: string,
  command: readonly string[],
  options: RunOptions = {},
): Promise<Outcome> {
  return spawned([process.execPath, JUMPSEAT, 'run', '--data', server.folder, '--app', app, '--', ...command], options)
}

/** Runs a command to its end, with everything that it starts, and gives back what it printed. */
export function spawned([program = '', ...words]: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const child = spawn(program, words, {
    cwd: options.cwd ?? ROOT,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // a process group of its own, so that a late command is ended with all its children
    detached: true,
  })
  const lines: string[] = []
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on('line', (line) => {
      lines.push(line)
      options.onLine?.(line)
    })
  }
  options.signal?.addEventListener('abort', () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM')
  })
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>()
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  }, options.timeoutMs ?? TIMEOUT_MS)
  child.once('error', reject)
  child.once('close', (code) => resolve({ code: isLate ? 124 : (code ?? 1), output: lines.join('\n') }))
  return promise.finally(() => clearTimeout(timer))
}

/** Lines of the server's log that tell of a failure of the server itself. */
export function failures(log: string): readonly string[] {
  return log.split('\n').filter((line) => /"status":5\d\d\b|"level":"(?:error|fatal)"/.test(line))
}
