// `jumpseat WORD …`: everything but `serve`, which the launcher hands to the server.
import { readFileSync } from 'node:fs'
import { CodedError } from '@jumpseat/wire'
import { app } from './commands/app.ts'
import { index } from './commands/index.ts'
import { run } from './commands/run.ts'
import { status } from './commands/status.ts'
import { token } from './commands/token.ts'
import { cliErrors } from './errors.ts'
import { type Command, nearestOf } from './words.ts'

const serve: Command = {
  summary: 'start the server; "jumpseat serve --help" lists its settings',
  usage: 'jumpseat serve [--sample] [--data DIR] [--port N] [--https-port N]',
  details: 'Run "jumpseat serve --help" for all settings.',
  perform: async () => 2, // never reached: the launcher starts the server itself
}

const help: Command = {
  summary: 'say what the commands are, or what one of them takes',
  usage: 'jumpseat help [COMMAND]',
  details: '',
  async perform([word]) {
    const command = word === undefined ? undefined : commandOf(word)
    process.stdout.write(command === undefined ? overview() : `Usage: ${command.usage}\n\n${command.details}\n`)
    return 0
  },
}

const version: Command = {
  summary: 'print the version',
  usage: 'jumpseat version',
  details: '',
  async perform() {
    const { version: number } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
    process.stdout.write(`${number}\n`)
    return 0
  },
}

const COMMANDS: ReadonlyMap<string, Command> = new Map(
  Object.entries({ serve, run, token, app, status, index, help, version }),
)
const FLAGS: Readonly<Record<string, string>> = {
  '--help': 'help',
  '-h': 'help',
  '--version': 'version',
  '-v': 'version',
}

async function main([first = 'help', ...words]: readonly string[]): Promise<number> {
  const name = FLAGS[first] ?? first
  const dashes = words.indexOf('--')
  const own = dashes === -1 ? words : words.slice(0, dashes)
  if (own.includes('--help') || own.includes('-h')) return help.perform([name])
  return commandOf(name).perform(words)
}

function commandOf(word: string): Command {
  const command = COMMANDS.get(word)
  if (command === undefined) throw cliErrors.unknownCommand({ word, nearest: nearestOf(word, [...COMMANDS.keys()]) })
  return command
}

function overview(): string {
  const lines = [...COMMANDS].map(([name, { summary }]) => `  ${name.padEnd(9)}${summary}\n`)
  return `Usage: jumpseat COMMAND …\n\n${lines.join('')}\nRun "jumpseat help COMMAND" for what a command takes.\n`
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof CodedError)) throw error
  process.stderr.write(`jumpseat: ${error.message}\n  ${error.fix}\n`)
  process.exitCode = error.status
}
