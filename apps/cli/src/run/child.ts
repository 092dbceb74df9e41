import { spawn } from 'node:child_process'
import { cliErrors } from '../errors.ts'

/** How a program ended: a code, or the signal that ended it. */
export interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

const PASSED_ON: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2', 'SIGBREAK']

/** Runs the program on our own stdio, passes signals on, and waits for its end. */
export function runProgram(program: string, args: readonly string[], env: Record<string, string>): Promise<Ending> {
  // On Windows npm, npx and many others are scripts, which only a shell starts.
  const isWindows = process.platform === 'win32'
  const quoted = (text: string) => (isWindows && /[\s"&|<>^]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const child = spawn(quoted(program), args.map(quoted), { stdio: 'inherit', env, shell: isWindows })
  const listeners = PASSED_ON.map((signal) => {
    const listener = () => {
      // A terminal's Ctrl-C reaches the whole group: passing it on would be a second one.
      if (!(signal === 'SIGINT' && process.stdin.isTTY)) child.kill(signal)
    }
    return [signal, listener] as const
  })
  const supported = listeners.filter(([signal]) => signal !== 'SIGBREAK' || isWindows)
  for (const [signal, listener] of supported) process.on(signal, listener)
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => reject(startError(program, error)))
    child.once('exit', (code, signal) => {
      for (const [name, listener] of supported) process.off(name, listener)
      resolve({ code, signal })
    })
  })
}

/** Ends this process as the program ended, so that a caller cannot tell the difference. */
export function endAs({ code, signal }: Ending): number {
  if (signal !== null) process.kill(process.pid, signal)
  return code ?? 1
}

function startError(program: string, error: NodeJS.ErrnoException) {
  if (error.code === 'ENOENT') return cliErrors.noSuchProgram({ program }, { cause: error })
  return cliErrors.cannotStart({ program, reason: error.code ?? error.message }, { cause: error })
}
