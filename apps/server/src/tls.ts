import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MICROSOFT_HOSTS } from '@jumpseat/wire'
import { type Identity, isFor, isLimitedTo, makeAuthority, makeServer } from './certificate.ts'

export interface Certificates {
  /** The authority's certificate (PEM), for clients to trust. */
  readonly caPath: string
  /** PEM, for `https.createServer`. */
  readonly cert: string
  readonly key: string
  /** The authority was made just now: clients that were told to trust an older one must be told again. */
  readonly isNewAuthority: boolean
}

const DAY = 24 * 60 * 60 * 1000
const AUTHORITY_DAYS = 3650
const SERVER_DAYS = 397 // some platforms refuse server certificates that live longer than 398 days
const RENEW_DAYS = 30

/**
 * The certificates of this server, kept in `folder` and made anew when they are missing, damaged, due within 30 days or
 * not for all of `hosts`. Call it at start, and daily in a server that stays up. The authority is this folder's own and
 * can vouch for the listed hosts only, so that its key is worth little to a thief.
 */
export async function ensureCertificates(
  folder: string,
  hosts: readonly string[] = [],
  now = new Date(),
): Promise<Certificates> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const wanted = [...new Set([...MICROSOFT_HOSTS, 'localhost', '127.0.0.1', '::1', ...hosts.map(bare).sort()])]
  const from = new Date(now.getTime() - DAY) // clocks differ
  const after = (days: number) => new Date(now.getTime() + days * DAY)
  const [caName, serverName] = ['ca', 'server'].map((name) => join(folder, name)) as [string, string]

  const keptAuthority = readIdentity(caName)
  const isAuthorityGood =
    keptAuthority !== undefined &&
    isValidUntil(keptAuthority, now, after(SERVER_DAYS)) &&
    isLimitedTo(keptAuthority.certificate, wanted)
  const authority = isAuthorityGood
    ? keptAuthority
    : await makeAuthority(`Jumpseat authority ${randomBytes(4).toString('hex')}`, wanted, {
        from,
        to: after(AUTHORITY_DAYS),
      })
  if (!isAuthorityGood) writeIdentity(caName, authority)

  const keptServer = readIdentity(serverName)
  const isServerGood =
    keptServer !== undefined &&
    isValidUntil(keptServer, now, after(RENEW_DAYS)) &&
    keptServer.certificate.verify(authority.certificate.publicKey) &&
    wanted.every((host) => isFor(keptServer.certificate, host))
  const server = isServerGood
    ? keptServer
    : await makeServer('Jumpseat', wanted, { from, to: after(SERVER_DAYS) }, authority)
  if (!isServerGood) writeIdentity(serverName, server)

  return {
    caPath: `${caName}.pem`,
    cert: server.certificate.toString(),
    key: server.key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    isNewAuthority: !isAuthorityGood,
  }
}

function bare(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
}

function isValidUntil({ certificate }: Identity, now: Date, end: Date): boolean {
  return certificate.validFromDate <= now && certificate.validToDate >= end
}

/** `undefined` when there is none, or none that can be used. */
function readIdentity(name: string): Identity | undefined {
  try {
    const certificate = new X509Certificate(readFileSync(`${name}.pem`))
    const key = createPrivateKey(readFileSync(`${name}.key`))
    chmodSync(`${name}.key`, 0o600)
    return certificate.checkPrivateKey(key) ? { certificate, key } : undefined
  } catch {
    return undefined
  }
}

function writeIdentity(name: string, { certificate, key }: Identity): void {
  replace(`${name}.key`, key.export({ type: 'pkcs8', format: 'pem' }).toString(), 0o600)
  replace(`${name}.pem`, certificate.toString(), 0o644)
}

/** Written beside and moved into place, so that a reader never sees half a file. */
function replace(path: string, content: string, mode: number): void {
  const beside = `${path}.${process.pid}.tmp`
  writeFileSync(beside, content, { mode })
  renameSync(beside, path)
}
