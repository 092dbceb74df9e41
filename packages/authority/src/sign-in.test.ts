import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DeviceCodeCredential, OnBehalfOfCredential } from '@azure/identity'
import { PublicClientApplication } from '@azure/msal-node'
import type { App } from '@jumpseat/directory'
import { decodeJwt } from 'jose'
import * as client from 'openid-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser } from './testing/browser.ts'
import { stolenKey } from './testing/forge.ts'
import { GRAPH_SCOPE, type House, LANTERN, MAREN, openHouse, TENANT, VIKTOR } from './testing/house.ts'

const REDIRECT = 'https://web.lumenquay.example/callback'
const PASSWORD = 'a lamp at the end of the pier'
const UPN = 'maren.voss@lumenquay.example'
const SCOPES = ['User.Read', 'ExternalItem.Read.All']

let house: House
let web: App
let spa: App
let webSecret: string
/** Scopes that an administrator has withdrawn from all apps. */
const withdrawn = new Set<string>()
/** One click, because a password costs time by design. */
const person = { samplePerson: MAREN }
const byPassword = { userPrincipalName: UPN, password: PASSWORD }

beforeAll(async () => {
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
  house = await openHouse({ allowOneClick: () => true }, (directory) => ({
    ...directory,
    app: (tenantId, appId) => {
      const app = directory.app(tenantId, appId)
      return app && { ...app, scopes: app.scopes.filter((name) => !withdrawn.has(name)) }
    },
  }))
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

describe('MSAL for Node', () => {
  it('redeems a code with PKCE, finds the token in its cache and refreshes silently', async () => {
    const msal = new PublicClientApplication({
      auth: { clientId: spa.appId, authority: `${house.origin}/${TENANT}`, knownAuthorities: [house.host] },
    })
    const verifier = client.randomPKCECodeVerifier()
    const request = { scopes: ['User.Read'], redirectUri: 'http://localhost:50123' }
    const url = await msal.getAuthCodeUrl({
      ...request,
      codeChallenge: await client.calculatePKCECodeChallenge(verifier),
      codeChallengeMethod: 'S256',
      prompt: 'select_account',
    })
    const browser = new Browser(house.origin)
    const start = await browser.follow(url)
    const end = await browser.signIn(start.url, person)
    const code = new URL(end.url).searchParams.get('code') ?? ''
    const result = await msal.acquireTokenByCode({ ...request, code, codeVerifier: verifier })
    expect(result?.account).toMatchObject({ username: UPN, tenantId: TENANT, homeAccountId: `${MAREN}.${TENANT}` })
    const account = result?.account
    if (!account) return
    const cached = await msal.acquireTokenSilent({ account, scopes: ['User.Read'] })
    expect(cached).toMatchObject({ fromCache: true, accessToken: result.accessToken })
    const wider = await msal.acquireTokenSilent({ account, scopes: ['ExternalItem.Read.All'] })
    expect(decodeJwt(wider.accessToken)).toMatchObject({ scp: 'ExternalItem.Read.All' })
    await expect(msal.acquireTokenSilent({ account, scopes: ['Mail.Read'] })).rejects.toThrow(/65001/)
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

  it('leaves neither tokens nor keys readable on disk', async () => {
    const { tokens, end } = await signedIn(web, client.ClientSecretPost(webSecret))
    const { privateKey } = await stolenKey(house, TENANT)
    const exponent = Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url')
    const code = new URL(end.url).searchParams.get('code') ?? ''
    const secrets = [tokens.refresh_token ?? '', tokens.access_token, code, webSecret, exponent]
    expect(exponent.length).toBeGreaterThan(200)
    for (const name of readdirSync(house.folder).filter((file) => file.startsWith('jumpseat.sqlite'))) {
      const bytes = readFileSync(join(house.folder, name))
      expect(secrets.filter((secret) => bytes.includes(secret))).toEqual([])
    }
  })

  it('gives only what is still granted', async () => {
    const { config, tokens } = await signedIn(web, client.ClientSecretPost(webSecret))
    withdrawn.add('ExternalItem.Read.All')
    try {
      const next = await client.refreshTokenGrant(config, tokens.refresh_token ?? '')
      expect(decodeJwt(next.access_token).scp).toBe('User.Read')
      const scope = 'ExternalItem.Read.All'
      const asking = client.refreshTokenGrant(config, next.refresh_token ?? '', { scope })
      await expect(asking).rejects.toMatchObject({ error: 'invalid_grant', error_description: /AADSTS65001/ })
    } finally {
      withdrawn.clear()
    }
  })
})

describe('the version 1 generation', () => {
  it('gives everything over its resource, and keeps its generation through a refresh', async () => {
    const browser = new Browser(house.origin)
    const start = new URL(`${house.origin}/${TENANT}/oauth2/authorize`)
    start.search = new URLSearchParams({
      client_id: web.appId,
      redirect_uri: REDIRECT,
      response_type: 'code',
      resource: 'https://graph.microsoft.com',
    }).toString()
    const end = await browser.signIn((await browser.follow(start.href)).url, person)
    const credentials = { client_id: web.appId, client_secret: webSecret }
    const redeem = async (form: Record<string, string>) => {
      const answer = await browser.post(`/${TENANT}/oauth2/token`, { ...credentials, ...form })
      return (await answer.answer.json()) as { access_token: string; refresh_token: string }
    }
    const code = new URL(end.url).searchParams.get('code') ?? ''
    const first = await redeem({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT })
    const second = await redeem({ grant_type: 'refresh_token', refresh_token: first.refresh_token })
    for (const { access_token } of [first, second]) {
      expect(decodeJwt(access_token)).toMatchObject({ ver: '1.0', iss: `https://sts.windows.net/${TENANT}/` })
      const verdict = await house.authority.verify(access_token)
      expect('caller' in verdict && [...verdict.caller.scopes].sort()).toEqual([...SCOPES].sort())
    }
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
        const done = await browser.signIn(toSignIn.url, byPassword)
        expect(await done.answer.text()).toContain('You are signed in')
      },
    })
    const { token } = await credential.getToken('https://graph.microsoft.com/ExternalItem.Read.All')
    expect(await house.authority.verify(token)).toMatchObject({ caller: { objectId: MAREN, appId: LANTERN } })
  })
})

describe('on behalf of', () => {
  it('takes a token that was issued for the middle app', async () => {
    const own = `api://${web.appId}/user_impersonation`
    const { tokens, config } = await signedIn(web, client.ClientSecretPost(webSecret), { scope: `openid ${own}` })
    expect(decodeJwt(tokens.access_token)).toMatchObject({ aud: web.appId, scp: 'user_impersonation' })
    expect(await house.authority.verify(tokens.access_token)).toHaveProperty('problem')
    const next = await client.genericGrantRequest(config, 'urn:ietf:params:oauth:grant-type:jwt-bearer', {
      requested_token_use: 'on_behalf_of',
      assertion: tokens.access_token,
      scope: 'https://graph.microsoft.com/User.Read',
    })
    expect(await house.authority.verify(next.access_token)).toMatchObject({ caller: { objectId: MAREN } })
  })

  it('serves OnBehalfOfCredential', async () => {
    const userAssertionToken = await house.authority.issueDelegated(TENANT, MAREN, LANTERN, ['User.Read'])
    const where = { authorityHost: house.origin, disableInstanceDiscovery: true }
    const who = { tenantId: TENANT, clientId: web.appId, clientSecret: webSecret }
    const credential = new OnBehalfOfCredential({ ...where, ...who, userAssertionToken })
    const { token } = await credential.getToken(GRAPH_SCOPE)
    expect(await house.authority.verify(token)).toMatchObject({ caller: { objectId: MAREN, appId: web.appId } })
  })
})

describe('an attacker', () => {
  const confidential = () => client.ClientSecretPost(webSecret)
  const location = async (parameters: Record<string, string>, app = web) =>
    (await authorize(configuration(app), parameters)).start

  it('cannot use a code twice, and the attempt ends what the code gave', async () => {
    const { config, tokens, end, verifier } = await signedIn(web, confidential())
    const again = client.authorizationCodeGrant(config, new URL(end.url), checks(verifier))
    await expect(again).rejects.toMatchObject({ error: 'invalid_grant', error_description: /AADSTS54005/ })
    const refresh = client.refreshTokenGrant(config, tokens.refresh_token ?? '')
    await expect(refresh).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  it('cannot win a race with a stolen refresh token', async () => {
    const { config, tokens } = await signedIn(web, confidential())
    const race = await Promise.allSettled(
      Array.from({ length: 5 }, () => client.refreshTokenGrant(config, tokens.refresh_token ?? '')),
    )
    const won = race.filter((each) => each.status === 'fulfilled')
    expect(won.length).toBeLessThanOrEqual(1)
    for (const { value } of won) {
      await expect(client.refreshTokenGrant(config, value.refresh_token ?? '')).rejects.toThrow()
    }
  })

  it('cannot redeem a code without its verifier, with another one, or as another app', async () => {
    const config = configuration(web, confidential())
    for (const verifier of [client.randomPKCECodeVerifier(), undefined]) {
      const { visitor, start } = await authorize(config)
      const end = await visitor.signIn(start.url, person)
      const redeem = client.authorizationCodeGrant(config, new URL(end.url), {
        expectedState: 'a-state',
        expectedNonce: 'a-nonce',
        ...(verifier === undefined ? {} : { pkceCodeVerifier: verifier }),
      })
      await expect(redeem).rejects.toMatchObject({ error: 'invalid_grant' })
    }
    const { verifier, visitor, start } = await authorize(config)
    const end = await visitor.signIn(start.url, person)
    const asSpa = client.authorizationCodeGrant(configuration(spa), new URL(end.url), checks(verifier))
    await expect(asSpa).rejects.toMatchObject({ error: 'invalid_grant', error_description: /700005/ })
  })

  it('cannot lower PKCE of a public client to plain or to nothing', async () => {
    const redirect_uri = 'http://localhost:1234/done'
    const plain = await location({ redirect_uri, code_challenge_method: 'plain' }, spa)
    expect(new URL(plain.url).searchParams.get('error')).toBe('invalid_request')
    const url = client.buildAuthorizationUrl(configuration(spa), { redirect_uri, scope: 'openid', state: 'a-state' })
    const none = await new Browser(house.origin).follow(url.href)
    expect(new URL(none.url).searchParams.get('error')).toBe('invalid_request')
  })

  it.each([
    'https://attacker.example/callback',
    'https://web.lumenquay.example/callback/',
    'https://web.lumenquay.example/callback?x=1',
    'https://web.lumenquay.example.attacker.example/callback',
    'https://web.lumenquay.example:8443/callback',
    'https://web.lumenquay.example@attacker.example/callback',
    'http://localhost:1234/callback',
    '//attacker.example',
    'javascript:alert(1)',
  ])('cannot be sent to by %s', async (redirect_uri) => {
    const { url, answer } = await location({ redirect_uri })
    expect(answer.status).toBe(400)
    expect(url.startsWith(house.origin)).toBe(true)
    expect(await answer.text()).toContain('redirect_uri')
  })

  it('gets a loopback address of a public client only at its registered path and host', async () => {
    const allowed = await location({ redirect_uri: 'http://localhost:1/done' }, spa)
    expect(new URL(allowed.url).pathname).toMatch(/^\/signin\//)
    for (const redirect_uri of [
      'http://localhost:1/elsewhere',
      'http://127.0.0.1:1/done',
      'https://localhost:1/done',
      'http://localhost.attacker.example:1/done',
      'http://localhost:1@attacker.example/done',
      'http://localhost:1/done#x',
    ]) {
      expect((await location({ redirect_uri }, spa)).answer.status).toBe(400)
    }
  })

  it('gets no token for another app, which that app could exchange', async () => {
    const answer = new URL((await location({ scope: `openid api://${spa.appId}/.default` })).url).searchParams
    expect(answer.get('error_description')).toMatch(/AADSTS65001/)
  })

  it('is refused scopes that the administrator has not granted', async () => {
    const { url } = await location({ scope: 'openid User.Read Mail.Read' })
    const answer = new URL(url).searchParams
    expect(answer.get('error')).toBe('consent_required')
    expect(answer.get('error_description')).toMatch(/AADSTS65001.*Mail\.Read/)
  })
})

describe('the sign-in interaction', () => {
  const uidOf = ({ url }: { url: string }) => new URL(url).pathname.split('/').at(-1)
  const begin = async () => {
    const { visitor, start } = await authorize(configuration(web), { login_hint: UPN })
    return { visitor, path: `/api/interaction/${uidOf(start)}` }
  }

  it('tells the page who asks, and offers people of the sample organisation', async () => {
    const { visitor, path } = await begin()
    const told = await (await visitor.request(path)).json()
    expect(told).toMatchObject({ clientName: 'Web', tenantName: 'Lumen Quay', kind: 'login', hint: UPN })
    expect(told.people).toHaveLength(40)
    const answer = await visitor.json(`${path}/login`, { samplePerson: MAREN })
    const end = await visitor.follow((await answer.json()).redirectTo)
    expect(end.url).toContain(`${REDIRECT}?code=`)
  })

  it('is closed to other browsers, other sites and other content types', async () => {
    const { visitor, path } = await begin()
    expect((await new Browser(house.origin).request(path)).status).toBe(404)
    expect((await new Browser(house.origin).json(`${path}/login`, byPassword)).status).toBe(404)
    const foreign = await visitor.json(`${path}/login`, byPassword, { origin: 'https://attacker.example' })
    expect(foreign.status).toBe(403)
    const text = await visitor.json(`${path}/login`, byPassword, { 'content-type': 'text/plain' })
    expect(text.status).toBe(400)
    const headers = { 'content-type': 'application/json' }
    const bare = await visitor.request(`${path}/login`, { method: 'POST', headers, body: JSON.stringify(byPassword) })
    expect(bare.status).toBe(403)
  })

  it('answers a wrong password and an unknown name alike', async () => {
    const { visitor, path } = await begin()
    const attempt = async (userPrincipalName: string) => {
      const answer = await visitor.json(`${path}/login`, { userPrincipalName, password: 'wrong' })
      return { status: answer.status, body: await answer.json() }
    }
    const wrong = await attempt(UPN)
    expect(wrong).toMatchObject({ status: 401 })
    expect(await attempt('nobody@lumenquay.example')).toEqual(wrong)
  })

  it('slows down guesses at one account and leaves others alone', async () => {
    const { visitor, path } = await begin()
    const guess = () =>
      visitor.json(`${path}/login`, { userPrincipalName: 'bea.kowalczyk@lumenquay.example', password: 'guess' })
    const guesses = await Promise.all(Array.from({ length: 12 }, guess))
    const slowed = guesses.filter(({ status }) => status === 429)
    expect(slowed).toHaveLength(2)
    expect(Number(slowed[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await visitor.json(`${path}/login`, byPassword)).status).toBe(200)
  })

  it('can be declined', async () => {
    const { visitor, path } = await begin()
    const { redirectTo } = await (await visitor.json(`${path}/abort`, {})).json()
    const end = new URL((await visitor.follow(redirectTo)).url)
    expect(end.searchParams.get('error')).toBe('access_denied')
  })

  it('offers nobody without a password where the server does not say so', async () => {
    const strict = await openHouse()
    try {
      const app = await strict.directory.createApp(
        TENANT,
        { displayName: 'Desk', permissions: [], scopes: ['User.Read'], redirectUris: [REDIRECT], isPublic: true },
        'system',
      )
      const browser = new Browser(strict.origin)
      const url = new URL(`${strict.origin}/${TENANT}/oauth2/v2.0/authorize`)
      const challenge = await client.calculatePKCECodeChallenge(client.randomPKCECodeVerifier())
      url.search = new URLSearchParams({
        client_id: app.appId,
        redirect_uri: REDIRECT,
        response_type: 'code',
        scope: 'openid User.Read',
        code_challenge: challenge,
        code_challenge_method: 'S256',
      }).toString()
      const path = `/api/interaction/${uidOf(await browser.follow(url.href))}`
      expect(await (await browser.request(path)).json()).not.toHaveProperty('people')
      expect((await browser.json(`${path}/login`, { samplePerson: MAREN })).status).toBe(403)
    } finally {
      await strict.close()
    }
  })

  it('lets another person take over the browser', async () => {
    const config = configuration(web, client.ClientSecretPost(webSecret))
    const first = await authorize(config)
    await first.visitor.signIn(first.start.url, person)
    const second = await authorize(config, { prompt: 'select_account' }, first.visitor)
    const handing = await first.visitor.signIn(second.start.url, { samplePerson: VIKTOR })
    const end = await first.visitor.submit(await handing.answer.text(), { logout: 'yes' })
    const tokens = await client.authorizationCodeGrant(config, new URL(end.url), checks(second.verifier))
    expect(tokens.claims()).toMatchObject({ oid: VIKTOR })
    expect(decodeJwt(tokens.access_token)).toMatchObject({ oid: VIKTOR, acct: 1 })
  })

  it('signs out', async () => {
    const { visitor } = await signedIn(web, client.ClientSecretPost(webSecret))
    const page = await visitor.follow(`/${TENANT}/oauth2/v2.0/logout`)
    const done = await visitor.submit(await page.answer.text(), { logout: 'yes' })
    expect(await done.answer.text()).toContain('You are signed out')
    const next = await authorize(configuration(web), {}, visitor)
    expect(new URL(next.start.url).pathname).toMatch(/^\/signin\//)
  })

  it('keeps a session, signs out a person who is disabled, and ends their refresh tokens', async () => {
    const { directory } = house
    const tomasz = directory.user(TENANT, 'tomasz.zielinski@lumenquay.example')
    if (!tomasz) return expect.unreachable()
    const config = configuration(web, client.ClientSecretPost(webSecret))
    const first = await authorize(config)
    const end = await first.visitor.signIn(first.start.url, { samplePerson: tomasz.id })
    const tokens = await client.authorizationCodeGrant(config, new URL(end.url), checks(first.verifier))
    const again = await authorize(config, {}, first.visitor)
    expect(again.start.url).toContain(`${REDIRECT}?code=`)
    await directory.updateUser(TENANT, tomasz.id, { accountEnabled: false }, 'system')
    const disabled = await authorize(config, {}, first.visitor)
    expect(new URL(disabled.start.url).pathname).toMatch(/^\/signin\//)
    const refresh = client.refreshTokenGrant(config, tokens.refresh_token ?? '')
    await expect(refresh).rejects.toMatchObject({ error: 'invalid_grant', error_description: /AADSTS50057/ })
    expect(await house.authority.verify(tokens.access_token)).toHaveProperty('problem')
  })
})
