import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OWNER_APP } from '../test/connectors.ts'
import { A14, deny, EVERYONE, grant, HARBOUR_SCHEMA, harbour, person, team } from '../test/harbour.ts'
import { openWorld, TENANT, type World } from '../test/world.ts'

const RUTH = 'Ruth Adeyemi'
const KENJI = 'Kenji Watari'
const ADMINISTRATORS = ['Ingrid Solberg', 'Arthur Pell', 'Helena Costa']

let world: World
let uid: string
beforeEach(async () => {
  world = await openWorld()
  uid = await harbour(world)
  await put('pay', { acl: [grant('user', person('Maren Voss')), grant('group', team('Finance'))] })
})
afterEach(() => world.close())

const put = (itemId: string, more: object) => world.connectors.put(TENANT, 'harborlogs', itemId, { ...A14, ...more })
const records = () => world.audit.list(TENANT, { limit: 100, action: 'access.explain' })
const names = (path: readonly { displayName: string }[]) => path.map(({ displayName }) => displayName)

describe('explain, for oneself', () => {
  it('names the entry that granted and the groups on the way', async () => {
    const { status, body } = await world.explain(RUTH, 'harborlogs', 'pay')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      connectionId: 'harborlogs',
      itemId: 'pay',
      userId: person(RUTH),
      received: true,
      indexed: true,
      served: true,
      isGuest: false,
      permitted: true,
      findable: true,
      because: { entry: grant('group', team('Finance')) },
    })
    expect(names(body.because.path)).toEqual([RUTH, 'Payroll', 'Finance'])
  })

  it('shows a person the entries that concern him, an administrator all of them', async () => {
    expect((await world.explain(RUTH, 'harborlogs', 'pay')).body.entries).toHaveLength(1)
    expect((await world.explain('Arthur Pell', 'harborlogs', 'pay')).body.entries).toHaveLength(2)
  })

  it('follows external groups through directory groups and nested external groups', async () => {
    const groups = world.directory.externalGroups
    for (const id of ['pilots', 'crew'])
      await groups.create(TENANT, uid, { id, displayName: `The ${id}`, description: null } as never)
    await groups.addMember(TENANT, uid, 'pilots', { type: 'externalGroup', id: 'crew' })
    await groups.addMember(TENANT, uid, 'crew', { type: 'group', id: team('Field Service') })
    await put('pilots-only', { acl: [grant('externalGroup', 'pilots')] })
    const { body } = await world.explain('Oskar Nyberg', 'harborlogs', 'pilots-only')
    expect(names(body.because.path)).toEqual(['Oskar Nyberg', 'Field Service', 'The crew', 'The pilots'])
  })

  it('takes everyone as the person alone', async () => {
    const { body } = await world.explain(KENJI, 'HARBORLOGS', '2027-A14')
    expect(names(body.because.path)).toEqual([KENJI])
  })

  it('takes his own id or name, and records nothing', async () => {
    expect((await world.explain(RUTH, 'harborlogs', 'pay', person(RUTH))).status).toBe(200)
    expect((await world.explain(RUTH, 'harborlogs', 'pay', 'RUTH.ADEYEMI@lumenquay.example')).status).toBe(200)
    expect(records()).toEqual([])
  })

  it('is open to guests for nothing', async () => {
    expect((await world.explain('Viktor Stahl', 'harborlogs', '2027-A14')).status).toBe(404)
  })
})

