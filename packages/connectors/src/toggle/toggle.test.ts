import type { EgressInit } from '@jumpseat/egress'
import type { AppId, ObjectId } from '@jumpseat/wire'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ALL, type Call, type Fixture, OTHER_APP, OWNED, openFixture, until } from '../test/fixture.ts'

interface Sent {
  readonly url: string
  readonly body: {
    value: { resourceData: { id: string; state: string; connectorsTicket: string }; tenantId: string }[]
    validationTokens: string[]
  }
}

const CONNECTOR = '0d9a5c3e-66b1-4f0e-8c0b-51f1d2a3b4c5'
let fixture: Fixture
let tenant: Awaited<ReturnType<Fixture['newTenant']>>
let appId: AppId
let call: Call
let admin: Call
let sent: Sent[] = []
let answerWith: () => Response | Promise<Response>
let now = Date.parse('2027-01-01T00:00:00Z')

function signIn(): void {
  call = fixture.app(tenant, OWNED, appId)
  admin = fixture.person(tenant, 'aaaaaaaa-0000-4000-8000-0000000000aa' as ObjectId, [], ['searchAdministrator'])
}
beforeAll(async () => {
  fixture = await openFixture({
    settings: { connectionsPerTenant: 0 },
    now: () => now,
    fetch: async (url, init?: EgressInit) => {
      sent.push({ url: String(url), body: JSON.parse(String(init?.body)) })
      return answerWith()
    },
  })
  tenant = await fixture.newTenant('one.example')
  appId = (
    await fixture.directory.createApp(
      tenant,
      { displayName: 'Packaged', permissions: OWNED, scopes: [], isPublic: false },
      'system',
    )
  ).appId
  signIn()
  const registered = await admin('POST', '/api/connectors', {
    connectorId: CONNECTOR.toUpperCase(),
    appId,
    notificationUrl: 'https://hooks.example/notify',
  })
  expect(registered.status, registered.text).toBe(201)
})
afterAll(() => fixture.close())
beforeEach(() => {
  sent = []
  answerWith = () => new Response(null, { status: 202 })
})

const toggle = (state: string) => admin('POST', `/api/connectors/${CONNECTOR}/toggle`, { state })
const notification = async () =>
  (await admin('GET', '/api/connectors')).json.value as {
    notification: { status: string; attempts: number; problem: string | null }
  }[]
async function ticket(): Promise<string> {
  sent = []
  await toggle('enabled')
  await until(() => sent.length > 0)
  return sent[0]?.body.value[0]?.resourceData.connectorsTicket ?? ''
}
let serial = 0
const create = (as: Call, value?: string, connectorId: string = CONNECTOR) =>
  as(
    'POST',
    '/external/connections',
    { id: `packaged${++serial}`, name: 'n', connectorId },
    value ? { 'graphconnectors-ticket': value } : {},
  )

describe('1.8 the notification', () => {
  it('has the form of the reference', async () => {
    expect((await toggle('enabled')).status).toBe(202)
    await until(() => sent.length === 1)
    expect(sent[0]?.url).toBe('https://hooks.example/notify')
    expect(sent[0]?.body).toEqual({
      value: [
        {
          changeType: 'updated',
          subscriptionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          resource: 'external',
          clientState: null,
          resourceData: {
            '@odata.type': '#Microsoft.Graph.connector',
            '@odata.id': 'external',
            id: CONNECTOR,
            state: 'enabled',
            connectorsTicket: expect.stringMatching(/^tkt\.[\w-]{40,}$/),
          },
          subscriptionExpirationDateTime: '2028-01-01T00:00:00.000Z',
          tenantId: tenant,
        },
      ],
      validationTokens: [`signed.${tenant}.${appId}.0bf30f3b-4a52-48df-9a82-234910c4a086`],
    })
  })

  it('is sent again with growing waits, over a restart, and given up after four hours', async () => {
    answerWith = () => new Response(null, { status: 500 })
    await toggle('enabled')
    await until(async () => (await notification())[0]?.notification.attempts === 1)
    expect((await notification())[0]?.notification).toMatchObject({
      status: 'waiting',
      problem: 'the receiver answered with 500',
    })
    await fixture.restart()
    signIn()
    expect((await notification())[0]?.notification.attempts).toBe(1)
    const waits: number[] = []
    for (let attempts = 1; ; attempts++) {
      const [row] = fixture.store.read<{ next_at: number; status: string }>({
        sql: 'SELECT next_at, status FROM connector_deliveries ORDER BY created_at DESC, rowid DESC LIMIT 1',
        parameters: [],
      })
      if (row?.status !== 'waiting') break
      waits.push(row.next_at - now)
      now = row.next_at
      fixture.connectors.context.wake()
      await until(async () => (await notification())[0]?.notification.attempts === attempts + 1)
    }
    expect(waits.slice(0, 3)).toEqual([10_000, 20_000, 40_000])
    expect(Math.max(...waits)).toBe(30 * 60 * 1000)
    const total = waits.reduce((sum, wait) => sum + wait, 0)
    expect(total).toBeGreaterThan(3.4 * 3600 * 1000)
    expect(total).toBeLessThanOrEqual(4 * 3600 * 1000)
    expect((await notification())[0]?.notification.status).toBe('abandoned')
  })

  it('of an older change is not sent once there is a newer one', async () => {
    answerWith = () => new Response(null, { status: 503 })
    await toggle('enabled')
    await until(async () => (await notification())[0]?.notification.attempts === 1)
    answerWith = () => new Response(null, { status: 202 })
    await toggle('disabled')
    await until(async () => (await notification())[0]?.notification.status === 'delivered')
    now += 3600_000
    fixture.connectors.context.wake()
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(sent.map(({ body }) => body.value[0]?.resourceData.state)).toEqual(['enabled', 'disabled'])
  })

  it('that cannot be sent tells why and does no harm', async () => {
    answerWith = () => Promise.reject(new TypeError('address not allowed'))
    await toggle('enabled')
    await until(async () => (await notification())[0]?.notification.attempts === 1)
    expect((await notification())[0]?.notification.problem).toBe('address not allowed')
  })
})

