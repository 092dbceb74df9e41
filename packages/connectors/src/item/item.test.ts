import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ObjectId } from '@jumpseat/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ALL, type Call, EVERYONE, type Fixture, openFixture, readyConnection } from '../test/fixture.ts'

let fixture: Fixture
let call: Call
let tenant: Awaited<ReturnType<Fixture['newTenant']>>
let uid: string
beforeAll(async () => {
  fixture = await openFixture({ settings: { connectionsPerTenant: 0 } })
  tenant = await fixture.newTenant('one.example')
  call = fixture.app(tenant)
  await readyConnection(call)
  uid = fixture.connectors.reader.connection(tenant, 'harborlogs')?.uid ?? ''
})
afterAll(() => fixture.close())

const ITEMS = '/external/connections/harborlogs/items'
let serial = 0
const newPath = () => `${ITEMS}/item-${++serial}`
const item = (more: object = {}) => ({ acl: EVERYONE, properties: { title: 'Gannet' }, ...more })
const put = (body: unknown, path = newPath(), as = call) => as('PUT', path, body)

describe('3.1 item ids', () => {
  it.each(['a', 'A-Z_09', 'x'.repeat(128), '2027-A14', 'constructor'])('takes %s', async (id) => {
    const answer = await put(item(), `${ITEMS}/${id}`)
    expect([answer.status, answer.json.id]).toEqual([200, id])
  })

  it.each(['x'.repeat(129), 'a.b', 'a%20b', 'a%2Fb', 'a+b', 'a=', 'é', '%F0%9F%9A%A2'])(
    'answers 400 to %s',
    async (id) => {
      const answer = await put(item(), `${ITEMS}/${encodeURI(decodeURIComponent(id)).replaceAll('a/b', 'a%2Fb')}`)
      expect(answer.status, answer.text).toBe(400)
      expect(answer.json.error).toMatchObject({ code: 'InvalidRequest', innerError: { code: 'InvalidItemId' } })
    },
  )

  it('tells ids apart by case and matches them after decoding', async () => {
    await put(item({ properties: { title: 'upper' } }), `${ITEMS}/CaSe`)
    expect((await call('GET', `${ITEMS}/case`)).status).toBe(404)
    expect((await call('GET', `${ITEMS}/%43a%53e`)).json.properties).toMatchObject({ title: 'upper' })
  })

  it('ignores an id in the body', async () => {
    const path = newPath()
    expect((await put(item({ id: 'other' }), path)).json.id).toBe(path.split('/').at(-1))
  })
})

