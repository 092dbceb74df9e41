import type { KeyObject } from 'node:crypto'
import type { TenantId } from '@jumpseat/wire'
import { type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose'
import { createKeyRings } from '../keys.ts'
import { recordsOf } from '../records.ts'
import { type House, TENANT } from './house.ts'

/** The tenant's real signing key, as a thief of it would hold it. */
export async function stolenKey({ store }: House, tenantId: TenantId) {
  return (await createKeyRings(recordsOf(store), store.sealer, Date.now).of(tenantId)).active
}

export function forge(
  claims: JWTPayload,
  key: CryptoKey | KeyObject | Uint8Array,
  header: Partial<JWTHeaderParameters> & { kid: string },
): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ typ: 'JWT', alg: 'RS256', ...header }).sign(key)
}

/** Swaps the claims of a token and keeps its signature. */
export function tamper(token: string, change: (claims: JWTPayload) => JWTPayload): string {
  const [header, payload = '', signature] = token.split('.')
  const claims = change(JSON.parse(Buffer.from(payload, 'base64url').toString()))
  return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.')
}

export const localIssuer = (tenantId: TenantId = TENANT) => `https://login.microsoftonline.com/${tenantId}/v2.0`
