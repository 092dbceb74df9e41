import { describe, expect, it } from 'vitest'
import { upstreamOf } from './upstream.ts'

const PROXY = { HTTPS_PROXY: 'http://secure.example:1', HTTP_PROXY: 'plain.example:2' }
const proxyOf = (env: Record<string, string>, protocol: 'http:' | 'https:', host: string, port = 443) =>
  upstreamOf(env).proxyFor(protocol, host, port)?.host

describe("the user's own proxies", () => {
  it('are taken by scheme, the lower-case spelling first, ALL_PROXY last', () => {
    expect(proxyOf(PROXY, 'https:', 'a.example')).toBe('secure.example:1')
    expect(proxyOf(PROXY, 'http:', 'a.example')).toBe('plain.example:2')
    expect(proxyOf({ ...PROXY, https_proxy: 'http://lower.example:3' }, 'https:', 'a.example')).toBe('lower.example:3')
    expect(proxyOf({ ALL_PROXY: 'http://all.example:4' }, 'http:', 'a.example')).toBe('all.example:4')
    expect(proxyOf({ https_proxy: '' }, 'https:', 'a.example')).toBeUndefined()
  })

  it('never stand between this machine and itself', () => {
    for (const host of ['localhost', '127.0.0.1', '127.9.9.9', '::1', '[::1]']) {
      expect(proxyOf(PROXY, 'https:', host), host).toBeUndefined()
    }
  })

  it.each([
    ['*', 'a.example', 443, true],
    ['a.example', 'a.example', 443, true],
    ['A.Example', 'a.example.', 443, true],
    ['a.example', 'x.a.example', 443, true],
    ['.a.example', 'x.a.example', 443, true],
    ['*.a.example', 'x.a.example', 443, true],
    ['a.example', 'ba.example', 443, false],
    ['a.example:8443', 'a.example', 443, false],
    ['a.example:8443', 'a.example', 8443, true],
    ['b.example, a.example', 'a.example', 443, true],
    ['b.example a.example', 'a.example', 443, true],
    ['10.0.0.0/8', '10.1.2.3', 443, true],
    ['10.0.0.0/8', '11.1.2.3', 443, false],
    ['10.0.0.0/8', 'a.example', 443, false],
    ['10.1.2.3', '10.1.2.3', 443, true],
    ['fd00::/8', '[fd12::1]', 443, true],
    ['[fd12::1]:8443', 'fd12::1', 8443, true],
    ['10.0.0.0/99', '10.1.2.3', 443, false],
    ['', 'a.example', 443, false],
  ])('NO_PROXY=%s and %s:%d', (list, host, port, isExempt) => {
    expect(proxyOf({ ...PROXY, NO_PROXY: list }, 'https:', host, port) === undefined).toBe(isExempt)
  })
})
