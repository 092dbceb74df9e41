import { createHash, type KeyObject, randomUUID, X509Certificate } from 'node:crypto'
import https from 'node:https'
import { text } from 'node:stream/consumers'
import { ClientSecretCredential } from '@azure/identity'
import type { Tenant } from '@jumpseat/directory'
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { selfSigned } from './testing/certificate.ts'
import { CONNECTOR, GRAPH_SCOPE, type House, LANTERN, MAREN, openHouse, TENANT } from './testing/house.ts'

let house: House
let other: Tenant
let secret: string
let certificate: { key: string; certificate: string; privateKey: KeyObject }

beforeAll(async () => {
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
  house = await openHouse()
  other = await house.directory.createTenant({ displayName: 'Other', domain: 'other.example', isSample: false })
  secret = await house.directory.addAppSecret(TENANT, CONNECTOR, 'system')
  certificate = await selfSigned('connector')
  await house.directory.addAppCertificate(TENANT, CONNECTOR, certificate.certificate, 'system')
})
afterAll(() => house.close())

const get = (path: string, host = 'login.microsoftonline.com') =>
  new Promise<ReturnType<typeof JSON.parse>>((resolve, reject) => {
    https
      .get(`${house.origin}${path}`, { headers: { host } }, (answer) =>
        text(answer).then(JSON.parse).then(resolve, reject),
      )
      .on('error', reject)
  })
async function post(path: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  const body = new URLSearchParams(form)
  const answer = await fetch(`${house.origin}${path}`, { method: 'POST', headers, body })
  return { status: answer.status, body: await answer.json() }
}
const form = (change: Record<string, string> = {}) => ({
  grant_type: 'client_credentials',
  client_id: CONNECTOR,
  client_secret: secret,
  scope: GRAPH_SCOPE,
  ...change,
})
const TOKEN = `/${TENANT}/oauth2/v2.0/token`

describe('authority documents (connectors 8.4)', () => {
  it.each([
    [`/${TENANT}/v2.0/.well-known/openid-configuration`, '/oauth2/v2.0/token'],
    ['/LumenQuay.example/v2.0/.well-known/openid-configuration', '/oauth2/v2.0/token'],
    [`/${TENANT}/.well-known/openid-configuration`, '/oauth2/token'],
  ])('%s is on the host that was asked', async (path, token) => {
    expect(await get(path)).toMatchObject({
      issuer: `https://login.microsoftonline.com/${TENANT}/v2.0`,
      token_endpoint: `https://login.microsoftonline.com/${TENANT}${token}`,
      authorization_endpoint: expect.stringContaining('https://login.microsoftonline.com/'),
      jwks_uri: expect.stringContaining(`/${TENANT}/discovery/`),
    })
    expect((await get(path, 'localhost:8443')).token_endpoint).toBe(`https://localhost:8443/${TENANT}${token}`)
  })

  it('exist for no tenant in particular while the client is not known', async () => {
    for (const segment of ['common', 'organizations', 'adfs']) {
      const document = await get(`/${segment}/.well-known/openid-configuration`, 'localhost')
      expect(document.token_endpoint).toBe(`https://localhost/${segment}/oauth2/token`)
    }
    expect(await get('/nobody.example/v2.0/.well-known/openid-configuration')).toMatchObject({
      error: 'invalid_request',
      error_codes: [90002],
    })
  })

  it('discover the instance', async () => {
    const asked = `https://localhost:8443/${TENANT}/oauth2/v2.0/authorize`
    const document = await get(`/common/discovery/instance?api-version=1.1&authorization_endpoint=${asked}`)
    expect(document).toMatchObject({
      tenant_discovery_endpoint: `https://localhost:8443/${TENANT}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
    })
    expect(document.metadata.flatMap(({ aliases }: { aliases: string[] }) => aliases)).toContain('localhost:8443')
  })

  it('publish keys whose certificate and modulus agree', async () => {
    const { access_token } = (await post(TOKEN, form())).body
    for (const path of [`/${TENANT}/discovery/v2.0/keys`, `/${TENANT}/discovery/keys`]) {
      const { keys } = await get(path)
      const { kid, x5t, x5c, n, e } = keys[0]
      const certificate = new X509Certificate(Buffer.from(x5c[0], 'base64'))
      expect(certificate.publicKey.export({ format: 'jwk' })).toMatchObject({ n, e })
      expect(certificate.verify(certificate.publicKey)).toBe(true)
      expect([kid, x5t]).toEqual(Array(2).fill(createHash('sha1').update(certificate.raw).digest('base64url')))
      expect(JSON.stringify(keys)).not.toMatch(/"(d|p|q|dp|dq|qi)":/)
      await expect(jwtVerify(access_token, createLocalJWKSet({ keys }))).resolves.toBeDefined()
      expect(decodeProtectedHeader(access_token)).toMatchObject({ alg: 'RS256', kid, x5t })
    }
    const [ours] = (await get(`/${TENANT}/discovery/keys`)).keys
    const [theirs] = (await get(`/${other.id}/discovery/keys`)).keys
    expect(ours.kid).not.toBe(theirs.kid)
  })
})

describe('the version 1 generation', () => {
  it('takes a resource and gives a token of its own issuer', async () => {
    const { client_id, client_secret, grant_type } = form()
    const v1 = { client_id, client_secret, grant_type, resource: 'https://graph.microsoft.com/' }
    const { body } = await post(`/${TENANT}/oauth2/token`, v1)
    expect(body).toMatchObject({ token_type: 'Bearer', resource: 'https://graph.microsoft.com' })
    expect(decodeJwt(body.access_token)).toMatchObject({
      ver: '1.0',
      iss: `https://sts.windows.net/${TENANT}/`,
      appid: CONNECTOR,
    })
    expect(await house.authority.verify(body.access_token)).toHaveProperty('caller')
  })
})

