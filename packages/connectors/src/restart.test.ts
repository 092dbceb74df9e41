import { describe, expect, it } from 'vitest'
import { EVERYONE, openFixture, readyConnection, SCHEMA, until } from './test/fixture.ts'

const CONNECTION = '/external/connections/harborlogs'
const item = { acl: EVERYONE, properties: { title: 'x' } }

describe('what a restart interrupts goes on', () => {
  it('2.1 a schema operation', async () => {
    let now = Date.now()
    const fixture = await openFixture({ settings: { provisioningDelay: 60_000 }, now: () => now })
    const tenant = await fixture.newTenant('one.example')
    let call = fixture.app(tenant)
    await call('POST', '/external/connections', { id: 'harborlogs', name: 'n' })
    const { headers } = await call('PATCH', `${CONNECTION}/schema`, SCHEMA)
    const operation = new URL(String(headers.location)).pathname.replace('/v1.0', '')
    await fixture.restart()
    call = fixture.app(tenant)
    expect((await call('GET', operation)).json.status).toBe('inprogress')
    expect((await call('PATCH', `${CONNECTION}/schema`, SCHEMA)).status).toBe(409)
    now += 61_000
    await fixture.restart()
    call = fixture.app(tenant)
    await until(async () => (await call('GET', operation)).json.status === 'completed')
    expect((await call('GET', CONNECTION)).json.state).toBe('ready')
    expect((await call('PUT', `${CONNECTION}/items/a`, item)).status).toBe(200)
    await fixture.close()
  })

  it('1.3 a purge: the id stays taken until the last item is gone', async () => {
    const fixture = await openFixture({ settings: { purgeSlice: 1 } })
    const tenant = await fixture.newTenant('one.example')
    let call = fixture.app(tenant)
    await readyConnection(call)
    for (let n = 0; n < 40; n++) await call('PUT', `${CONNECTION}/items/i${n}`, item)
    const uid = fixture.connectors.reader.connection(tenant, 'harborlogs')?.uid ?? ''
    const left = () =>
      fixture.store.read<{ n: number }>({
        sql: 'SELECT count(*) AS n FROM external_items WHERE uid = ?',
        parameters: [uid],
      })[0]?.n ?? 0
    expect((await call('DELETE', CONNECTION)).status).toBe(202)
    expect((await call('POST', '/external/connections', { id: 'harborlogs', name: 'n' })).status).toBe(409)
    await fixture.connectors.close()
    expect(left()).toBeGreaterThan(0)
    await fixture.restart()
    call = fixture.app(tenant)
    expect((await call('GET', CONNECTION)).status).toBe(404)
    await until(
      async () => (await call('POST', '/external/connections', { id: 'harborlogs', name: 'n' })).status === 201,
    )
    expect(left()).toBe(0)
    for (const table of [
      'external_item_acls',
      'external_item_refusals',
      'connection_operations',
      'connection_schemas',
    ]) {
      expect(fixture.store.read({ sql: `SELECT 1 FROM ${table} WHERE uid = ?`, parameters: [uid] })).toEqual([])
    }
    await fixture.close()
  })

  it('keeps connections, schemas, items and groups', async () => {
    const fixture = await openFixture()
    const tenant = await fixture.newTenant('one.example')
    let call = fixture.app(tenant)
    await readyConnection(call)
    await call('PUT', `${CONNECTION}/items/a`, item)
    await call('POST', `${CONNECTION}/groups`, { id: 'g' })
    const read = async () =>
      Promise.all(
        ['', '/schema', '/items/a', '/groups/g', '/operations'].map(
          async (path) => (await call('GET', CONNECTION + path)).json,
        ),
      )
    const before = await read()
    await fixture.restart()
    call = fixture.app(tenant)
    expect(await read()).toEqual(before)
    await fixture.close()
  })
})
