import { describe, expect, it } from 'vitest'
import { ALL, EVERYONE, OTHER_APP, openFixture, readyConnection } from './test/fixture.ts'
import { createThrottle, type Rate } from './throttle.ts'

const rate: Rate = { name: 'r', perSecond: 2, burst: 4 }

describe('1.10 token buckets', () => {
  it('let a burst through, then the rate, and tell how long to wait', () => {
    let now = 0
    const throttle = createThrottle(() => now)
    expect(Array.from({ length: 5 }, () => throttle.take('a', rate))).toEqual([0, 0, 0, 0, 1])
    expect(throttle.take('b', rate)).toBe(0)
    now += 500
    expect([throttle.take('a', rate), throttle.take('a', rate)]).toEqual([0, 1])
    now += 60_000
    expect(Array.from({ length: 5 }, () => throttle.take('a', rate))).toEqual([0, 0, 0, 0, 1])
  })

  it('wait long enough when the rate is slow', () => {
    const throttle = createThrottle(() => 0)
    const slow: Rate = { name: 's', perSecond: 0.1, burst: 1 }
    throttle.take('a', slow)
    expect(throttle.take('a', slow)).toBe(10)
  })

  it('are off at 0', () => {
    const throttle = createThrottle(() => 0)
    expect(
      Array.from({ length: 99 }, () => throttle.take('a', { ...rate, perSecond: 0 })).every((wait) => wait === 0),
    ).toBe(true)
  })
})

describe('1.10 over a rate', () => {
  it('answers 429 with Retry-After, per app, and keeps no refusal', async () => {
    const fixture = await openFixture({ settings: { itemsPerSecond: 1, groupCallsPerSecond: 2 } })
    const tenant = await fixture.newTenant('one.example')
    const call = fixture.app(tenant)
    await readyConnection(call)
    const put = (n: number, as = call) =>
      as('PUT', `/external/connections/harborlogs/items/i${n}`, { acl: EVERYONE, properties: { title: 'x' } })
    const answers = []
    for (let n = 0; n < 11; n++) answers.push(await put(n))
    const limited = answers.at(-1)
    expect(answers.slice(0, 10).every(({ status }) => status === 200)).toBe(true)
    expect([limited?.status, limited?.json.error.code, limited?.headers['retry-after']]).toEqual([
      429,
      'TooManyRequests',
      '1',
    ])
    expect((await put(0, fixture.app(tenant, ALL, OTHER_APP))).status).toBe(200)
    expect((await call('GET', '/external/connections/harborlogs/items/i0')).status).toBe(200)
    const groups = []
    for (let n = 0; n < 3; n++) groups.push((await call('GET', '/external/connections/harborlogs/groups')).status)
    expect(groups).toEqual([200, 200, 429])
    expect(fixture.connectors.reader.connection(tenant, 'harborlogs')?.refusedCount).toBe(0)
    await fixture.close()
  })

  it('lets 25 operations of an app run at once on a connection, and frees each as it ends', async () => {
    const fixture = await openFixture()
    const tenant = await fixture.newTenant('one.example')
    const call = fixture.app(tenant)
    await readyConnection(call)
    const burst = () =>
      Promise.all(
        Array.from({ length: 40 }, (_, n) =>
          call('PUT', `/external/connections/harborlogs/items/i${n}`, { acl: EVERYONE, properties: { title: 'x' } }),
        ),
      )
    for (const statuses of [await burst(), await burst()]) {
      const ok = statuses.filter(({ status }) => status === 200).length
      expect(ok).toBeGreaterThanOrEqual(25)
      expect(statuses.filter(({ status }) => status === 429)).toHaveLength(40 - ok)
    }
    const last = await Promise.all(Array.from({ length: 25 }, () => call('GET', '/external/connections/harborlogs')))
    expect(last.every(({ status }) => status === 200)).toBe(true)
    await fixture.close()
  })
})
