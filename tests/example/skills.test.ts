// The examples that are called: what their packages promise is what their services do.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const EXAMPLES = new URL('../../examples/', import.meta.url)
const KEY = 'a key for this test'
const ends: (() => void)[] = []

/** Starts an example on a free port; the address that it prints. */
async function start(example: string): Promise<string> {
  const env = { ...process.env, PORT: '0', LIGHT_DESK_KEY: KEY }
  const child = spawn(process.execPath, ['src/index.js'], { cwd: new URL(example, EXAMPLES), env })
  ends.push(() => child.kill())
  const line = await new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve))
  return /http:\S+/.exec(line)?.[0] ?? ''
}

function read(path: string): string {
  return readFileSync(new URL(path, EXAMPLES), 'utf8')
}

afterAll(() => {
  for (const end of ends) end()
})

describe('examples/api-plugin', () => {
  let url = ''
  beforeAll(async () => {
    url = await start('api-plugin/')
  })
  const ask = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: await response.json() }
  }
  const keyed = { 'x-light-desk-key': KEY }

  it('has a function for every operation, and no other', () => {
    const { paths } = parse(read('api-plugin/appPackage/plugin/openapi.yaml'))
    const operations = Object.values(paths as Record<string, Record<string, { operationId: string }>>)
      .flatMap((path) => Object.values(path).map(({ operationId }) => operationId))
      .toSorted()
    const plugin = JSON.parse(read('api-plugin/appPackage/plugin/ai-plugin.json'))
    const names = (list: { name: string }[]) => list.map(({ name }) => name).toSorted()
    expect(names(plugin.functions)).toEqual(operations)
    const bound = plugin.runtimes.flatMap((runtime: { run_for_functions: string[] }) => runtime.run_for_functions)
    expect(bound.toSorted()).toEqual(operations)
  })

  it('looks up lights without a key', async () => {
    const dark = await ask('GET', '/lights?state=dark')
    expect(dark.body.lights.map(({ id }: { id: string }) => id)).toEqual(['HL-0518'])
    expect((await ask('GET', '/lights/hl-0518')).body.visits).toHaveLength(1)
    expect(await ask('GET', '/lights?state=broken')).toMatchObject({ status: 400 })
    expect(await ask('GET', '/lights/HL-9999')).toMatchObject({ status: 404 })
    const page = await fetch(`${url}/pages/HL-0518`)
    expect(await page.text()).toContain('East breakwater')
  })

  it('books, moves and cancels visits for those who have the key', async () => {
    const visit = { lightId: 'HL-0420', day: '2026-04-01', technician: 'Oskar Nyberg', task: 'Tighten the mast' }
    expect(await ask('POST', '/visits', visit)).toMatchObject({ status: 401 })
    expect(await ask('POST', '/visits', visit, { 'x-light-desk-key': 'guess' })).toMatchObject({ status: 401 })
    const booked = await ask('POST', '/visits', visit, keyed)
    expect(booked).toMatchObject({ status: 201, body: { ...visit, harbour: 'Aarhus', urgent: false } })
    const { id } = booked.body
    expect(await ask('PATCH', `/visits/${id}`, { day: '2026-04-02' }, keyed)).toMatchObject({ status: 200 })
    const planned = await ask('GET', '/visits?technician=oskar&from=2026-04-01', undefined, keyed)
    expect(planned.body.visits).toMatchObject([{ id, day: '2026-04-02' }])
    expect(await ask('DELETE', `/visits/${id}`, undefined, keyed)).toMatchObject({ status: 200 })
    expect(await ask('DELETE', `/visits/${id}`, undefined, keyed)).toMatchObject({ status: 404 })
  })

  it.each([
    [{ lightId: 'HL-0420', day: 'soon', technician: 'Oskar Nyberg', task: 'x' }, 400],
    [{ lightId: 'HL-0420', day: '2026-04-01', technician: '', task: 'x' }, 400],
    [{ lightId: 'HL-0000', day: '2026-04-01', technician: 'Oskar Nyberg', task: 'x' }, 404],
    [[], 400],
  ])('refuses %j', async (body, status) => {
    expect(await ask('POST', '/visits', body, keyed)).toMatchObject({ status, body: { error: expect.any(String) } })
  })
})

describe('examples/mcp-server', () => {
  it('pins the tools that it serves', async () => {
    const url = await start('mcp-server/')
    const call = async (method: string, params: unknown) => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      })
      const text = await response.text()
      return JSON.parse(text.startsWith('{') ? text : (/^data: (.*)$/m.exec(text)?.[1] ?? '')).result
    }
    const { tools } = await call('tools/list', {})
    expect(tools).toEqual(JSON.parse(read('mcp-server/appPackage/tools.json')).tools)
    const answer = await call('tools/call', { name: 'tide_table', arguments: { harbour: 'Porto', day: '2026-03-20' } })
    const { turns } = JSON.parse(answer.content[0].text)
    expect(turns.length).toBeGreaterThanOrEqual(3)
    for (const [n, { water, metres }] of turns.entries()) {
      const next = turns[n + 1]
      if (next) expect([next.water, next.metres > metres]).toEqual(water === 'low' ? ['high', true] : ['low', false])
    }
  })
})
