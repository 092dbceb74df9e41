import { sampleId } from '@jumpseat/directory'
import { type KqlNode, printKql } from '@jumpseat/kql'
import type { ObjectId } from '@jumpseat/wire'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Fleet, openFleet } from '../test/fleet.ts'
import { EVERYONE } from '../test/harbour.ts'
import { idsOf, TENANT, userId } from '../test/world.ts'
import { resolved } from './resolve.ts'
import { readRestriction } from './restriction.ts'

const NOW = Date.UTC(2027, 2, 1, 9)
const MAREN = {
  id: sampleId('user', 'Maren Voss') as ObjectId,
  userPrincipalName: 'maren.voss@lumenquay.example',
  displayName: 'Maren Voss',
  givenName: 'Maren',
  surname: 'Voss',
  mail: 'maren@quay.example',
  jobTitle: 'Chief Executive Officer',
  department: 'Leadership',
  officeLocation: null,
  userType: 'Member',
  accountEnabled: true,
} as const

function settled(
  restriction: string,
  searchTerms: string | undefined = 'fog delay',
  user: typeof MAREN | null = MAREN,
) {
  const template = readRestriction(restriction, 4096)
  if (template.problems.length > 0)
    return template.problems.map(({ code, position }) => `${code} ${position.start}`).join()
  const tree = resolved(template, { user: user ?? undefined, searchTerms, now: NOW })
  return tree && printKql(tree)
}

describe('contract: publishing-and-governance 4.7, query variables', () => {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['owner:{Profile.accounts.userPrincipalName}', 'owner:maren.voss@lumenquay.example'],
    ['owner: {profile.accounts.userprincipalname}', 'owner:maren.voss@lumenquay.example'],
    ['owner="{Profile.names.displayName}"', 'owner="Maren Voss"'],
    ['owner:{Profile.emails.address}', 'owner:maren@quay.example'],
    ['{|owner:{Profile.emails.address}}', 'owner:maren@quay.example OR owner:maren.voss@lumenquay.example'],
    [
      '{|owner: {Profile.emails.address}} berth>=3',
      '(owner:maren@quay.example OR owner:maren.voss@lumenquay.example) AND berth>=3',
    ],
    ['path:https://x/{Profile.names.first}/{Profile.names.last}*', 'path:https://x/Maren/Voss*'],
    ['arrived>={Today-7} AND arrived<{Today}', 'arrived>=2027-02-22 AND arrived<2027-03-01'],
    ['arrived:{Today-1}..{Today+1}', 'arrived:2027-02-28..2027-03-02'],
    [
      'dept:"{Profile.positions.detail.company.department}" NOT owner:{User.Name}',
      'dept:"Leadership" AND NOT owner:maren.voss@lumenquay.example',
    ],
    // What has no value, is no single value, or is not there at all.
    ['owner:{Profile.positions.detail.company.officeLocation}', undefined],
    ['berth>=3 OR owner:{Profile.positions.detail.company.officeLocation}', undefined],
    ['NOT owner:{Profile.positions.detail.company.officeLocation}', undefined],
    ['{|owner:{Profile.positions.detail.company.officeLocation}}', undefined],
    ['{?owner:{Profile.positions.detail.company.officeLocation}} berth>=3', 'berth>=3'],
    ['berth>=3 AND NOT {?owner:{Profile.positions.detail.company.officeLocation}}', 'berth>=3'],
    ['{?owner:{Profile.positions.detail.company.officeLocation}}', undefined],
    ['{?owner:{Profile.names.first}} berth>=3', 'owner:Maren AND berth>=3'],
    ['{?{|owner:{Profile.emails.address}}}', 'owner:maren@quay.example OR owner:maren.voss@lumenquay.example'],
    // What is searched for.
    ['{searchTerms}', '*'],
    ['{searchTerms} berth>=3', 'berth>=3'],
    ['{SearchTerms} AND (berth>=3 OR tags:bulk)', 'berth>=3 OR tags:bulk'],
    ['title:{searchTerms}', 'title:fog delay'],
    ['berth>=3 OR {searchTerms}', 'berth>=3 OR fog delay'],
    // What cannot be kept.
    ['owner:{Profile.emails}', 'unknownVariable 6'],
    ['owner:{Profile.constructor}', 'unknownVariable 6'],
    ['owner:{}', 'unknownVariable 6'],
    ['fog {?owner:{nobody}}', 'unknownVariable 12'],
    ['owner:{Profile.names.first', 'braceOpen 6'],
    ['owner:{|{Profile.names.first}}', 'groupPlace 6'],
    ['x{?a:{User.Name}} fog', 'groupPlace 0'],
    ['\ue100\ue000', 'reserved 0'],
  ]
  it.each(rows)('%s → %s', (restriction, expected) => {
    expect(settled(restriction)).toBe(expected)
  })

  it('a variable has no value for a person that is not in the directory, nor words for a search without any', () => {
    expect(settled('owner:{User.Name}', 'fog', null)).toBeUndefined()
    expect(settled('title:{searchTerms}', '')).toBeUndefined()
    expect(settled('{searchTerms} berth>=3', '')).toBe('berth>=3')
  })

  it('before there is a search, what goes by its words is passed over', () => {
    const open = (restriction: string) => {
      const tree = resolved(readRestriction(restriction, 4096), { user: MAREN, searchTerms: undefined, now: NOW })
      return tree && printKql(tree)
    }
    expect([open('title:{searchTerms} berth>=3'), open('title:{searchTerms}'), open('owner:{Profile.id}x')]).toEqual([
      'berth>=3',
      '*',
      `owner:${MAREN.id}x`,
    ])
  })

  it('a value is a value, whatever it holds: the tree has the same shape', () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.constantFrom('x) OR (*', '" OR *', '*', 'a OR b', 'NOT x', 'owner:y', '{User.Name}', '\ue100', '$&', 'a..b'),
    )
    const template = readRestriction(
      '(owner:{User.Name} OR {|owner="{Profile.names.displayName}"}) NOT title:{searchTerms}*',
      4096,
    )
    expect(template.problems).toEqual([])
    const source = (value: string) => ({
      user: { ...MAREN, userPrincipalName: value, displayName: value },
      searchTerms: value,
      now: NOW,
    })
    const plain = resolved(template, source('plain'))
    fc.assert(
      fc.property(hostile, (value) => {
        const tree = resolved(template, source(value))
        if (value.trim() === '') expect(tree).toBeUndefined()
        else expect(tree).toEqual(withText(plain, value))
      }),
    )
  })
})

