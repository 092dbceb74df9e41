import { createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto'

/** Shapes of X.690 (DER) that a certificate needs; lengths below 65,536 bytes. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const size = content.length
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

const SEQUENCE = 0x30
const SET = 0x31
const INTEGER = 0x02
const BIT_STRING = 0x03
const UTF8 = 0x0c
const UTC_TIME = 0x17
const GENERALIZED_TIME = 0x18
const SHA256_WITH_RSA = Buffer.from('300d06092a864886f70d01010b0500', 'hex')
const COMMON_NAME = Buffer.from('0603550403', 'hex')

/**
 * A self-signed certificate of version 1 in DER over an RSA key. It carries a signing key to clients that read `x5c`
 * and vouches for nothing. RFC 5280 4.1.
 */
export function selfSignedCertificate(name: string, privateKey: KeyObject, notBefore: Date, notAfter: Date): Buffer {
  const subject = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8, Buffer.from(name)))))
  const serial = randomBytes(16)
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40 // positive, and of full length
  const toSign = der(
    SEQUENCE,
    der(INTEGER, serial),
    SHA256_WITH_RSA,
    subject,
    der(SEQUENCE, time(notBefore), time(notAfter)),
    subject,
    createPublicKey(privateKey).export({ format: 'der', type: 'spki' }),
  )
  const signature = sign('sha256', toSign, privateKey)
  return der(SEQUENCE, toSign, SHA256_WITH_RSA, der(BIT_STRING, Buffer.of(0), signature))
}

/** Two digits of the year before 2050, four from then on. RFC 5280 4.1.2.5. */
function time(at: Date): Buffer {
  const text = `${at.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`
  return at.getUTCFullYear() < 2050
    ? der(UTC_TIME, Buffer.from(text.slice(2)))
    : der(GENERALIZED_TIME, Buffer.from(text))
}

export function pemOf(certificate: Uint8Array): string {
  const lines =
    Buffer.from(certificate)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
