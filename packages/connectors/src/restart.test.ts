import { describe, expect, it } from 'vitest'
import { deleteConnection, updateConnection } from './connection/service.ts'
import { deleteItem, patchItem, putItem } from './item/service.ts'
import { submitSchema } from './schema/service.ts'
import { appCaller, EVERYONE, OWNED, openFixture, readyConnection, SCHEMA, until } from './test/fixture.ts'

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
    await call('POST', `${CONNECTION}/groups`, { id: 'pilots' })
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
    expect(fixture.directory.externalGroups.count(tenant)).toBe(0)
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

describe('1.3 a write that meets the deletion on its way', () => {
  it('is refused and leaves nothing', async () => {
    const fixture = await openFixture()
    const tenant = await fixture.newTenant('one.example')
    const call = fixture.app(tenant)
    await readyConnection(call)
    await call('PUT', `${CONNECTION}/items/a`, item)
    const { context, reader } = fixture.connectors
    const connection = reader.connection(tenant, 'harborlogs')
    if (!connection) throw new Error('not there')
    const author = appCaller(tenant, OWNED)
    // All of them read the living connection; the deletion is the first to be written.
    const [deleted, ...others] = await Promise.allSettled([
      deleteConnection(context, author, connection),
      putItem(context, connection, 'a', item),
      putItem(context, connection, 'b', item),
      patchItem(context, connection, 'a', { properties: { title: 'y' } }),
      deleteItem(context, connection, 'a'),
      updateConnection(context, author, connection, { name: 'y' }),
      submitSchema(context, connection, SCHEMA),
      deleteConnection(context, author, connection),
    ])
    expect(deleted.status).toBe('fulfilled')
    for (const other of others) expect(other).toMatchObject({ status: 'rejected', reason: { status: 404 } })
    await until(
      async () => (await call('POST', '/external/connections', { id: 'harborlogs', name: 'n' })).status === 201,
    )
    for (const table of ['external_items', 'external_item_acls', 'connection_operations']) {
      expect(fixture.store.read({ sql: `SELECT 1 FROM ${table} WHERE uid = ?`, parameters: [connection.uid] })).toEqual(
        [],
      )
    }
    await fixture.close()
  })
})
