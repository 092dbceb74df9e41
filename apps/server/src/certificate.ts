import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto'
import { isIP, SocketAddress } from 'node:net'
import { bits, boolean, type Der, explicit, implicit, integer, octets, oid, sequence, set, text, time } from './der.ts'

/** A certificate with the private key that belongs to it. */
export interface Identity {
  readonly certificate: X509Certificate
  readonly key: KeyObject
}

interface Lifetime {
  readonly from: Date
  readonly to: Date
}

/** An authority of its own that can vouch for `hosts` and for nothing else. */
export function makeAuthority(name: string, hosts: readonly string[], lifetime: Lifetime): Identity {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const extensions = [
    extension('2.5.29.19', true, sequence(boolean(true), integer(Buffer.from([0])))), // basicConstraints: CA, no CA below
    extension('2.5.29.15', true, bits(Buffer.from([0b0000_0110]), 1)), // keyUsage: keyCertSign, cRLSign
    extension('2.5.29.14', false, octets(keyIdOf(spki))), // subjectKeyIdentifier
    constraintsOf(hosts),
  ]
  return {
    certificate: certify({ name, spki, lifetime, extensions, issuer: name, signer: privateKey }),
    key: privateKey,
  }
}

/** A server certificate for `hosts` (names and addresses), signed by `authority`. */
export function makeServer(name: string, hosts: readonly string[], lifetime: Lifetime, authority: Identity): Identity {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const issuerSpki = authority.certificate.publicKey.export({ type: 'spki', format: 'der' })
  const extensions = [
    extension('2.5.29.19', true, sequence()), // basicConstraints: not a CA
    extension('2.5.29.15', true, bits(Buffer.from([0b1000_0000]), 7)), // keyUsage: digitalSignature
    extension('2.5.29.37', false, sequence(oid('1.3.6.1.5.5.7.3.1'))), // extKeyUsage: serverAuth
    extension('2.5.29.14', false, octets(keyIdOf(spki))), // subjectKeyIdentifier
    // Python 3.13 and newer refuse a certificate without it.
    extension('2.5.29.35', false, sequence(implicit(0, keyIdOf(issuerSpki)))), // authorityKeyIdentifier
    extension('2.5.29.17', false, sequence(...hosts.map((host) => generalName(host, false)))), // subjectAltName
  ]
  const issuer = commonNameOf(authority.certificate)
  return { certificate: certify({ name, spki, lifetime, extensions, issuer, signer: authority.key }), key: privateKey }
}

/** Whether the authority is limited to exactly these hosts. */
export function isLimitedTo(authority: X509Certificate, hosts: readonly string[]): boolean {
  // Node does not read this extension; the encoding is ours and has one form.
  return authority.raw.includes(constraintsOf(hosts))
}

/** Whether the certificate is for this host name or address. */
export function isFor(certificate: X509Certificate, host: string): boolean {
  return (isIP(host) === 0 ? certificate.checkHost(host) : certificate.checkIP(host)) !== undefined
}

interface Claims {
  readonly name: string
  readonly spki: Der
  readonly lifetime: Lifetime
  readonly extensions: readonly Der[]
  readonly issuer: string
  readonly signer: KeyObject
}

// RFC 5280 4.1
function certify({ name, spki, lifetime, extensions, issuer, signer }: Claims): X509Certificate {
  const algorithm = sequence(oid('1.2.840.10045.4.3.2')) // ecdsa-with-SHA256
  const body = sequence(
    explicit(0, integer(Buffer.from([2]))), // version 3
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    distinguishedName(issuer),
    sequence(time(lifetime.from), time(lifetime.to)),
    distinguishedName(name),
    spki,
    explicit(3, sequence(...extensions)),
  )
  return new X509Certificate(Buffer.from(sequence(body, algorithm, bits(sign('sha256', body, signer)))))
}

function extension(id: string, isCritical: boolean, value: Der): Der {
  return isCritical ? sequence(oid(id), boolean(true), octets(value)) : sequence(oid(id), octets(value))
}

function constraintsOf(hosts: readonly string[]): Der {
  const permitted = hosts.map((host) => sequence(generalName(host, true)))
  return extension('2.5.29.30', true, sequence(explicit(0, ...permitted)))
}

/** A host as a GeneralName; within a constraint an address is followed by its mask. RFC 5280 4.2.1.6, 4.2.1.10 */
function generalName(host: string, isConstraint: boolean): Der {
  const family = isIP(host)
  if (family === 0) return implicit(2, Buffer.from(host, 'ascii'))
  const address = addressBytes(host, family)
  return implicit(7, isConstraint ? Buffer.concat([address, Buffer.alloc(address.length, 0xff)]) : address)
}

function addressBytes(host: string, family: number): Buffer {
  if (family === 4) return Buffer.from(host.split('.').map(Number))
  // Canonical text has at most one "::" and no dotted tail.
  const canonical = new SocketAddress({ address: host, family: 'ipv6' }).address
  const [head = '', tail] = canonical.split('::')
  const groups = (part: string) => (part === '' ? [] : part.split(':'))
  const before = groups(head)
  const after = tail === undefined ? [] : groups(tail)
  const all = [...before, ...Array(8 - before.length - after.length).fill('0'), ...after]
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex')
}

const COMMON_NAME = '2.5.4.3'

function distinguishedName(name: string): Der {
  return sequence(set(sequence(oid(COMMON_NAME), text(name))))
}

function commonNameOf(certificate: X509Certificate): string {
  return certificate.subject.replace(/^CN=/, '')
}

// RFC 5280 4.2.1.2, method 1, over the whole key structure: any stable digest serves.
function keyIdOf(spki: Der): Buffer {
  return createHash('sha256').update(spki).digest().subarray(0, 20)
}
