// `jumpseat serve`: reads the settings, starts the server, says where it is, and stops when asked.
import { CodedError } from '@jumpseat/wire'
import { settingsFor } from './settings.ts'
import { type Running, start } from './start.ts'

const HELP = ['--help', '-h']

async function main(words: readonly string[]): Promise<void> {
  if (words.some((word) => HELP.includes(word))) {
    const { helpText } = await import('./config/help.ts')
    process.stdout.write(helpText())
    return
  }
  const settings = settingsFor(words, process.env)
  const running = await start(settings)
  announce(running, settings.server.json)
  stopOnSignal(running)
}

function announce({ ready }: Running, asJson: boolean): void {
  if (asJson) {
    process.stdout.write(`${JSON.stringify(ready)}\n`)
    return
  }
  const lines = [
    `Jumpseat is ready: ${ready.url ?? ready.httpsUrl}`,
    `HTTPS ${ready.httpsUrl}, certificate authority ${ready.ca}`,
  ]
  if (ready.welcomeUrl !== undefined) lines.push('', `First administrator, open once: ${ready.welcomeUrl}`)
  process.stdout.write(`${lines.join('\n')}\n`)
}

function stopOnSignal(running: Running): void {
  let isStopping = false
  const stop = () => {
    if (isStopping) return
    isStopping = true
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

function fail(error: unknown): never {
  if (error instanceof CodedError) process.stderr.write(`jumpseat: ${error.message}\n  ${error.fix} (${error.code})\n`)
  else process.stderr.write(`jumpseat: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exit(1)
}

main(process.argv.slice(2)).catch(fail)
