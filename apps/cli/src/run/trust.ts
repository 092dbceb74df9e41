import { X509Certificate } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as tls from 'node:tls'
import { trustStore } from './jks.ts'

/** Files that programs below `jumpseat run` are told to trust. */
export interface TrustFiles {
  /** System roots, the user's own and ours (PEM): the variables that name it replace the system's store. */
  readonly bundle: string
  /** The user's own and ours (PEM): Node adds it to its own roots. */
  readonly additions: string
  /** The same as `bundle`, for Java. */
  readonly javaStore: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** Variables by which the user may have named a bundle of their own. */
const OWN_BUNDLES = [
  'SSL_CERT_FILE',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'PIP_CERT',
  'NODE_EXTRA_CA_CERTS',
] as const

// Where systems keep their roots in one file: Debian, Fedora, SUSE, Alpine and macOS.
const SYSTEM_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
] as const

export function writeTrust(folder: string, ca: string, env: Environment): TrustFiles {
  const own = OWN_BUNDLES.map((name) => readOr(env[name]))
  const bundle = certificatesOf([...systemRoots(), ...own, ca])
  const additions = certificatesOf([readOr(env.NODE_EXTRA_CA_CERTS), ca])
  const files = {
    bundle: join(folder, 'bundle.pem'),
    additions: join(folder, 'additions.pem'),
    javaStore: join(folder, 'trust.jks'),
  }
  writeFileSync(files.bundle, pemOf(bundle))
  writeFileSync(files.additions, pemOf(additions))
  writeFileSync(files.javaStore, trustStore(bundle.map(({ raw }) => raw)))
  return files
}

function systemRoots(): readonly string[] {
  for (const path of SYSTEM_BUNDLES) {
    const text = readOr(path)
    if (text !== '') return [text]
  }
  // Windows and others: what Node can read of the system's store, else the roots that Node brings along.
  const system = tls.getCACertificates('system')
  return system.length > 0 ? system : tls.rootCertificates
}

const CERTIFICATE = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]+-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g

/** Each readable certificate once: one that is not would make Java refuse the whole store. */
function certificatesOf(texts: readonly string[]): X509Certificate[] {
  const found = new Map<string, X509Certificate>()
  for (const pem of texts.flatMap((text) => text.match(CERTIFICATE) ?? [])) {
    try {
      const certificate = new X509Certificate(pem)
      found.set(certificate.fingerprint256, certificate)
    } catch {
      // damaged, or in a form of OpenSSL's own
    }
  }
  return [...found.values()]
}

function pemOf(certificates: readonly X509Certificate[]): string {
  return certificates.map((certificate) => certificate.toString()).join('')
}

function readOr(path: string | undefined): string {
  try {
    return path ? readFileSync(path, 'utf8') : ''
  } catch {
    return ''
  }
}