/** The same tree with `text` where `plain` stood. */
function withText(tree: KqlNode | undefined, text: string): unknown {
  return JSON.parse(JSON.stringify(tree), (_key, value) => (value === 'plain' ? text : value))
}

describe('a vertical with variables', () => {
  let fleet: Fleet
  beforeAll(async () => {
    fleet = await openFleet()
    await fleet.connectors.connect(TENANT, 'tickets', [
      { name: 'subject', isSearchable: true, labels: ['title'] },
      { name: 'owner', isQueryable: true, isSearchable: true },
      { name: 'secret', isQueryable: true },
    ])
    const put = (id: string, owner: string) =>
      fleet.connectors.put(TENANT, 'tickets', id, { acl: [EVERYONE], properties: { subject: `Fog ${id}`, owner } })
    await put('one', 'maren.voss@lumenquay.example')
    await put('two', 'oskar.nyberg@lumenquay.example')
    await put('three', 'nobody')
  })
  afterAll(() => fleet.close())

  const make = async (restriction: string): Promise<string> => {
    const body = { name: 'Mine', connections: ['tickets'], restriction, state: 'enabled' }
    for (const { id } of (await fleet.call('Ingrid Solberg', 'GET', '/api/verticals')).body.value)
      await fleet.call('Ingrid Solberg', 'DELETE', `/api/verticals/${id}`)
    const made = await fleet.call('Ingrid Solberg', 'POST', '/api/verticals', body)
    if (made.status !== 201) throw new RangeError(made.text)
    return made.body.id
  }
  const search = async (who: string, vertical: string, queryString: string) =>
    idsOf(
      await fleet.call(who, 'POST', `/v1.0/search/query?vertical=${vertical}`, {
        requests: [{ entityTypes: ['externalItem'], query: { queryString } }],
      }),
    ).toSorted()

  it('shows each person his own', async () => {
    const mine = await make('owner={Profile.accounts.userPrincipalName}')
    expect(await search('Maren Voss', mine, 'fog')).toEqual(['one'])
    expect(await search('Oskar Nyberg', mine, '*')).toEqual(['two'])
    expect(await search('Ruth Adeyemi', mine, '*')).toEqual([])
    expect(await search('Maren Voss', mine, '* OR owner:nobody')).toEqual(['one'])
    const named = async (who: string) => (await fleet.call(who, 'GET', '/api/search/verticals')).body.value.length
    expect([await named('Oskar Nyberg'), await named('Ruth Adeyemi')]).toEqual([1, 0])
  })

  it('no name of a person opens it', async () => {
    const mine = await make('owner:{Profile.names.displayName}')
    const oskar = userId('Oskar Nyberg')
    for (const displayName of ['*', 'x) OR (*', '" OR owner:nobody', 'nobody* OR maren', 'no*']) {
      await fleet.directory.updateUser(TENANT, oskar, { displayName }, 'system')
      expect([displayName, await search('Oskar Nyberg', mine, '*')]).toEqual([displayName, []])
    }
    await fleet.directory.updateUser(TENANT, oskar, { displayName: 'nobody' }, 'system')
    expect(await search('Oskar Nyberg', mine, '*')).toEqual(['three'])
    await fleet.directory.updateUser(TENANT, oskar, { displayName: 'Oskar Nyberg' }, 'system')
  })

  it('no words that are searched for open it', async () => {
    const vertical = await make('owner:{searchTerms}')
    expect(await search('Maren Voss', vertical, 'nobody')).toEqual(['three'])
    for (const query of ['*', 'no*', 'x OR *', '") OR ("', 'owner:nobody', 'subject:fog'])
      expect([query, await search('Maren Voss', vertical, query)]).toEqual([query, []])
  })

  it('is refused with a variable that there is not, at its place', async () => {
    const body = { name: 'x', connections: ['tickets'], restriction: 'fog owner:{Profile.emails}' }
    const answer = await fleet.call('Ingrid Solberg', 'POST', '/api/verticals', body)
    expect([answer.status, answer.body.error.target]).toEqual([400, '/restriction'])
    expect(answer.body.error.message).toContain('There is no such variable, at character 11')
  })
})
