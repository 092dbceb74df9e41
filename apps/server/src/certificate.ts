import 'reflect-metadata' // @peculiar/x509 asks for it to be loaded first
import { KeyObject, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { AsnConvert } from '@peculiar/asn1-schema'
import {
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_nameConstraints,
  NameConstraints,
} from '@peculiar/asn1-x509'
import * as x509 from '@peculiar/x509'

/** A certificate with the private key that belongs to it. */
export interface Identity {
  readonly certificate: X509Certificate
  readonly key: KeyObject
}

interface Lifetime {
  readonly from: Date
  readonly to: Date
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' }

/** An authority of its own that can vouch for `hosts` and for nothing else. */
export async function makeAuthority(name: string, hosts: readonly string[], lifetime: Lifetime): Promise<Identity> {
  const keys = await makeKeys()
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: commonName(name),
    keys,
    notBefore: lifetime.from,
    notAfter: lifetime.to,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true), // no authority below
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      constraintsOf(hosts),
    ],
  })
  return identityOf(certificate, keys)
}

/** A server certificate for `hosts` (names and addresses), signed by `authority`. */
export async function makeServer(
  name: string,
  hosts: readonly string[],
  lifetime: Lifetime,
  authority: Identity,
): Promise<Identity> {
  const keys = await makeKeys()
  const issuer = new x509.X509Certificate(authority.certificate.raw)
  const issuerKeyId = issuer.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId
  const certificate = await x509.X509CertificateGenerator.create({
    subject: commonName(name),
    issuer: issuer.subjectName,
    publicKey: keys.publicKey,
    signingKey: await signingKeyOf(authority),
    notBefore: lifetime.from,
    notAfter: lifetime.to,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      // Python 3.13 and newer refuse a certificate without it. Read from the authority, never computed anew: the two
      // must agree, and there is more than one way to derive it. RFC 5280 4.2.1.2
      ...(issuerKeyId === undefined ? [] : [new x509.AuthorityKeyIdentifierExtension(issuerKeyId)]),
      new x509.SubjectAlternativeNameExtension(hosts.map(generalName)),
    ],
  })
  return identityOf(certificate, keys)
}

/** Whether the authority is limited to exactly these hosts. */
export function isLimitedTo(authority: X509Certificate, hosts: readonly string[]): boolean {
  const found = new x509.X509Certificate(authority.raw).getExtension(id_ce_nameConstraints)
  return found !== null && Buffer.from(found.rawData).equals(Buffer.from(constraintsOf(hosts).rawData))
}

/** Whether the certificate is for this host name or address. */
export function isFor(certificate: X509Certificate, host: string): boolean {
  return (isIP(host) === 0 ? certificate.checkHost(host) : certificate.checkIP(host)) !== undefined
}

function makeKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
}

function identityOf(certificate: x509.X509Certificate, keys: CryptoKeyPair): Identity {
  return {
    certificate: new X509Certificate(Buffer.from(certificate.rawData)),
    key: KeyObject.from(keys.privateKey),
  }
}

function signingKeyOf({ key }: Identity): Promise<CryptoKey> {
  const pkcs8 = new Uint8Array(key.export({ type: 'pkcs8', format: 'der' }))
  return crypto.subtle.importKey('pkcs8', pkcs8, ALGORITHM, false, ['sign'])
}

function commonName(name: string): x509.JsonName {
  return [{ CN: [name] }]
}

function generalName(host: string): x509.JsonGeneralName {
  return { type: isIP(host) === 0 ? 'dns' : 'ip', value: host }
}

/** Critical, so that a client that does not know the limits trusts nothing instead of everything. RFC 5280 4.2.1.10 */
function constraintsOf(hosts: readonly string[]): x509.Extension {
  const permittedSubtrees = new GeneralSubtrees(hosts.map((host) => new GeneralSubtree({ base: onlyHost(host) })))
  return new x509.Extension(
    id_ce_nameConstraints,
    true,
    AsnConvert.serialize(new NameConstraints({ permittedSubtrees })),
  )
}

function onlyHost(host: string): GeneralName {
  const family = isIP(host)
  if (family === 0) return new GeneralName({ dNSName: host })
  return new GeneralName({ iPAddress: `${host}/${family === 4 ? 32 : 128}` })
}
