// A real server in a process of its own, as a user starts it, with the calls that tests need around it.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const START_MS = 30_000

export interface ServerProcess {
  readonly url: string
  readonly httpsUrl: string
  readonly ca: string
  readonly tenantId: string
  readonly folder: string
  /** Everything written to standard error so far. */
  readonly log: () => string
  readonly child: ChildProcess
  /** A call to the server; JSON in, JSON out. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>
  /** Registers an app (or takes it by name) and gives its credentials. */
  app(displayName: string, permissions: readonly string[]): Promise<AppCredentials>
  /** An app-only token by client credentials. */
  appToken(credentials: AppCredentials): Promise<string>
  /** A delegated token of a person, without a sign-in. */
  userToken(user: string, scopes?: readonly string[]): Promise<string>
  /** Asks it to stop and waits; gives the exit code. */
  stop(): Promise<number | null>
  kill(): Promise<void>
}

export interface AppCredentials {
  readonly appId: string
  readonly objectId: string
  readonly tenantId: string
  readonly secret: string
}

export interface CallOptions {
  readonly token?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  readonly json: any
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
  const operator = () => readFileSync(join(folder, 'operator.token'), 'utf8')

  const call: ServerProcess['call'] = async (method, path, { token, body, headers = {} } = {}) => {
    const hasBody = body !== undefined
    const response = await fetch(path.startsWith('http') ? path : `${ready.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(token === undefined ? {} : { authorization: token.includes(' ') ? token : `Bearer ${token}` }),
        ...(hasBody ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(hasBody ? { body: typeof body === 'string' ? body : JSON.stringify(body) } : {}),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, json: parsed(text) }
  }

  return {
    ...ready,
    folder,
    log: () => log,
    child,
    call,
    async app(displayName, permissions) {
      const { json } = await call('POST', '/api/operator/apps', {
        token: `Operator ${operator()}`,
        body: { displayName, permissions },
      })
      return json
    },
    async appToken({ appId, secret, tenantId }) {
      const form = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: appId,
        client_secret: secret,
        scope: 'https://graph.microsoft.com/.default',
      })
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const { json } = await call('POST', `/${tenantId}/oauth2/v2.0/token`, { body: form.toString(), headers })
      return json.access_token
    },
    async userToken(user, scopes) {
      const { json } = await call('POST', '/api/operator/token', {
        token: `Operator ${operator()}`,
        body: { user, scopes },
      })
      return json.token
    },
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

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Makes a ready connection with the given schema properties. */
export async function readyConnection(
  server: ServerProcess,
  token: string,
  id: string,
  properties: readonly object[],
): Promise<void> {
  const base = `/v1.0/external/connections`
  const created = await server.call('POST', base, { token, body: { id, name: id, description: `Connection ${id}` } })
  if (created.status !== 201) throw new Error(`connection ${id}: ${created.status} ${created.text}`)
  const schema = { baseType: 'microsoft.graph.externalItem', properties }
  const accepted = await server.call('PATCH', `${base}/${id}/schema`, { token, body: schema })
  const location = accepted.headers.get('location') ?? ''
  for (let n = 0; n < 100; n++) {
    const operation = await server.call('GET', location, { token })
    if (operation.json?.status === 'completed') return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`the schema of ${id} was not completed`)
}
