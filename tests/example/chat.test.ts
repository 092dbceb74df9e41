// The example packages, installed in a real server and asked in chat: what a maker of plugins does first.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endServer, type ServerProcess, startServer } from '../harness/server.ts'

const EXAMPLES = fileURLToPath(new URL('../../examples', import.meta.url))
const KEY = 'canary-desk-key'
const ADMIN = 'ingrid.solberg@lumenquay.example'
const PERSON = 'liam.gallagher@lumenquay.example'

let server: ServerProcess
let folder: string
let services: ChildProcess[] = []
let admin: string
let person: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jumpseat-example-chat-'))
  // What the operator opens is not for apps.
  server = await startServer({ environment: { JUMPSEAT_EGRESS_ALLOW: '127.0.0.1' } })
  admin = await server.userToken(ADMIN)
  person = await server.userToken(PERSON)
})
afterAll(async () => {
  for (const service of services) service.kill()
  services = []
  await endServer(server)
  rmSync(folder, { recursive: true, force: true })
})

/** Starts the example's service, makes its package for it, and installs that. */
async function install(example: string, variable: string): Promise<{ id: string; url: string }> {
  const service = spawn(process.execPath, ['src/index.js'], {
    cwd: join(EXAMPLES, example),
    env: { ...process.env, PORT: '0', LIGHT_DESK_KEY: KEY },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  services.push(service)
  const url = await new Promise<string>((resolve) => {
    service.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const found = /http:\/\/[^\s]+/.exec(text)?.[0]
      if (found) resolve(found)
    })
  })
  const out = join(folder, `${example}.zip`)
  execFileSync(process.execPath, ['../package.js', '--out', out], {
    cwd: join(EXAMPLES, example),
    env: { ...process.env, [variable]: url },
  })
  const answer = await fetch(`${server.url}/api/admin/apps`, {
    method: 'POST',
    headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/zip' },
    body: readFileSync(out),
  })
  const text = await answer.text()
  expect(answer.status, text).toBe(201)
  return { id: JSON.parse(text).id, url }
}

/** Opens the loopback to one app. */
const openLoopback = (id: string) =>
  server.call('PATCH', `/api/admin/apps/${id}`, { token: admin, body: { privatePlaces: ['127.0.0.1'] } })

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
const lastTurn = (text: string): any => {
  const blocks = text.split('\n\n').filter((block) => block.includes('data: '))
  return JSON.parse(/^data: (.*)$/m.exec(blocks.at(-1) ?? '')?.[1] ?? '{}').turn
}

/** Asks in a new conversation, and allows what waits. */
async function ask(text: string) {
  const { json } = await server.call('POST', '/api/chat/conversations', { token: person, body: {} })
  const path = `/api/chat/conversations/${json.id}/turns`
  const asked = lastTurn((await server.call('POST', path, { token: person, body: { text } })).text)
  if (asked.status !== 'waiting') return { asked, turn: asked }
  const decisions = asked.confirmations.map(({ callId }: { callId: string }) => ({ callId, decision: 'allowOnce' }))
  const answer = await server.call('POST', `${path}/${asked.id}/decisions`, { token: person, body: { decisions } })
  return { asked, turn: lastTurn(answer.text) }
}

describe('examples/api-plugin in chat', () => {
  it('lists lights with cards, and books a visit with its key once it was allowed', async () => {
    const { id, url } = await install('api-plugin', 'LIGHT_DESK_URL')
    const closed = await ask('List the harbour lights that are dark')
    expect(closed.asked.confirmations[0]).toMatchObject({ functionName: 'listLights', arguments: { state: 'dark' } })
    expect(closed.turn.calls[0]).toMatchObject({ functionName: 'listLights', state: 'failed' })
    const refused = await server.call('PATCH', `/api/admin/apps/${id}`, {
      token: admin,
      body: { privatePlaces: ['127.0.0.1', 'no place at all'] },
    })
    expect(refused.status).toBe(400)
    expect(refused.json.error.message).toContain('no place at all')
    expect((await openLoopback(id)).json.privatePlaces).toEqual(['127.0.0.1'])
    const lights = await ask('List the harbour lights that are dark')
    expect(lights.turn.text).toMatch(/\[\^1\^\]/)
    expect(lights.turn.cards.length).toBeGreaterThan(0)
    expect(JSON.stringify(lights.turn.cards)).not.toMatch(/"type":"Image"/)

    const body = { app: id, reference: 'light-desk-key', name: 'Light Desk', baseUrl: url, keys: [KEY] }
    expect((await server.call('PUT', '/api/admin/secrets', { token: admin, body })).status).toBe(200)
    const visits = await ask('List the planned visits of technicians')
    expect(visits.turn.calls[0]).toMatchObject({ functionName: 'listVisits', state: 'answered' })
    const cancel = await ask('Cancel visit V-101')
    expect(cancel.asked.confirmations[0]).toMatchObject({
      title: 'Cancel this visit?',
      body: expect.stringContaining('V-101'),
      effects: 'destructive',
    })
    expect(cancel.turn.calls[0]).toMatchObject({ functionName: 'cancelVisit', state: 'answered' })
    expect(JSON.stringify([lights, visits, cancel])).not.toContain(KEY)
  })
})

describe('examples/mcp-server in chat', () => {
  it('reads a tide table through the protocol', async () => {
    const { id } = await install('mcp-server', 'TIDE_TABLES_URL')
    // What is open to the other app is closed to this one.
    const closed = await ask('Show the tide table of the harbour Bergen on 2027-03-01')
    expect(closed.turn.calls[0]).toMatchObject({ functionName: 'tide_table', state: 'failed' })
    await openLoopback(id)
    const { turn } = await ask('Show the tide table of the harbour Bergen on 2027-03-01')
    expect(turn.calls[0]).toMatchObject({ functionName: 'tide_table', state: 'answered' })
    expect(turn.text).not.toBe('')
  })
})
