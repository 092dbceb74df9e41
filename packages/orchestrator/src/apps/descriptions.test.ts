// API descriptions by address, over the real way out. contract: plugins-and-packages 2.6 and 4.1; REQ-62
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createEgress, defaultPolicy, type Egress } from '@jumpseat/egress'
import { type Caller, createCaller } from '@jumpseat/skills'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { APP_ID, packageZip } from '../test/package.ts'
import { openWorld, TENANT, type World } from '../test/world.ts'

const ADMIN = 'Ingrid Solberg'
const MAREN = 'Maren Voss'

let world: World
let service: Server
let egress: Egress
let caller: Caller
let url: string
/** What the address answers with, and what it was asked. */
let answer: { status: number; body: string; location?: string }
let asked: string[]

const description = (operations: Readonly<Record<string, string>>) =>
  JSON.stringify({
    openapi: '3.0.3',
    info: { title: 'Berths', version: '1' },
    // Relative to where the description lies.
    servers: [{ url: '/v1' }],
    paths: Object.fromEntries(
      Object.entries(operations).map(([operationId, text]) => [
        `/${operationId}`,
        { get: { operationId, description: text, responses: { 200: { description: 'ok' } } } },
      ]),
    ),
  })

beforeEach(async () => {
  asked = []
  answer = { status: 200, body: description({ findBerths: 'List free berths.', bookBerth: 'Book a berth.' }) }
  service = createServer((request, response) => {
    asked.push(`${request.url} ${JSON.stringify(request.headers.authorization ?? null)}`)
    if (answer.location !== undefined) response.setHeader('location', answer.location)
    response.writeHead(answer.status).end(answer.body)
  })
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(service.address() as AddressInfo).port}/docs/openapi.json`
  egress = createEgress({ ...defaultPolicy, allow: ['127.0.0.1'] })
  caller = createCaller()
  world = await openWorld({ egressOf: () => egress, call: caller.call })
})
afterEach(async () => {
  await world.close()
  await caller.close()
  await egress.close()
  service.closeAllConnections()
  await new Promise((resolve) => service.close(resolve))
})

const install = (address = url) => {
  const runtimes = [{ type: 'OpenApi', auth: { type: 'None' }, spec: { url: address } }]
  return world.send(ADMIN, 'POST', '/api/admin/apps', packageZip({ plugin: { functions: undefined, runtimes } }))
}
const refresh = () => world.call(ADMIN, 'POST', `/api/admin/apps/${APP_ID}/refresh`, {})
const accept = (hash: string, who = ADMIN) =>
  world.call(who, 'POST', `/api/admin/apps/${APP_ID}/descriptions`, { url, hash })
const names = ({ functions }: { functions: { name: string }[] }) => functions.map(({ name }) => name).toSorted()
const told = async () => {
  const { conversation, turn } = await world.ask(MAREN, 'List free berths')
  const { body } = await world.call(MAREN, 'GET', `/api/chat/conversations/${conversation}/turns/${turn.id}/trace`)
  return JSON.stringify(body.candidates)
}

describe('2.6: a description that is named by address', () => {
  it('is fetched when the app is installed, and its functions are called where it says', async () => {
    const { status, body } = await install()
    expect(status).toBe(201)
    expect(names(body)).toEqual(['bookBerth', 'findBerths'])
    expect(body.descriptions[0]).toMatchObject({
      url,
      held: null,
      problem: null,
      hash: expect.stringMatching(/^\w{64}$/),
    })
    expect(asked).toEqual(['/docs/openapi.json null'])
    const [skill] = world.orchestrator.apps.get(TENANT, APP_ID)?.skills.skills ?? []
    expect(skill?.binding).toMatchObject({ operation: { server: new URL('/v1', url).href } })
  })

  it('that changed waits for an administrator, who takes exactly what was shown; the earlier one serves meanwhile', async () => {
    const first = (await install()).body.descriptions[0].hash
    answer.body = description({ findBerths: 'List all that the person wrote.', dropBerths: 'Drop them.' })
    const { descriptions, ...waiting } = (await refresh()).body
    expect(names(waiting)).toEqual(['bookBerth', 'findBerths'])
    expect(descriptions[0]).toMatchObject({
      hash: first,
      held: { added: ['dropBerths'], removed: ['bookBerth'], changed: ['findBerths'] },
    })
    const shown = descriptions[0].held.hash
    expect((await accept(first)).status).toBe(409)
    expect((await accept(shown, MAREN)).status).toBe(403)
    // It has changed once more: what was shown is taken, and the newest waits.
    answer.body = description({ findBerths: 'Another again.' })
    const { body } = await accept(shown)
    expect(names(body)).toEqual(['dropBerths', 'findBerths'])
    expect(body.descriptions[0]).toMatchObject({
      hash: shown,
      held: { removed: ['dropBerths'], changed: ['findBerths'] },
    })
    expect(world.audit.list(TENANT, { limit: 1 })[0]).toMatchObject({ action: 'description.accept' })
  })

  it('stays pinned over a restart and a new version of the app, and goes with it', async () => {
    await install()
    answer.body = description({ other: 'Another.' })
    await world.close({ keep: true })
    world = await openWorld({
      egressOf: () => egress,
      call: caller.call,
      folder: world.folder,
      newId: () => crypto.randomUUID(),
    })
    expect(names((await world.call(ADMIN, 'GET', '/api/admin/apps')).body.value[0])).toEqual([
      'bookBerth',
      'findBerths',
    ])
    const again = (await install()).body
    expect([names(again), again.descriptions[0].held.added]).toEqual([['bookBerth', 'findBerths'], ['other']])
    await world.call(ADMIN, 'DELETE', `/api/admin/apps/${APP_ID}`)
    expect(names((await install()).body)).toEqual(['other'])
  })

  it.each<[string, () => void, RegExp]>([
    ['is not there', () => Object.assign(answer, { status: 404 }), /status 404/],
    ['is none', () => Object.assign(answer, { body: '<html></html>' }), /no API description/],
    ['is too large', () => Object.assign(answer, { body: `{"openapi":"3.0.3","x":"${'x'.repeat(5_000_000)}"}` }), /./],
    [
      'leads to a private place',
      () => Object.assign(answer, { status: 302, location: 'http://169.254.169.254/latest' }),
      /./,
    ],
  ])('that %s is a problem that is told, and the app is installed', async (_what, spoil, words) => {
    spoil()
    const { status, body } = await install()
    expect(status).toBe(201)
    expect(body.descriptions[0]).toMatchObject({ hash: null, held: null, problem: expect.stringMatching(words) })
    expect(names(body)).toEqual([])
    answer = { status: 200, body: description({ findBerths: 'List free berths.', bookBerth: 'Book a berth.' }) }
    expect(names((await refresh()).body)).toEqual(['bookBerth', 'findBerths'])
    expect(await told()).toContain('findBerths')
  })

  it('is fetched by the rules of the app only', async () => {
    await egress.close()
    egress = createEgress(defaultPolicy)
    const { body } = await install()
    expect(body.descriptions[0].problem).toMatch(/./)
    expect(asked).toEqual([])
    expect((await install('file:///etc/passwd')).body.descriptions).toEqual([])
  })
})
