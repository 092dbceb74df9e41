import type { App } from '@jumpseat/directory'
import type { AppId, ObjectId } from '@jumpseat/wire'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRedirectAllowed } from './redirects.ts'

const app = (isPublic: boolean, ...redirectUris: string[]): App => ({
  appId: '' as AppId,
  objectId: '' as ObjectId,
  displayName: '',
  permissions: [],
  scopes: [],
  redirectUris,
  isPublic,
})

describe('a redirect address', () => {
  it('is exactly a registered one, whatever else is tried', () => {
    const registered = 'https://web.example/callback'
    const change = fc.tuple(
      fc.nat(registered.length),
      fc.constantFrom('', '/', '.', '@', '#', '?', '\\', '%2e', ':1', ' '),
    )
    fc.assert(
      fc.property(change, ([at, text]) => {
        const uri = registered.slice(0, at) + text + registered.slice(at)
        return isRedirectAllowed(app(true, registered), uri) === (uri === registered)
      }),
    )
  })

  it('may have any port on loopback for a public client, and no other difference', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 65_535 }), fc.webPath(), (port, path) => {
        const client = app(true, 'http://127.0.0.1/back')
        expect(isRedirectAllowed(client, `http://127.0.0.1:${port}/back`)).toBe(true)
        expect(isRedirectAllowed(app(false, 'http://127.0.0.1/back'), `http://127.0.0.1:${port}/back`)).toBe(false)
        expect(isRedirectAllowed(client, `http://localhost:${port}/back`)).toBe(false)
        expect(isRedirectAllowed(client, `http://127.0.0.1:${port}${path}`)).toBe(path === '/back')
      }),
    )
  })
})
