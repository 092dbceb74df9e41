import { createHash } from 'node:crypto'
import { GuardError } from '@jumpseat/store'
import type { TenantId } from '@jumpseat/wire'
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider'
import type { AuthorityContext } from './context.ts'
import type { PayloadRow } from './records.ts'

/** Ids of codes, tokens and sessions are bearer secrets, so only their hash is kept. */
export const payloadId = (id: string) => createHash('sha256').update(id).digest('base64url')

/** Keeps what the engine remembers about one tenant. Payloads are sealed; ids are hashes. */
export function adapterFor(context: AuthorityContext, tenantId: TenantId, model: string): Adapter {
  const { records, store, now } = context
  const sealContext = (id: string) => `authority_payloads:${model}:${id}`
  const open = (row: PayloadRow | undefined): AdapterPayload | undefined => {
    if (!row) return undefined
    const payload = JSON.parse(store.sealer.openText(tenantId, sealContext(row.id), row.payload)) as AdapterPayload
    return row.consumed_at === null ? payload : { ...payload, consumed: Math.floor(row.consumed_at / 1000) }
  }
  const optionalId = (value: string | undefined) => (value === undefined ? null : payloadId(value))

  return {
    async upsert(plainId, payload, expiresIn = 0) {
      const id = payloadId(plainId)
      await records.putPayload(tenantId, {
        model,
        id,
        payload: store.sealer.seal(tenantId, sealContext(id), JSON.stringify(payload)),
        grantId: payload.grantId === undefined ? null : payload.grantId,
        uid: optionalId(payload.uid),
        userCode: optionalId(payload.userCode),
        expiresAt: now() + expiresIn * 1000,
      })
    },
    find: async (id) => open(records.payload(tenantId, model, payloadId(id))),
    findByUid: async (uid) => open(records.payloadByUid(tenantId, model, payloadId(uid))),
    findByUserCode: async (code) => open(records.payloadByUserCode(tenantId, model, payloadId(code))),
    /** Only one of two requests that arrive together may use a code or a refresh token; the second ends the whole family. */
    async consume(plainId) {
      const id = payloadId(plainId)
      try {
        await records.consumePayload(tenantId, model, id, now())
      } catch (error) {
        if (!(error instanceof GuardError)) throw error
        const grantId = open(records.payload(tenantId, model, id))?.grantId
        if (grantId !== undefined) await records.dropGrant(tenantId, grantId, payloadId(grantId))
        throw new errors.InvalidGrant('already used')
      }
    },
    async destroy(id) {
      await records.dropPayload(tenantId, model, payloadId(id))
    },
    async revokeByGrantId(grantId) {
      await records.dropGrant(tenantId, grantId, payloadId(grantId))
    },
  }
}
