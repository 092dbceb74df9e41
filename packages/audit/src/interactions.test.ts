// contract: publishing-and-governance REQ-34 to REQ-36 and 6.8
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openSqlite, type Store } from '@jumpseat/store'
import type { TenantId } from '@jumpseat/wire'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Audit, auditMigrations, createAudit, type InteractionPart } from './index.ts'

const TENANT = '11111111-1111-4111-8111-111111111111' as TenantId
const part = (interactionId: string, n: number, more: Partial<InteractionPart> = {}): InteractionPart => ({
  tenantId: TENANT,
  interactionId,
  part: n,
  conversationId: 'c1',
  person: { id: 'p1', name: 'maren.voss@lumenquay.example' },
  surface: 'Jumpseat.Chat',
  ...more,
})

let folder: string
let store: Store
let audit: Audit
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jumpseat-interactions-'))
  store = await openSqlite({ folder, migrations: auditMigrations })
  await store.sealer.createKey(TENANT)
  audit = createAudit(store, () => 1_000)
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('REQ-34: an interaction', () => {
  it('is one record, whatever the number of its parts', async () => {
    const resource = {
      id: 'ext:logs:a',
      name: 'Fog log',
      type: 'externalItem',
      action: 'read',
      status: 'success',
    } as const
    const read = [{ ...resource, sensitivityLabelId: null, xpiaDetected: true }]
    await store.write(audit.interactions.record(part('t1', 0, { resources: read, model: 'built-in' })))
    await store.write(audit.interactions.record(part('t2', 0)))
    const used = [{ id: 'f', name: 'book', plugin: 'Berths', outcome: 'answered', at: 1 }]
    await store.write(audit.interactions.record(part('t1', 1, { functions: used, outcome: 'answered' })))
    const [second, first] = audit.interactions.list(TENANT, { limit: 10 })
    expect(second?.interactionId).toBe('t2')
    expect(first).toMatchObject({ interactionId: 't1', resources: read, functions: used, outcome: 'answered' })
    expect(audit.interactions.list(TENANT, { limit: 10, after: second?.seq ?? 0 })).toHaveLength(1)
  })

  it('keeps names sealed on disk, and its chain shows a change', async () => {
    await store.write(
      audit.interactions.record(part('t1', 0, { agent: { id: 'a', name: 'Canary agent', version: '1' } })),
    )
    await store.write(audit.interactions.record(part('t1', 1, { outcome: 'answered' })))
    expect(await audit.interactions.verifyChain(TENANT)).toMatchObject({ isIntact: true, count: 2 })
    await store.close()
    const file = join(folder, 'jumpseat.sqlite')
    expect(readFileSync(file).includes('Canary agent')).toBe(false)
    const raw = new DatabaseSync(file)
    expect(() => raw.exec("UPDATE audit_interactions SET person = 'other'")).toThrow(/append-only/)
    expect(() => raw.exec('DELETE FROM audit_interactions')).toThrow(/append-only/)
    raw.exec("DROP TRIGGER audit_interactions_keep; UPDATE audit_interactions SET person = 'other' WHERE part = 1")
    raw.close()
    store = await openSqlite({ folder, migrations: auditMigrations })
    audit = createAudit(store, () => 1_000)
    expect(await audit.interactions.verifyChain(TENANT)).toMatchObject({ isIntact: false, count: 1 })
  })
})