describe('explain, for others', () => {
  it('is refused to people without the role, whether item and person exist or not', async () => {
    const answers = [
      await world.explain(RUTH, 'harborlogs', 'pay', person(KENJI)),
      await world.explain(RUTH, 'harborlogs', 'absent', person(KENJI)),
      await world.explain(RUTH, 'nowhere', 'absent', 'nobody@lumenquay.example'),
    ]
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    expect(answers[0]?.status).toBe(403)
    expect(records()).toEqual([])
  })

  it.each(ADMINISTRATORS)('is open to %s and recorded', async (administrator) => {
    const { status, body } = await world.explain(administrator, 'harborlogs', 'pay', 'kenji.watari@lumenquay.example')
    expect(status).toBe(200)
    expect(body).toMatchObject({ received: true, indexed: true, permitted: false, findable: false, because: null })
    expect(body.entries).toHaveLength(2)
    for (const { matches, path } of body.entries) expect([matches, path]).toEqual([false, []])
    expect(records()).toMatchObject([
      {
        actor: { id: person(administrator) },
        object: { type: 'externalItem', id: 'harborlogs/pay' },
        after: { userId: person(KENJI), permitted: false },
      },
    ])
  })

  it('names the deny that won over a grant', async () => {
    await put('pay', { acl: [EVERYONE, deny('group', team('Finance'))] })
    const { body } = await world.explain('Ingrid Solberg', 'harborlogs', 'pay', person(RUTH))
    expect(body).toMatchObject({ permitted: false, because: { entry: deny('group', team('Finance')) } })
    expect(names(body.because.path)).toEqual([RUTH, 'Payroll', 'Finance'])
  })

  it('tells what else stands in the way: not received, switched off, a guest', async () => {
    const ask = async (itemId: string, name: string) =>
      (await world.explain('Ingrid Solberg', 'harborlogs', itemId, person(name))).body
    expect(await ask('absent', RUTH)).toMatchObject({ received: false, indexed: false, permitted: false, entries: [] })
    expect(await ask('2027-A14', 'Viktor Stahl')).toMatchObject({ permitted: true, isGuest: true, findable: false })
    world.connectors.switchOff(TENANT, 'harborlogs')
    expect(await ask('2027-A14', RUTH)).toMatchObject({ permitted: true, served: false, findable: false })
  })

  it('tells why an item is not in the index', async () => {
    await put('odd', {})
    await world.store.write([
      { sql: "UPDATE external_items SET sealed = x'00' WHERE item_id = 'odd'", parameters: [] },
      world.store.change(TENANT, 'item', uid, 'odd'),
    ])
    world.unindexable.add('nobody')
    await put('nobody', {})
    const problem = async (itemId: string) =>
      (await world.explain('Ingrid Solberg', 'harborlogs', itemId, person(RUTH))).body
    expect(await problem('odd')).toMatchObject({
      received: true,
      indexed: false,
      indexProblem: expect.stringMatching(/sealed value/),
    })
    expect(await problem('nobody')).toMatchObject({ received: true, indexed: false, findable: false })
  })

  it('explains what an administrator may not read himself, and records it', async () => {
    expect((await world.explain('Ingrid Solberg', 'harborlogs', 'pay')).body).toMatchObject({ permitted: false })
    expect(records()).toHaveLength(1)
    await world.explain('Ingrid Solberg', 'harborlogs', '2027-A14')
    expect(records()).toHaveLength(1)
  })

  it('is open to the app that owns the connection, and to no other', async () => {
    const own = await world.explain({ app: OWNER_APP }, 'harborlogs', 'pay', person(RUTH))
    expect([own.status, own.body.permitted]).toEqual([200, true])
    expect(records()).toHaveLength(1)
    const foreign = await world.explain({ app: 'other-app' }, 'harborlogs', 'pay', person(RUTH))
    const nowhere = await world.explain({ app: 'other-app' }, 'nowhere', 'pay', person(RUTH))
    expect([foreign.status, foreign.text]).toEqual([404, nowhere.text])
    // Who does not own the connection learns of nobody, either.
    const nobody = await world.explain({ app: 'other-app' }, 'harborlogs', 'pay', 'nobody@lumenquay.example')
    const somebody = await world.explain({ app: 'other-app' }, 'harborlogs', 'pay', 'ruth.adeyemi@lumenquay.example')
    expect([nobody.text, somebody.text]).toEqual([nowhere.text, nowhere.text])
    expect((await world.explain({ app: OWNER_APP }, 'harborlogs', 'pay')).status).toBe(400)
  })

  it('404 for a person or connection that is not there, 400 for a body that cannot be read', async () => {
    expect((await world.explain('Ingrid Solberg', 'harborlogs', 'pay', 'nobody@lumenquay.example')).status).toBe(404)
    expect((await world.explain('Ingrid Solberg', 'nowhere', 'pay', person(RUTH))).status).toBe(404)
    for (const body of [undefined, {}, { connectionId: 'harborlogs' }, { connectionId: 1, itemId: 'x' }])
      expect((await world.call(RUTH, 'POST', '/api/explain', body)).status).toBe(400)
  })
})

