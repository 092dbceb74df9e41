import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openSqlite, type Store } from '@jumpseat/store'
import type { TenantId } from '@jumpseat/wire'
import fastify from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AdminEntry, type Audit, auditMigrations, auditRoutes, createAudit } from './index.ts'

const TENANT = '11111111-1111-4111-8111-111111111111' as TenantId
const OTHER = '22222222-2222-4222-8222-222222222222' as TenantId

let folder: string
let store: Store
let audit: Audit
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jumpseat-audit-'))
  store = await openSqlite({ folder, migrations: auditMigrations })
  await Promise.all([store.sealer.createKey(TENANT), store.sealer.createKey(OTHER)])
  audit = createAudit(store, () => 1_800_000_000_000)
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const entry = (n: number, more: Partial<AdminEntry> = {}): AdminEntry => ({
  tenantId: TENANT,
  actor: { id: 'actor', name: 'Ingrid Solberg', roles: ['globalAdministrator'], appId: 'app' },
  action: 'group.member.add',
  object: { type: 'group', id: `g${n}`, name: 'Finance' },
  before: null,
  after: { n, __proto__: 'kept' },
  requestId: 'request',
  address: '198.51.100.7',
  ...more,
})
const write = (...entries: AdminEntry[]) => store.write(entries.flatMap((each) => audit.record(each)))

/** Somebody with the file in hand, past the triggers. */
function tamper(sql: string): void {
  const database = new DatabaseSync(join(folder, 'jumpseat.sqlite'))
  database.exec('DROP TRIGGER audit_entries_add; DROP TRIGGER audit_entries_keep; DROP TRIGGER audit_entries_stay')
  database.exec(sql)
  database.close()
}

describe('record, contract publishing-and-governance REQ-33', () => {
  it('gives back who, what, when and from where, newest first', async () => {
    const [first, second] = [entry(1), entry(2, { action: 'group.delete' })]
    await write(first)
    await write(second)
    expect(audit.list(TENANT, { limit: 10 })).toMatchObject([second, first])
    expect(audit.list(TENANT, { limit: 10 })[0]?.at).toBe(1_800_000_000_000)
    expect(audit.list(TENANT, { limit: 1, action: 'group.member.add' })).toMatchObject([first])
    expect(audit.list(TENANT, { limit: 10, objectType: 'user' })).toEqual([])
    expect(audit.list(OTHER, { limit: 10 })).toEqual([])
  })

  it('stands or falls with the change that it belongs to', async () => {
    const refused = { sql: 'SELECT 1 WHERE 0', parameters: [], guard: 'no' }
    await expect(store.write([...audit.record(entry(1)), refused])).rejects.toThrow('no')
    expect(audit.list(TENANT, { limit: 10 })).toEqual([])
    expect(await audit.verifyChain(TENANT)).toEqual({ isIntact: true, count: 0, head: '' })
  })

  it('keeps names and values sealed on disk', async () => {
    await write(entry(1, { after: { title: 'canary-title' } }))
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'))
    expect(files.join('')).toContain('group.member.add')
    for (const canary of ['Ingrid Solberg', 'canary-title', 'Finance']) expect(files.join('')).not.toContain(canary)
  })
})

