import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Fleet, openFleet } from '../test/fleet.ts'
import { EVERYONE, grant, person } from '../test/harbour.ts'
import { TENANT } from '../test/world.ts'

let fleet: Fleet
let strict: Fleet
beforeAll(async () => {
  fleet = await openFleet({ settings: { retrievalsPerHour: 0 } })
  strict = await openFleet({ settings: { retrievalsPerHour: 0, strictFilters: true } })
  for (const world of [fleet, strict]) {
    const acl = [grant('user', person('Oskar Nyberg'))]
    await world.connectors.put(TENANT, 'fleet', 'secret', {
      acl,
      plainText: 'fog over the secret pier',
      properties: { vessel: 'Hidden', berth: 4 },
    })
    await world.connectors.connect(TENANT, 'yard', [{ name: 'berth', type: 'int64', isQueryable: true }])
    await world.connectors.put(TENANT, 'yard', 'y1', {
      acl: [EVERYONE],
      plainText: 'fog in the yard',
      properties: { berth: 4 },
    })
  }
})
afterAll(async () => {
  await fleet.close()
  await strict.close()
})

const HERE = { dataSourceConfiguration: { externalItem: { connections: [{ connectionId: 'fleet' }] } } }
const QUESTION = 'Pilot, lantern, fog?'
const ask = (filterExpression: string | undefined, world = fleet) =>
  world.retrieve('Maren Voss', QUESTION, { ...HERE, filterExpression, resourceMetadata: ['vessel'] })
const vesselsOf = (answer: Awaited<ReturnType<typeof ask>>): string[] =>
  answer.body.retrievalHits
    .map(({ resourceMetadata }: { resourceMetadata: { vessel?: string } }) => resourceMetadata.vessel ?? 'none')
    .toSorted()

describe('contract: connectors 6.1, filterExpression', () => {
  const rows: readonly [string, readonly string[]][] = [
    ['berth>=10', ['Tern']],
    ['arrived>=2027-02-01 AND arrived<2027-02-28', ['MV Gannet']],
    ['Label_Title:"Gannetry"', ['Gannetry']],
    ['label_title:gannet OR berth=12', ['MV Gannet', 'Tern']],
    ['NOT tags:delayed', ['Gannetry', 'Tern']],
    ['vessel:gan*', ['Gannetry', 'MV Gannet']],
    ['code:HL-20', ['Tern']],
    ['nonsense:x', []],
    ['vessel:tern nonsense:x', []],
    ['window', ['Gannetry']],
    ['*', ['Gannetry', 'MV Gannet', 'Tern']],
  ]
  it.each(rows)('%s keeps %j', async (filter, vessels) => {
    const answer = await ask(filter)
    expect([answer.status, answer.headers.warning, vesselsOf(answer)]).toEqual([200, undefined, [...vessels]])
    expect((await ask(filter, strict)).text).toBe(answer.text)
  })

  it('neither scores nor is quoted', async () => {
    const hit = (answer: Awaited<ReturnType<typeof ask>>) =>
      answer.body.retrievalHits.find(
        ({ resourceMetadata }: { resourceMetadata: { vessel: string } }) => resourceMetadata.vessel === 'MV Gannet',
      )
    expect(hit(await ask('boarded vessel:gannet delay'))).toEqual(hit(await ask(undefined)))
  })

  it.each([
    '(vessel:tern',
    'vessel:tern)',
    'vessel:"tern',
    'vessel:tern OR',
    'berth:4) OR (vessel:*',
    '") OR * OR ("',
    'vessel:tern XRANK(cb=1) fog',
    '()',
    `vessel:tern ${'x'.repeat(5_000)}`,
  ])('runs unfiltered with a warning when it is no correct KQL, and is refused strictly: %s', async (filter) => {
    const answer = await ask(filter)
    expect([answer.status, vesselsOf(answer)]).toEqual([200, vesselsOf(await ask(undefined))])
    expect(answer.headers.warning).toMatch(/^199 - "filterExpression was ignored: [ -~]+, at character \d+"$/)
    expect(answer.text).toBe((await ask(undefined)).text)
    const refused = await ask(filter, strict)
    expect([refused.status, refused.body.error.code, refused.body.error.target]).toEqual([
      400,
      'BadRequest',
      'filterExpression',
    ])
  })

  it('never widens anything: what is found with a filter is found without', async () => {
    const seed = Date.now() | 0
    const piece = fc.constantFrom(
      ...[
        '(',
        ')',
        '"',
        ' OR ',
        ' AND ',
        ' NOT ',
        '-',
        '+',
        '*',
        'vessel:',
        'berth',
        '>=',
        ':',
        '<>',
        '..',
        '4',
        'fog',
      ],
      ...[
        'hidden',
        'secret',
        ' NEAR(n=2) ',
        'WORDS(',
        ',',
        'XRANK',
        'connectionId:',
        'acl:',
        '\u202e',
        '\n',
        'label_title:',
      ],
    )
    const filter = fc.oneof(
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
      fc.string({ unit: 'grapheme', maxLength: 30 }),
    )
    const all = vesselsOf(await ask(undefined))
    expect(all).toEqual(['Gannetry', 'MV Gannet', 'Tern'])
    await fc.assert(
      fc.asyncProperty(filter, async (text) => {
        const answer = await ask(text)
        expect(answer.status).toBe(200)
        for (const vessel of vesselsOf(answer)) expect(all).toContain(vessel)
        const refused = await ask(text, strict)
        expect(refused.status).toBe(answer.headers.warning === undefined ? 200 : 400)
      }),
      { seed, numRuns: 300 },
    )
  })
})
