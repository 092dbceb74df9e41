import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FLEET_SCHEMA } from '../test/fleet.ts'
import { A14, grant, HARBOUR_SCHEMA, harbour, team } from '../test/harbour.ts'
import { openWorld, TENANT, type World } from '../test/world.ts'

let world: World
let uid: string
beforeEach(async () => {
  world = await openWorld()
  uid = await harbour(world)
})
afterEach(() => world.close())

const seenBy = async (name: string) => (await world.call(name, 'GET', '/api/search/connections')).body

describe('connections to search in', () => {
  it('carry the property of each label, retrievable ones only', async () => {
    expect(await seenBy('Kenji Watari')).toEqual([
      {
        id: 'harborlogs',
        uid,
        name: 'Connection harborlogs',
        labels: { title: 'vessel', url: 'link', lastModifiedDateTime: 'arrived', tags: 'tags' },
        refinable: [],
        sortable: [],
      },
    ])
  })

  it('tell what their results can be refined and ordered by', async () => {
    await world.connectors.connect(TENANT, 'fleet', FLEET_SCHEMA)
    await world.connectors.put(TENANT, 'fleet', 'a', { ...A14, properties: { berth: 1 } })
    const [, fleet] = await seenBy('Kenji Watari')
    expect(fleet.sortable).toEqual(['berth', 'arrived', 'tags', 'status', 'dues'])
    expect(fleet.refinable.slice(0, 2)).toEqual([
      { name: 'berth', type: 'int64' },
      { name: 'arrived', type: 'dateTime', label: 'lastModifiedDateTime' },
    ])
  })

  it('are those that hold something for the person', async () => {
    await world.connectors.connect(TENANT, 'empty', HARBOUR_SCHEMA)
    await world.connectors.connect(TENANT, 'closure', HARBOUR_SCHEMA)
    await world.connectors.put(TENANT, 'closure', 'plan', { ...A14, acl: [grant('group', team('Leadership'))] })
    const ids = async (name: string) => (await seenBy(name)).map(({ id }: { id: string }) => id)
    expect(await ids('Maren Voss')).toEqual(['harborlogs', 'closure'])
    expect(await ids('Kenji Watari')).toEqual(['harborlogs'])
    expect(await ids('Viktor Stahl')).toEqual([])
  })

  it('are for people only', async () => {
    expect((await world.call({ app: 'owner-app' }, 'GET', '/api/search/connections')).status).toBe(403)
  })
})
