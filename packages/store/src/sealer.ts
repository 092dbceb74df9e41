import { Buffer } from 'node:buffer'
import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { TenantId } from '@jumpseat/wire'
import { storeErrors } from './errors.ts'
import type { Sealer, Store } from './types.ts'

// AES-256-GCM: version byte, 12 bytes nonce, 16 bytes tag, ciphertext. The context is authenticated, not stored.
const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32
const HEADER_BYTES = 1 + NONCE_BYTES + TAG_BYTES

/** Nonces that are drawn at once: each draw is a call of the system. */
const NONCES_DRAWN = 340
let nonces = Buffer.alloc(0)

/** Random bytes, each given once. */
function drawNonce(): Uint8Array {
  if (nonces.length === 0) nonces = randomBytes(NONCES_DRAWN * NONCE_BYTES)
  const nonce = nonces.subarray(0, NONCE_BYTES)
  nonces = nonces.subarray(NONCE_BYTES)
  return nonce
}

export function encrypt(key: KeyObject, context: string, plain: string | Uint8Array): Uint8Array {
  const nonce = drawNonce()
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(context, 'utf8'))
  const body = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain)
  cipher.final()
  // Memory of its own: a part of a shared buffer would take the whole buffer along to another thread.
  const sealed = Buffer.allocUnsafeSlow(HEADER_BYTES + body.length)
  sealed[0] = VERSION
  sealed.set(nonce, 1)
  sealed.set(cipher.getAuthTag(), 1 + NONCE_BYTES)
  sealed.set(body, HEADER_BYTES)
  return sealed
}

/** Throws `SealBroken` when the value was changed, moved to another context, or sealed with another key. */
export function decrypt(key: KeyObject, context: string, sealed: Uint8Array): Buffer {
  if (sealed.length < HEADER_BYTES || sealed[0] !== VERSION) throw storeErrors.sealBroken()
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + NONCE_BYTES))
  decipher.setAAD(Buffer.from(context, 'utf8'))
  decipher.setAuthTag(sealed.subarray(1 + NONCE_BYTES, HEADER_BYTES))
  try {
    const plain = decipher.update(sealed.subarray(HEADER_BYTES))
    // Of this mode all comes with the update; the end only tells whether the tag is right.
    decipher.final()
    return plain
  } catch (cause) {
    throw storeErrors.sealBroken({}, { cause })
  }
}

/** Keys per tenant, wrapped under the master key in `tenant_keys`; opened keys stay in memory only. */
export function createSealer(reader: DatabaseSync, write: Store['write'], masterKey: KeyObject): Sealer {
  const keys = new Map<TenantId, KeyObject>()
  const find = reader.prepare('SELECT wrapped FROM tenant_keys WHERE tenant = ?')
  const wrapContext = (tenantId: TenantId) => `tenant-key:${tenantId}`

  const load = (tenantId: TenantId): KeyObject | undefined => {
    const row = find.get(tenantId)
    if (!(row?.wrapped instanceof Uint8Array)) return undefined
    try {
      const key = createSecretKey(decrypt(masterKey, wrapContext(tenantId), row.wrapped))
      keys.set(tenantId, key)
      return key
    } catch (cause) {
      throw storeErrors.masterKeyWrong({}, { cause })
    }
  }
  const keyOf = (tenantId: TenantId): KeyObject => {
    const key = keys.get(tenantId) ?? load(tenantId)
    if (!key) throw storeErrors.noTenantKey()
    return key
  }
  const open = (tenantId: TenantId, context: string, sealed: Uint8Array) => decrypt(keyOf(tenantId), context, sealed)

  return {
    seal: (tenantId, context, plain) => encrypt(keyOf(tenantId), context, plain),
    open,
    openText: (tenantId, context, sealed) => open(tenantId, context, sealed).toString('utf8'),
    deriveKey(tenantId, purpose) {
      return createSecretKey(new Uint8Array(hkdfSync('sha256', keyOf(tenantId), '', purpose, KEY_BYTES)))
    },
    async createKey(tenantId) {
      const wrapped = encrypt(masterKey, wrapContext(tenantId), randomBytes(KEY_BYTES))
      const sql = 'INSERT INTO tenant_keys (tenant, wrapped) VALUES (?, ?) ON CONFLICT (tenant) DO NOTHING'
      await write([{ sql, parameters: [tenantId, wrapped] }])
    },
    async destroyKey(tenantId) {
      await write([{ sql: 'DELETE FROM tenant_keys WHERE tenant = ?', parameters: [tenantId] }])
      keys.delete(tenantId)
    },
  }
}
