import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { cliErrors } from '../errors.ts'

/** How a program ended: a code, or the signal that ended it. */
export interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

const isWindows = process.platform === 'win32'
// Each with whether a terminal sends it to the whole group by a key: passing it on would then be a second one.
const PASSED_ON: readonly (readonly [NodeJS.Signals, boolean])[] = isWindows
  ? [
      ['SIGINT', true],
      ['SIGBREAK', true],
    ]
  : [
      ['SIGINT', true],
      ['SIGQUIT', true],
      ['SIGTERM', false],
      ['SIGHUP', false],
      ['SIGUSR2', false],
    ]

/** Runs the program on our own stdio, passes signals on, and waits for its end. */
export function runProgram(program: string, args: readonly string[], env: Record<string, string>): Promise<Ending> {
  // On Windows npm, npx and many others are scripts, which only a shell starts.
  const quoted = (text: string) => (isWindows && /[\s"&|<>^]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const child = spawn(quoted(program), args.map(quoted), { stdio: 'inherit', env, shell: isWindows })
  const listeners = PASSED_ON.map(([signal, isByKey]) => {
    const listener = () => {
      if (!(isByKey && process.stdin.isTTY)) child.kill(signal)
    }
    process.on(signal, listener)
    return [signal, listener] as const
  })
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => reject(startError(program, error)))
    child.once('exit', (code, signal) => {
      for (const [name, listener] of listeners) process.off(name, listener)
      resolve({ code, signal })
    })
  })
}

/** Ends this process as the program ended, so that a caller cannot tell the difference. */
export function endAs({ code, signal }: Ending): number {
  if (signal === null) return code ?? 1
  process.kill(process.pid, signal)
  // Still here: a signal that we ignore. What a shell would say of it.
  return 128 + constants.signals[signal]
}

function startError(program: string, error: NodeJS.ErrnoException) {
  if (error.code === 'ENOENT') return cliErrors.noSuchProgram({ program }, { cause: error })
  return cliErrors.cannotStart({ program, reason: error.code ?? error.message }, { cause: error })
}
