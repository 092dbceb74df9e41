// The official clients, unchanged and unaware of us, through the whole life of a connection. Contract: connectors 8.4.
import { SAMPLE_GROUPS, SAMPLE_PEOPLE, sampleId, samplePrincipalName } from '@jumpseat/directory'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endServer, type ServerProcess, startServer } from '../harness/server.ts'
import { failures, runThrough } from './run.ts'

const PERMISSIONS = ['ExternalConnection.ReadWrite.OwnedBy', 'ExternalItem.ReadWrite.OwnedBy']
const SCRIPT_TIMEOUT_MS = 120_000
/** In Firmware, and in no group of engineers. */
const MEMBER = 'Alina Petrescu'
const OUTSIDER = 'Ruth Adeyemi'
const MEMBER_GROUP = 'Firmware'

let server: ServerProcess | undefined
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => endServer(server))

describe('connectors 8.4: official clients live the whole life of a connection', () => {
  test.each([
    ['Graph client for JavaScript', 'graph-client.mjs'],
    ['Kiota SDK for TypeScript', 'kiota.mjs'],
  ])(
    '%s',
    async (client, script) => {
      if (!server) throw new Error('the server did not start')
      const app = `${client} test`
      await server.app(app, PERMISSIONS)
      const env = await peopleInEnvironment(server)
      const { code, output } = await runThrough(server, app, ['node', `tests/clients/${script}`], { env })
      expect(output).not.toContain('not ok')
      expect(code, output).toBe(0)
      expect(failures(server.log())).toEqual([])
    },
    SCRIPT_TIMEOUT_MS,
  )
})

describe('connectors 1.10: official clients wait when they are told to', () => {
  test(
    'Graph client for JavaScript',
    async () => {
      const slow = await startServer({ environment: { JUMPSEAT_CONNECTORS_ITEMS_PER_SECOND: '1' } })
      try {
        await slow.app('Slow client', PERMISSIONS)
        const { code, output } = await runThrough(slow, 'Slow client', ['node', 'tests/clients/throttled.mjs'])
        expect(code, output).toBe(0)
        expect(slow.log()).toContain('"status":429')
      } finally {
        await endServer(slow)
      }
    },
    SCRIPT_TIMEOUT_MS,
  )
})

async function peopleInEnvironment({ userToken }: ServerProcess): Promise<Record<string, string>> {
  const members = SAMPLE_GROUPS.find(({ displayName }) => displayName === MEMBER_GROUP)?.people
  expect(members).toContain(MEMBER)
  expect(members).not.toContain(OUTSIDER)
  return {
    MEMBER_ID: sampleId('user', MEMBER),
    MEMBER_TOKEN: await userToken(principalName(MEMBER)),
    OUTSIDER_ID: sampleId('user', OUTSIDER),
    OUTSIDER_TOKEN: await userToken(principalName(OUTSIDER)),
    MEMBER_GROUP_ID: sampleId('group', MEMBER_GROUP),
  }
}

function principalName(name: string): string {
  const person = SAMPLE_PEOPLE.find(({ givenName, surname }) => `${givenName} ${surname}` === name)
  if (!person) throw new Error(`the sample organisation has no ${name}`)
  return samplePrincipalName(person)
}
