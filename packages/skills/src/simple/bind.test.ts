import { resolvePackage } from '@jumpseat/manifest'
import type { JsonObject, TenantId } from '@jumpseat/wire'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { createCaller } from '../call/caller.ts'
import { skillsOfPackage } from '../sources/package.ts'
import { addedServer } from '../sources/server.ts'
import { contextOf, listen, waysOut } from '../test/calls.ts'
import { mcpServer } from '../test/mcp.ts'
import type { SimpleBinding } from './bind.ts'

const ORIGIN = { tenant: 't1' as TenantId, app: { id: 'berths', version: '1', name: 'Berths' } }
const NONE = { kind: 'none' } as const
const egress = waysOut()
const caller = createCaller()
const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})
afterAll(async () => {
  await caller.close()
  await egress.close()
})

/** A maker's three lines, bound. */
const THREE_LINES = {
  name: 'find_berth',
  description: 'Free berths.',
  parameters: { id: { type: 'str', description: 'Which.' }, day: { type: 'string' }, length: { type: 'float' } },
}

function bound(binding: SimpleBinding | undefined, fn: object = THREE_LINES) {
  const files = new Map([['berths.json', new TextEncoder().encode(JSON.stringify(fn))]])
  const bindings = new Map(binding === undefined ? [] : [['find_berth', binding]])
  return skillsOfPackage(resolvePackage({ files, findings: [] }), ORIGIN, bindings)
}
const http = (method: string, url: string): SimpleBinding => ({ kind: 'http', method, url, authentication: NONE })

async function called(binding: SimpleBinding, args: JsonObject) {
  const [skill] = bound(binding).skills
  if (skill === undefined) throw bound(binding).unavailable
  return caller.call(skill, args, contextOf(egress))
}

describe('packages 8.1: simple functions', () => {
  it('are drafts until somebody says where they are called', () => {
    const { skills, unavailable } = bound(undefined)
    expect(skills).toEqual([])
    expect(unavailable).toMatchObject([
      { name: 'find_berth', description: 'Free berths.', reason: { code: 'SkillNotBound' } },
    ])
  })

  it('read: what the URL does not name goes into the query', async () => {
    const server = await listen((_request, response) => response.end('{}'))
    cleanups.push(server.close)
    const binding = http('get', `${server.url}/v1/berths/{id}?when={day}&all=yes`)
    expect((await called(binding, { id: 'a/b', day: 'mon day', length: 12.5 })).outcome).toMatchObject({
      kind: 'answered',
    })
    expect(server.seen[0]?.url).toBe('/v1/berths/a%2Fb?all=yes&when=mon%20day&length=12.5')
    expect((await called(binding, { day: 'x' })).outcome).toMatchObject({
      kind: 'arguments',
      problems: [{ place: '/id' }],
    })
    expect(bound(binding).skills[0]).toMatchObject({ effects: 'read', confirmation: { isConsequential: false } })
  })

  it('write: what the URL does not name goes into the body, and is asked about', async () => {
    const server = await listen((_request, response) => response.end('{}'))
    cleanups.push(server.close)
    const binding = http('PUT', `${server.url}/berths/{id}`)
    await called(binding, { id: '7', day: 'mon' })
    expect(server.seen[0]).toMatchObject({ method: 'PUT', url: '/berths/7', body: '{"day":"mon"}' })
    expect(bound(binding).skills[0]).toMatchObject({ effects: 'write', confirmation: { isConsequential: true } })
  })

  it('call a tool of an MCP server', async () => {
    const server = await mcpServer([{ name: 'berths.find', inputSchema: { type: 'object' } }])
    cleanups.push(server.close)
    const added = addedServer(ORIGIN.tenant, {
      id: 'berths',
      name: 'Berths',
      description: '',
      url: server.url,
      authentication: NONE,
    })
    const { outcome } = await called({ kind: 'mcp', server: added, tool: 'berths.find' }, { day: 'mon' })
    expect(outcome).toMatchObject({ kind: 'answered', data: { name: 'berths.find', args: { day: 'mon' } } })
  })

  it('refuse an address that an argument could change, or that names what the function has not', () => {
    for (const binding of [
      http('GET', 'https://{id}.example/x'),
      http('GET', 'https://a.example/{nothing}'),
      http('GET', 'https://a.example/?x=1{day}'),
      http('GET', 'https://user:word@a.example/'),
      http('GET', '/relative'),
      http('GET', 'file:///etc/passwd'),
      http('TELEPORT', 'https://a.example/'),
    ]) {
      expect(bound(binding).unavailable, JSON.stringify(binding)).toMatchObject([
        { reason: { code: 'SkillBindingInvalid' } },
      ])
    }
  })
})

describe('an administrator’s server', () => {
  it('is an app of its own', async () => {
    const server = await mcpServer([{ name: 'list', description: 'Lists.', inputSchema: { type: 'object' } }])
    cleanups.push(server.close)
    const added = addedServer(ORIGIN.tenant, {
      id: 'berths',
      name: 'Berths',
      description: '',
      url: server.url,
      authentication: NONE,
    })
    const { skills } = await caller.discover(added, [], contextOf(egress))
    expect(skills).toMatchObject([{ name: 'list', source: { app: { id: 'berths' }, runtime: 'RemoteMCPServer' } }])
  })
})
