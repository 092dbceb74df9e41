import { cpSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { endServer, type ServerProcess, startServer, temporaryFolder } from '../harness/server.ts'
import { ENVIRONMENT, FLAGS, TITLE } from './known.ts'

const FOLDERS = join(import.meta.dirname, 'folders')

let server: ServerProcess | undefined
afterEach(() => endServer(server))

describe('a data folder of an older version', () => {
  it.each(readdirSync(FOLDERS))('%s opens, and its people see what they may see', async (name) => {
    const folder = temporaryFolder('upgrade')
    cpSync(join(FOLDERS, name), folder, { recursive: true })
    server = await startServer({ folder, flags: FLAGS, environment: ENVIRONMENT })
    const token = await server.userToken('admin@jumpseat.example')
    const request = { entityTypes: ['externalItem'], query: { queryString: 'kept older' } }
    const { json } = await server.call('POST', '/v1.0/search/query', { token, body: { requests: [request] } })
    const { hits, total } = json.value[0].hitsContainers[0]
    expect(total).toBe(1)
    expect(hits[0].resource.properties).toMatchObject({
      title: TITLE,
      substrateContentDomainId: expect.stringMatching(/,open$/),
    })
  })
})
