// A stand-in for a running server, for tests: its two files, its operator calls and its TLS port, which records what
// reaches it.
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MICROSOFT_HOSTS } from '@jumpseat/wire'

export interface Seen {
  readonly host: string | undefined
  readonly method: string | undefined
  readonly path: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface FakeServer {
  /** The data folder. */
  readonly folder: string
  readonly ca: string
  readonly securePort: number
  /** What reached the TLS port. */
  readonly graph: Seen[]
  /** What reached the operator's calls. */
  readonly operator: Seen[]
  /** Answers of the operator's calls by path; a function sees the body. */
  readonly answers: Map<string, (body: Record<string, unknown>) => { status?: number; body: object }>
  stop(): void
}

export const APP = { appId: 'app-id', objectId: 'object-id', tenantId: 'tenant-id' }
export const SECRET = 'the~secret.of-the-app'

export async function startFakeServer(): Promise<FakeServer> {
  const folder = mkdtempSync(join(tmpdir(), 'jumpseat cli ')) // with a space, as on many machines
  const { key, cert, ca } = certificate(folder)
  const graph: Seen[] = []
  const operator: Seen[] = []
  const answers: FakeServer['answers'] = new Map([
    ['/api/operator/apps', () => ({ body: { ...APP, secretIsValid: false, secret: SECRET } })],
  ])
  const secure = createSecureServer({ key, cert }, async (request, response) => {
    graph.push(await record(request))
    response.setHeader('content-type', 'application/json')
    if (request.url?.includes('/token'))
      response.end('{"token_type":"Bearer","expires_in":3599,"ext_expires_in":3599,"access_token":"t"}')
    else response.end(JSON.stringify({ served: request.headers.host }))
  })
  const plain = createServer(async (request, response) => {
    const seen = await record(request)
    operator.push(seen)
    const isOperator = request.headers.authorization === 'Operator operator-secret'
    const answer = isOperator ? answers.get(request.url ?? '') : undefined
    const { status = 200, body } = answer?.(JSON.parse(seen.body || '{}')) ?? {
      status: isOperator ? 404 : 401,
      body: { error: { code: 'X', message: 'No.', innerError: { fix: 'Ask.' } } },
    }
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  const [securePort, port] = await Promise.all([listen(secure), listen(plain)])
  const state = {
    ready: true,
    pid: process.pid,
    url: `http://127.0.0.1:${port}`,
    httpsUrl: `https://127.0.0.1:${securePort}`,
    ca,
    tenantId: APP.tenantId,
    domain: 'lumenquay.example',
  }
  writeFileSync(join(folder, 'server.json'), JSON.stringify(state))
  writeFileSync(join(folder, 'operator.token'), 'operator-secret')
  return {
    ...{ folder, ca, securePort, graph, operator, answers },
    stop() {
      for (const server of [secure, plain]) {
        server.close()
        server.closeAllConnections()
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export function listen(server: Pick<Server, 'listen' | 'address'>): Promise<number> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)))
}

export async function record(request: IncomingMessage): Promise<Seen> {
  let body = ''
  for await (const chunk of request) body += chunk
  return { host: request.headers.host, method: request.method, path: request.url, headers: request.headers, body }
}

// A certificate that vouches for itself serves as authority and as server here.
function certificate(folder: string): { key: string; cert: string; ca: string } {
  mkdirSync(join(folder, 'tls'))
  const names = [...MICROSOFT_HOSTS, 'localhost'].map((host) => `DNS:${host}`).join(',')
  const pem = execFileSync(
    'openssl',
    [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-keyout',
        '-',
        '-days',
        '2',
      ],
      ...['-subj', '/CN=stand-in', '-addext', `subjectAltName=${names},IP:127.0.0.1`],
    ],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  )
  const ca = join(folder, 'tls', 'ca.pem')
  writeFileSync(ca, pem.slice(pem.indexOf('-----BEGIN CERTIFICATE')))
  return { key: pem, cert: pem, ca }
}

export interface Outcome {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))

/** Runs the command line as a process of its own; `started` is called with it once it has printed something. */
export function jumpseat(
  words: readonly string[],
  env: Record<string, string | undefined> = {},
  started?: (pid: number) => void,
  cwd = tmpdir(),
): Promise<Outcome> {
  const given: Record<string, string | undefined> = { ...process.env, JUMPSEAT_DATA: '', NODE_OPTIONS: '', ...env }
  // What the machine that runs the tests has set of these is not what the tests are about.
  for (const name of ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY']) {
    for (const spelling of [name, name.toLowerCase()]) if (!(spelling in env)) delete given[spelling]
  }
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...words], { cwd, env: given })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text
    started?.(child.pid ?? 0)
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr })))
}
