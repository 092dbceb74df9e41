import { createPublicKey } from 'node:crypto'
import type { App, Tenant } from '@jumpseat/directory'
import fc from 'fast-check'
import { decodeJwt, exportJWK, generateKeyPair, type JWTPayload } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forge, localIssuer, stolenKey, tamper } from './testing/forge.ts'
import { CONNECTOR, type House, LANTERN, MAREN, openHouse, TENANT, VIKTOR } from './testing/house.ts'

let house: House
let other: Tenant
let otherApp: App
/** What the directory says about apps and people, bent by single tests. */
const bent: { app?: Partial<App> | 'gone'; isDisabled?: boolean } = {}
const OUTSIDE = 'https://id.meridian-port.example/'
let outsideKey: CryptoKey

beforeAll(async () => {
  const outside = await generateKeyPair('RS256')
  outsideKey = outside.privateKey
  const jwk = { ...(await exportJWK(outside.publicKey)), kid: 'outside', alg: 'RS256', use: 'sig' }
  house = await openHouse(
    { trustedIssuers: [{ issuer: OUTSIDE, tenantId: TENANT, jwks: { keys: [jwk] } }] },
    (directory) => ({
      ...directory,
      app: (tenantId, appId) => {
        const app = directory.app(tenantId, appId)
        return bent.app === 'gone' || !app ? undefined : { ...app, ...bent.app }
      },
      user: (tenantId, id) => {
        const user = directory.user(tenantId, id)
        return user && { ...user, accountEnabled: !bent.isDisabled }
      },
    }),
  )
  other = await house.directory.createTenant({ displayName: 'Other', domain: 'other.example', isSample: false })
  const app = { displayName: 'Same id elsewhere', permissions: ['ExternalItem.ReadWrite.All'], scopes: [] }
  otherApp = await house.directory.createApp(other.id, { ...app, appId: CONNECTOR, isPublic: false }, 'system')
})
afterAll(() => house.close())

const verify = (token: string) => house.authority.verify(token)
const delegated = (scopes = ['User.Read']) => house.authority.issueDelegated(TENANT, MAREN, LANTERN, scopes)
const refusal = async (token: string) => {
  const verdict = await verify(token)
  return 'problem' in verdict ? verdict.problem : `accepted as ${verdict.caller.name}`
}
const appClaims = async (change: JWTPayload = {}): Promise<JWTPayload> => {
  const now = Math.floor(Date.now() / 1000)
  const app = house.directory.app(TENANT, CONNECTOR)
  return {
    aud: 'https://graph.microsoft.com',
    iss: localIssuer(),
    tid: TENANT,
    oid: app?.objectId ?? '',
    sub: app?.objectId ?? '',
    appid: CONNECTOR,
    idtyp: 'app',
    ver: '2.0',
    roles: ['ExternalItem.ReadWrite.OwnedBy'],
    iat: now,
    nbf: now,
    exp: now + 600,
    ...change,
  }
}

describe('verify (connectors 8.2)', () => {
  it('takes both names of the audience and both generations of the issuer', async () => {
    const { privateKey, kid } = await stolenKey(house, TENANT)
    const v1 = { iss: `https://sts.windows.net/${TENANT}/`, ver: '1.0', aud: '00000003-0000-0000-c000-000000000000' }
    for (const change of [{}, v1]) {
      const verdict = await verify(await forge(await appClaims(change), privateKey, { kid }))
      expect(verdict).toMatchObject({ caller: { kind: 'app', appId: CONNECTOR, tenantId: TENANT } })
    }
  })

  it('marks guests and reads directory roles at each request', async () => {
    const guest = await verify(await house.authority.issueDelegated(TENANT, VIKTOR, LANTERN, ['User.Read']))
    expect(guest).toMatchObject({ caller: { isGuest: true } })
    const token = await delegated()
    const before = await verify(token)
    await house.directory.assignRole(TENANT, MAREN, 'searchEditor', 'system')
    const after = await verify(token)
    expect('caller' in before && before.caller.roles.has('searchEditor')).toBe(false)
    expect('caller' in after && after.caller.roles.has('searchEditor')).toBe(true)
  })

  it('gives a caller without rights for a token without roles and scopes', async () => {
    const { privateKey, kid } = await stolenKey(house, TENANT)
    const { roles: _, ...claims } = await appClaims()
    expect(await verify(await forge(claims, privateKey, { kid }))).toMatchObject({
      caller: { permissions: new Set(), scopes: new Set() },
    })
  })
})

