import type { EgressInit } from '@jumpseat/egress'
import type { ObjectId } from '@jumpseat/wire'
import { describe, expect, it } from 'vitest'
import { OWNED, openFixture, until } from '../test/fixture.ts'
import { createPace, type PaceSettings } from './pace.ts'

const SETTINGS: PaceSettings = {
  notificationSlowAfter: 10_000,
  notificationPaceWindow: 600_000,
  notificationPaceAnswers: 10,
}
const PROMPT = 100
const SLOW = 10_001

describe('1.8 slow receivers', () => {
  it.each([
    [0, 20, 'prompt'],
    [2, 20, 'prompt'],
    [3, 20, 'delayed'],
    [4, 20, 'delayed'],
    [5, 20, 'dropped'],
    [9, 9, 'prompt'],
    [10, 10, 'dropped'],
  ] as const)('with %i slow answers of %i: %s', (slow, all, treatment) => {
    const pace = createPace(SETTINGS, () => 0)
    for (let n = 0; n < all; n++) pace.note('one', n < slow ? SLOW : PROMPT)
    expect(pace.of('one')).toBe(treatment)
    expect(pace.of('another')).toBe('prompt')
  })

  it('are forgiven what is longer ago than the window', () => {
    let now = 0
    const pace = createPace(SETTINGS, () => now)
    for (let n = 0; n < 10; n++) pace.note('one', SLOW)
    now = 599_999
    expect(pace.of('one')).toBe('dropped')
    now = 600_000
    expect(pace.of('one')).toBe('prompt')
  })

  it('get their notifications later, then not at all, and again once they were left in peace', async () => {
    let now = Date.parse('2027-01-01T00:00:00Z')
    let takes = PROMPT
    const sentAt: number[] = []
    const fixture = await openFixture({
      now: () => now,
      fetch: async (_url, _init?: EgressInit) => {
        sentAt.push(now)
        now += takes
        return new Response(null, { status: 202 })
      },
    })
    const tenant = await fixture.newTenant('one.example')
    const app = { displayName: 'Packaged', permissions: OWNED, scopes: [], isPublic: false }
    const { appId } = await fixture.directory.createApp(tenant, app, 'system')
    const admin = fixture.person(
      tenant,
      'aaaaaaaa-0000-4000-8000-0000000000aa' as ObjectId,
      [],
      ['searchAdministrator'],
    )
    const connectorId = '0d9a5c3e-66b1-4f0e-8c0b-51f1d2a3b4c5'
    const notificationUrl = 'https://hooks.example/notify'
    await admin('POST', '/api/connectors', { connectorId, appId, notificationUrl })
    const last = async () => {
      const [connector] = (await admin('GET', '/api/connectors')).json.value as {
        notification: { status: string; problem: string | null }
      }[]
      return connector?.notification
    }
    const toggle = () => admin('POST', `/api/connectors/${connectorId}/toggle`, { state: 'enabled' })
    const settled = async () => {
      await until(async () => (await last())?.status !== 'waiting')
      return last()
    }
    for (let n = 0; n < 17; n++) {
      takes = n < 15 ? PROMPT : SLOW
      await toggle()
      expect((await settled())?.status).toBe('delivered')
    }

    // 2 of 17 were slow: more than 10 %.
    const askedAt = now
    await toggle()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect([(await last())?.status, sentAt.length]).toEqual(['waiting', 17])
    now += 10_000
    takes = SLOW
    fixture.connectors.context.wake()
    expect((await settled())?.status).toBe('delivered')
    expect(sentAt.at(-1)).toBe(askedAt + 10_000)

    // With the next one 4 of 19: more than 20 %.
    await toggle()
    now += 10_000
    fixture.connectors.context.wake()
    expect((await settled())?.status).toBe('delivered')
    await toggle()
    expect(await settled()).toMatchObject({ status: 'abandoned', problem: expect.stringMatching(/too slowly/) })
    expect(sentAt).toHaveLength(19)

    now += 600_000
    takes = PROMPT
    await toggle()
    expect((await settled())?.status).toBe('delivered')
    await fixture.close()
  })
})
