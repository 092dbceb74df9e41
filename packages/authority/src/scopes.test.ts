import type { App } from '@jumpseat/directory'
import type { AppId, ObjectId } from '@jumpseat/wire'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GRAPH, grantedScopes, readResource, readScopes } from './scopes.ts'

const OTHER = '33333333-3333-4333-8333-333333333333'
const app: App = {
  appId: '11111111-1111-4111-8111-111111111111' as AppId,
  objectId: '22222222-2222-4222-8222-222222222222' as ObjectId,
  displayName: '',
  permissions: ['Directory.ReadWrite.All'],
  scopes: ['openid', 'User.Read', 'ExternalItem.Read.All', `api://${OTHER}/Orders.Read`],
  redirectUris: [],
  isPublic: false,
}
const granted = (text: string) => grantedScopes(app, readScopes(text))

describe('scopes', () => {
  it.each([
    ['https://graph.microsoft.com/.default', ['User.Read', 'ExternalItem.Read.All']],
    ['https://graph.microsoft.com//.default', ['User.Read', 'ExternalItem.Read.All']],
    ['00000003-0000-0000-c000-000000000000/.default', ['User.Read', 'ExternalItem.Read.All']],
    ['openid profile offline_access User.Read', ['User.Read']],
    ['https://graph.microsoft.com/user.read', ['User.Read']],
    ['openid', []],
    [`api://${OTHER}/Orders.Read`, ['Orders.Read']],
    [`api://${OTHER}/.default`, ['Orders.Read']],
    [`${app.appId}/.default`, ['user_impersonation']],
  ])('%s gives %j', (text, names) => {
    expect(granted(text)).toEqual(names)
  })

  it.each(['Mail.Read', 'Directory.ReadWrite.All', `api://${OTHER}/Orders.Write`, `api://${app.objectId}/.default`])(
    '%s is refused, because it is not granted',
    (text) => expect(() => granted(text)).toThrow(/AADSTS65001/),
  )

  it('of two resources or of an unknown one are refused', () => {
    expect(() => granted(`User.Read api://${OTHER}/Orders.Read`)).toThrow(/AADSTS70011/)
    expect(() => granted('https://vault.azure.net/.default')).toThrow(/AADSTS500011/)
  })

  it('never give what the directory does not list', () => {
    const word = fc.constantFrom(...app.scopes, ...app.permissions, 'x', '.default', `${GRAPH}/`, `api://${OTHER}/`)
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word).map((parts) => parts.join(''))), (words) => {
        try {
          const asked = readScopes(words.join(' '))
          const prefix = asked.resource === GRAPH ? '' : `api://${asked.resource}/`
          return grantedScopes(app, asked).every((name) => app.scopes.includes(prefix + name))
        } catch (error) {
          return /^AADSTS/.test(String(Reflect.get(Object(error), 'message')))
        }
      }),
    )
  })

  it('of version 1 are everything over the resource', () => {
    expect(grantedScopes(app, readResource('https://graph.microsoft.com/'))).toEqual([
      'User.Read',
      'ExternalItem.Read.All',
    ])
  })
})
