import { afterEach, beforeEach, describe, expect, it } from 'vitest'
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
      },
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