describe('verify refuses', () => {
  it('no signature and the public key as HMAC secret', async () => {
    const { privateKey, kid } = await stolenKey(house, TENANT)
    const claims = await appClaims()
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    expect(await refusal(`${encode({ alg: 'none', kid })}.${encode(claims)}.`)).toMatch(/algorithm/)
    const pem = createPublicKey(privateKey).export({ format: 'pem', type: 'spki' }).toString()
    expect(await refusal(await forge(claims, Buffer.from(pem), { alg: 'HS256', kid }))).toMatch(/algorithm/)
  })

  it("another tenant's key, under its own id and under ours", async () => {
    const ours = await stolenKey(house, TENANT)
    const theirs = await stolenKey(house, other.id)
    const claims = await appClaims()
    expect(await refusal(await forge(claims, theirs.privateKey, { kid: theirs.kid }))).toMatch(/unknown key/)
    expect(await refusal(await forge(claims, theirs.privateKey, { kid: ours.kid }))).toMatch(/signature/)
  })

  it('an issuer that is not that of the tenant it names', async () => {
    const ours = await stolenKey(house, TENANT)
    const crossed = await appClaims({ tid: other.id, oid: otherApp.objectId })
    expect(await refusal(await forge(crossed, ours.privateKey, { kid: ours.kid }))).toMatch(/not trusted/)
    const byDomain = await appClaims({ tid: 'lumenquay.example', iss: localIssuer() })
    expect(await refusal(await forge(byDomain, ours.privateKey, { kid: ours.kid }))).toMatch(/tenant/)
  })

  it('an issuer of one generation with the version of the other', async () => {
    const { privateKey, kid } = await stolenKey(house, TENANT)
    const v1Issuer = await appClaims({ iss: `https://sts.windows.net/${TENANT}/`, ver: '2.0' })
    expect(await refusal(await forge(v1Issuer, privateKey, { kid }))).toMatch(/version/)
    expect(await refusal(await forge(await appClaims({ ver: '1.0' }), privateKey, { kid }))).toMatch(/version/)
    const nearly = await appClaims({ iss: `${localIssuer()}/` })
    expect(await refusal(await forge(nearly, privateKey, { kid }))).toMatch(/not trusted/)
  })

  it('what has expired, is not valid yet, or is for another audience', async () => {
    const { privateKey, kid } = await stolenKey(house, TENANT)
    const now = Math.floor(Date.now() / 1000)
    const expired = await forge(await appClaims({ exp: now - 120 }), privateKey, { kid })
    expect(await refusal(expired)).toMatch(/expired/)
    const early = await forge(await appClaims({ nbf: now + 600 }), privateKey, { kid })
    expect(await refusal(early)).toMatch(/not valid yet/)
    const elsewhere = await forge(await appClaims({ aud: CONNECTOR }), privateKey, { kid })
    expect(await refusal(elsewhere)).toMatch(/audience/)
    const { exp: _, ...endless } = await appClaims()
    expect(await refusal(await forge(endless, privateKey, { kid }))).toMatch(/exp/)
  })

  it('changed claims, and text that is no token', async () => {
    const token = await delegated()
    expect(await verify(token)).toHaveProperty('caller')
    const tampered = tamper(token, (claims) => ({ ...claims, scp: 'User.Read ExternalItem.Read.All' }))
    expect(await refusal(tampered)).toMatch(/signature/)
    for (const text of ['', 'a.b.c', 'not a token', '..', `${token}.x`])
      expect(await refusal(text)).toMatch(/JWT|algor/)
  })

  it('any token with one character changed, without failing', async () => {
    const token = await delegated()
    // The last character of a signature carries spare bits, so it is left out.
    const at = fc.nat(token.length - 2)
    const character = fc.constantFrom(...'ABCxyz019-_.=+ \u0000é')
    await fc.assert(
      fc.asyncProperty(at, character, async (index, char) => {
        fc.pre(token[index] !== char)
        return 'problem' in (await verify(token.slice(0, index) + char + token.slice(index + 1)))
      }),
      { numRuns: 300 },
    )
  })

  it('keys that the token brings along', async () => {
    const own = await generateKeyPair('RS256')
    const ours = await stolenKey(house, TENANT)
    const jwk = await exportJWK(own.publicKey)
    const header = { kid: ours.kid, jwk, jku: 'https://attacker.example/keys', x5u: 'https://attacker.example/x5u' }
    expect(await refusal(await forge(await appClaims(), own.privateKey, header))).toMatch(/signature/)
  })

  it('a webhook token as an access token', async () => {
    const token = await house.authority.signNotification(TENANT, CONNECTOR, '0bf30f3b-4a52-48df-9a82-234910c4a086')
    expect(decodeJwt(token)).toMatchObject({ aud: CONNECTOR, tid: TENANT, iss: localIssuer() })
    expect(await refusal(token)).toMatch(/audience/)
  })

  it('an app-only token with the object id of a person, and one with roles and scopes', async () => {
    const { privateKey, kid } = await stolenKey(house, TENANT)
    const asPerson = await forge(await appClaims({ oid: MAREN }), privateKey, { kid })
    expect(await refusal(asPerson)).toMatch(/service principal/)
    const both = await forge(await appClaims({ scp: 'User.Read' }), privateKey, { kid })
    expect(await refusal(both)).toMatch(/both/)
  })
})