describe('an item that may not be read and one that does not exist', () => {
  /** Status, body and headers. */
  const whole = ({ status, text, headers }: Awaited<ReturnType<World['call']>>) => {
    const { date: _date, ...rest } = headers
    return JSON.stringify({ status, text, rest })
  }
  const asks: readonly [string, (name: string, itemId: string, connectionId?: string) => ReturnType<World['call']>][] =
    [
      ['explain', (name, itemId, connectionId = 'harborlogs') => world.explain(name, connectionId, itemId)],
      ['preview', (name, itemId, connectionId = 'harborlogs') => world.preview(name, connectionId, itemId)],
    ]
  it.each(asks)('are answered alike to the byte by %s', async (_name, ask) => {
    await world.connectors.connect(TENANT, 'dark', HARBOUR_SCHEMA)
    await world.connectors.put(TENANT, 'dark', 'pay', A14)
    world.connectors.switchOff(TENANT, 'dark')
    await put('denied', { acl: [EVERYONE, deny('user', person(KENJI))] })
    await put('nobody', { acl: [] })
    await put('broken', {})
    await world.store.write([
      { sql: "UPDATE external_items SET sealed = x'00' WHERE item_id = 'broken'", parameters: [] },
      world.store.change(TENANT, 'item', uid, 'broken'),
    ])
    const absent = whole(await ask(KENJI, 'absent'))
    expect(absent).toContain('"status":404')
    for (const itemId of ['pay', 'denied', 'nobody', 'broken']) expect(whole(await ask(KENJI, itemId))).toBe(absent)
    expect(whole(await ask(KENJI, 'pay', 'nowhere'))).toBe(absent)
    expect(whole(await ask(KENJI, 'pay', 'dark'))).toBe(absent)
    expect(whole(await ask('Viktor Stahl', '2027-A14'))).toBe(absent)
  })
})

describe('preview', () => {
  it('shows what the page needs of one item', async () => {
    const { status, body } = await world.preview(KENJI, 'HarborLogs', '2027-A14')
    expect(status).toBe(200)
    expect(body).toEqual({
      connectionId: 'harborlogs',
      connectionName: 'Connection harborlogs',
      itemId: '2027-A14',
      title: 'MV Gannet',
      url: 'https://harbor.example/log/2027/A14',
      iconUrl: null,
      content: A14.plainText,
      labels: {
        title: 'MV Gannet',
        url: 'https://harbor.example/log/2027/A14',
        lastModifiedDateTime: '2027-02-03T04:10:00Z',
        tags: ['bulk', 'delayed'],
      },
      properties: {
        vessel: 'MV Gannet',
        link: 'https://harbor.example/log/2027/A14',
        arrived: '2027-02-03T04:10:00Z',
        berth: 14,
        'tags@odata.type': 'Collection(String)',
        tags: ['bulk', 'delayed'],
      },
      sensitivityLabelId: null,
    })
  })

  it('is for people, not for apps', async () => {
    expect((await world.preview({ app: OWNER_APP }, 'harborlogs', '2027-A14')).status).toBe(403)
  })
})
