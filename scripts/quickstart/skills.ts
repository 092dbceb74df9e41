// The examples that chat can call: their services are started, their packages made and installed.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface Service {
  readonly url: string
  readonly process: ChildProcess
}

/** Starts the service of an example on a free port of the loopback; resolves when it says where it answers. */
export async function startService(folder: string, env: Readonly<Record<string, string>> = {}): Promise<Service> {
  const child = spawn(process.execPath, ['src/index.js'], {
    cwd: folder,
    env: { ...process.env, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const line = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve)
    child.once('exit', (code) => reject(new Error(`The service of ${folder} ended with ${code}.`)))
  })
  const url = /http:\S+/.exec(line)?.[0]
  if (url === undefined) throw new Error(`The service of ${folder} said: ${line}`)
  return { url, process: child }
}

/** A key for the service of one run. */
export const newKey = () => randomBytes(18).toString('base64url')

/** Makes the package of an example and installs it for everyone; the app's id. */
export async function install(
  base: string,
  token: string,
  folder: string,
  variables: Readonly<Record<string, string>>,
): Promise<string> {
  const { name, scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const env = { ...process.env, ...variables }
  const made = spawnSync('npm', ['run', '--silent', 'package'], { cwd: folder, env, encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`The package of ${name} could not be made: ${made.stderr}`)
  const zip = readFileSync(join(folder, /--out (\S+)/.exec(scripts.package)?.[1] ?? ''))
  const response = await fetch(`${base}/api/admin/apps`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/zip' },
    body: new Uint8Array(zip),
  })
  if (!response.ok) throw new Error(`${name} could not be installed: ${await response.text()}`)
  const { id } = (await response.json()) as { id: string }
  await openPlaces(base, token, id, ['127.0.0.1'])
  return id
}

/** Lets an app call services in private places: those of the examples answer on this machine. */
export async function openPlaces(base: string, token: string, app: string, privatePlaces: string[]): Promise<void> {
  const response = await fetch(`${base}/api/admin/apps/${encodeURIComponent(app)}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ privatePlaces }),
  })
  if (!response.ok) throw new Error(`The places could not be opened: ${await response.text()}`)
}

/** Gives an app the key of its service. */
export async function keepKey(
  base: string,
  token: string,
  secret: { readonly app: string; readonly reference: string; readonly baseUrl: string; readonly key: string },
): Promise<void> {
  const { app, reference, baseUrl, key } = secret
  const response = await fetch(`${base}/api/admin/secrets`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ app, reference, name: 'Light Desk', baseUrl, keys: [key] }),
  })
  if (!response.ok) throw new Error(`The key could not be kept: ${await response.text()}`)
}
