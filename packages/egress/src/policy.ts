import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { type AddressKind, faces, kindOf } from './address.ts'
import { egressErrors } from './errors.ts'
import type { EgressPolicy } from './types.ts'

/** What most servers want: nothing private, half a minute, eight mebibytes, five hops. */
export const defaultPolicy: EgressPolicy = { allow: [], timeout: 30_000, maxBytes: 8 * 1024 * 1024, maxRedirects: 5 }

/** `undefined` when the address may be called on behalf of `host`, else what is wrong with it. */
export type Judge = (host: string, address: string) => AddressKind | undefined

// A name may be pointed anywhere by whoever runs its DNS: allowing the name opens the ranges where services live, and
// no others. The rest opens only to a block or an address that names it.
const OPENED_BY_NAME: ReadonlySet<AddressKind> = new Set(['loopback', 'private', 'carrier-grade NAT'])

export function judgeOf(allow: readonly string[]): Judge {
  const { hosts, blocks } = readAllowed(allow)
  return (host, address) => {
    const kind = kindOf(address)
    if (kind === 'public') return undefined
    const isInBlock = faces(address).some((face) => blocks.some((block) => contains(block, face, kind)))
    if (isInBlock || (hosts.has(bareHost(host)) && OPENED_BY_NAME.has(kind))) return undefined
    return kind
  }
}

/** Host in lower case, without brackets and the dot of the root. */
export function bareHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
}

/** Refuses places that are neither host names nor address blocks. Errors: `EgressPolicyInvalid`. */
export function checkAllowed(allow: readonly string[]): void {
  readAllowed(allow)
}

type Block = ReturnType<typeof ipaddr.parseCIDR>

function readAllowed(allow: readonly string[]): { hosts: ReadonlySet<string>; blocks: readonly Block[] } {
  const hosts = new Set<string>()
  const blocks: Block[] = []
  for (const entry of allow.map((text) => bareHost(text.trim()))) {
    if (entry.includes('/') && ipaddr.isValidCIDR(entry)) blocks.push(ipaddr.parseCIDR(entry))
    else if (isIP(entry) !== 0) blocks.push([ipaddr.parse(entry), isIP(entry) === 4 ? 32 : 128])
    else if (/^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/.test(entry)) hosts.add(entry)
    else throw egressErrors.policyInvalid({ entry })
  }
  return { hosts, blocks }
}

function contains([network, bits]: Block, face: ReturnType<typeof ipaddr.parse>, kind: AddressKind): boolean {
  if (network.kind() !== face.kind()) return false
  // A metadata address opens only to an entry for that very address.
  const isWhole = bits === network.toByteArray().length * 8
  return (kind !== 'cloud metadata' || isWhole) && face.match([network, bits] as never)
}
