import type { Duplex } from 'node:stream'
import { CodedError } from '@jumpseat/wire'
import { cliErrors } from '../errors.ts'
import { isStoodIn } from './hosts.ts'
import { openTunnel } from './tunnel.ts'
import type { Upstream } from './upstream.ts'

export interface ProxyOptions {
  /** The local TLS port that answers for the listed hosts, and the certificate (PEM) that vouches for it. */
  readonly target: { readonly host: string; readonly port: number; readonly ca: string }
  readonly upstream: Upstream
  /** One line for each decision. */
  readonly log: (line: string) => void
}

/** A stream to where `host:port` is to be found: a listed host is found at the local TLS port, or refused. */
export async function route({ target, upstream, log }: ProxyOptions, host: string, port: number): Promise<Duplex> {
  if (!isStoodIn(host)) {
    const proxy = upstream.proxyFor('https:', host, port)
    log(`${host}:${port} is passed on${proxy ? ` by your proxy ${proxy.host}` : ''}`)
    return openTunnel(host, port, proxy)
  }
  if (port !== 443) throw cliErrors.portNotServed({ host })
  log(`${host}:${port} is served by ${target.host}:${target.port}`)
  return openTunnel(target.host, target.port, undefined)
}

/** What a client is told when `place` could not be reached. */
export function explained({ log }: ProxyOptions, place: string, error: unknown): { status: number; text: string } {
  const isCoded = error instanceof CodedError
  const reason = !(error instanceof Error) ? error : 'code' in error && !isCoded ? error.code : error.message
  const where = place.replace(/[?#].*/, '')
  log(`${where} failed: ${reason}`)
  return { status: isCoded ? error.status : 502, text: `jumpseat run: ${where} could not be reached: ${reason}\n` }
}
