import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { createApp } from './app.ts'

const FORM = 'application/x-www-form-urlencoded'

function echo() {
  const options = { rewriteUrl: (url: string) => url, isOurHost: () => true, bodyLimit: 1_000 }
  const app = createApp({ logger: pino({ level: 'silent' }), ...options })
  app.patch('/echo', async (request) => ({ got: request.body }))
  return (type: string, payload: string) =>
    app.inject({ method: 'PATCH', url: '/echo', headers: { 'content-type': type }, payload })
}

describe('8.6 bodies', () => {
  it('reads JSON that comes under the type of a form, as a shipped client sends a schema', async () => {
    const answer = await echo()(FORM, ' {"baseType":"microsoft.graph.externalItem"}')
    expect(answer.json()).toEqual({ got: { baseType: 'microsoft.graph.externalItem' } })
  })

  it('refuses real forms and other types with 415, broken JSON with 400', async () => {
    const send = echo()
    expect((await send(FORM, 'a=1')).statusCode).toBe(415)
    expect((await send('text/plain', '{"a":1}')).statusCode).toBe(415)
    expect((await send(FORM, '{"a":')).statusCode).toBe(400)
    expect((await send('application/json', '{"a":')).statusCode).toBe(400)
  })
})
