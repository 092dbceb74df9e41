import { DeviceCodeCredential, OnBehalfOfCredential } from '@azure/identity'
import type { App } from '@jumpseat/directory'
import { decodeJwt } from 'jose'
import * as client from 'openid-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser } from './testing/browser.ts'
import { GRAPH_SCOPE, type House, LANTERN, MAREN, openHouse, TENANT } from './testing/house.ts'

const REDIRECT = 'https://web.lumenquay.example/callback'
const PASSWORD = 'a lamp at the end of the pier'
const UPN = 'maren.voss@lumenquay.example'
const SCOPES = ['User.Read', 'ExternalItem.Read.All']

let house: House
let web: App
let spa: App
let webSecret: string
const person = { userPrincipalName: UPN, password: PASSWORD }

beforeAll(async () => {
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
  house = await openHouse({ allowOneClick: () => true })
  const { directory } = house
  await directory.setPassword(TENANT, MAREN, PASSWORD)
  const common = { permissions: [], scopes: SCOPES }
  web = await directory.createApp(
    TENANT,
    { ...common, displayName: 'Web', redirectUris: [REDIRECT], isPublic: false },
    'system',
  )
  spa = await directory.createApp(
    TENANT,
    { ...common, displayName: 'Desk', redirectUris: ['http://localhost/done', 'http://localhost'], isPublic: true },
    'system',
  )
  webSecret = await directory.addAppSecret(TENANT, web.appId, 'system')
})
afterAll(() => house.close())

function configuration(app: App, auth?: client.ClientAuth): client.Configuration {
  const base = `${house.origin}/${TENANT}`
  const server = {
    issuer: `https://login.microsoftonline.com/${TENANT}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
  }
  const made = new client.Configuration(server, app.appId, undefined, auth ?? client.None())
  client.enableNonRepudiationChecks(made)
  return made
}

async function authorize(config: client.Configuration, parameters: Record<string, string> = {}, browser?: Browser) {
  const verifier = client.randomPKCECodeVerifier()
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT,
    scope: `openid profile offline_access ${GRAPH_SCOPE}`,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: 'a-state',
    nonce: 'a-nonce',
    ...parameters,
  })
  const visitor = browser ?? new Browser(house.origin)
  const start = await visitor.follow(url.href)
  return { verifier, visitor, start }
}

const checks = (pkceCodeVerifier: string) => ({ pkceCodeVerifier, expectedState: 'a-state', expectedNonce: 'a-nonce' })

async function signedIn(app: App, auth?: client.ClientAuth, parameters: Record<string, string> = {}) {
  const config = configuration(app, auth)
  const { verifier, visitor, start } = await authorize(config, parameters)
  const end = await visitor.signIn(start.url, person)
  const tokens = await client.authorizationCodeGrant(config, new URL(end.url), checks(verifier))
  return { config, tokens, verifier, end, visitor }
}

describe('authorization code with PKCE', () => {
  it('serves a confidential client, with id token, refresh token and a token that verify takes', async () => {
    const { tokens } = await signedIn(web, client.ClientSecretPost(webSecret))
    expect(tokens.claims()).toMatchObject({ oid: MAREN, tid: TENANT, preferred_username: UPN })
    expect(tokens).toMatchObject({ expires_in: 3599, ext_expires_in: 3599, refresh_token: expect.any(String) })
    expect(decodeJwt(tokens.access_token)).toMatchObject({ aud: 'https://graph.microsoft.com', idtyp: 'user', acct: 0 })
    const verdict = await house.authority.verify(tokens.access_token)
    expect(verdict).toMatchObject({ caller: { kind: 'user', objectId: MAREN, appId: web.appId, name: UPN } })
    expect('caller' in verdict && [...verdict.caller.scopes].sort()).toEqual([...SCOPES].sort())
  })

  it('serves a public client on any loopback port', async () => {
    const { tokens } = await signedIn(spa, undefined, { redirect_uri: 'http://localhost:49152/done' })
    expect(tokens.claims()).toMatchObject({ oid: MAREN })
  })
})

describe('refresh', () => {
  it('rotates, and reuse of an old token ends the family', async () => {
    const { config, tokens } = await signedIn(web, client.ClientSecretPost(webSecret))
    const second = await client.refreshTokenGrant(config, tokens.refresh_token ?? '')
    expect(second.refresh_token).not.toBe(tokens.refresh_token)
    expect(await house.authority.verify(second.access_token)).toHaveProperty('caller')
    const reuse = client.refreshTokenGrant(config, tokens.refresh_token ?? '')
    await expect(reuse).rejects.toMatchObject({ error: 'invalid_grant' })
    const family = client.refreshTokenGrant(config, second.refresh_token ?? '')
    await expect(family).rejects.toMatchObject({ error: 'invalid_grant' })
  })
})

describe('device code', () => {
  it('serves DeviceCodeCredential with a page where the person confirms', async () => {
    const browser = new Browser(house.origin)
    const credential = new DeviceCodeCredential({
      tenantId: TENANT,
      clientId: LANTERN,
      authorityHost: house.origin,
      disableInstanceDiscovery: true,
      userPromptCallback: async ({ verificationUri, userCode, message }) => {
        expect(message).toContain(userCode)
        const input = await browser.follow(`${verificationUri}?user_code=${userCode}`)
        const confirm = await browser.submit(await input.answer.text())
        const toSignIn = await browser.submit(await confirm.answer.text())
        const done = await browser.signIn(toSignIn.url, person)
        expect(await done.answer.text()).toContain('You are signed in')
      },
    })
    const { token } = await credential.getToken('https://graph.microsoft.com/ExternalItem.Read.All')
    expect(await house.authority.verify(token)).toMatchObject({ caller: { objectId: MAREN, appId: LANTERN } })
  })
})

describe('on behalf of', () => {
  it('serves OnBehalfOfCredential', async () => {
    const userAssertionToken = await house.authority.issueDelegated(TENANT, MAREN, LANTERN, ['User.Read'])
    const where = { authorityHost: house.origin, disableInstanceDiscovery: true }
    const who = { tenantId: TENANT, clientId: web.appId, clientSecret: webSecret }
    const credential = new OnBehalfOfCredential({ ...where, ...who, userAssertionToken })
    const { token } = await credential.getToken(GRAPH_SCOPE)
    expect(await house.authority.verify(token)).toMatchObject({ caller: { objectId: MAREN, appId: web.appId } })
  })
})
