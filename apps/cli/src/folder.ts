import { readFileSync } from 'node:fs'
import { BlockList, isIP } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { isJsonObject } from '@jumpseat/wire'
import { cliErrors } from './errors.ts'

/** A running server as its data folder describes it. The server writes these files when it starts. */
export interface Server {
  readonly folder: string
  readonly pid: number
  /** Where the operator's calls go: the plain port when there is one. */
  readonly url: URL
  readonly httpsUrl: URL
  /** Path of the certificate (PEM) that the TLS port is vouched for by. */
  readonly ca: string
  readonly tenantId: string
  readonly domain: string
  /** Secret of whoever may read the data folder. */
  readonly operatorToken: string
}

const STATE = 'server.json'

/** The server of `--data`, else of JUMPSEAT_DATA, else of the nearest `.data` from here upwards. */
export function findServer(data: string | undefined, env = process.env, from = process.cwd()): Server {
  const folder = resolve(from, data ?? (env.JUMPSEAT_DATA || nearest(from)))
  const missing = (reason: string) => cliErrors.noServer({ reason })
  const state = readState(folder)
  if (state === undefined) throw missing(`nothing runs on the data folder ${folder}`)
  const { pid, url, httpsUrl, ca, tenantId, domain } = state
  if (!isRunning(Number(pid))) throw missing(`process ${pid} of the data folder ${folder} has ended`)
  const secure = local(String(httpsUrl))
  return {
    folder,
    pid: Number(pid),
    url: typeof url === 'string' ? local(url) : secure,
    httpsUrl: secure,
    ca: resolve(folder, String(ca)),
    tenantId: String(tenantId),
    domain: String(domain ?? ''),
    operatorToken: readOr(join(folder, 'operator.token'))?.trim() ?? '',
  }
}

function nearest(from: string): string {
  for (let at = resolve(from); ; at = dirname(at)) {
    const folder = join(at, '.data')
    if (readOr(join(folder, STATE)) !== undefined) return folder
    if (dirname(at) === at) return join(from, '.data')
  }
}

function readState(folder: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const state: unknown = JSON.parse(readOr(join(folder, STATE)) ?? '')
    return isJsonObject(state) && URL.canParse(String(state.httpsUrl)) ? state : undefined
  } catch {
    return undefined
  }
}

function readOr(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // Another user's process: it runs, and the operator token will tell whether we may speak to it.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

export function isLoopback(host: string): boolean {
  const family = isIP(host)
  return family === 0 ? host === 'localhost' : LOOPBACK.check(host, family === 4 ? 'ipv4' : 'ipv6')
}

/** A URL of the server on this machine. A server on all interfaces is reached on loopback; one on another address is not ours to call. */
function local(text: string): URL {
  const url = new URL(text)
  if (url.hostname === '0.0.0.0' || url.hostname === '[::]') url.hostname = '127.0.0.1'
  if (!isLoopback(hostOf(url))) throw cliErrors.serverElsewhere({ host: url.hostname })
  return url
}

/** The host of a URL as sockets take it: without brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1')
}
