import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  X509Certificate,
} from 'node:crypto'
import { promisify } from 'node:util'
import type { Sealer } from '@jumpseat/store'
import type { TenantId } from '@jumpseat/wire'
import { selfSignedCertificate } from './certificate.ts'
import type { KeyRow, Records } from './records.ts'

/** Public keys stay published this long after a rotation: a token's life and some clock skew, in milliseconds. */
export const RETIRED_KEY_LIFE = 2 * 60 * 60 * 1000
const CERTIFICATE_YEARS = 10
const generateKeys = promisify(generateKeyPair)

/** A key as clients fetch it. Samples read `x5c[0]`, others `n` and `e`. Contract: connectors 1.8. */
export interface PublishedKey {
  readonly kty: 'RSA'
  readonly use: 'sig'
  readonly alg: 'RS256'
  readonly kid: string
  readonly x5t: string
  readonly x5c: readonly [string]
  readonly n: string
  readonly e: string
}

export interface SigningKey {
  readonly kid: string
  readonly privateKey: KeyObject
}

export interface KeyRing {
  readonly active: SigningKey
  readonly published: readonly PublishedKey[]
  readonly publicKeys: ReadonlyMap<string, KeyObject>
}

export interface KeyRings {
  /** The ring of a tenant; its first key is made on first use. */
  of(tenantId: TenantId): Promise<KeyRing>
  /** Makes a new signing key; the old public key stays until its tokens have expired. */
  rotate(tenantId: TenantId): Promise<KeyRing>
}

export function createKeyRings(records: Records, sealer: Sealer, now: () => number): KeyRings {
  // The time bound lets a retired key leave the ring.
  const rings = new Map<TenantId, { readonly ring: Promise<KeyRing>; readonly until: number }>()
  const context = (tenantId: TenantId, kid: string) => `authority_keys:${tenantId}:${kid}`

  const make = async (tenantId: TenantId) => {
    const { kid, pkcs8, certificate } = await newKey(tenantId, now())
    await records.addKey(tenantId, kid, sealer.seal(tenantId, context(tenantId, kid), pkcs8), certificate, now())
  }
  const load = async (tenantId: TenantId): Promise<KeyRing> => {
    const rows = () => records.keys(tenantId, now() - RETIRED_KEY_LIFE)
    let found = rows()
    if (found[0]?.retired_at !== null) {
      await make(tenantId)
      found = rows()
    }
    return ringOf(found, (row) => sealer.open(tenantId, context(tenantId, row.kid), row.private_key))
  }
  const remember = (tenantId: TenantId, ring: Promise<KeyRing>) => {
    rings.set(tenantId, { ring, until: now() + RETIRED_KEY_LIFE / 4 })
    ring.catch(() => rings.delete(tenantId))
    return ring
  }

  return {
    of(tenantId) {
      const known = rings.get(tenantId)
      return known && known.until > now() ? known.ring : remember(tenantId, load(tenantId))
    },
    rotate: (tenantId) =>
      remember(
        tenantId,
        make(tenantId).then(() => load(tenantId)),
      ),
  }
}

async function newKey(tenantId: TenantId, at: number) {
  const { privateKey } = await generateKeys('rsa', { modulusLength: 2048 })
  const notAfter = new Date(at)
  notAfter.setFullYear(notAfter.getFullYear() + CERTIFICATE_YEARS)
  const certificate = await selfSignedCertificate(
    `Jumpseat token signing ${tenantId}`,
    privateKey,
    new Date(at),
    notAfter,
  )
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' })
  return { kid: thumbprint(certificate, 'sha1'), pkcs8, certificate }
}

function ringOf(rows: readonly KeyRow[], privateKeyOf: (row: KeyRow) => Buffer): KeyRing {
  const [newest] = rows as readonly [KeyRow, ...KeyRow[]]
  const published = rows.map(publishedOf)
  return {
    active: {
      kid: newest.kid,
      privateKey: createPrivateKey({ key: privateKeyOf(newest), format: 'der', type: 'pkcs8' }),
    },
    published,
    publicKeys: new Map(published.map((key) => [key.kid, createPublicKey({ key: { ...key }, format: 'jwk' })])),
  }
}

function publishedOf({ kid, certificate }: KeyRow): PublishedKey {
  const { n = '', e = '' } = new X509Certificate(certificate).publicKey.export({ format: 'jwk' })
  return {
    kty: 'RSA',
    use: 'sig',
    alg: 'RS256',
    kid,
    x5t: kid,
    x5c: [Buffer.from(certificate).toString('base64')],
    n,
    e,
  }
}

/** Thumbprint of a DER certificate as in the header of a JWT: `x5t` is SHA-1, `x5t#S256` is SHA-256. */
export function thumbprint(der: Uint8Array, hash: 'sha1' | 'sha256'): string {
  return createHash(hash).update(der).digest('base64url')
}
