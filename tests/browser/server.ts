import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { buildPages } from '../../scripts/build.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** The real server with the sample organisation, in a folder of its own. */
export interface RunningServer {
  readonly url: string
  readonly tenantId: string
  /** Calls Graph as the app that fills the connections. Throws on anything but 2xx, unless `mayFail`. */
  readonly graph: (method: string, path: string, body?: unknown, mayFail?: boolean) => Promise<Response>
  readonly stop: () => Promise<void>
}

export async function startServer(): Promise<RunningServer> {
  await buildPages()
  const folder = mkdtempSync(join(tmpdir(), 'jumpseat-browser-'))
  const child = spawn(
    process.execPath,
    [
      join(ROOT, 'bin/jumpseat.js'),
      'serve',
      '--sample',
      '--port',
      '0',
      '--https-port',
      '0',
      '--data',
      folder,
      '--json',
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let trouble = ''
  child.stderr.on('data', (chunk) => {
    trouble += String(chunk)
  })
  const { url, tenantId } = await readyLine(child, () => trouble)
  const token = await appToken(url, tenantId, folder)
  const graph = async (method: string, path: string, body?: unknown, mayFail = false) => {
    const response = await fetch(path.startsWith('http') ? path : `${url}/v1.0${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok && !mayFail) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return response
  }
  return {
    url,
    tenantId,
    graph,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function readyLine(child: ChildProcess, trouble: () => string): Promise<{ url: string; tenantId: string }> {
  if (!child.stdout) throw new Error('no output to read')
  for await (const line of createInterface({ input: child.stdout })) {
    const read = JSON.parse(line) as { ready?: boolean; url: string; tenantId: string }
    if (read.ready) return read
  }
  throw new Error(`the server ended before it was ready: ${trouble()}`)
}

/** Registers a connector as the operator does, and signs in as it. */
async function appToken(url: string, tenantId: string, folder: string): Promise<string> {
  const operator = readFileSync(join(folder, 'operator.token'), 'utf8').trim()
  const registered = await fetch(`${url}/api/operator/apps`, {
    method: 'POST',
    headers: { authorization: `Operator ${operator}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      displayName: 'Harbour documents connector',
      permissions: [
        'ExternalConnection.ReadWrite.OwnedBy',
        'ExternalItem.ReadWrite.OwnedBy',
        'Group.Read.All',
        'User.Read.All',
      ],
    }),
  })
  const { appId, secret } = (await registered.json()) as { appId: string; secret: string }
  const answer = await fetch(`${url}/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: appId,
      client_secret: secret,
      scope: 'https://graph.microsoft.com/.default',
    }),
  })
  const { access_token } = (await answer.json()) as { access_token: string }
  return access_token
}
