import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Fleet, openFleet } from '../test/fleet.ts'
import { EVERYONE } from '../test/harbour.ts'
import { idsOf, TENANT } from '../test/world.ts'

let fleet: Fleet
beforeAll(async () => {
  fleet = await openFleet()
  fleet.clock.now = Date.UTC(2027, 1, 28, 12)
})
afterAll(() => fleet.close())

const ALL = ['bare', 'gannet', 'skua', 'tern']

describe('contract: connectors 5.3, KQL', () => {
  const rows: readonly [query: string, found: readonly string[], why: string][] = [
    // The vectors.
    ['fog delay', ['gannet'], 'both words'],
    ['vessel:gannet OR vessel:tern', ['gannet', 'tern'], 'either'],
    ['vessel:gannet vessel:tern', ['gannet', 'tern'], 'the same property again is OR'],
    ['vessel:gannet tags:bulk', ['gannet'], 'different properties are AND'],
    ['vessel:gan*', ['bare', 'gannet'], 'prefix'],
    ['vessel : gannet', [], 'three free-text words, of which one is none'],
    ['berth>=10 NOT tags:delayed', ['tern'], 'range minus tag'],
    ['berth>=3 NOT tags:delayed', ['tern'], 'range minus tag'],
    ['arrived:2027-02-01..2027-02-28', ['gannet', 'tern'], 'inclusive range'],
    ['code:HL-20', ['tern'], 'an exact-match value is one token'],
    ['code:HL-20*', ['gannet', 'tern'], 'with a prefix'],
    ['code:hl-2027-a14', ['gannet'], 'without regard to case'],
    ['fog and delay', [], 'and is a word'],
    ['fog and pilot', ['tern'], 'and is a word'],
    ['(vessel:gannet OR berth=3) -fog', ['skua'], 'grouped, excluding fog'],
    // Free text.
    ['*', ALL, 'everything'],
    ['"boarded late"', ['gannet'], 'phrase'],
    ['"late boarded"', [], 'phrase in order'],
    ['lant*', ['bare'], 'prefix of free text'],
    ['"pilot board*"', ['gannet'], 'prefix of the last word of a phrase'],
    ['pilots', ['gannet', 'tern'], 'another form of the word'],
    ['dues', ['gannet'], 'a searchable property that is not retrievable by query name'],
    ['bulk', [], 'tags are queryable, not searchable'],
    ['fog OR lantern', ['bare', 'gannet', 'tern'], 'or'],
    ['fog +delay', ['gannet'], 'plus'],
    ['NOT fog', ['bare', 'skua'], 'not'],
    ['fog NEAR(n=2) pilot', ['tern'], 'near'],
    ['pilot ONEAR(n=8) fog', ['gannet'], 'ordered near'],
    ['WORDS(lantern, crew)', ['bare', 'skua'], 'synonyms'],
    ['…', [], 'no word'],
    // Text properties.
    ['ship:gannet', ['gannet'], 'alias'],
    ['VESSEL:GANNET', ['gannet'], 'case of the name'],
    ['Label_Title:gannet', ['gannet'], 'label reference'],
    ['label_title:"great skua"', ['skua'], 'label reference with a phrase'],
    ['vessel:"skua of"', ['skua'], 'words side by side'],
    ['vessel:north vessel:gannet', ['gannet', 'skua'], 'or'],
    ['vessel="MV Gannet"', ['gannet'], 'whole value'],
    ['vessel="mv gannet"', ['gannet'], 'whole value without case'],
    ['vessel=gannet', [], 'not the whole value'],
    ['vessel="MV*"', ['gannet'], 'beginning of the whole value'],
    ['vessel<>tern', ['bare', 'gannet', 'skua'], 'not the whole value'],
    ['tags:delayed', ['gannet', 'skua'], 'one of several values'],
    ['tags=delayed tags=bulk', ['gannet', 'skua', 'tern'], 'or over values'],
    ['status:gone', ['skua'], 'refinable is queryable'],
    ['vessel>a', [], 'texts have no order'],
    ['code<>HL-20', ['bare', 'gannet', 'skua'], 'not equal'],
    // Numbers.
    ['berth:4', ['gannet'], 'equality'],
    ['berth=4', ['gannet'], 'equality'],
    ['berth<>4', ['bare', 'skua', 'tern'], 'not equal'],
    ['berth<4', ['skua'], 'less'],
    ['berth<=4', ['gannet', 'skua'], 'less or equal'],
    ['berth>4', ['tern'], 'greater'],
    ['berth:3..4', ['gannet', 'skua'], 'inclusive range'],
    ['berth:4..3', [], 'empty range'],
    ['berth:four', [], 'no number'],
    ['berth<>four', [], 'no number either way'],
    ['dues:99.5..100', ['gannet', 'tern'], 'double'],
    ['dues:1e3', ['skua'], 'double'],
    // Dates.
    ['arrived:2027-02-03', ['gannet'], 'a day'],
    ['arrived=2027-02-03T04:10:00Z', ['gannet'], 'a time'],
    ['arrived<>2027-02-03', ['bare', 'skua', 'tern'], 'not the day'],
    ['arrived>2027-02-03', ['tern'], 'after the day'],
    ['arrived>=2027-02-28', ['tern'], 'from the day on'],
    ['arrived<2027-02-03', ['skua'], 'before the day'],
    ['arrived<=2027-02-03', ['gannet', 'skua'], 'up to the end of the day'],
    ['arrived:today', ['tern'], 'keyword'],
    ['arrived:"this month"', ['gannet', 'tern'], 'keyword'],
    ['arrived:"last month"', ['skua'], 'keyword'],
    ['arrived:soon', [], 'no date'],
    // Booleans.
    ['isOpen:true', ['gannet'], 'boolean'],
    ['isopen=FALSE', ['tern'], 'boolean'],
    ['isOpen<>true', ['bare', 'skua', 'tern'], 'not the boolean'],
    ['isOpen:maybe', [], 'no boolean'],
    ['isOpen>false', [], 'booleans have no order'],
    // Any value.
    ['vessel:*', ALL, 'any text'],
    ['code=*', ['gannet', 'skua', 'tern'], 'any text of an exact-match property'],
    ['tags<>*', ['bare'], 'no value'],
    ['berth:*', ['gannet', 'skua', 'tern'], 'any number'],
    ['NOT arrived:*', ['bare'], 'no date'],
    ['isOpen:*', ['gannet', 'tern'], 'any boolean'],
    ['nonsense:*', [], 'unknown property'],
    // What cannot be asked.
    ['nonsense:gannet', [], 'unknown property'],
    ['nonsense<>gannet', [], 'unknown property either way'],
    ['nonsense:gannet OR lantern', ['bare'], 'unknown property beside another'],
    ['remark:dues', [], 'not queryable'],
    ['hidden:quicksand', ['gannet'], 'queryable, though never shown'],
    ['label_iconUrl:x', [], 'a label that no property carries'],
    // Lenient.
    ['"boarded late', ['gannet'], 'an open quote'],
    ['(fog delay', ['gannet'], 'an open bracket'],
    ['fog)', ['gannet', 'tern'], 'a closing bracket'],
    ['fog OR', ['gannet', 'tern'], 'an operator without its other side'],
  ]
  it.each(rows)('%s finds %j: %s', async (query, found) => {
    expect(await fleet.ids(query)).toEqual([...found])
  })

  it('tells the words it looked for, not those it excluded nor the values of restrictions', async () => {
    const termsOf = async (query: string) =>
      (await fleet.query('Maren Voss', query)).body.value[0].searchTerms as string[]
    expect(await termsOf('Fog "long delay" -storm vessel:gannet FOG pil*')).toEqual(['fog', 'long', 'delay', 'pil'])
    expect(await termsOf('*')).toEqual([])
    expect(await termsOf('vessel:gannet')).toEqual([])
  })

  it('marks every form of a word that matched', async () => {
    const [hit] = (await fleet.query('Maren Voss', 'piloted delays')).body.value[0].hitsContainers[0].hits
    expect(hit.summary).toBe('<c0>Pilot</c0> boarded late because of fog, a long <c0>delay</c0>.')
  })

  it('reads each connection by its own schema', async () => {
    await fleet.connectors.connect(TENANT, 'yard', [
      { name: 'vessel', isQueryable: true, isExactMatchRequired: true },
      { name: 'berth', isQueryable: true },
    ])
    const spec = { acl: [EVERYONE], properties: { vessel: 'Tern', berth: '4 north' } }
    await fleet.connectors.put(TENANT, 'yard', 'y1', spec)
    expect(await fleet.ids('vessel:tern')).toEqual(['tern', 'y1'])
    expect(await fleet.ids('vessel:ter*')).toEqual(['tern', 'y1'])
    expect(await fleet.ids('berth:4')).toEqual(['gannet', 'y1'])
    expect(await fleet.ids('berth>=4')).toEqual(['gannet', 'tern'])
    expect(await fleet.ids('ship:tern')).toEqual(['tern'])
    await fleet.connectors.disconnect(TENANT, 'yard')
  })
})

