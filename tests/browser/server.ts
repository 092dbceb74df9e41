import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

/** With the sample organisation. */
export async function startServer(settings: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
  const { folder, output, stop } = await serve(['--sample', '--json'], settings)
  const ready = /^\{.*"ready":true.*\}$/m
  const { url, tenantId } = JSON.parse((await output(ready))[0]) as { url: string; tenantId: string }
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
  return { url, tenantId, graph, stop }
}

/** With an organisation of its own and nobody in it but the administrator, who has not chosen a password yet. */
export async function startFreshServer(): Promise<{ url: string; welcomeUrl: string; stop: () => Promise<void> }> {
  const { output, stop } = await serve([], {
    JUMPSEAT_ORGANISATION: 'Harbour Works',
    JUMPSEAT_DOMAIN: 'harbourworks.example',
  })
  const [, url = ''] = await output(/is ready: (\S+)/)
  const [, welcomeUrl = ''] = await output(/open once: (\S+)/)
  return { url, welcomeUrl, stop }
}

/** Runs `jumpseat serve` in a folder of its own; `output` waits for what it prints. */
async function serve(options: readonly string[], settings: Readonly<Record<string, string>> = {}) {
  buildPages()
  const folder = mkdtempSync(join(tmpdir(), 'jumpseat-browser-'))
  const ports = ['--port', '0', '--https-port', '0']
  const child = spawn(
    process.execPath,
    [join(ROOT, 'bin/jumpseat.js'), 'serve', ...ports, '--data', folder, ...options],
    {
      env: { ...process.env, ...settings },
    },
  )
  let printed = ''
  const more = new EventTarget()
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      printed += String(chunk)
      more.dispatchEvent(new Event('more'))
    })
  }
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const output = async (wanted: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = wanted.exec(printed)
      if (found) return found
      if (child.exitCode !== null) throw new Error(`the server ended: ${printed}`)
      await Promise.race([ended, new Promise((resolve) => more.addEventListener('more', resolve, { once: true }))])
    }
  }
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  return { folder, output, stop }
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
