import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** What an address is, as far as calling it goes; only `public` may be called without being allowed. */
export type AddressKind =
  | 'public'
  | 'loopback'
  | 'private'
  | 'carrier-grade NAT'
  | 'link-local'
  | 'cloud metadata'
  | 'unspecified'
  | 'multicast'
  | 'reserved'
  | 'not an address'

// Names of ipaddr.js on the left. What is not named here is reserved.
const KINDS: Readonly<Record<string, AddressKind>> = {
  unicast: 'public',
  loopback: 'loopback',
  private: 'private',
  uniqueLocal: 'private',
  deprecatedSiteLocal: 'private',
  carrierGradeNat: 'carrier-grade NAT',
  linkLocal: 'link-local',
  unspecified: 'unspecified',
  multicast: 'multicast',
}

// Addresses at which clouds hand out credentials to whoever asks from inside. Most lie in a refused range anyway; an
// allowed block around them must not open them by accident, so they are a kind of their own.
const METADATA: ReadonlySet<string> = new Set([
  '169.254.169.254', // AWS, Azure, Google, OpenStack, DigitalOcean, Oracle
  '169.254.170.2', // AWS container credentials
  '169.254.170.23', // AWS pod identity
  '169.254.0.23', // Tencent
  '168.63.129.16', // Azure host channel: the one in a public range
  '100.100.100.200', // Alibaba
  '192.0.0.192', // Oracle, older
  'fd00:ec2::254', // AWS over IPv6
  'fd00:ec2::23',
  'fd20:ce::254', // Google over IPv6
  'fd00:42::42', // Scaleway
])

type Address = ReturnType<typeof ipaddr.parse>

/** The kind of a textual address as a resolver or a URL host gives it. An address that carries an IPv4 address is what that one is. */
export function kindOf(text: string): AddressKind {
  const address = parsed(text)
  if (address === undefined) return 'not an address'
  const inner = embedded(address)
  if (inner !== undefined) return kindOf(inner.toString())
  if (METADATA.has(address.toString())) return 'cloud metadata'
  const kind = KINDS[address.range()] ?? 'reserved'
  // Only 2000::/3 is given out as global unicast; the rest of the space is unassigned. RFC 4291 2.4
  if (kind === 'public' && bytesOf(address).length === 16 && (bytesOf(address)[0] ?? 0) >> 5 !== 1) return 'reserved'
  return kind
}

/** The address and, when it carries one, the IPv4 address inside: what a block of the policy is compared with. */
export function faces(text: string): Address[] {
  const address = parsed(text)
  if (address === undefined) return []
  const inner = embedded(address)
  return inner === undefined ? [address] : [address, inner]
}

function parsed(text: string): Address | undefined {
  // ipaddr.js also reads octal, hexadecimal and one-number forms; at this point only canonical text counts, and a zone
  // id means an interface of our own machine.
  return isIP(text) === 0 || text.includes('%') ? undefined : ipaddr.parse(text)
}

// Where the IPv4 address begins within the sixteen bytes, by prefix. Teredo and local NAT64 (64:ff9b:1::/48) are not
// decoded: both stay reserved.
const EMBEDDINGS: readonly { readonly prefix: readonly number[]; readonly at: number }[] = [
  { prefix: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff], at: 12 }, // IPv4-mapped, RFC 4291
  { prefix: [0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0], at: 12 }, // IPv4-translated, RFC 2765
  { prefix: [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0], at: 12 }, // NAT64, RFC 6052
  { prefix: [0x20, 0x02], at: 2 }, // 6to4, RFC 3056
]

function embedded(address: Address): Address | undefined {
  const bytes = bytesOf(address)
  if (bytes.length !== 16) return undefined
  const found = EMBEDDINGS.find(({ prefix }) => prefix.every((byte, index) => bytes[index] === byte))
  if (found !== undefined) return ipaddr.fromByteArray(bytes.slice(found.at, found.at + 4))
  // ISATAP carries the IPv4 address in the interface id of any prefix. RFC 5214
  const isIsatap = (bytes[8] === 0 || bytes[8] === 2) && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe
  return isIsatap ? ipaddr.fromByteArray(bytes.slice(12)) : undefined
}

function bytesOf(address: Address): number[] {
  return address.toByteArray()
}