describe('contract: connectors 5.3 (J), queries that are no correct KQL', () => {
  const strictly = (query: string, value = '1') =>
    fleet.call(
      'Maren Voss',
      'POST',
      '/v1.0/search/query',
      { requests: [{ entityTypes: ['externalItem'], query: { queryString: query } }] },
      { 'x-jumpseat-strict': value },
    )

  it.each(['"fog', '(fog', 'fog)', 'fog OR', '*og', 'vessel:(gannet)', '()'])(
    'are read as well as possible, and %s is refused when asked strictly',
    async (query) => {
      expect((await fleet.query('Maren Voss', query)).status).toBe(200)
      expect((await strictly(query, '0')).status).toBe(200)
      const { status, body } = await strictly(query)
      expect([status, body.error.target]).toEqual([400, 'query/queryString'])
      expect(body.error.message).toMatch(
        /^SearchRequest Invalid \(the query is no correct KQL: .+, at character \d+\)$/,
      )
    },
  )

  it('are refused with each place as data: which text, from where to where, line and character', async () => {
    const { body } = await strictly('fog\n(delay "x')
    expect(body.error.innerError.problems).toMatchObject([
      { code: 'quoteOpen', target: 'query/queryString', start: 11, end: 12, line: 2, character: 8 },
      { code: 'groupOpen', target: 'query/queryString', start: 4, end: 5, line: 2, character: 1 },
    ])
    for (const { message, fix } of body.error.innerError.problems) expect([message, fix].every(Boolean)).toBe(true)
  })

  it('are refused with the place in the query or in the template around it', async () => {
    const request = {
      entityTypes: ['externalItem'],
      query: { queryString: '(fog', queryTemplate: 'berth:( {searchTerms} )' },
    }
    const { body } = await fleet.call(
      'Maren Voss',
      'POST',
      '/v1.0/search/query',
      { requests: [request] },
      { 'x-jumpseat-strict': '1' },
    )
    expect(body.error.innerError.problems).toMatchObject([
      { code: 'valueMissing', target: 'query/queryTemplate' },
      { code: 'groupOpen', target: 'query/queryTemplate' },
    ])
    const inner = { ...request, query: { queryString: 'fog OR', queryTemplate: 'berth:4 {searchTerms}' } }
    const second = await fleet.call(
      'Maren Voss',
      'POST',
      '/v1.0/search/query',
      { requests: [inner] },
      { 'x-jumpseat-strict': '1' },
    )
    expect(second.body.error.innerError.problems).toMatchObject([
      { code: 'operandMissing', target: 'query/queryString', start: 4, end: 6, line: 1, character: 5 },
    ])
  })

  it('correct ones are not refused', async () => {
    for (const query of [
      'fog',
      '*',
      'vessel:gannet OR (berth>=3 -fog)',
      'nonsense:x',
      'https://harbor.example',
      'at 10:30',
    ])
      expect([query, (await strictly(query)).status]).toEqual([query, 200])
  })

  it('are refused for everyone by the setting strictQueries', async () => {
    const strict = await openFleet({ settings: { strictQueries: true } })
    expect((await strict.query('Maren Voss', '(fog')).status).toBe(400)
    expect((await strict.query('Maren Voss', 'fog')).status).toBe(200)
    await strict.close()
  })
})

