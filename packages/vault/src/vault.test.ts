// contract: plugins-and-packages 6.1 to 6.3 and 6.7; publishing-and-governance REQ-27 and REQ-29
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { auditMigrations, createAudit } from '@jumpseat/audit'
import { openSqlite, type Store } from '@jumpseat/store'
import type { TenantId } from '@jumpseat/wire'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createVault, type NewSecret, type Vault, vaultMigrations } from './index.ts'

const A = '11111111-1111-4111-8111-111111111111' as TenantId
const B = '22222222-2222-4222-8222-222222222222' as TenantId
const CANARY = 'canary-key-4711'
const SECRET: NewSecret = {
  tenantId: A,
  app: 'app-1',
  reference: 'ref',
  name: 'Berth service',
  baseUrl: 'https://api.example/v1',
  keys: [CANARY, 'second'],
}

let folder: string
let store: Store
let vault: Vault
let records: () => readonly unknown[]
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jumpseat-vault-'))
  store = await openSqlite({ folder, migrations: [...auditMigrations, ...vaultMigrations] })
  for (const tenant of [A, B]) await store.sealer.createKey(tenant)
  const audit = createAudit(store)
  vault = createVault({ store, record: audit.record })
  records = () => audit.list(A, { limit: 10 })
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const ask = (more: Partial<Parameters<Vault['keyFor']>[0]> = {}) =>
  vault.keyFor({
    tenantId: A,
    app: 'app-1',
    reference: 'ref',
    url: 'https://api.example/v1/berths',
    attempt: 1,
    ...more,
  })

describe('a key', () => {
  it('is given to its app, for its address, and the second one after a 401', async () => {
    await vault.set(SECRET, 'system')
    expect(ask()).toEqual({ kind: 'given', key: CANARY })
    expect(ask({ attempt: 2 })).toEqual({ kind: 'given', key: 'second' })
  })

  it.each([
    ['another app', { app: 'app-2' }, 'SecretMissing'],
    ['another tenant', { tenantId: B }, 'SecretMissing'],
    ['another reference', { reference: '' }, 'SecretMissing'],
    ['another host', { url: 'https://evil.example/v1/berths' }, 'SecretBaseUrlMismatch'],
    ['a host that begins alike', { url: 'https://api.example.evil.example/v1' }, 'SecretBaseUrlMismatch'],
    ['another scheme', { url: 'http://api.example/v1/berths' }, 'SecretBaseUrlMismatch'],
    ['a path that begins alike', { url: 'https://api.example/v12/berths' }, 'SecretBaseUrlMismatch'],
    ['a path that climbs', { url: 'https://api.example/v1/../admin' }, 'SecretBaseUrlMismatch'],
    ['a path that hides it', { url: 'https://api.example/v1/%2e%2e%2fadmin' }, 'SecretBaseUrlMismatch'],
    ['a user name', { url: 'https://api.example@evil.example/v1' }, 'SecretBaseUrlMismatch'],
  ])('is not given to %s', async (_who, more, code) => {
    await vault.set(SECRET, 'system')
    expect(ask(more)).toMatchObject({ kind: 'refused', code })
  })

  it('stands in no list, no record and nowhere on disk', async () => {
    await vault.set(SECRET, 'system')
    await vault.set({ ...SECRET, keys: [`${CANARY}-2`] }, 'system')
    expect(ask({ attempt: 2 })).toMatchObject({ code: 'SecretRefused' })
    const told = JSON.stringify([vault.list(A), records()])
    expect(told).toContain('Berth service')
    expect(told).not.toContain(CANARY)
    expect(vault.list(B)).toEqual([])
    await store.close()
    expect(readFileSync(join(folder, 'jumpseat.sqlite')).includes(CANARY)).toBe(false)
    store = await openSqlite({ folder, migrations: [...auditMigrations, ...vaultMigrations] })
  })

  it('goes with its app', async () => {
    await vault.set(SECRET, 'system')
    await store.write([...vault.forget(A, 'app-1')])
    expect(vault.list(A)).toEqual([])
    await expect(vault.remove(SECRET, 'system')).rejects.toMatchObject({ code: 'SecretNotFound' })
  })

  it.each([
    { keys: [] },
    { keys: ['a', 'b', 'c'] },
    { keys: ['line\nbreak'] },
    { baseUrl: 'ftp://x.example' },
    { baseUrl: 'https://user:pw@x.example' },
    { app: '' },
  ])('is refused with %j', async (wrong) => {
    await expect(vault.set({ ...SECRET, ...wrong }, 'system')).rejects.toMatchObject({ code: 'SecretInvalid' })
  })
})