describe('between issue and use', () => {
  /** Changes of the directory are commits of the store. */
  const committed = () => house.store.write([house.store.change(TENANT, 'test', '', '')])
  const withBent = async (change: typeof bent, check: () => Promise<void>) => {
    Object.assign(bent, change)
    await committed()
    try {
      await check()
    } finally {
      for (const key of Object.keys(bent)) delete bent[key as keyof typeof bent]
      await committed()
    }
  }

  it('a disabled account, a removed app and a withdrawn grant end the token', async () => {
    const token = await delegated()
    expect(await verify(token)).toHaveProperty('caller')
    await withBent({ isDisabled: true }, async () => expect(await refusal(token)).toMatch(/disabled/))
    await withBent({ app: 'gone' }, async () => expect(await refusal(token)).toMatch(/app/))
    await withBent({ app: { scopes: [] } }, async () => expect(await refusal(token)).toMatch(/withdrawn/))
    expect(await verify(token)).toHaveProperty('caller')
  })

  it('one of several grants withdrawn leaves the others, and a new grant adds nothing to an old token', async () => {
    const token = await delegated(['User.Read', 'ExternalItem.Read.All'])
    await withBent({ app: { scopes: ['User.Read', 'Group.Read.All'] } }, async () => {
      expect(await verify(token)).toMatchObject({ caller: { scopes: new Set(['User.Read']) } })
    })
  })
})

describe('rotation of keys', () => {
  it('keeps tokens of the old key good and signs with the new one', async () => {
    const old = await delegated()
    const before = await stolenKey(house, TENANT)
    await house.authority.rotateKeys(TENANT)
    const after = await stolenKey(house, TENANT)
    expect(after.kid).not.toBe(before.kid)
    expect(await verify(old)).toHaveProperty('caller')
    expect(await verify(await delegated())).toHaveProperty('caller')
    const { keys } = (await house.app.inject(`/${TENANT}/discovery/v2.0/keys`)).json()
    expect(keys.map(({ kid }: { kid: string }) => kid)).toEqual([after.kid, before.kid])
  })
})

describe('trusted outside issuers', () => {
  const outside = (change: JWTPayload = {}) => appClaims({ iss: OUTSIDE, ...change })

  it('are believed for their tenant, and only as far as the directory grants', async () => {
    const claims = await outside({ roles: ['ExternalItem.ReadWrite.OwnedBy', 'ExternalItem.ReadWrite.All'] })
    const verdict = await verify(await forge(claims, outsideKey, { kid: 'outside' }))
    expect(verdict).toMatchObject({ caller: { permissions: new Set(['ExternalItem.ReadWrite.OwnedBy']) } })
  })

  it('are not believed for another tenant, nor under a local name, nor with a local kid', async () => {
    const ours = await stolenKey(house, TENANT)
    const foreign = await outside({ tid: other.id, oid: otherApp.objectId })
    expect(await refusal(await forge(foreign, outsideKey, { kid: 'outside' }))).toMatch(/not trusted/)
    expect(await refusal(await forge(await appClaims(), outsideKey, { kid: 'outside' }))).toMatch(/unknown key/)
    expect(await refusal(await forge(await appClaims(), outsideKey, { kid: ours.kid }))).toMatch(/signature/)
    expect(await refusal(await forge(await outside(), ours.privateKey, { kid: ours.kid }))).toMatch(/signature/)
  })
})
