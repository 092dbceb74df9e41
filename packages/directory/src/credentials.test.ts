import { generateKeyPairSync } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AppId, TenantId } from '@jumpseat/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDirectory } from './test/fixture.ts'

const DAY = 86_400_000
const UNKNOWN_APP = '00000000-1111-4111-8111-000000000000' as AppId

// Made for this test; its key was thrown away.
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBNDCB56ADAgECAhRbMGcfqvCxFFidV6Q5Mt0gFf9Q8zAFBgMrZXAwDzENMAsG
A1UEAwwEdGVzdDAgFw0yNjExMjAwNTE1NDZaGA8yMTI2MTAyNzA1MTU0NlowDzEN
MAsGA1UEAwwEdGVzdDAqMAUGAytlcAMhAEIh+kVrT5buu3IqTsFDQHoT2+FoIB7O
pSrQtL+Gutv7o1MwUTAdBgNVHQ4EFgQUjI1lZcbncDkaIFJNnbTKs4iZlD4wHwYD
VR0jBBgwFoAUjI1lZcbncDkaIFJNnbTKs4iZlD4wDwYDVR0TAQH/BAUwAwEB/zAF
BgMrZXADQQAChymgzCmiuwsIL0U/XOoP8Yy4Lk3l04je7LZ2IdclZMOZ/jEdnuM6
FnOP5OcEf/OQ1F2Igf3B8VHnpr5s8dML
-----END CERTIFICATE-----`

let house: Awaited<ReturnType<typeof openDirectory>>
let tenantId: TenantId
let clock = 1_800_000_000_000
beforeAll(async () => {
  house = await openDirectory(() => clock)
  tenantId = await house.newTenant('keys.example')
})
afterAll(() => house.close())

const newPerson = (name: string) =>
  house.directory.createUser(tenantId, { userPrincipalName: `${name}@keys.example`, displayName: name }, 'system')
const newApp = (displayName: string) =>
  house.directory.createApp(tenantId, { displayName, permissions: ['A'], scopes: [], isPublic: false }, 'system')

/** Everything that lies in the data folder, as one text. */
const onDisk = () =>
  readdirSync(house.folder)
    .map((name) => readFileSync(join(house.folder, name), 'latin1'))
    .join('')

describe('passwords', () => {
  it('match themselves only, however the letters were composed', async () => {
    const { id } = await newPerson('p1')
    expect(house.directory.hasPassword(tenantId, id)).toBe(false)
    expect(await house.directory.isPassword(tenantId, id, '')).toBe(false)
    await house.directory.setPassword(tenantId, id, 'Grün-Öl 42'.normalize('NFD'))
    expect(house.directory.hasPassword(tenantId, id)).toBe(true)
    expect(await house.directory.isPassword(tenantId, id, 'Grün-Öl 42'.normalize('NFC'))).toBe(true)
    expect(await house.directory.isPassword(tenantId, id, 'grün-öl 42')).toBe(false)
    expect(onDisk()).toContain('p1@keys.example')
    expect(onDisk()).not.toContain('l 42')
  })
})

describe('welcome codes', () => {
  it('work once, for a day', async () => {
    const { id } = await newPerson('p2')
    const code = await house.directory.createWelcomeCode(tenantId, id)
    const [one, other] = await Promise.all([
      house.directory.redeemWelcomeCode(code),
      house.directory.redeemWelcomeCode(code),
    ])
    expect([one, other].filter(Boolean)).toMatchObject([{ id, tenantId }])
    const late = await house.directory.createWelcomeCode(tenantId, id)
    clock += DAY
    expect(await house.directory.redeemWelcomeCode(late)).toBeUndefined()
    expect(await house.directory.redeemWelcomeCode('nonsense')).toBeUndefined()
    expect(onDisk()).not.toContain(code)
  })
})

describe('app secrets', () => {
  it('belong to one app of one tenant, and several may be valid', async () => {
    const [app, other] = await Promise.all([newApp('one'), newApp('two')])
    const { directory } = house
    const first = await directory.addAppSecret(tenantId, app.appId, 'system')
    const second = await directory.addAppSecret(tenantId, app.appId, 'system')
    expect(first).toMatch(/^[\x21-\x7e]{40,50}$/)
    expect(directory.isAppSecret(tenantId, app.appId, first)).toBe(true)
    expect(directory.isAppSecret(tenantId, app.appId, second)).toBe(true)
    expect(directory.isAppSecret(tenantId, other.appId, first)).toBe(false)
    expect(directory.isAppSecret(await house.newTenant('b.example'), app.appId, first)).toBe(false)
    expect(directory.isAppSecret(tenantId, app.appId, '')).toBe(false)
    expect(onDisk()).not.toContain(first)
    await expect(directory.addAppSecret(tenantId, UNKNOWN_APP, 'system')).rejects.toMatchObject({ status: 404 })
  })
})

describe('app certificates', () => {
  it('are checked and given back in PEM, each once', async () => {
    const { appId } = await newApp('three')
    const { directory } = house
    await directory.addAppCertificate(tenantId, appId, CERTIFICATE, 'system')
    await directory.addAppCertificate(tenantId, appId, CERTIFICATE, 'system')
    expect(directory.appCertificates(tenantId, appId).map((pem) => pem.trim())).toEqual([CERTIFICATE.trim()])
    const key = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' })
    for (const wrong of ['no certificate', String(key)]) {
      await expect(directory.addAppCertificate(tenantId, appId, wrong, 'system')).rejects.toMatchObject({ status: 400 })
    }
  })
})

describe('grants', () => {
  it('add what is missing, also when two come at once', async () => {
    const { appId } = await newApp('four')
    const { directory } = house
    await Promise.all([
      directory.grant(tenantId, appId, { permissions: ['A', 'B'] }, 'system'),
      directory.grant(tenantId, appId, { permissions: ['C', 'C'], scopes: ['S'] }, 'system'),
    ])
    const app = directory.app(tenantId, appId.toUpperCase())
    expect([...(app?.permissions ?? [])].sort()).toEqual(['A', 'B', 'C'])
    expect(app?.scopes).toEqual(['S'])
    expect(await directory.grant(tenantId, appId, { permissions: ['B'] }, 'system')).toEqual(app)
  })
})

describe('roles', () => {
  it('leave a tenant one global administrator who can sign in', async () => {
    const { directory } = house
    const tenant = await house.newTenant('one-admin.example')
    const [first, second] = await Promise.all(
      ['first', 'second'].map((name) =>
        directory.createUser(tenant, { userPrincipalName: `${name}@one-admin.example`, displayName: name }, 'system'),
      ),
    )
    if (!first || !second) expect.unreachable()
    await directory.assignRole(tenant, first.id, 'globalAdministrator', 'system')
    const refused = { message: expect.stringContaining('last global administrator') }
    const losses = [
      () => directory.removeRole(tenant, first.id, 'globalAdministrator', 'system'),
      () => directory.updateUser(tenant, first.id, { accountEnabled: false }, 'system'),
      () => directory.deleteUser(tenant, first.id, 'system'),
    ]
    for (const lose of losses) await expect(lose()).rejects.toMatchObject(refused)
    await directory.assignRole(tenant, second.id, 'globalAdministrator', 'system')
    await directory.updateUser(tenant, second.id, { accountEnabled: false }, 'system')
    for (const lose of losses) await expect(lose()).rejects.toMatchObject(refused)
    await directory.updateUser(tenant, second.id, { accountEnabled: true }, 'system')
    await directory.removeRole(tenant, first.id, 'globalAdministrator', 'system')
    await expect(directory.deleteUser(tenant, second.id, 'system')).rejects.toMatchObject(refused)
  })

  it('are given to people who exist, and taken away', async () => {
    const { id } = await newPerson('p3')
    const { directory } = house
    await directory.assignRole(tenantId, id, 'searchEditor', 'system')
    await directory.assignRole(tenantId, id, 'searchEditor', 'system')
    expect([...directory.rolesOf(tenantId, id)]).toEqual(['searchEditor'])
    await directory.removeRole(tenantId, id, 'searchEditor', 'system')
    expect(directory.rolesOf(tenantId, id).size).toBe(0)
    const stranger = UNKNOWN_APP as string as typeof id
    await expect(directory.assignRole(tenantId, stranger, 'searchEditor', 'system')).rejects.toMatchObject({
      status: 404,
    })
  })
})

describe('tenants', () => {
  it('are found by id and domain in any case, and a domain belongs to one', async () => {
    const { directory } = house
    expect(directory.tenant('KEYS.example')?.id).toBe(tenantId)
    expect(directory.tenant(tenantId.toUpperCase())?.id).toBe(tenantId)
    expect(directory.tenant('nowhere.example')).toBeUndefined()
    await expect(house.newTenant('Keys.Example')).rejects.toMatchObject({ status: 400 })
  })
})
