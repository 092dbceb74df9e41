import type { Directory, Tenant } from '@jumpseat/directory'
import type { TenantId } from '@jumpseat/wire'
import { describe, expect, it } from 'vitest'
import { createTrust } from './trust.ts'

const HOST = 'login.microsoftonline.com'
const A = '11111111-1111-4111-8111-111111111111' as TenantId
const B = '22222222-2222-4222-8222-222222222222' as TenantId
const jwks = { keys: [] }

function directoryOf(...ids: TenantId[]) {
  const tenants: Tenant[] = ids.map((id) => ({ id, displayName: id, domain: `${id}.example`, isSample: false }))
  const directory = {
    tenants: () => tenants,
    tenant: (text: string) => tenants.find(({ id, domain }) => id === text.toLowerCase() || domain === text),
  }
  return { tenants, directory: directory as unknown as Directory }
}

describe('a trusted issuer', () => {
  it.each([
    `https://sts.windows.net/${A}/`,
    `https://sts.windows.net/${A}`,
    `https://STS.windows.net/${A.toUpperCase()}/`,
    `https://${HOST}/${A}/v2.0`,
    `https://${HOST}/${A}/v2.0/`,
    `https://${HOST}/${B}/v2.0`,
  ])('may not be %s, which is local', (issuer) => {
    const { directory } = directoryOf(A, B)
    const make = () => createTrust([{ issuer, tenantId: A, jwks }], directory, HOST, undefined)
    expect(make).toThrow(/is an issuer of the tenant/)
  })

  it('ends when a tenant is created whose issuer it would be, and that tenant may not issue', () => {
    const { directory, tenants } = directoryOf(A)
    const issuer = `https://${HOST}/${B}/v2.0`
    const trust = createTrust([{ issuer, tenantId: A, jwks }], directory, HOST, undefined)
    expect(trust.outside(issuer)).toBeDefined()
    tenants.push({ id: B, displayName: 'B', domain: 'b.example', isSample: false })
    expect(trust.outside(issuer)).toBeUndefined()
    expect(() => trust.refuseClash(B)).toThrow(/is an issuer of the tenant/)
    expect(() => trust.refuseClash(A)).not.toThrow()
  })

  it('may be the reference cloud when this server issues under another host', () => {
    const { directory } = directoryOf(A)
    const issuer = `https://${HOST}/${A}/v2.0`
    const trust = createTrust([{ issuer, tenantId: A, jwks }], directory, 'id.lumenquay.example', undefined)
    expect(trust.outside(issuer)?.tenantId).toBe(A)
  })

  it.each([
    [{ issuer: 'http://id.example/', tenantId: A, jwks }, /https/],
    [{ issuer: 'https://id.example/', tenantId: B, jwks }, /no tenant/],
    [{ issuer: 'https://id.example/', tenantId: A }, /either jwks or jwksUri/],
    [{ issuer: 'https://id.example/', tenantId: A, jwks, jwksUri: 'https://id.example/keys' }, /either/],
    [{ issuer: 'https://id.example/', tenantId: A, jwksUri: 'http://id.example/keys' }, /https/],
    [{ issuer: 'https://id.example/', tenantId: A, jwksUri: 'https://id.example/keys' }, /way out/],
  ])('must be complete: %j', (entry, reason) => {
    const { directory } = directoryOf(A)
    expect(() => createTrust([entry], directory, HOST, undefined)).toThrow(reason)
  })

  it('is configured once', () => {
    const { directory } = directoryOf(A)
    const entry = { issuer: 'https://id.example/', tenantId: A, jwks }
    const again = { ...entry, issuer: 'https://ID.example' }
    expect(() => createTrust([entry, again], directory, HOST, undefined)).toThrow(/more than once/)
  })

  it('has its keys fetched through the way out and nowhere else', async () => {
    const { directory } = directoryOf(A)
    const asked: string[] = []
    const fetch = async (url: string | URL) => {
      asked.push(String(url))
      return Response.json({ keys: [] })
    }
    const entry = { issuer: 'https://id.example/', tenantId: A, jwksUri: 'https://id.example/keys' }
    const trust = createTrust([entry], directory, HOST, { fetch, close: async () => {} })
    const keys = trust.outside(entry.issuer)?.keys
    await expect(keys?.({ alg: 'RS256', kid: 'x' }, { payload: '', signature: '' })).rejects.toThrow()
    expect(asked).toEqual(['https://id.example/keys'])
  })
})
