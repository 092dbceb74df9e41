import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Call, type Fixture, openFixture, readyConnection } from '../test/fixture.ts'

let fixture: Fixture
let call: Call
beforeAll(async () => {
  fixture = await openFixture({ settings: { pageSize: 2 } })
  call = fixture.app(await fixture.newTenant('one.example'))
  await readyConnection(call)
})
afterAll(() => fixture.close())

const GROUPS = '/external/connections/harborlogs/groups'
const USER = '5be10000-0000-4000-8000-00000000000a'
let serial = 0
async function group(): Promise<string> {
  const id = `group-${++serial}`
  expect((await call('POST', GROUPS, { id })).status).toBe(201)
  return `${GROUPS}/${id}`
}
const error = (source: string) => ({ code: 'ItemNotFound', innerError: { code: 'ResourceNotFound', source } })

describe('4 external groups', () => {
  it('creates with 201 and the entity, reads it, changes it with 204, deletes it with 204', async () => {
    const answer = await call('POST', GROUPS, { id: 'pilots', displayName: 'Pilots', members: [] })
    expect(answer.status).toBe(201)
    expect(answer.json).toMatchObject({ id: 'pilots', displayName: 'Pilots', description: null })
    const changed = await call('PATCH', `${GROUPS}/pilots`, { description: 'all of them', id: 'x' })
    expect([changed.status, changed.text]).toEqual([204, ''])
    expect((await call('GET', `${GROUPS}/pilots`)).json).toMatchObject({
      id: 'pilots',
      displayName: 'Pilots',
      description: 'all of them',
    })
    expect((await call('DELETE', `${GROUPS}/pilots`)).status).toBe(204)
    expect((await call('GET', `${GROUPS}/pilots`)).json.error).toMatchObject(error('Group'))
  })

  it.each([undefined, '', 'a b', 'a.b', 'a/b', 'é', 'x'.repeat(129), 7])('answers 400 to the id %j', async (id) => {
    const answer = await call('POST', GROUPS, { id })
    expect(answer.json.error).toMatchObject({ code: 'InvalidRequest', innerError: { code: 'InvalidGroupId' } })
  })

  it('takes ids of 128 characters and tells them apart by case', async () => {
    expect((await call('POST', GROUPS, { id: 'y'.repeat(128) })).status).toBe(201)
    expect((await call('POST', GROUPS, { id: 'Y'.repeat(128) })).status).toBe(201)
  })

  it('answers 409 to an id that is taken, 400 to texts that are none', async () => {
    const path = await group()
    const answer = await call('POST', GROUPS, { id: path.split('/').at(-1) })
    expect([answer.status, answer.json.error.code]).toEqual([409, 'NameAlreadyExists'])
    expect((await call('PATCH', path, { displayName: 7 })).status).toBe(400)
  })

  it('answers 404 to changes of what does not exist', async () => {
    for (const [method, path, body] of [
      ['PATCH', '/nothing', {}],
      ['DELETE', '/nothing', undefined],
      ['GET', '/nothing/members', undefined],
      ['GET', '/nothing/members/$count', undefined],
      ['POST', '/nothing/members', { id: USER, type: 'user' }],
      ['DELETE', '/nothing/members/x', undefined],
    ] as const) {
      expect((await call(method, `${GROUPS}${path}`, body)).json.error).toMatchObject(error('Group'))
    }
  })

  it('belong to one connection', async () => {
    await readyConnection(call, 'second')
    const path = await group()
    expect((await call('GET', path.replace('harborlogs', 'second'))).status).toBe(404)
  })

  it('1.10 answers 403 above the number of groups', async () => {
    const capped = await openFixture({ settings: { externalGroupsPerTenant: 1, membersPerExternalGroup: 1 } })
    const as = capped.app(await capped.newTenant('capped.example'))
    await readyConnection(as)
    await as('POST', GROUPS, { id: 'a' })
    expect((await as('POST', GROUPS, { id: 'b' })).status).toBe(403)
    await as('POST', `${GROUPS}/a/members`, { id: USER, type: 'user' })
    expect((await as('POST', `${GROUPS}/a/members`, { id: 'other', type: 'user' })).status).toBe(403)
    await capped.close()
  })
})

describe('4 members', () => {
  it.each<readonly [string, object, object]>([
    ['a user', { id: USER.toUpperCase(), type: 'User' }, { id: USER, type: 'user' }],
    ['a group', { id: USER, type: 'group', identitySource: 'azureActiveDirectory' }, { id: USER, type: 'group' }],
    ['an external group', { id: 'Sub', type: 'externalGroup' }, { id: 'Sub', type: 'externalGroup' }],
    [
      'an external group, older form',
      { id: 'Sub', type: 'group', identitySource: 'External' },
      { id: 'Sub', type: 'externalGroup' },
    ],
    [
      'an annotated one',
      { '@odata.type': '#microsoft.graph.externalConnectors.identity', id: USER, type: 'user' },
      { id: USER, type: 'user' },
    ],
  ])('adds %s', async (_, sent, expected) => {
    const path = await group()
    const answer = await call('POST', `${path}/members`, sent)
    expect(answer.status, answer.text).toBe(201)
    expect(answer.json).toMatchObject(expected)
    expect((await call('GET', `${path}/members`)).json.value).toMatchObject([expected])
    const { id } = expected as { id: string }
    expect((await call('GET', `${path}/members/${id}`)).json).toMatchObject(expected)
    expect((await call('PATCH', `${path}/members/${id}`, {})).status).toBe(204)
    expect((await call('DELETE', `${path}/members/${id}`)).status).toBe(204)
    expect((await call('DELETE', `${path}/members/${id}`)).json.error).toMatchObject(error('Member'))
  })

  it('answers 409 to a member that is in, 400 to no id, no type and the sentinel', async () => {
    const path = `${await group()}/members`
    await call('POST', path, { id: USER, type: 'user' })
    expect((await call('POST', path, { id: USER.toUpperCase(), type: 'user' })).status).toBe(409)
    expect((await call('POST', path, { type: 'user' })).json.error.innerError.code).toBe('MissingMemberId')
    expect((await call('POST', path, { id: 'x' })).json.error.innerError.code).toBe('InvalidMemberType')
    expect((await call('POST', path, { id: 'x', type: 'unknownFutureValue' })).status).toBe(400)
  })

  it('finds a member by its id in any case', async () => {
    const path = `${await group()}/members`
    await call('POST', path, { id: USER, type: 'user' })
    expect((await call('DELETE', `${path}/${USER.toUpperCase()}`)).status).toBe(204)
  })

  it('pages groups and members', async () => {
    const path = await group()
    const ids = ['a', 'b', 'c', 'd', 'e']
    for (const id of ids) await call('POST', `${path}/members`, { id, type: 'externalGroup' })
    const seen: string[] = []
    for (let next: string | undefined = `${path}/members`; next; ) {
      const { json } = await call('GET', next)
      seen.push(...(json.value as { id: string }[]).map(({ id }) => id))
      next = (json['@odata.nextLink'] as string | undefined)?.replace('http://graph.microsoft.com/v1.0', '')
    }
    expect(seen).toEqual(ids)
    expect((await call('GET', `${path}/members/$count`)).text).toBe('5')
    const counted = await call('GET', `${GROUPS}?$count=true&$top=1`)
    expect(String(counted.json['@odata.count'])).toBe((await call('GET', `${GROUPS}/$count`)).text)
    expect(counted.json.value).toHaveLength(1)
  })
})
