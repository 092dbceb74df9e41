import { BlockList, isIP } from 'node:net'
import { isLoopback } from '../folder.ts'
import { bareHost } from './hosts.ts'

/** The proxies that the user had set up before we put ours in their place. */
export interface Upstream {
  /** The user's proxy for this place, or `undefined` when it is reached directly. */
  proxyFor(protocol: 'http:' | 'https:', host: string, port: number): URL | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

/** Reads HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, the lower-case spelling first, as curl does. */
export function upstreamOf(env: Environment): Upstream {
  const either = (name: string) => env[name] || env[name.toUpperCase()]
  const proxies = {
    'https:': proxyUrl(either('https_proxy') || either('all_proxy')),
    'http:': proxyUrl(either('http_proxy') || either('all_proxy')),
  }
  const isExempt = exemptionsOf(either('no_proxy') ?? '')
  return {
    proxyFor: (protocol, host, port) =>
      isLoopback(bareHost(host)) || isExempt(bareHost(host), port) ? undefined : proxies[protocol],
  }
}

function proxyUrl(text: string | undefined): URL | undefined {
  if (!text) return undefined
  return URL.parse(text.includes('://') ? text : `http://${text}`) ?? undefined
}

/** `*`, names (with or without a leading dot or `*.`, meaning the name and what is below), addresses and blocks, each with an optional port. */
function exemptionsOf(list: string): (host: string, port: number) => boolean {
  const entries = list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map(exemptionOf)
  return (host, port) => entries.some((isMet) => isMet(host, port))
}

function exemptionOf(entry: string): (host: string, port: number) => boolean {
  if (entry === '*') return () => true
  const [, name = '', wantedPort] = /^(\[.*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? []
  const isPort = (port: number) => wantedPort === undefined || port === Number(wantedPort)
  const block = blockOf(bareHost(name))
  if (block !== undefined) {
    return (host, port) => isIP(host) !== 0 && block.check(host, isIP(host) === 4 ? 'ipv4' : 'ipv6') && isPort(port)
  }
  const domain = bareHost(name).replace(/^\*?\./, '')
  return (host, port) => (host === domain || host.endsWith(`.${domain}`)) && isPort(port)
}

function blockOf(name: string): BlockList | undefined {
  const [address = '', bits] = name.split('/')
  const family = isIP(address)
  if (family === 0) return undefined
  const block = new BlockList()
  const width = family === 4 ? 32 : 128
  const length = bits === undefined ? width : Number(bits)
  if (!Number.isInteger(length) || length < 0 || length > width) return undefined
  block.addSubnet(address, length, family === 4 ? 'ipv4' : 'ipv6')
  return block
}