describe('the tenant of a request', () => {
  it('may be a domain, or be found by the client', async () => {
    for (const segment of ['LUMENQUAY.example', TENANT.toUpperCase(), 'common', 'organizations', 'adfs']) {
      const { body } = await post(`/${segment}/oauth2/v2.0/token`, form())
      expect(decodeJwt(body.access_token).tid).toBe(TENANT)
    }
  })

  it('is not another one than that of the app', async () => {
    const { status, body } = await post(`/${other.id}/oauth2/v2.0/token`, form())
    expect([status, body.error_codes]).toEqual([400, [700016]])
  })

  it('may be `adfs` for clients set up by environment alone', async () => {
    const options = { authorityHost: house.origin, disableInstanceDiscovery: true }
    const credential = new ClientSecretCredential('adfs', CONNECTOR, secret, options)
    const { token } = await credential.getToken(GRAPH_SCOPE)
    expect(decodeJwt(token).tid).toBe(TENANT)
  })
})

describe('errors of the token endpoint (connectors 8.1)', () => {
  it('carry the number, the time and the ids', async () => {
    const id = randomUUID()
    const { status, body } = await post(TOKEN, form({ client_secret: 'wrong' }), { 'client-request-id': id })
    expect(status).toBe(401)
    expect(body).toEqual({
      error: 'invalid_client',
      error_description: expect.stringMatching(/^AADSTS7000215: /),
      error_codes: [7000215],
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/),
      trace_id: expect.any(String),
      correlation_id: id,
    })
  })

  it('reach the user of @azure/identity', async () => {
    const options = { authorityHost: house.origin, disableInstanceDiscovery: true }
    const wrong = new ClientSecretCredential(TENANT, CONNECTOR, 'wrong', options)
    await expect(wrong.getToken(GRAPH_SCOPE)).rejects.toThrow(/AADSTS7000215/)
  })

  it.each([
    ['an unknown app', { client_id: randomUUID() }, 400, 700016],
    ['no secret', { client_secret: '' }, 401, 7000218],
    ['no grant type', { grant_type: '' }, 400, 900144],
    ['another grant type', { grant_type: 'password' }, 400, 70003],
    ['no scope', { scope: '' }, 400, 900144],
    ['a single permission as scope', { scope: 'https://graph.microsoft.com/User.Read.All' }, 400, 1002012],
    ['another resource', { scope: 'https://vault.azure.net/.default' }, 400, 500011],
    ['two resources', { scope: `${GRAPH_SCOPE} api://${CONNECTOR}/.default` }, 400, 70011],
    ['a public client', { client_id: LANTERN, client_secret: '' }, 401, 7000218],
    ['a code that does not exist', { grant_type: 'authorization_code', code: 'x', redirect_uri: 'x' }, 400, 70000],
    ['a refresh token that does not exist', { grant_type: 'refresh_token', refresh_token: 'x' }, 400, 70000],
  ])('say so for %s', async (_name, change, status, number) => {
    const answer = await post(TOKEN, form(change))
    expect([answer.status, answer.body.error_codes]).toEqual([status, [number]])
  })

  it('refuse a parameter that is sent twice, and what clients add is ignored', async () => {
    const payload = `${new URLSearchParams(form())}&client_id=${CONNECTOR}`
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const twice = await house.app.inject({ method: 'POST', url: TOKEN, headers, payload })
    expect(twice.json().error_codes).toEqual([90014])
    const claims = '{"access_token":{"xms_cc":{"values":["cp1"]}}}'
    const extras = { claims, 'x-client-SKU': 'msal.js.node', 'client-request-id': 'x, y', __proto__: 'x' }
    expect((await post(TOKEN, form(extras))).status).toBe(200)
  })
})