it('contract: connectors 2.4 and 7.2, labels lift an item a little, and less than what people do with it', async () => {
  const labels = [{ name: 'link', labels: ['url'] }, { name: 'by', labels: ['lastModifiedBy'] }, { name: 'other' }]
  await fleet.connectors.connect(TENANT, 'labelled', labels)
  const put = (id: string, properties: Record<string, string>) =>
    fleet.connectors.put(TENANT, 'labelled', id, { acl: [EVERYONE], plainText: 'heron', properties })
  await put('a-bare', { other: 'x' })
  await put('b-told', { link: 'https://harbor.example/b', by: 'Ruth Adeyemi' })
  expect(idsOf(await fleet.query('Maren Voss', 'heron'))).toEqual(['b-told', 'a-bare'])
  await fleet.connectors.act(TENANT, 'labelled', 'a-bare', 12)
  expect(idsOf(await fleet.query('Maren Voss', 'heron'))).toEqual(['a-bare', 'b-told'])
  await fleet.connectors.disconnect(TENANT, 'labelled')
})

it('contract: connectors 7.2, what people do with an item lifts it, once the activity is acknowledged', async () => {
  for (const id of ['calm', 'busy'])
    await fleet.connectors.put(TENANT, 'fleet', id, { acl: [EVERYONE], plainText: 'walrus', properties: { berth: 1 } })
  expect(idsOf(await fleet.query('Maren Voss', 'walrus'))).toEqual(['busy', 'calm'])
  await fleet.connectors.act(TENANT, 'fleet', 'calm', 12)
  expect(idsOf(await fleet.query('Maren Voss', 'walrus'))).toEqual(['calm', 'busy'])
})
