import { createHash } from 'node:crypto'

/** What Java programs are told to open the store with; it protects nothing, for the store holds public certificates only. */
export const STORE_PASSWORD = 'changeit'

/**
 * A Java trust store of certificates (DER), in the format that every Java reads. Written here because `keytool` needs
 * half a second for each certificate, and is missing where only a runtime is installed.
 */
export function trustStore(certificates: readonly Uint8Array[], now = new Date()): Buffer {
  const entries = certificates.map((der, index) =>
    Buffer.concat([
      int(2), // a trusted certificate
      modifiedUtf(`ca-${index}`),
      long(now.getTime()),
      modifiedUtf('X.509'),
      int(der.length),
      der,
    ]),
  )
  const store = Buffer.concat([int(0xfeedfeed), int(2), int(certificates.length), ...entries])
  const password = Buffer.from(STORE_PASSWORD, 'utf16le').swap16()
  const digest = createHash('sha1').update(password).update('Mighty Aphrodite').update(store).digest()
  return Buffer.concat([store, digest])
}

function int(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function long(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(BigInt(value))
  return bytes
}

// DataOutputStream.writeUTF; for plain ASCII the same as UTF-8.
function modifiedUtf(text: string): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(text.length)
  return Buffer.concat([length, Buffer.from(text, 'ascii')])
}
