import 'reflect-metadata' // @peculiar/x509 asks for it to be loaded first
import { createPublicKey, type KeyObject } from 'node:crypto'
import * as x509 from '@peculiar/x509'

const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }

/**
 * A self-signed certificate in DER over an RSA key. It carries a signing key to clients that read `x5c` and vouches for
 * nothing else.
 */
export async function selfSignedCertificate(
  name: string,
  privateKey: KeyObject,
  notBefore: Date,
  notAfter: Date,
): Promise<Buffer> {
  const pkcs8 = new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' }))
  const subject = [{ CN: [name] }]
  const certificate = await x509.X509CertificateGenerator.create({
    subject,
    issuer: subject,
    publicKey: new Uint8Array(createPublicKey(privateKey).export({ format: 'der', type: 'spki' })),
    signingKey: await crypto.subtle.importKey('pkcs8', pkcs8, ALGORITHM, false, ['sign']),
    notBefore,
    notAfter,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    ],
  })
  return Buffer.from(certificate.rawData)
}
