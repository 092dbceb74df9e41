import { ClientCertificateCredential, ClientSecretCredential } from '@azure/identity'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { selfSigned } from './testing/certificate.ts'
import { CONNECTOR, GRAPH_SCOPE, type House, openHouse, TENANT } from './testing/house.ts'

let house: House
let secret: string
const options = () => ({
  authorityHost: house.origin,
  disableInstanceDiscovery: true,
  tlsOptions: {},
})
const post = async (path: string, form: Record<string, string>) => {
  const answer = await house.app.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': 'application/x-www-form-urlencoded', host: house.host },
    payload: new URLSearchParams(form).toString(),
  })
  return { status: answer.statusCode, body: answer.json() }
}

beforeAll(async () => {
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
  house = await openHouse()
  secret = await house.directory.addAppSecret(TENANT, CONNECTOR, 'system')
})
afterAll(() => house.close())

describe('client credentials (connectors 8.1)', () => {
  it('give @azure/identity a token by secret that verify takes', async () => {
    const credential = new ClientSecretCredential(TENANT, CONNECTOR, secret, options())
    const { token } = await credential.getToken(GRAPH_SCOPE)
    expect(decodeJwt(token)).toMatchObject({ idtyp: 'app', ver: '2.0', tid: TENANT, appid: CONNECTOR })
    const verdict = await house.authority.verify(token)
    expect(verdict).toMatchObject({ caller: { kind: 'app', appId: CONNECTOR, tenantId: TENANT } })
    expect('caller' in verdict && [...verdict.caller.permissions]).toContain('ExternalItem.ReadWrite.OwnedBy')
  })

  it('answer in the shape of the reference', async () => {
    const form = { grant_type: 'client_credentials', client_id: CONNECTOR, client_secret: secret, scope: GRAPH_SCOPE }
    const { status, body } = await post(`/${TENANT}/oauth2/v2.0/token`, form)
    expect(status).toBe(200)
    expect(body).toEqual({
      token_type: 'Bearer',
      expires_in: 3599,
      ext_expires_in: 3599,
      access_token: expect.any(String),
    })
  })

  it('give @azure/identity a token by certificate', async () => {
    const { key, certificate } = await selfSigned('connector')
    await house.directory.addAppCertificate(TENANT, CONNECTOR, certificate, 'system')
    const pem = { certificate: `${key}\n${certificate}` }
    const { token } = await new ClientCertificateCredential(TENANT, CONNECTOR, pem, options()).getToken(GRAPH_SCOPE)
    expect(await house.authority.verify(token)).toMatchObject({ caller: { kind: 'app', appId: CONNECTOR } })
  })
})
