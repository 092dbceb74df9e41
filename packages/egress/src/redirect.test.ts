import { describe, expect, it } from 'vitest'
import { type Hop, nextHop } from './redirect.ts'

const hop = (more: Partial<Hop> = {}): Hop => ({
  url: new URL('https://a.example/from'),
  method: 'GET',
  headers: { authorization: 'Bearer t', accept: 'a/b' },
  body: undefined,
  ...more,
})
const REFUSED = expect.objectContaining({ code: 'EgressRedirectRefused' })

describe('security 9 and 10: one redirect', () => {
  it('never leads from https to http, not even within a host', () => {
    for (const status of [301, 302, 303, 307, 308]) {
      expect(() => nextHop(hop(), status, 'http://a.example/to')).toThrow(REFUSED)
      expect(() => nextHop(hop(), status, 'http://b.example/to')).toThrow(REFUSED)
    }
  })

  it('may lead from http to https, which is another origin', () => {
    const next = nextHop(hop({ url: new URL('http://a.example/') }), 302, 'https://a.example/to')
    expect(next).toMatchObject({ method: 'GET', headers: { accept: 'a/b' } })
    expect(next?.headers).not.toHaveProperty('authorization')
  })

  it('takes no body to another origin, whatever the method', () => {
    const withBody = hop({ body: 'query' })
    for (const status of [301, 302, 307, 308]) {
      expect(() => nextHop(withBody, status, 'https://b.example/')).toThrow(REFUSED)
      expect(nextHop(withBody, status, '/to')).toMatchObject({ body: 'query' })
    }
    expect(nextHop(withBody, 303, 'https://b.example/')).toMatchObject({ method: 'GET', body: undefined })
  })

  it('keeps HEAD on 303, and turns everything else into GET', () => {
    expect(nextHop(hop({ method: 'HEAD' }), 303, '/to')?.method).toBe('HEAD')
    for (const method of ['POST', 'PUT', 'DELETE']) expect(nextHop(hop({ method }), 303, '/to')?.method).toBe('GET')
  })

  it('keeps other methods than POST on 301 and 302', () => {
    for (const status of [301, 302]) expect(nextHop(hop({ method: 'PUT' }), status, '/to')?.method).toBe('PUT')
  })

  it('is none for other answers', () => {
    for (const status of [200, 201, 300, 304, 305, 306, 400]) expect(nextHop(hop(), status, '/to')).toBeUndefined()
    expect(nextHop(hop(), 302, undefined)).toBeUndefined()
  })
})
