// What the index keeps on disk, as the operator of a server meets it.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endServer, readyConnection, type ServerProcess, startServer, temporaryFolder } from '../harness/server.ts'

const PERMISSIONS = ['ExternalConnection.ReadWrite.OwnedBy', 'ExternalItem.ReadWrite.OwnedBy']
const SCHEMA = [{ name: 'title', type: 'string', isSearchable: true, isRetrievable: true, labels: ['title'] }]
const folder = temporaryFolder('snapshot')
const index = join(folder, 'index')
let server: ServerProcess

const again = async () => {
  await server.stop()
  server = await startServer({ folder })
}
const total = async () => {
  const token = await server.userToken('alina.petrescu@lumenquay.example')
  const request = { entityTypes: ['externalItem'], query: { queryString: 'lantern' } }
  const { json } = await server.call('POST', '/v1.0/search/query', { token, body: { requests: [request] } })
  return json?.value?.[0]?.hitsContainers?.[0]?.total
}

beforeAll(async () => {
  server = await startServer({ folder })
  const token = await server.appToken(await server.app('Snapshot test', PERMISSIONS))
  await readyConnection(server, token, 'lanterns', SCHEMA)
  for (let n = 0; n < 12; n++)
    await server.call('PUT', `/v1.0/external/connections/lanterns/items/i${n}`, {
      token,
      body: {
        acl: [{ type: 'everyone', value: 'everyone', accessType: 'grant' }],
        properties: { title: `lantern ${n}` },
      },
    })
}, 60_000)
afterAll(() => endServer(server))

describe('the snapshot of the index', () => {
  it('is written at a stop, and the next start answers from it', { timeout: 60_000 }, async () => {
    expect(await total()).toBe(12)
    await again()
    expect(existsSync(join(index, 'manifest.json'))).toBe(true)
    expect(await total()).toBe(12)
    expect(server.log()).not.toContain('snapshot')
  })

  it('is not used when it was damaged: the log says so, and the index is made from the store', {
    timeout: 60_000,
  }, async () => {
    await server.stop()
    for (const name of readdirSync(index).filter((file) => file.endsWith('.segment'))) {
      const bytes = readFileSync(join(index, name))
      bytes[bytes.length >>> 1] = (bytes[bytes.length >>> 1] ?? 0) ^ 1
      writeFileSync(join(index, name), bytes)
    }
    server = await startServer({ folder })
    expect(await total()).toBe(12)
    expect(server.log()).toContain('a segment was changed')
  })

  it('follows a rebuild that the operator asks for', { timeout: 60_000 }, async () => {
    const { status, json } = await server.operator('POST', '/api/operator/index/rebuild')
    expect(status).toBe(202)
    expect(json.rebuilding).toMatchObject({ done: 0 })
    const before = readdirSync(index).filter((name) => name.endsWith('.segment'))
    expect(await total()).toBe(12)
    await expect.poll(async () => (await server.operator('GET', '/api/operator/status')).json.rebuilding).toBeNull()
    await expect.poll(() => readdirSync(index)).not.toEqual(expect.arrayContaining(before))
    expect(await total()).toBe(12)
    expect((await server.call('GET', '/readyz')).json).toEqual({ status: 'ready' })
  })
})
