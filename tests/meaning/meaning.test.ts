// A server with a model behind an endpoint, as an operator sets it up.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openServer } from '../../packages/embed/src/test/server.ts'
import { endServer, readyConnection, type ServerProcess, startServer, temporaryFolder } from '../harness/server.ts'

const PERMISSIONS = ['ExternalConnection.ReadWrite.OwnedBy', 'ExternalItem.ReadWrite.OwnedBy']
const SCHEMA = [
  { name: 'title', type: 'string', isSearchable: true, isRetrievable: true, labels: ['title'] },
  { name: 'link', type: 'string', isRetrievable: true, labels: ['url'] },
]
const CONCEPTS = [/ship|vessel|boat/gi, /fog|mist/gi, /leave|holiday/gi]
const EVERYONE = { type: 'everyone', value: 'everyone', accessType: 'grant' }

const folder = temporaryFolder('meaning')
const numbers = (text: string) => CONCEPTS.map((concept) => (text.match(concept) ?? []).length)
const service = await openServer(CONCEPTS.length, numbers)
const environment = {
  JUMPSEAT_EMBEDDER_KIND: 'endpoint',
  JUMPSEAT_EMBEDDER_URL: service.url,
  JUMPSEAT_EMBEDDER_MODEL: 'concepts',
  JUMPSEAT_EMBEDDER_DIMENSIONS: String(CONCEPTS.length),
  JUMPSEAT_EMBEDDER_KEY: 'the-secret-key',
}
let server: ServerProcess
let app: Awaited<ReturnType<ServerProcess['app']>>

const put = async (id: string, title: string, content: string, acl: object[] = [EVERYONE]) => {
  const { status, text } = await server.call('PUT', `/v1.0/external/connections/harbour/items/${id}`, {
    token: await server.appToken(app),
    body: {
      acl,
      properties: { title, link: `https://harbour.example/${id}` },
      content: { type: 'text', value: content },
    },
  })
  if (status !== 200) throw new Error(text)
}
const counts = async () => {
  const token = await server.userToken('ingrid.solberg@lumenquay.example')
  return (await server.call('GET', '/api/connections/harbour', { token })).json?.counts
}
const retrieve = async (question: string, person = 'maren.voss') => {
  const token = await server.userToken(`${person}@lumenquay.example`)
  const body = { queryString: question, dataSource: 'externalItem' }
  const { json } = await server.call('POST', '/v1.0/copilot/retrieval', { token, body })
  return json.retrievalHits.map(({ webUrl }: { webUrl: string }) => webUrl.split('/').at(-1)).toSorted()
}
const passagesAsked = () => service.calls.flatMap(({ input }) => input).filter((text) => text.includes('\n'))

beforeAll(async () => {
  server = await startServer({ folder, environment })
  app = await server.app('Meaning test', PERMISSIONS)
  await readyConnection(server, await server.appToken(app), 'harbour', SCHEMA)
  const oskar = { type: 'user', value: 'oskar.nyberg@lumenquay.example', accessType: 'grant' }
  await put('log', 'Log', 'The vessel waited for the mist to lift.')
  await put('secret', 'Secret log', 'The vessel waited for the mist to lift.', [oskar])
  await put('handbook', 'Handbook', 'Twenty five days of leave.')
}, 60_000)
afterAll(async () => {
  await endServer(server)
  await service[Symbol.asyncDispose]()
})

describe('a server with a model behind an endpoint', () => {
  it('finds by meaning what the person may read, and shows how far it is', { timeout: 60_000 }, async () => {
    await expect.poll(counts, { timeout: 20_000 }).toEqual({ received: 3, indexed: 3, vectors: 3, refused: 0 })
    expect(await retrieve('boats held by fog')).toEqual(['log'])
    expect(await retrieve('how much holiday is there')).toEqual(['handbook'])
  })

  it('keeps the vectors over a restart and a change of the access list: nothing is paid for twice', {
    timeout: 60_000,
  }, async () => {
    await server.stop()
    const before = passagesAsked().length
    server = await startServer({ folder, environment })
    await put('secret', 'Secret log', 'The vessel waited for the mist to lift.')
    await expect.poll(() => retrieve('boats held by fog'), { timeout: 20_000 }).toEqual(['log', 'secret'])
    expect(await counts()).toMatchObject({ vectors: 3 })
    expect(passagesAsked()).toHaveLength(before)
  })

  it('answers by words when the service is down, and says so', { timeout: 60_000 }, async () => {
    const down: (typeof service.next)[number] = (_asked, response) => {
      response.writeHead(401).end()
      return true
    }
    service.next.push(...Array.from({ length: 50 }, () => down))
    expect(await retrieve('ships and mist, and the vessel too')).toEqual(['log', 'secret'])
    await put('late', 'Late', 'A boat came late.')
    expect(await retrieve('a boat that came')).toContain('late')
    expect(await counts()).toMatchObject({ indexed: 4, vectors: 3 })
    service.next.length = 0
    await expect.poll(counts, { timeout: 20_000 }).toMatchObject({ vectors: 4 })
  })

  it('goes on answering by the model before while the vectors of another one are made', {
    timeout: 60_000,
  }, async () => {
    await server.stop()
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    service.hold = ({ model, input }) =>
      model === 'newer' && input.some((text) => text.includes('\n')) ? held : undefined
    server = await startServer({ folder, environment: { ...environment, JUMPSEAT_EMBEDDER_MODEL: 'newer' } })
    const from = service.calls.length
    expect(await retrieve('the mist and a ship')).toEqual(['late', 'log', 'secret'])
    expect(service.calls.slice(from).find(({ input }) => input[0] === 'the mist and a ship')?.model).toBe('concepts')
    expect(await counts()).toMatchObject({ indexed: 4, vectors: 0 })
    release()
    await expect.poll(counts, { timeout: 20_000 }).toMatchObject({ vectors: 4 })
    expect(await retrieve('the mist and the ships')).toEqual(['late', 'log', 'secret'])
    expect(service.calls.find(({ input }) => input[0] === 'the mist and the ships')?.model).toBe('newer')
  })

  it('takes the key from the environment only, and never writes it down', { timeout: 60_000 }, async () => {
    expect(service.calls[0]?.headers.authorization).toBe('Bearer the-secret-key')
    expect(server.log()).not.toContain('the-secret-key')
    await server.stop()
    for (const name of ['jumpseat.sqlite', 'embedder.json'])
      expect(readFileSync(join(folder, name)).includes('the-secret-key')).toBe(false)
    const file = join(folder, 'config.json')
    writeFileSync(file, JSON.stringify({ embedder: { key: 'the-secret-key' } }))
    const refused = await startServer({ folder, environment: { ...environment, JUMPSEAT_CONFIG: file } }).catch(String)
    expect(refused).toMatch(/SettingEnvironmentOnly|environment only/)
    expect(refused).not.toContain('the-secret-key')
  })
})