describe('the chain', () => {
  it('is one per tenant, also when many write at once', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, n) => write(entry(n), entry(n, { tenantId: OTHER }))))
    const head = audit.list(TENANT, { limit: 1 })[0]?.hash
    expect(await audit.verifyChain(TENANT)).toEqual({ isIntact: true, count: 40, head })
    expect(await audit.verifyChain(OTHER)).toMatchObject({ isIntact: true, count: 40 })
  })

  it('is checked without the key', async () => {
    await write(entry(1))
    await store.sealer.destroyKey(TENANT)
    expect(await audit.verifyChain(TENANT)).toMatchObject({ isIntact: true, count: 1 })
    expect(() => audit.list(TENANT, { limit: 1 })).toThrow('no content key')
  })

  it.each([
    ['an actor replaced', "UPDATE audit_entries SET actor = 'someone' WHERE seq = 3"],
    ['a time changed', 'UPDATE audit_entries SET at = at + 1 WHERE seq = 3'],
    ['an address removed', 'UPDATE audit_entries SET address = NULL WHERE seq = 3'],
    [
      'a sealed value replaced by another',
      'UPDATE audit_entries SET sealed = (SELECT sealed FROM audit_entries WHERE seq = 1) WHERE seq = 3',
    ],
    ['a record removed', 'DELETE FROM audit_entries WHERE seq = 2'],
    ['the first record removed', 'DELETE FROM audit_entries WHERE seq = 1'],
    ['records in another order', 'UPDATE audit_entries SET seq = 99 WHERE seq = 3'],
    ['a hash replaced', "UPDATE audit_entries SET hash = 'x' WHERE seq = 3"],
  ])('shows %s', async (_what, sql) => {
    for (let n = 1; n <= 5; n++) await write(entry(n))
    expect(await audit.verifyChain(TENANT)).toMatchObject({ isIntact: true, count: 5 })
    tamper(sql)
    const report = await audit.verifyChain(TENANT)
    expect(report.isIntact).toBe(false)
    expect(report.count).toBeLessThan(4)
  })
})

describe('a record whose sealed part was altered', () => {
  it('is marked, and hides no other', async () => {
    for (let n = 1; n <= 3; n++) await write(entry(n))
    tamper("UPDATE audit_entries SET sealed = x'00' WHERE seq = 2")
    const records = audit.list(TENANT, { limit: 10 })
    expect(records.map(({ isUnreadable = false }) => isUnreadable)).toEqual([false, true, false])
    expect(records[1]).toMatchObject({
      action: 'group.member.add',
      object: { id: 'g2' },
      actor: { id: 'actor', name: '' },
    })
  })
})

describe('the table', () => {
  it.each([
    ["UPDATE audit_entries SET actor = 'someone'"],
    ['DELETE FROM audit_entries'],
    ['INSERT OR REPLACE INTO audit_entries SELECT * FROM audit_entries'],
  ])('refuses %s', async (sql) => {
    await write(entry(1))
    await expect(store.write([{ sql, parameters: [] }])).rejects.toThrow('append-only')
    expect(await audit.verifyChain(TENANT)).toMatchObject({ isIntact: true, count: 1 })
  })
})

describe('GET /api/audit', () => {
  it('pages through the tenant that mayRead names, newest first', async () => {
    for (let n = 1; n <= 5; n++) await write(entry(n), entry(n, { tenantId: OTHER }))
    const app = fastify()
    await app.register(auditRoutes({ audit, mayRead: () => TENANT }))
    const seen: string[] = []
    for (let url = '/api/audit?limit=2'; url !== ''; ) {
      const { value, next } = (await app.inject(url)).json()
      expect(value.every(({ tenantId }: { tenantId: string }) => tenantId === TENANT)).toBe(true)
      seen.push(...value.map(({ object }: { object: { id: string } }) => object.id))
      url = next === undefined ? '' : `/api/audit?limit=2&after=${next}`
    }
    expect(seen).toEqual(['g5', 'g4', 'g3', 'g2', 'g1'])
    expect((await app.inject('/api/audit?action=none')).json()).toEqual({ value: [] })
    expect((await app.inject('/api/audit/chain')).json()).toMatchObject({ isIntact: true, count: 5 })
    await app.close()
  })

  it('refuses what is no number, and asks mayRead first', async () => {
    const app = fastify()
    app.setErrorHandler((error, _request, reply) => reply.code((error as { status?: number }).status ?? 500).send())
    await app.register(auditRoutes({ audit, mayRead: () => TENANT }))
    for (const url of ['/api/audit?limit=0', '/api/audit?limit=x', '/api/audit?after=-1']) {
      expect([url, (await app.inject(url)).statusCode]).toEqual([url, 400])
    }
    await app.close()
  })
})
