import { wireErrors } from '@jumpseat/wire'
import { describe, expect, it } from 'vitest'
import { createLogger } from '../log.ts'
import { createApp } from './app.ts'

function surface() {
  const { app, routes } = createApp({
    logger: createLogger('silent'),
    rewriteUrl: (url) => url,
    isOurHost: (host) => host === 'localhost',
    bodyLimit: 100,
  })
  app.get('/v1.0/things/:id', async () => ({ ok: true }))
  app.put('/v1.0/things/:id', async (request) => request.body)
  app.get('/v1.0/broken', async () => {
    throw Object.assign(new Error('secret detail'), { password: 'hunter2' })
  })
  app.get('/v1.0/refused', async () => {
    throw wireErrors.tooManyRequests({ limit: 'too fast' }, { headers: { 'retry-after': '7' } })
  })
  return { app, routes }
}

describe('contract 8.5: headers on all answers', () => {
  it('gives a request id and echoes the client request id', async () => {
    const { app } = surface()
    const { headers } = await app.inject({ url: '/v1.0/things/a', headers: { 'client-request-id': 'one, two' } })
    expect(headers['request-id']).toMatch(/^[0-9a-f-]{36}$/)
    expect(headers['client-request-id']).toBe('one, two')
    expect(JSON.parse(String(headers['x-ms-ags-diagnostic']))).toHaveProperty('ServerInfo')
  })
})

describe('contract 8.6: errors', () => {
  it.each([
    ['GET', '/v1.0/nothing', undefined, 404, 'BadRequest'],
    ['DELETE', '/v1.0/things/a', undefined, 405, 'MethodNotAllowed'],
    ['PUT', '/v1.0/things/a', '{', 400, 'BadRequest'],
    ['PUT', '/v1.0/things/a', `"${'x'.repeat(200)}"`, 413, 'RequestEntityTooLarge'],
    ['GET', '/v1.0/refused', undefined, 429, 'TooManyRequests'],
    ['GET', '/v1.0/broken', undefined, 500, 'InternalServerError'],
  ] as const)('%s %s answers with the envelope', async (method, url, payload, status, code) => {
    const { app } = surface()
    const headers = { 'content-type': 'application/json' }
    const answer = await app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) })
    expect(answer.statusCode).toBe(status)
    const { error } = answer.json()
    expect(error.code).toBe(code)
    expect(error.innerError).toMatchObject({ 'request-id': answer.headers['request-id'], fix: expect.any(String) })
    expect(Number.isNaN(Date.parse(error.innerError.date))).toBe(false)
    expect(answer.body).not.toMatch(/hunter2|secret detail/)
  })

  it('a method that a path does not have names those it has', async () => {
    const { headers } = await surface().app.inject({ method: 'POST', url: '/v1.0/things/a' })
    expect(headers.allow).toBe('GET, HEAD, PUT')
  })

  it('says when to come back', async () => {
    expect((await surface().app.inject('/v1.0/refused')).headers['retry-after']).toBe('7')
  })

  it('a host that is not ours is refused', async () => {
    const answer = await surface().app.inject({ url: '/v1.0/things/a', headers: { host: 'evil.example' } })
    expect([answer.statusCode, answer.json().error.code]).toEqual([421, 'MisdirectedRequest'])
  })
})

describe('contract 8.6: bodies', () => {
  const FORM = 'application/x-www-form-urlencoded'
  const send = (type: string, payload: string) =>
    surface().app.inject({ method: 'PUT', url: '/v1.0/things/a', headers: { 'content-type': type }, payload })

  it('reads JSON that comes under the type of a form, as a shipped client sends a schema', async () => {
    const answer = await send(FORM, ' {"baseType":"microsoft.graph.externalItem"}')
    expect(answer.json()).toEqual({ baseType: 'microsoft.graph.externalItem' })
  })

  it('refuses real forms and other types with 415, broken JSON with 400', async () => {
    expect((await send(FORM, 'a=1')).statusCode).toBe(415)
    expect((await send('text/plain', '{"a":1}')).statusCode).toBe(415)
    expect((await send(FORM, '{"a":')).statusCode).toBe(400)
    expect((await send('application/json', '{"a":')).statusCode).toBe(400)
  })

  it('keeps hostile keys as data', async () => {
    const payload = '{"__proto__":{"a":1},"constructor":2}'
    const { body } = await surface().app.inject({
      method: 'PUT',
      url: '/v1.0/things/a',
      headers: { 'content-type': 'application/json' },
      payload,
    })
    expect(body).toBe(payload)
  })
})