describe('ST-63 results of a connector that is off', () => {
  it('are not served from the same moment on', async () => {
    const answer = await create(call, await ticket())
    const connection = () => fixture.connectors.reader.connection(tenant, String(answer.json.id))
    const isServed = () => {
      const found = connection()
      return found && fixture.connectors.reader.isServed(found)
    }
    expect(isServed()).toBe(true)
    answerWith = () => new Response(null, { status: 500 })
    await toggle('disabled')
    expect(isServed()).toBe(false)
    await toggle('enabled')
    expect(isServed()).toBe(true)
  })

  it('leaves connections without a registered connector served', async () => {
    const answer = await create(call, undefined, 'unknown-connector')
    const found = fixture.connectors.reader.connection(tenant, String(answer.json.id))
    expect(found && fixture.connectors.reader.isServed(found)).toBe(true)
  })
})

describe('ISO-05 tickets', () => {
  const used = () =>
    fixture.store.read<{ n: number }>({
      sql: 'SELECT count(*) AS n FROM connector_tickets WHERE used_at IS NOT NULL',
      parameters: [],
    })[0]?.n ?? 0

  it('are used up by one creation, and a second is accepted as if it had none', async () => {
    const value = await ticket()
    const before = used()
    const answers = await Promise.all([create(call, value), create(call, value)])
    expect(answers.map(({ status }) => status)).toEqual([201, 201])
    expect(used()).toBe(before + 1)
  })

  it('are not used up by a creation that fails', async () => {
    const value = await ticket()
    const before = used()
    expect(
      (
        await call(
          'POST',
          '/external/connections',
          { id: 'a-b', name: 'n', connectorId: CONNECTOR },
          { 'graphconnectors-ticket': value },
        )
      ).status,
    ).toBe(400)
    expect(
      (
        await call(
          'POST',
          '/external/connections',
          { id: `packaged${serial}`, name: 'n', connectorId: CONNECTOR },
          { 'graphconnectors-ticket': value },
        )
      ).status,
    ).toBe(409)
    expect(used()).toBe(before)
  })

  it('of another organisation are refused with 403, at creation and at deletion', async () => {
    const value = await ticket()
    const other = await fixture.newTenant('two.example')
    const foreign = fixture.app(other, ALL, appId)
    const answer = await create(foreign, value)
    expect([answer.status, answer.json.error.code]).toEqual([403, 'Authorization_RequestDenied'])
    const plain = await create(foreign)
    expect(plain.status).toBe(201)
    const deletion = await foreign('DELETE', `/external/connections/${plain.json.id}`, undefined, {
      'graphconnectors-ticket': value,
    })
    expect(deletion.status).toBe(403)
    expect((await create(call, value)).status).toBe(201)
    const recorded = JSON.stringify(fixture.audit.list(other, { limit: 20 }))
    expect(recorded).toContain('ticket.refused')
  })

  it('of another app are refused with 403', async () => {
    expect((await create(fixture.app(tenant, OWNED, OTHER_APP), await ticket())).status).toBe(403)
  })

  it('expire', async () => {
    const value = await ticket()
    now += 25 * 3600_000
    const before = used()
    expect((await create(call, value)).status).toBe(201)
    expect(used()).toBe(before)
  })

  it('can be required', async () => {
    const value = await ticket()
    await fixture.restart({ unmatchedTicket: 'refuse' })
    signIn()
    expect((await create(call)).status).toBe(403)
    expect((await create(call, 'tkt.invented')).status).toBe(403)
    const answers = await Promise.all([create(call, value), create(call, value), create(call, value)])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 403, 403])
    await fixture.restart({})
    signIn()
  })
})

describe('who may switch', () => {
  it('answers 404 for an unknown connector, 400 for a broken request, 409 for one that is known', async () => {
    expect((await admin('POST', '/api/connectors/nothing/toggle', { state: 'enabled' })).status).toBe(404)
    expect((await toggle('paused')).status).toBe(400)
    const again = { connectorId: CONNECTOR, appId, notificationUrl: 'https://x.example' }
    expect((await admin('POST', '/api/connectors', again)).status).toBe(409)
    expect((await admin('POST', '/api/connectors', { ...again, connectorId: 'c2', appId: OTHER_APP })).status).toBe(400)
    expect(
      (await admin('POST', '/api/connectors', { ...again, connectorId: 'c2', notificationUrl: 'file:///etc' })).status,
    ).toBe(400)
  })

  it('takes administrators only', async () => {
    const reader = fixture.person(tenant, 'aaaaaaaa-0000-4000-8000-0000000000ab' as ObjectId, [], ['globalReader'])
    expect((await reader('GET', '/api/connectors')).status).toBe(200)
    expect((await reader('POST', `/api/connectors/${CONNECTOR}/toggle`, { state: 'enabled' })).status).toBe(403)
    expect((await call('GET', '/api/connectors')).status).toBe(403)
  })
})