describe('3.2 operations', () => {
  it('PUT answers with the stored item as JSON, and GET gives the same', async () => {
    const path = newPath()
    const body = item({ content: { type: 'html', value: '<p>Fog &amp; delay</p>' } })
    const answer = await put(body, path)
    expect(answer.status).toBe(200)
    expect(answer.json).toEqual({
      '@odata.context': expect.stringMatching(
        /^http:\/\/graph\.microsoft\.com\/v1\.0\/\$metadata#external\/connections/,
      ),
      id: path.split('/').at(-1),
      acl: [{ type: 'everyone', value: tenant, accessType: 'grant' }],
      properties: { '@odata.type': '#microsoft.graph.externalConnectors.properties', title: 'Gannet' },
      content: { type: 'html', value: '<p>Fog &amp; delay</p>' },
    })
    expect((await call('GET', path)).json).toEqual(answer.json)
  })

  it('PUT replaces the whole item: what is not sent is cleared', async () => {
    const path = newPath()
    await put(
      item({ content: { type: 'text', value: 'x' }, informationProtectionLabel: { sensitivityLabelId: 'l1' } }),
      path,
    )
    await put(item({ properties: { url: 'https://x' } }), path)
    const { json } = await call('GET', path)
    expect(json.content).toBeNull()
    expect(json.informationProtectionLabel).toBeUndefined()
    expect(json.properties).toEqual({ '@odata.type': expect.anything(), url: 'https://x' })
  })

  it('PUT can be told to keep the content', async () => {
    const kept = await openFixture({ settings: { putKeepsContent: true } })
    const as = kept.app(await kept.newTenant('kept.example'))
    await readyConnection(as)
    await put(item({ content: { type: 'text', value: 'x' } }), `${ITEMS}/a`, as)
    await put(item(), `${ITEMS}/a`, as)
    expect((await as('GET', `${ITEMS}/a`)).json.content).toEqual({ type: 'text', value: 'x' })
    await put(item({ content: null }), `${ITEMS}/a`, as)
    expect((await as('GET', `${ITEMS}/a`)).json.content).toBeNull()
    await kept.close()
  })

  it('PATCH replaces the access list when one is sent and keeps it when none is', async () => {
    const path = newPath()
    await put(item({ content: { type: 'text', value: 'x' } }), path)
    const acl = [{ type: 'externalGroup', value: 'pilots', accessType: 'grant' }]
    const first = await call('PATCH', path, { acl })
    expect([first.status, first.json.acl]).toEqual([200, acl])
    const second = await call('PATCH', path, { properties: { berth: 4 } })
    expect(second.json).toMatchObject({ acl, content: { type: 'text', value: 'x' } })
    expect(second.json.properties).toEqual({ '@odata.type': expect.anything(), berth: 4 })
    expect((await call('GET', path)).json).toEqual(second.json)
  })

  it('PATCH answers 404 to what does not exist, and never creates', async () => {
    const path = newPath()
    const answer = await call('PATCH', path, item())
    expect(answer.json.error).toMatchObject({
      code: 'ItemNotFound',
      innerError: { code: 'ResourceNotFound', source: 'Item' },
    })
    expect((await call('GET', path)).status).toBe(404)
  })

  it('loses no member when patches arrive at once', async () => {
    const path = newPath()
    await put(item(), path)
    const bodies = [
      { content: { type: 'text', value: 'c' } },
      { properties: { url: 'u' } },
      { informationProtectionLabel: { sensitivityLabelId: 'l' } },
    ]
    const answers = await Promise.all(bodies.map((body) => call('PATCH', path, body)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect((await call('GET', path)).json).toMatchObject({
      content: { value: 'c' },
      properties: { url: 'u' },
      informationProtectionLabel: { sensitivityLabelId: 'l' },
    })
  })

  it('DELETE answers 204, then 404', async () => {
    const path = newPath()
    await put(item(), path)
    expect((await call('DELETE', path)).status).toBe(204)
    expect((await call('DELETE', path)).status).toBe(404)
    expect((await call('GET', path)).status).toBe(404)
  })

  it('POST to the collection answers 404', async () => {
    const answer = await call('POST', ITEMS, item())
    expect([answer.status, answer.json.error.code]).toEqual([404, 'ItemNotFound'])
  })

  it('PUT to an unknown connection answers 404', async () => {
    const answer = await put(item(), '/external/connections/nowhere/items/a')
    expect([answer.status, answer.json.error.innerError.source]).toEqual([404, 'Connection'])
  })

  it('counts items exactly under simultaneous writes and deletions', async () => {
    const counted = await openFixture()
    const there = await counted.newTenant('counted.example')
    const as = counted.app(there)
    await readyConnection(as)
    const work = Array.from({ length: 60 }, (_, n) =>
      n % 3 === 2 ? as('DELETE', `${ITEMS}/i${n % 7}`) : put(item(), `${ITEMS}/i${n % 7}`, as),
    )
    for (const some of [work.slice(0, 20), work.slice(20, 40), work.slice(40)]) await Promise.all(some)
    const held = counted.connectors.reader.itemsOf(
      counted.connectors.reader.connection(there, 'harborlogs')?.uid ?? '',
      undefined,
      100,
    )
    expect(counted.connectors.reader.connection(there, 'harborlogs')?.itemCount).toBe(held.length)
    expect((await as('GET', `${ITEMS}/$count`)).text).toBe(String(held.length))
    await counted.close()
  })

  it('keeps equal access lists once, and drops those that nobody uses', async () => {
    const lists = () =>
      fixture.store.read<{ n: number }>({
        sql: 'SELECT count(*) AS n FROM external_item_acls WHERE uid = ?',
        parameters: [uid],
      })[0]?.n
    const path = newPath()
    await put(item(), newPath())
    const before = lists()
    await put(item({ acl: [...EVERYONE, { type: 'user', value: 'v', accessType: 'deny' }] }), path)
    await put(item({ acl: [{ type: 'user', value: 'v', accessType: 'deny' }, ...EVERYONE, ...EVERYONE] }), newPath())
    expect(lists()).toBe((before ?? 0) + 1)
    await put(item({ acl: [{ type: 'user', value: 'w', accessType: 'grant' }] }), path)
    await call('DELETE', path)
    expect(lists()).toBe((before ?? 0) + 1)
  })
})

describe('3.3 properties', () => {
  const stored = async (properties: unknown) => {
    const answer = await put({ acl: EVERYONE, properties })
    expect(answer.status, answer.text).toBe(200)
    const { '@odata.type': _, ...rest } = answer.json.properties as Record<string, unknown>
    return rest
  }

  it.each([
    ['9007199254740993', '"9007199254740993"'],
    ['-9223372036854775808', '"-9223372036854775808"'],
    ['9223372036854775807', '"9223372036854775807"'],
    ['9007199254740991', '9007199254740991'],
  ])('keeps the digits of an int64 that is sent as the number %s', async (number, kept) => {
    const sent = `{"acl":${JSON.stringify(EVERYONE)},"properties":{"berth":${number},"sizes":[1,${number}]}}`
    const answer = await put(sent)
    expect(answer.status, answer.text).toBe(200)
    expect(answer.text).toContain(`"berth":${kept}`)
    expect(answer.text).toContain(`"sizes":[1,${kept}]`)
  })

  it.each<readonly [string, object, object]>([
    ['text', { title: 'ä🚢' }, { title: 'ä🚢' }],
    ['text with the annotation of one client', { 'title@odata.type': 'String', title: 'ä' }, { title: 'ä' }],
    ['int64', { berth: -14 }, { berth: -14 }],
    ['int64 as text', { berth: '14' }, { berth: 14 }],
    ['int64 beyond 2^53 as text', { berth: '9007199254740993' }, { berth: '9007199254740993' }],
    ['the largest int64', { berth: '9223372036854775807' }, { berth: '9223372036854775807' }],
    ['double', { weight: 1.5 }, { weight: 1.5 }],
    ['boolean', { isOpen: false }, { isOpen: false }],
    ['a date', { arrived: '2027-02-03T04:10:00Z' }, { arrived: '2027-02-03T04:10:00Z' }],
    ['a date with milliseconds', { arrived: '2027-02-03T04:10:00.120Z' }, { arrived: '2027-02-03T04:10:00.120Z' }],
    ['a naive date', { arrived: '2027-02-03T04:10:00' }, { arrived: '2027-02-03T04:10:00Z' }],
    ['a date of Python', { arrived: '2027-02-03 04:10:00.123456' }, { arrived: '2027-02-03T04:10:00.123Z' }],
    ['a date of .NET', { arrived: '2027-02-03T04:10:00.1234567+02:00' }, { arrived: '2027-02-03T02:10:00.123Z' }],
    ['a day', { arrived: '2027-02-03' }, { arrived: '2027-02-03T00:00:00Z' }],
    ['the least date of .NET', { arrived: '0001-01-01T00:00:00' }, { arrived: '0001-01-01T00:00:00Z' }],
    [
      'a collection',
      { 'tags@odata.type': 'Collection(String)', tags: ['a', 'b'] },
      { 'tags@odata.type': 'Collection(String)', tags: ['a', 'b'] },
    ],
    [
      'an annotation after its value',
      { tags: ['a'], 'tags@odata.type': '#Collection(String)' },
      { 'tags@odata.type': 'Collection(String)', tags: ['a'] },
    ],
    ['a collection without annotation', { tags: ['a'] }, { 'tags@odata.type': 'Collection(String)', tags: ['a'] }],
    ['an empty collection', { tags: [] }, { 'tags@odata.type': 'Collection(String)', tags: [] }],
    ['numbers', { sizes: [1, '2'] }, { 'sizes@odata.type': 'Collection(Int64)', sizes: [1, 2] }],
    ['ratios', { ratios: [1, 2.5] }, { 'ratios@odata.type': 'Collection(Double)', ratios: [1, 2.5] }],
    [
      'dates',
      { calls: ['2027-01-01'] },
      { 'calls@odata.type': 'Collection(DateTimeOffset)', calls: ['2027-01-01T00:00:00Z'] },
    ],
    [
      'a principal',
      { pilot: { '@odata.type': '#x', upn: 'una@harbor.example', entraId: null } },
      { pilot: { upn: 'una@harbor.example' } },
    ],
    [
      'principals',
      { crew: [{ email: 'a@b' }] },
      { 'crew@odata.type': 'Collection(microsoft.graph.externalConnectors.principal)', crew: [{ email: 'a@b' }] },
    ],
    ['null as absent', { title: 'x', url: null }, { title: 'x' }],
    ['names in another case', { TITLE: 'x' }, { title: 'x' }],
    ['the annotation of a typed client', { '@odata.type': '#x', title: 'x' }, { title: 'x' }],
  ])('reads %s', async (_, sent, expected) => {
    expect(await stored(sent)).toEqual(expected)
  })

  it('keeps a property named __proto__ as data', async () => {
    const path = newPath()
    const answer = await put(
      '{"acl":[{"type":"everyone","accessType":"grant"}],"properties":{"__proto__":"data"}}',
      path,
    )
    expect(answer.status, answer.text).toBe(200)
    expect((await call('GET', path)).text).toContain('"__proto__":"data"')
    const kept = fixture.connectors.reader.itemOf(uid, path.split('/').at(-1) ?? '')
    expect(Object.entries(kept?.properties ?? {})).toEqual([['__proto__', 'data']])
    expect(({} as Record<string, unknown>).data).toBeUndefined()
  })

  it.each<readonly [string, object]>([
    ['title', { title: 7 }],
    ['title', { title: ['a'] }],
    ['title', { title: { a: 1 } }],
    ['berth', { berth: 1.5 }],
    ['berth', { berth: 'many' }],
    ['berth', { berth: '9223372036854775808' }],
    ['berth', { berth: true }],
    ['berth', { berth: 1e300 }],
    ['weight', { weight: '1.5' }],
    ['isOpen', { isOpen: 'true' }],
    ['isOpen', { isOpen: 1 }],
    ['arrived', { arrived: 'yesterday' }],
    ['arrived', { arrived: '2027-02-30' }],
    ['arrived', { arrived: '2027-02-03T25:00:00Z' }],
    ['arrived', { arrived: 1800000000000 }],
    ['tags', { tags: 'a,b' }],
    ['tags', { 'tags@odata.type': 'Collection(String)', tags: 'a' }],
    ['tags', { tags: ['a', 1] }],
    ['tags', { tags: ['a', null] }],
    ['sizes', { sizes: [1.5] }],
    ['ratios', { ratios: ['x'] }],
    ['calls', { calls: ['x'] }],
    ['pilot', { pilot: 'una@harbor.example' }],
    ['pilot', { pilot: { upn: 7 } }],
    ['crew', { crew: { upn: 'x' } }],
  ])('3.4 answers with the text of the reference when %s does not fit: %j', async (name, properties) => {
    const answer = await put({ acl: EVERYONE, properties })
    expect(answer.status).toBe(400)
    expect(answer.json.error).toMatchObject({
      code: 'BadRequest',
      message: `Property ${name} in payload has a value that does not match schema.`,
      target: `/properties/${name}`,
    })
  })
})

describe('3.4 item errors', () => {
  it.each<readonly [string, unknown, string, string | undefined]>([
    [
      'a property that the schema does not have',
      item({ properties: { colour: 'red' } }),
      'PropertyNotInSchema',
      '/properties/colour',
    ],
    [
      'a property sent twice',
      item({ properties: { title: 'a', Title: 'b' } }),
      'DuplicateProperty',
      '/properties/Title',
    ],
    ['no acl', { properties: { title: 'x' } }, 'MissingAcl', '/acl'],
    ['an empty acl', item({ acl: [] }), 'MissingAcl', '/acl'],
    ['no properties', { acl: EVERYONE }, 'MissingProperties', '/properties'],
    ['empty properties', item({ properties: {} }), 'MissingProperties', '/properties'],
    ['properties that are a list', item({ properties: [] }), 'MissingProperties', '/properties'],
    ['a bad type', item({ acl: [{ type: 'x', accessType: 'grant', value: 'y' }] }), 'InvalidAclType', '/acl/0/type'],
    [
      'a bad accessType',
      item({ acl: [{ type: 'user', accessType: 'x', value: 'y' }] }),
      'InvalidAclAccessType',
      '/acl/0/accessType',
    ],
    ['content that is text', item({ content: 'x' }), 'InvalidContent', '/content'],
    ['content of another type', item({ content: { type: 'markdown', value: 'x' } }), 'InvalidContent', '/content'],
    ['content whose value is no text', item({ content: { type: 'text', value: 7 } }), 'InvalidContent', '/content'],
    [
      'a label that is text',
      item({ informationProtectionLabel: 'x' }),
      'InvalidInformationProtectionLabel',
      '/informationProtectionLabel',
    ],
    ['a body that is a list', [], 'InvalidBody', undefined],
    ['no body', undefined, 'InvalidBody', undefined],
  ])('answers 400 to %s', async (_, body, code, target) => {
    const path = newPath()
    const answer = await put(body, path)
    expect(answer.status, answer.text).toBe(400)
    expect(answer.json.error).toMatchObject({ code: 'InvalidRequest', innerError: { code } })
    expect((answer.json.error as { target?: string }).target).toBe(target)
    expect((await call('GET', path)).status).toBe(404)
  })

  it('accepts an unknown external group: it means nobody until it exists', async () => {
    expect((await put(item({ acl: [{ type: 'externalGroup', value: 'ghosts', accessType: 'grant' }] }))).status).toBe(
      200,
    )
  })

  it('can be told to drop unknown properties', async () => {
    const lenient = await openFixture({ settings: { unknownProperties: 'ignore' } })
    const as = lenient.app(await lenient.newTenant('lenient.example'))
    await readyConnection(as)
    const answer = await put(item({ properties: { title: 'x', colour: 'red' } }), `${ITEMS}/a`, as)
    expect(answer.json.properties).toEqual({ '@odata.type': expect.anything(), title: 'x' })
    await lenient.close()
  })

  it('takes an item just below 4 MB and answers 413 to one above', async () => {
    const sized = (bytes: number) => {
      const frame = JSON.stringify(item({ content: { type: 'text', value: '' } }))
      return frame.replace('"value":""', `"value":"${'x'.repeat(bytes - frame.length)}"`)
    }
    const path = newPath()
    const fits = await put(sized(4_000_000), path)
    expect(fits.status).toBe(200)
    expect((await call('GET', path)).text).toHaveLength(fits.text.length)
    const tooLarge = await put(sized(4_000_001), path)
    expect([tooLarge.status, tooLarge.json.error.code]).toEqual([413, 'RequestEntityTooLarge'])
  })
})

describe('1.4 limitExceeded', () => {
  it('refuses new items at the cap, changes old ones, and is ready again below it', async () => {
    const capped = await openFixture({ settings: { itemsPerConnection: 3, itemsPerTenant: 4 } })
    const as = capped.app(await capped.newTenant('capped.example'))
    await readyConnection(as)
    const answers = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((id) => put(item(), `${ITEMS}/${id}`, as)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 403, 403])
    const [refused] = answers.filter(({ status }) => status === 403)
    expect(refused?.json.error.code).toBe('QuotaExceeded')
    const state = async () => (await as('GET', '/external/connections/harborlogs')).json.state
    expect(await state()).toBe('limitExceeded')
    expect((await put(item({ properties: { title: 'again' } }), `${ITEMS}/a`, as)).status).toBe(200)
    expect((await as('PATCH', '/external/connections/harborlogs/schema', { properties: [] })).status).toBe(400)
    expect((await as('GET', '/beta/external/connections/harborlogs/quota')).json.itemsRemaining).toBe(0)
    await as('DELETE', `${ITEMS}/a`)
    expect(await state()).toBe('ready')
    expect((await put(item(), `${ITEMS}/z`, as)).status).toBe(200)

    await as('DELETE', `${ITEMS}/z`)
    await readyConnection(as, 'second')
    const second = '/external/connections/second/items'
    expect((await put(item(), `${second}/a`, as)).status).toBe(200)
    expect((await put(item(), `${second}/b`, as)).status).toBe(200)
    expect((await put(item(), `${second}/c`, as)).status).toBe(403)
    expect((await as('GET', '/external/connections/second')).json.state).toBe('limitExceeded')
    await capped.close()
  })
})

describe('3.5 who may read an item', () => {
  it('a person sees what the access lists grant, an app all of it', async () => {
    const trimmed = await openFixture()
    const there = await trimmed.newTenant('trimmed.example')
    const as = trimmed.app(there)
    const user = await trimmed.directory.createUser(
      there,
      { userPrincipalName: 'una@trimmed.example', displayName: 'Una' },
      'system',
    )
    await readyConnection(as)
    const connection = '/external/connections/harborlogs'
    await as('POST', `${connection}/groups`, { id: 'pilots' })
    await as('POST', `${connection}/groups/pilots/members`, { id: user.id, type: 'user' })
    const grant = (type: string, value: string) => [{ type, value, accessType: 'grant' }]
    await put(item({ acl: grant('user', 'UNA@trimmed.example') }), `${ITEMS}/a`, as)
    await put(item({ acl: grant('externalGroup', 'pilots') }), `${ITEMS}/b`, as)
    await put(item({ acl: grant('externalGroup', 'Pilots') }), `${ITEMS}/c`, as)
    await put(item({ acl: [...EVERYONE, { type: 'user', value: user.id, accessType: 'deny' }] }), `${ITEMS}/d`, as)
    const una = trimmed.person(there, user.id as ObjectId, ['ExternalItem.Read.All'])
    const ids = async (who: Call) => ((await who('GET', ITEMS)).json.value as { id: string }[]).map(({ id }) => id)
    expect(await ids(una)).toEqual(['a', 'b'])
    expect(await ids(as)).toEqual(['a', 'b', 'c', 'd'])
    expect((await una('GET', `${ITEMS}/$count`)).text).toBe('2')
    expect((await una('GET', `${ITEMS}/a`)).status).toBe(200)
    const blurred = (text: string) => text.replaceAll(/"(date|request-id|client-request-id)":"[^"]*"/g, '')
    const unreadable = await una('GET', `${ITEMS}/d`)
    const unknown = await una('GET', `${ITEMS}/nothing`)
    expect([unreadable.status, blurred(unreadable.text)]).toEqual([404, blurred(unknown.text)])
    await as('DELETE', `${connection}/groups/pilots`)
    expect(await ids(una)).toEqual(['a'])
    await trimmed.close()
  })
})

describe('3.6 activities', () => {
  let user: string
  beforeAll(async () => {
    user = (
      await fixture.directory.createUser(tenant, { userPrincipalName: 'una@one.example', displayName: 'Una' }, 'system')
    ).id
    await put(item(), `${ITEMS}/busy`)
  })
  const activity = (more: object = {}) => ({
    '@odata.type': '#microsoft.graph.externalConnectors.externalActivity',
    type: 'Viewed',
    startDateTime: '2027-02-03T04:10:00Z',
    performedBy: { type: 'user', id: user },
    ...more,
  })
  const add = (activities: unknown, action = 'addActivities', as = call) =>
    as('POST', `${ITEMS}/busy/${action}`, { activities })

  it.each(['addActivities', 'microsoft.graph.externalConnectors.addActivities', 'ADDACTIVITIES'])(
    'takes %s',
    async (action) => {
      const answer = await add([activity()], action)
      expect(answer.status, answer.text).toBe(200)
      expect(answer.json.value).toEqual([{ type: 'viewed', startDateTime: '2027-02-03T04:10:00Z', error: null }])
    },
  )

  it('answers 207 when some fail, and tells which', async () => {
    const answer = await add([
      activity(),
      activity({ type: 'liked' }),
      activity({ performedBy: { id: 'nobody' } }),
      activity({ startDateTime: 'x' }),
    ])
    expect(answer.status).toBe(207)
    expect((answer.json.value as { error: { code: string } | null }[]).map(({ error }) => error?.code)).toEqual([
      undefined,
      'InvalidActivityType',
      'UserNotFound',
      'InvalidStartDateTime',
    ])
  })

  it('takes 20 and answers 400 to 21, to none and to no list', async () => {
    expect((await add(Array.from({ length: 20 }, () => activity()))).status).toBe(200)
    expect((await add(Array.from({ length: 21 }, () => activity()))).json.error.innerError.code).toBe(
      'TooManyActivities',
    )
    expect((await add([])).status).toBe(400)
    expect((await add('x')).status).toBe(400)
  })

  it('is for apps only, and answers 404 where there is no item', async () => {
    const una = fixture.person(tenant, user as ObjectId, [...ALL])
    expect((await add([activity()], 'addActivities', una)).status).toBe(403)
    expect((await call('POST', `${ITEMS}/idle/addActivities`, { activities: [activity()] })).status).toBe(404)
  })

  it('takes one at a time through the navigation, and gives none back', async () => {
    const path = `${ITEMS}/busy/activities`
    expect((await call('POST', path, activity())).status).toBe(201)
    expect((await call('POST', path, activity({ type: 'shared' }))).json.error.innerError.code).toBe('InvalidActivity')
    expect((await call('GET', path)).json.value).toEqual([])
    for (const method of ['GET', 'PATCH', 'DELETE'] as const) {
      const answer = await call(method, `${path}/1/performedBy`, method === 'PATCH' ? {} : undefined)
      expect(answer.json.error).toMatchObject({ code: 'ItemNotFound', innerError: { source: 'Activity' } })
    }
  })

  it('takes activities inside a PUT and never returns them', async () => {
    const answer = await put(item({ activities: [activity({ type: 'created' })] }), `${ITEMS}/busy`)
    expect(answer.json.activities).toBeUndefined()
    expect((await call('GET', `${ITEMS}/busy/activities`)).json.value).toEqual([])
    const kept = fixture.store.read<{ type: string }>({
      sql: "SELECT DISTINCT type FROM external_item_activities WHERE item_id = 'busy' ORDER BY type",
      parameters: [],
    })
    expect(kept.map(({ type }) => type)).toEqual(['created', 'viewed'])
  })
})

describe('2.9 people items', () => {
  it('needs a grant to everyone, ignores what it cannot read, and matches the account', async () => {
    const there = await fixture.newTenant('people.example')
    const as = fixture.app(there)
    await fixture.directory.createUser(there, { userPrincipalName: 'una@people.example', displayName: 'Una' }, 'system')
    const properties = [
      { name: 'account', type: 'string', labels: ['personAccount'] },
      { name: 'skills', type: 'stringCollection', labels: ['personSkills'] },
    ]
    await readyConnection(as, 'staff', { properties }, { contentCategory: 'people' })
    const path = '/external/connections/staff/items'
    const account = (userPrincipalName: string) => JSON.stringify({ userPrincipalName })
    const narrow = await put(
      { acl: [{ type: 'user', value: 'x', accessType: 'grant' }], properties: { account: account('x') } },
      `${path}/a`,
      as,
    )
    expect(narrow.json.error.innerError.code).toBe('AclMustGrantEveryone')
    const cases = { una: account('Una@people.example'), nobody: account('x@people.example'), broken: '{', empty: '{}' }
    for (const [id, value] of Object.entries(cases)) {
      const answer = await put(item({ properties: { account: value, skills: ['not json'] } }), `${path}/${id}`, as)
      expect(answer.status).toBe(200)
    }
    const people = fixture.connectors.reader.connection(there, 'staff')?.uid ?? ''
    const indexable = fixture.connectors.reader.itemsOf(people, undefined, 10).filter(({ isIndexable }) => isIndexable)
    expect(indexable.map(({ itemId }) => itemId)).toEqual(['una'])
  })
})

describe('3.7 the change feed', () => {
  it('names connection, schema and item', async () => {
    const there = await fixture.newTenant('feed.example')
    const as = fixture.app(there)
    const head = fixture.store.head()
    await readyConnection(as)
    await put(item(), `${ITEMS}/a`, as)
    await as('PATCH', `${ITEMS}/a`, { properties: { title: 'y' } })
    await as('DELETE', `${ITEMS}/a`)
    const id = fixture.connectors.reader.connection(there, 'harborlogs')?.uid
    const feed = fixture.store.changesAfter(head, 100).map(({ kind, scope, id }) => [kind, scope, id])
    expect(feed).toEqual([
      ['connection', '', id],
      ['schema', id, id],
      ['connection', '', id],
      ['item', id, 'a'],
      ['item', id, 'a'],
      ['item', id, 'a'],
    ])
  })
})

describe('content at rest', () => {
  it('leaves no text of items, schemas, names or addresses on disk', async () => {
    const sealed = await openFixture()
    const as = sealed.app(await sealed.newTenant('sealed.example'))
    await readyConnection(as, 'harborlogs', {
      properties: [{ name: 'title', type: 'string', description: 'CANARY-1' }],
    })
    await as('PATCH', '/external/connections/harborlogs', { name: 'CANARY-2', description: 'CANARY-3' })
    await put(
      { acl: EVERYONE, properties: { title: 'CANARY-4' }, content: { type: 'html', value: '<p>CANARY-5' } },
      `${ITEMS}/a`,
      as,
    )
    await put({ acl: EVERYONE, properties: { title: ['CANARY-6'] } }, `${ITEMS}/b`, as)
    await sealed.stop()
    for (const name of readdirSync(sealed.folder)) {
      expect(readFileSync(join(sealed.folder, name)).includes('CANARY')).toBe(false)
    }
    await sealed.restart()
    await sealed.close()
  })
})