describe('a client assertion', () => {
  const der = () => new X509Certificate(certificate.certificate).raw
  const audience = () => `https://${house.host}${TOKEN}`
  async function assertion(change: JWTPayload = {}, key = certificate.privateKey, header: object = {}) {
    const now = Math.floor(Date.now() / 1000)
    const claims = { aud: audience(), iss: CONNECTOR, sub: CONNECTOR, jti: randomUUID(), nbf: now, exp: now + 600 }
    const x5t = { 'x5t#S256': createHash('sha256').update(der()).digest('base64url') }
    return new SignJWT({ ...claims, ...change }).setProtectedHeader({ alg: 'RS256', ...x5t, ...header }).sign(key)
  }
  const send = async (client_assertion: string, change: Record<string, string> = {}) => {
    const { client_secret: _, ...rest } = form()
    const client_assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
    const { status, body } = await post(TOKEN, { ...rest, client_assertion_type, client_assertion, ...change })
    return status === 200 ? 'token' : body.error_codes[0]
  }

  it('is taken with the token endpoint in either form as audience, and by the older thumbprint', async () => {
    expect(await send(await assertion())).toBe('token')
    expect(await send(await assertion({ aud: `https://login.microsoftonline.com${TOKEN}` }))).toBe('token')
    const x5t = createHash('sha1').update(der()).digest('base64url')
    expect(await send(await assertion({}, undefined, { x5t, 'x5t#S256': undefined }))).toBe('token')
  })

  it('is taken once', async () => {
    const once = await assertion()
    const outcomes = await Promise.all([send(once), send(once), send(once)])
    expect(outcomes.sort()).toEqual([700027, 700027, 'token'])
    expect(await send(once)).toBe(700027)
  })

  it('is refused when it is old, endless, for elsewhere, of another app, or unsigned', async () => {
    const now = Math.floor(Date.now() / 1000)
    expect(await send(await assertion({ exp: now - 600 }))).toBe(700024)
    expect(await send(await assertion({ exp: now + 40 * 86_400 }))).toBe(700024)
    expect(await send(await assertion({ nbf: now + 3600 }))).toBe(700024)
    expect(await send(await assertion({ aud: 'https://attacker.example/token' }))).toBe(700023)
    expect(await send(await assertion({ aud: `https://${house.host}/${other.id}/oauth2/v2.0/token` }))).toBe(700023)
    expect(await send(await assertion({ sub: LANTERN }))).toBe(700027)
    expect(await send(await assertion({ iss: LANTERN }))).toBe(700027)
    expect(await send(await assertion({ jti: '' }))).toBe(700027)
    const stranger = await selfSigned('stranger')
    expect(await send(await assertion({}, stranger.privateKey))).toBe(700027)
    const own = createHash('sha256').update(new X509Certificate(stranger.certificate).raw).digest('base64url')
    expect(await send(await assertion({}, stranger.privateKey, { 'x5t#S256': own }))).toBe(700027)
    const [, payload = ''] = (await assertion()).split('.')
    const none = Buffer.from(JSON.stringify({ alg: 'none', ...{ 'x5t#S256': own } })).toString('base64url')
    expect(await send(`${none}.${payload}.`)).toBe(700027)
  })

  it('and a secret together are refused', async () => {
    expect(await send(await assertion(), { client_secret: secret })).toBe(900023)
  })

  it('with an expired certificate is refused', async () => {
    const old = await selfSigned('old', new Date(Date.now() - 1000))
    await house.directory.addAppCertificate(TENANT, CONNECTOR, old.certificate, 'system')
    const x5t = createHash('sha256').update(new X509Certificate(old.certificate).raw).digest('base64url')
    expect(await send(await assertion({}, old.privateKey, { 'x5t#S256': x5t }))).toBe(700027)
  })
})

describe('on behalf of', () => {
  const exchange = async (assertion: string, change: Record<string, string> = {}) => {
    const obo = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', requested_token_use: 'on_behalf_of' }
    const app = await house.directory.createApp(
      TENANT,
      { displayName: `Middle ${randomUUID()}`, permissions: [], scopes: ['User.Read'], isPublic: false },
      'system',
    )
    const client_secret = await house.directory.addAppSecret(TENANT, app.appId, 'system')
    const scope = 'https://graph.microsoft.com/User.Read'
    const { status, body } = await post(TOKEN, {
      ...obo,
      client_id: app.appId,
      client_secret,
      scope,
      assertion,
      ...change,
    })
    return status === 200 ? decodeJwt(body.access_token) : body.error_codes[0]
  }
  const personal = () => house.authority.issueDelegated(TENANT, MAREN, LANTERN, ['User.Read'])

  it('gives what the middle app is granted, for the person of the assertion', async () => {
    expect(await exchange(await personal())).toMatchObject({ oid: MAREN, scp: 'User.Read' })
    expect(await exchange(await personal(), { scope: 'ExternalItem.Read.All' })).toBe(65001)
  })

  it('refuses app-only tokens, webhook tokens, strangers and other uses', async () => {
    const appOnly = (await post(TOKEN, form())).body.access_token
    expect(await exchange(appOnly)).toBe(50013)
    const webhook = await house.authority.signNotification(TENANT, CONNECTOR, CONNECTOR)
    expect(await exchange(webhook)).toBe(500131)
    expect(await exchange('a.b.c')).toBe(50013)
    expect(await exchange(await personal(), { requested_token_use: 'anything' })).toBe(900023)
    const [head, body, signature = ''] = (await personal()).split('.')
    expect(await exchange([head, body, [...signature].reverse().join('')].join('.'))).toBe(50013)
  })
})
