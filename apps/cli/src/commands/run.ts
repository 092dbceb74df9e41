import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CONNECTOR_PERMISSIONS, type KeptApp, takeApp } from '../apps.ts'
import { cliErrors } from '../errors.ts'
import { findServer, hostOf, type Server } from '../folder.ts'
import { type Ending, endAs, runProgram } from '../run/child.ts'
import { environmentFor } from '../run/environment.ts'
import { startProxy } from '../run/proxy.ts'
import { writeTrust } from '../run/trust.ts'
import { upstreamOf } from '../run/upstream.ts'
import { type Command, readWords } from '../words.ts'

const USAGE =
  'jumpseat run [--app NAME] [--permission NAME …] [--env NAME=VALUE …] [--data DIR] [--verbose] -- COMMAND …'
const DEFAULT_APP = 'Local connector'
const HOOKS = {
  node: fileURLToPath(new URL('../run/hook.cjs', import.meta.url)),
  python: fileURLToPath(new URL('../run/python', import.meta.url)),
}

export const run: Command = {
  summary: 'run a program that calls Microsoft Graph against this server, unchanged',
  usage: USAGE,
  details: `The program's calls to graph.microsoft.com and login.microsoftonline.com (and to the same services of the national
clouds) reach the local server. Credentials of an app are in the environment under the names that connectors read.
Standard input and output, signals and the exit code are the program's own.

  --app NAME          app registration to run as; made if missing (default "${DEFAULT_APP}")
  --permission NAME   application permission to grant beyond those that connectors need; repeatable
  --env NAME=VALUE    variable for the program; {tenantId}, {clientId} and {clientSecret} are filled in; repeatable
  --data DIR          data folder of the server
  --verbose           say on standard error what goes where`,
  perform,
}

async function perform(words: readonly string[]): Promise<number> {
  const wanted = request(words)
  const server = findServer(wanted.data)
  const app = await takeApp(server, {
    displayName: wanted.app,
    permissions: wanted.permissions,
    scopes: [],
    isPublic: false,
  })
  const log = (line: string) => {
    if (wanted.isVerbose) process.stderr.write(`jumpseat: ${line}\n`)
  }
  log(`app "${wanted.app}" (${app.appId}) of ${server.domain}, server ${server.httpsUrl.origin}`)
  return endAs(await lead(wanted, server, app, log))
}

/** Runs the program with everything set up that leads it to the server, and takes that down again. */
async function lead(
  { command: [program = '', ...args], extra }: Request,
  server: Server,
  app: KeptApp,
  log: (line: string) => void,
): Promise<Ending> {
  const scratch = mkdtempSync(join(tmpdir(), 'jumpseat-run-'))
  const ca = readFileSync(server.ca, 'utf8')
  const target = { host: hostOf(server.httpsUrl), port: Number(server.httpsUrl.port || 443) }
  const proxy = await startProxy({ target: { ...target, ca }, upstream: upstreamOf(process.env), log })
  try {
    const { env, replaced } = environmentFor(process.env, {
      credentials: { tenantId: app.tenantId, clientId: app.appId, clientSecret: app.secret },
      target,
      proxyPort: proxy.port,
      trust: writeTrust(scratch, ca, process.env),
      hooks: HOOKS,
      extra,
    })
    if (replaced.length > 0) {
      process.stderr.write(
        `jumpseat: hidden from the program, being yours and not this server's: ${replaced.join(', ')}\n`,
      )
    }
    return await runProgram(program, args, env)
  } finally {
    proxy.close()
    rmSync(scratch, { recursive: true, force: true })
  }
}

type Request = ReturnType<typeof request>

function request(words: readonly string[]) {
  const wrong = (reason: string) => cliErrors.wrongWords({ reason, nearest: '', usage: USAGE })
  const dashes = words.indexOf('--')
  const command = dashes === -1 ? [] : words.slice(dashes + 1)
  const { values, positionals } = readWords(dashes === -1 ? words : words.slice(0, dashes), USAGE, {
    app: { type: 'string', default: DEFAULT_APP },
    permission: { type: 'string', multiple: true, default: [] },
    env: { type: 'string', multiple: true, default: [] },
    data: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  })
  if (positionals.length > 0) throw wrong(`Put "--" before the program: jumpseat run -- ${positionals.join(' ')}`)
  if (command.length === 0) throw wrong('Which program is to run?')
  const extra = values.env.map((text) => {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? []
    if (name === undefined || value === undefined) throw wrong(`--env takes NAME=VALUE, not '${text}'.`)
    return [name, value] as const
  })
  return {
    command,
    app: values.app,
    permissions: [...new Set([...CONNECTOR_PERMISSIONS, ...values.permission])],
    extra: Object.fromEntries(extra),
    data: values.data,
    isVerbose: values.verbose,
  }
}
