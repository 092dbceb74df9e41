import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import type { ObjectId, TenantId } from '@jumpseat/wire'
import { authorOf, type Context, writeOr } from './context.ts'
import { directoryErrors } from './errors.ts'
import { insertWelcomeCode, passwordHash, storePassword, takeWelcomeCode } from './records/passwords.ts'
import { userRow } from './records/users.ts'
import type { AdministeredDirectory } from './types.ts'

type Passwords = Pick<
  AdministeredDirectory,
  'setPassword' | 'isPassword' | 'hasPassword' | 'createWelcomeCode' | 'redeemWelcomeCode'
>

/** 32 MiB and three passes, as strong as the usual advice of 128 MiB and one. Kept with each hash, so that it can grow. */
const COST = { logN: 15, r: 8, p: 3 } as const
const SALT_BYTES = 16
const HASH_BYTES = 32
const DAY = 86_400_000

export function passwords({ store, record, now }: Context): Passwords {
  return {
    async setPassword(tenantId, userId, password, actor) {
      const hash = await hashPassword(password)
      const object = { type: 'user', id: userId }
      const trace = actor ? record({ tenantId, ...authorOf(actor), action: 'user.password.reset', object }) : []
      await writeOr(store, [storePassword(tenantId, userId, hash), ...trace], {
        notFound: () => directoryErrors.notFound({ id: userId }),
      })
    },

    async isPassword(tenantId, userId, password) {
      const kept = passwordHash(store, tenantId, userId)
      // The same work is done for people without a password, so that time tells nothing.
      if (kept === undefined) await hashPassword(password)
      return kept !== undefined && (await matches(password, kept))
    },

    hasPassword: (tenantId, userId) => passwordHash(store, tenantId, userId) !== undefined,

    async createWelcomeCode(tenantId, userId) {
      const code = randomBytes(32).toString('base64url')
      const unit = insertWelcomeCode(tenantId, userId, hashOf(code), now(), now() + DAY)
      await writeOr(store, unit, { notFound: () => directoryErrors.notFound({ id: userId }) })
      return code
    },

    async redeemWelcomeCode(code) {
      const [taken] = await store.write([takeWelcomeCode(hashOf(code), now())])
      const row = taken?.rows[0] as { tenant: TenantId; userId: ObjectId } | undefined
      const user = row && userRow(store, row.tenant, row.userId)
      return user && { ...user, tenantId: row.tenant }
    },
  }
}

// A code is 256 random bits: no slow hash is needed, and the hash can be looked up.
const hashOf = (code: string) => createHash('sha256').update(code).digest()

/** `scrypt$logN$r$p$salt$hash`, the last two in base64url. */
async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await derive(password, salt, COST)
  return ['scrypt', COST.logN, COST.r, COST.p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

async function matches(password: string, kept: string): Promise<boolean> {
  const [, logN, r, p, salt = '', hash = ''] = kept.split('$')
  const cost = { logN: Number(logN), r: Number(r), p: Number(p) }
  const derived = await derive(password, Buffer.from(salt, 'base64url'), cost)
  return timingSafeEqual(derived, Buffer.from(hash, 'base64url'))
}

/** The password is normalised, because keyboards write the same letter in different ways. */
function derive(password: string, salt: Buffer, { logN, r, p }: { logN: number; r: number; p: number }) {
  const options = { N: 2 ** logN, r, p, maxmem: 256 * 2 ** logN * r }
  return new Promise<Buffer>((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, HASH_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}
