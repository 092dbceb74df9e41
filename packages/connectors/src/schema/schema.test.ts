import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Call, EVERYONE, type Fixture, openFixture, readyConnection, SCHEMA, settled } from '../test/fixture.ts'
import { LABELS } from './labels.ts'

let fixture: Fixture
let call: Call
beforeAll(async () => {
  fixture = await openFixture({ settings: { connectionsPerTenant: 0 } })
  call = fixture.app(await fixture.newTenant('one.example'))
})
afterAll(() => fixture.close())

let serial = 0
async function draft(more: object = {}): Promise<string> {
  const id = `connection${++serial}`
  const answer = await call('POST', '/external/connections', { id, name: 'n', ...more })
  expect(answer.status, answer.text).toBe(201)
  return `/external/connections/${id}`
}
const text = (name: string, more: object = {}) => ({ name, type: 'string', ...more })
const inForce = async (path: string, properties: readonly object[], method: 'PATCH' | 'POST' = 'PATCH') => {
  const answer = await call(method, `${path}/schema`, { baseType: SCHEMA.baseType, properties })
  expect(answer.status, answer.text).toBe(202)
  await settled(call, String(answer.headers.location))
}

describe('2.1 requests', () => {
  it('answers 202 without a body and with a Location on the host that the client used', async () => {
    const path = await draft()
    const answer = await call('PATCH', `${path}/schema`, SCHEMA)
    expect([answer.status, answer.text]).toEqual([202, ''])
    const location = String(answer.headers.location)
    expect(location).toMatch(
      new RegExp(`^http://graph\\.microsoft\\.com/v1\\.0${path}/operations/1\\.local\\.[0-9a-f]{32}\\.[0-9a-f]{32}$`),
    )
    const operation = await settled(call, location)
    expect(operation.json).toMatchObject({ status: 'completed', error: null })
    expect((await call('GET', path)).json.state).toBe('ready')
  })

  it('echoes the version segment', async () => {
    const path = await draft()
    const answer = await call('PATCH', `/beta${path}/schema`, SCHEMA)
    expect(answer.headers.location).toMatch(/^http:\/\/graph\.microsoft\.com\/beta\/external\//)
  })

  it('takes the older POST too', async () => {
    const path = await draft()
    await inForce(path, SCHEMA.properties, 'POST')
    expect((await call('GET', `${path}/schema`)).status).toBe(200)
  })

  it('answers 404 with the source Schema before there is one', async () => {
    const answer = await call('GET', `${await draft()}/schema`)
    expect(answer.status).toBe(404)
    expect(answer.json.error).toMatchObject({
      code: 'ItemNotFound',
      innerError: { code: 'ResourceNotFound', source: 'Schema', message: "'Schema' was not found." },
    })
  })

  it('cannot be deleted', async () => {
    const answer = await call('DELETE', `${await draft()}/schema`)
    expect([answer.status, answer.json.error.code]).toEqual([405, 'MethodNotAllowed'])
  })

  it('stays inprogress, refuses a second write with 409, and takes no items until it is in force', async () => {
    const slow = await openFixture({ settings: { provisioningDelay: 150 } })
    const as = slow.app(await slow.newTenant('slow.example'))
    const path = '/external/connections/harborlogs'
    await as('POST', '/external/connections', { id: 'harborlogs', name: 'n' })
    const answer = await as('PATCH', `${path}/schema`, SCHEMA)
    const operation = new URL(String(answer.headers.location)).pathname.replace('/v1.0', '')
    expect((await as('GET', operation)).json.status).toBe('inprogress')
    const second = await as('PATCH', `${path}/schema`, SCHEMA)
    expect([second.status, second.json.error.code, second.json.error.message]).toEqual([
      409,
      'NameAlreadyExists',
      'The specified resource name already exists',
    ])
    const early = await as('PUT', `${path}/items/a`, { acl: EVERYONE, properties: { title: 'x' } })
    expect([early.status, early.json.error.code]).toEqual([400, 'InvalidRequest'])
    expect((await as('GET', `${path}/schema`)).status).toBe(404)
    await settled(as, String(answer.headers.location))
    expect((await as('GET', `${path}/schema`)).status).toBe(200)
    expect((await as('PUT', `${path}/items/a`, { acl: EVERYONE, properties: { title: 'x' } })).status).toBe(200)
    await slow.close()
  })

  it('lists operations', async () => {
    const path = await draft()
    await inForce(path, [text('a')])
    await inForce(path, [text('a'), text('b')])
    const { json } = await call('GET', `${path}/operations`)
    expect((json.value as { status: string }[]).map(({ status }) => status)).toEqual(['completed', 'completed'])
    expect((await call('GET', `${path}/operations/$count`)).text).toBe('2')
    expect((await call('GET', `${path}/operations/1.local.x.y`)).json.error.innerError.source).toBe('Operation')
  })
})

describe('2.2 properties', () => {
  it('reads sloppy input and gives every default back, in order', async () => {
    const path = await draft()
    await inForce(path, [
      {
        '@odata.type': '#x',
        Name: 'vessel',
        type: 'String',
        isSearchable: 'true',
        isQueryable: 'TRUE',
        isRetrievable: true,
        labels: ['Title'],
      },
      { name: 'arrived', type: 'DateTime', isRefinable: 'True', isSearchable: 'false', labels: null, aliases: null },
      { name: 'tags', type: 'StringCollection', aliases: ['keywords'] },
    ])
    const { json } = await call('GET', `${path}/schema`)
    expect(json).toEqual({
      '@odata.context': expect.stringContaining('/$metadata#external/connections('),
      baseType: 'microsoft.graph.externalItem',
      properties: [
        {
          name: 'vessel',
          type: 'string',
          isSearchable: true,
          isRetrievable: true,
          isQueryable: true,
          isRefinable: false,
          labels: ['title'],
          aliases: [],
        },
        {
          name: 'arrived',
          type: 'dateTime',
          isSearchable: false,
          isRetrievable: false,
          isQueryable: false,
          isRefinable: true,
          labels: [],
          aliases: [],
        },
        {
          name: 'tags',
          type: 'stringCollection',
          isSearchable: false,
          isRetrievable: false,
          isQueryable: false,
          isRefinable: false,
          labels: [],
          aliases: ['keywords'],
        },
      ],
    })
  })

  it('takes the older base type, and none', async () => {
    for (const baseType of [
      'microsoft.graph.externalConnector.externalItem',
      undefined,
      '#microsoft.graph.ExternalItem',
    ]) {
      const path = await draft()
      const answer = await call('PATCH', `${path}/schema`, { baseType, properties: [text('a')] })
      expect(answer.status).toBe(202)
    }
  })

  it('takes 128 properties and gives them back', async () => {
    const path = await draft()
    const properties = Array.from({ length: 128 }, (_, n) => text(`p${n}`))
    await inForce(path, properties)
    const { json } = await call('GET', `${path}/schema`)
    expect((json.properties as { name: string }[]).map(({ name }) => name)).toEqual(properties.map(({ name }) => name))
  })

  it('keeps a property named __proto__', async () => {
    const path = await draft()
    await inForce(path, [text('__proto__'), text('constructor')])
    const { json } = await call('GET', `${path}/schema`)
    expect((json.properties as { name: string }[]).map(({ name }) => name)).toEqual(['__proto__', 'constructor'])
  })

  it('shows the newer members on beta, and where they say something', async () => {
    const path = await draft()
    await inForce(path, [
      text('a', { isSearchable: true, rankingHint: { importanceScore: 'VeryHigh' }, description: 'told' }),
      text('b', { isExactMatchRequired: true }),
    ])
    const { json } = await call('GET', `/beta${path}/schema`)
    expect(json.properties).toMatchObject([
      { rankingHint: { importanceScore: 'veryHigh' }, description: 'told', isExactMatchRequired: false },
      { rankingHint: null, description: null, isExactMatchRequired: true },
    ])
    expect((await call('GET', `${path}/schema`)).json.properties).toMatchObject([
      { description: 'told' },
      { isExactMatchRequired: true },
    ])
  })
})

describe('2.2 to 2.5 refusals', () => {
  const named = (name: string) => [text(name)]
  it.each<readonly [string, readonly unknown[], string, string]>([
    ['no properties', [], 'InvalidPropertyCount', '/properties'],
    ['129 properties', Array.from({ length: 129 }, (_, n) => text(`p${n}`)), 'InvalidPropertyCount', '/properties'],
    ['a property that is text', ['title'], 'InvalidProperty', '/properties/0'],
    ['no name', [{ type: 'string' }], 'InvalidPropertyNameLength', '/properties/0/name'],
    ['a name of 33 characters', named('n'.repeat(33)), 'InvalidPropertyNameLength', '/properties/0/name'],
    ...[...':;,()[]{}%$+!*=&?@#\\/~\'"<>`^-. \t\u0000é'].map(
      (sign) =>
        [
          `a name with ${JSON.stringify(sign)}`,
          named(`a${sign}b`),
          'InvalidPropertyNameCharacters',
          '/properties/0/name',
        ] as const,
    ),
    [
      'an alias with a hyphen',
      [text('a', { aliases: ['a-b'] })],
      'InvalidPropertyNameCharacters',
      '/properties/0/aliases',
    ],
    [
      'an alias of 33 characters',
      [text('a', { aliases: ['b'.repeat(33)] })],
      'InvalidPropertyNameLength',
      '/properties/0/aliases',
    ],
    ['names that differ by case', [text('vessel'), text('Vessel')], 'DuplicatePropertyName', '/properties'],
    ['an alias equal to a name', [text('a'), text('b', { aliases: ['A'] })], 'DuplicatePropertyName', '/properties'],
    ['an unknown type', [{ name: 'a', type: 'text' }], 'InvalidPropertyType', '/properties/0/type'],
    ['no type', [{ name: 'a' }], 'InvalidPropertyType', '/properties/0/type'],
    ['the sentinel as type', [{ name: 'a', type: 'unknownFutureValue' }], 'InvalidPropertyType', '/properties/0/type'],
    [
      'a flag that is no boolean',
      [text('a', { isSearchable: 'yes' })],
      'InvalidPropertyAttribute',
      '/properties/0/isSearchable',
    ],
    [
      'a description of 201 characters',
      [text('a', { description: 'd'.repeat(201) })],
      'PropertyDescriptionTooLong',
      '/properties/0/description',
    ],
    ['an unknown label', [text('a', { labels: ['headline'] })], 'InvalidLabel', '/properties/0/labels'],
    [
      'one label on two properties',
      [text('a', { labels: ['url'] }), text('b', { labels: ['url'] })],
      'DuplicateLabel',
      '/properties',
    ],
    [
      'a searchable int64',
      [{ name: 'a', type: 'int64', isSearchable: true }],
      'SearchablePropertyShouldBeText',
      '/properties/0/isSearchable',
    ],
    [
      'a searchable dateTime',
      [{ name: 'a', type: 'dateTime', isSearchable: true }],
      'SearchablePropertyShouldBeText',
      '/properties/0/isSearchable',
    ],
    [
      'a searchable principal',
      [{ name: 'a', type: 'principal', isSearchable: true }],
      'SearchablePropertyShouldBeText',
      '/properties/0/isSearchable',
    ],
    [
      'searchable and refinable',
      [text('a', { isSearchable: true, isRefinable: true })],
      'PropertyCannotBeSearchableAndRefinable',
      '/properties/0/isRefinable',
    ],
    [
      'a refinable principalCollection',
      [{ name: 'a', type: 'principalCollection', isRefinable: true }],
      'RefinerShouldNotBeOfType',
      '/properties/0/isRefinable',
    ],
    [
      'an exact match on int64',
      [{ name: 'a', type: 'int64', isExactMatchRequired: true }],
      'ExactMatchPropertyShouldBeText',
      '/properties/0/isExactMatchRequired',
    ],
    [
      'an exact match on a searchable text',
      [text('a', { isSearchable: true, isExactMatchRequired: true })],
      'ExactMatchPropertyShouldBeText',
      '/properties/0/isExactMatchRequired',
    ],
    [
      'a ranking hint on what is not searchable',
      [text('a', { rankingHint: { importanceScore: 'low' } })],
      'InvalidRankingHint',
      '/properties/0/rankingHint',
    ],
    [
      'a ranking hint beside a label',
      [text('a', { isSearchable: true, labels: ['title'], rankingHint: { importanceScore: 'low' } })],
      'InvalidRankingHint',
      '/properties/0/rankingHint',
    ],
    [
      'an unknown ranking hint',
      [text('a', { isSearchable: true, rankingHint: { importanceScore: 'top' } })],
      'InvalidImportanceScore',
      '/properties/0/rankingHint',
    ],
    [
      'a people label on an ordinary connection',
      [text('a', { labels: ['personName'] })],
      'LabelNeedsPeopleConnection',
      '/properties/0/labels',
    ],
  ])('answers 400 to %s', async (_, properties, code, target) => {
    const answer = await call('PATCH', `${await draft()}/schema`, { properties })
    expect(answer.status, answer.text).toBe(400)
    expect(answer.json.error).toMatchObject({ code: 'InvalidRequest', target, innerError: { code } })
    expect(answer.json.error.innerError.message).not.toMatch(/\{\w+\}/)
  })

  it('refuses an unknown base type', async () => {
    const answer = await call('PATCH', `${await draft()}/schema`, {
      baseType: 'microsoft.graph.user',
      properties: named('a'),
    })
    expect(answer.json.error.innerError.code).toBe('InvalidBaseType')
  })

  it('2.6 refuses a boolean refiner with the text of the reference', async () => {
    const properties = [{ name: 'isOpen', type: 'Boolean', isRefinable: true }]
    const { json } = await call('PATCH', `${await draft()}/schema`, { properties })
    expect(json.error).toMatchObject({
      code: 'InvalidRequest',
      message: 'The request is malformed or incorrect.',
      innerError: {
        code: 'RefinerShouldNotBeOfType',
        message: "Refiner property 'isOpen' cannot be of type 'Boolean'.",
      },
    })
  })

  it('names every fault of a schema among the details', async () => {
    const properties = [
      { name: 'isOpen', type: 'boolean', isRefinable: true },
      { name: 'berth', type: 'int64', isSearchable: true },
    ]
    const { json } = await call('PATCH', `${await draft()}/schema`, { properties })
    expect((json.error as { details?: { code: string }[] }).details?.map(({ code }) => code)).toEqual([
      'RefinerShouldNotBeOfType',
      'SearchablePropertyShouldBeText',
    ])
  })

  it('leaves a refused connection as it was', async () => {
    const path = await draft()
    await call('PATCH', `${path}/schema`, { properties: [] })
    expect((await call('GET', path)).json.state).toBe('draft')
    expect((await call('GET', `${path}/operations`)).json.value).toEqual([])
  })

  it('allows refinable dates, numbers and collections', async () => {
    const types = [
      'string',
      'int64',
      'double',
      'dateTime',
      'stringCollection',
      'int64Collection',
      'doubleCollection',
      'dateTimeCollection',
    ]
    await inForce(
      await draft(),
      types.map((type) => ({ name: type, type, isRefinable: true })),
    )
  })

  it('takes a property named content', async () => {
    await inForce(await draft(), [text('content', { isSearchable: true })])
  })

  it('warns of labels that are not retrievable and of labels that are missing, and accepts both', async () => {
    const warning = async (properties: readonly object[]) => {
      const answer = await call('PATCH', `${await draft()}/schema`, { properties })
      expect(answer.status).toBe(202)
      return answer.headers.warning
    }
    expect(await warning([text('a', { labels: ['title'] })])).toBe(
      `199 - "Property 'a' carries a label and is not retrievable. No property carries the label url, iconUrl."`,
    )
    const labels = ['title', 'url', 'iconUrl']
    expect(await warning(labels.map((label) => text(label, { isRetrievable: true, labels: [label] })))).toBeUndefined()
  })
})

describe('2.4 labels', () => {
  const ordinary = LABELS.filter(({ people }) => !people)
  it.each(ordinary.map((label) => [label.name, label] as const))(
    'takes %s on each of its types and on no other',
    async (_, label) => {
      for (const type of ['string', 'int64', 'double', 'boolean', 'dateTime', 'stringCollection', 'principal']) {
        const answer = await call('PATCH', `${await draft()}/schema`, {
          properties: [{ name: 'p', type, isRetrievable: true, labels: [label.name] }],
        })
        const isFit = label.types.some((one) => one === type)
        expect([type, answer.status]).toEqual([type, isFit ? 202 : 400])
        if (!isFit) expect(answer.json.error.innerError.code).toBe('LabelTypeMismatch')
      }
    },
  )

  it('reads aliases and numbers', async () => {
    const path = await draft()
    await inForce(path, [
      text('a', { labels: ['assignedTo'] }),
      text('b', { labels: [0] }),
      { name: 'c', type: 'int64', labels: ['NumReactions'] },
    ])
    const { json } = await call('GET', `${path}/schema`, undefined, { prefer: 'include-unknown-enum-members' })
    expect(json.properties).toMatchObject([
      { labels: ['assignedToPeople'] },
      { labels: ['title'] },
      { labels: ['numberOfReactions'] },
    ])
  })
})

describe('2.7 evolvable enums', () => {
  const properties = [
    text('icon', { labels: ['iconUrl'] }),
    text('name', { labels: ['fileName'] }),
    { name: 'pilot', type: 'principal' },
  ]

  it('hides newer members from those who do not ask', async () => {
    const path = await draft()
    await inForce(path, properties)
    const plain = await call('GET', `${path}/schema`)
    expect(plain.json.properties).toMatchObject([
      { labels: ['unknownFutureValue'] },
      { labels: ['fileName'] },
      { type: 'unknownFutureValue' },
    ])
    expect(plain.headers['preference-applied']).toBeUndefined()
    const asked = await call('GET', `${path}/schema`, undefined, {
      prefer: 'respond-async, include-unknown-enum-members',
    })
    expect(asked.json.properties).toMatchObject([
      { labels: ['iconUrl'] },
      { labels: ['fileName'] },
      { type: 'principal' },
    ])
    expect(asked.headers['preference-applied']).toBe('include-unknown-enum-members')
  })

  it('can be open by configuration', async () => {
    const open = await openFixture({ settings: { evolvableEnums: 'open' } })
    const as = open.app(await open.newTenant('open.example'))
    await readyConnection(as, 'harborlogs', { properties })
    expect((await as('GET', '/external/connections/harborlogs/schema')).json.properties).toMatchObject([
      { labels: ['iconUrl'] },
      { labels: ['fileName'] },
      { type: 'principal' },
    ])
    await open.close()
  })
})

describe('2.8 what a later write may change', () => {
  const before = [text('a', { isSearchable: true, labels: ['title'], aliases: ['old'] }), { name: 'n', type: 'int64' }]
  it.each<readonly [string, readonly object[], string | undefined]>([
    ['adding a property', [...before, text('c')], undefined],
    [
      'clearing and setting flags',
      [text('a', { isQueryable: true, isExactMatchRequired: true }), { name: 'n', type: 'int64', isRetrievable: true }],
      undefined,
    ],
    [
      'changing labels and aliases',
      [text('a', { labels: ['url'], aliases: ['new'] }), { name: 'n', type: 'int64' }],
      undefined,
    ],
    [
      'turning on isRefinable',
      [text('a'), { name: 'n', type: 'int64', isRefinable: true }],
      'RefinableCannotBeTurnedOn',
    ],
    ['changing a type', [text('a'), { name: 'n', type: 'double' }], 'PropertyTypeChanged'],
    ['leaving a property away', [text('a')], 'PropertyRemoved'],
    ['renaming a property', [text('a'), { name: 'm', type: 'int64' }], 'PropertyRemoved'],
  ])('%s', async (_, after, code) => {
    const path = await draft()
    await inForce(path, before)
    const answer = await call('PATCH', `${path}/schema`, { properties: after })
    expect(answer.status).toBe(code ? 400 : 202)
    if (code) expect(answer.json.error.innerError.code).toBe(code)
    else expect((await settled(call, String(answer.headers.location))).json.status).toBe('completed')
    expect((await call('GET', path)).json.state).toBe('ready')
  })
})

describe('2.9 people data', () => {
  const account = text('account', { labels: ['personAccount'] })
  const people = { contentCategory: 'people' }

  it('needs exactly one property labelled personAccount', async () => {
    const none = await call('PATCH', `${await draft(people)}/schema`, { properties: [text('a')] })
    expect(none.json.error.innerError.code).toBe('PersonAccountRequired')
    const two = await call('PATCH', `${await draft(people)}/schema`, {
      properties: [account, text('b', { labels: ['personAccount'] })],
    })
    expect(two.json.error.innerError.code).toBe('DuplicateLabel')
  })

  it.each(LABELS.filter((label) => label.people !== undefined).map((label) => [label.name, label] as const))(
    'takes %s as the table says',
    async (_, label) => {
      for (const type of ['string', 'stringCollection'] as const) {
        const isAccount = label.name === 'personAccount'
        const properties = [...(isAccount ? [] : [account]), { name: 'p', type, labels: [label.name] }]
        const { status } = await call('PATCH', `${await draft(people)}/schema`, { properties })
        const expected = label.people === 'supported' && label.types.includes(type) ? 202 : 400
        expect([type, status]).toEqual([type, expected])
      }
    },
  )

  it('ignores search attributes and takes no principals', async () => {
    await inForce(await draft(people), [account, { name: 'n', type: 'int64', isSearchable: true, isRefinable: true }])
    const answer = await call('PATCH', `${await draft(people)}/schema`, {
      properties: [account, { name: 'p', type: 'principal' }],
    })
    expect(answer.json.error.innerError.code).toBe('PropertyTypeNotForPeople')
  })
})
