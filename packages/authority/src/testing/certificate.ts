import { generateKeyPair, type KeyObject, X509Certificate } from 'node:crypto'
import { promisify } from 'node:util'
import { selfSignedCertificate } from '../certificate.ts'

const generateKeys = promisify(generateKeyPair)
const DAY = 86_400_000

/** A certificate for an app or for the server of a test, in PEM. */
export async function selfSigned(
  name: string,
  notAfter = new Date(Date.now() + DAY),
): Promise<{ key: string; certificate: string; privateKey: KeyObject }> {
  const { privateKey } = await generateKeys('rsa', { modulusLength: 2048 })
  const der = await selfSignedCertificate(name, privateKey, new Date(Date.now() - 2 * DAY), notAfter)
  const certificate = new X509Certificate(der).toString()
  return { key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), certificate, privateKey }
}
