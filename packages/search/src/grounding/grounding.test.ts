import type { Caller } from '@jumpseat/directory'
import type { AppId } from '@jumpseat/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EVERYONE } from '../test/harbour.ts'
import { openWorld, TENANT, userId, type World } from '../test/world.ts'
import type { GroundingScope } from './types.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
  await world.connectors.connect(TENANT, 'plans', [
    { name: 'heading', labels: ['title'], isSearchable: true, isRetrievable: false },
    { name: 'link', labels: ['url'], isRetrievable: false },
    { name: 'team', isQueryable: true },
    { name: 'berth', type: 'int64', isQueryable: true },
    { name: 'unasked' },
  ])
  for (const [id, team] of Object.entries({ open: 'Optics', closed: 'Payroll' }))
    await world.connectors.put(TENANT, 'plans', id, {
      acl: [EVERYONE],
      properties: { heading: `Codename ${id}`, link: `https://plans.example/${id}`, team, berth: 4, unasked: 'x' },
      plainText: 'Lantern plan for the outer basin.',
    })
})
afterAll(() => world.close())

const caller: Caller = {
  tenantId: TENANT,
  kind: 'user',
  objectId: userId('Maren Voss'),
  appId: 'client-app' as AppId,
  scopes: new Set(['ExternalItem.Read.All']),
  permissions: new Set(),
  isGuest: false,
  roles: new Set(),
  name: 'maren.voss@lumenquay.example',
}
const ground = (scopes: readonly GroundingScope[] | undefined) =>
  world.search.ground(caller, { text: 'lantern', sentence: 'lantern', scopes, limit: 10, passages: 1 })
const within = async (additionalSearchTerms: string) =>
  (await ground([{ connectionId: 'plans', additionalSearchTerms }])).map(({ itemId }) => itemId).toSorted()

describe('contract: connectors 7.5 and design 7.13, the scope of an agent', () => {
  it('narrows, by what is there and by what is excluded', async () => {
    expect(await within('team:Optics')).toEqual(['open'])
    expect(await within('NOT team:Payroll')).toEqual(['open'])
    expect(await within('team<>Payroll AND berth>=4')).toEqual(['open'])
    expect(await within('team:Optics OR nothing:x')).toEqual(['open'])
  })

  it.each([
    'NOT teem:Payroll',
    '-unasked:x',
    'berth>=4 AND NOT (team:Payroll OR teem:Payroll)',
    'NOT berth:four',
    'NOT NOT teem:Payroll',
    'teem<>Payroll',
    'team:Optics OR NOT teem:Payroll',
    'berth<>four',
    'team:(Optics',
    '',
    '*)',
  ])('lets nothing through where what it excludes, or says, means nothing: %s', async (terms) => {
    expect(await within(terms)).toEqual([])
  })
})

describe('contract: connectors 2.2 and 7.6, a source', () => {
  it('shows nothing of a property that is not retrievable, whatever label it carries', async () => {
    const [source] = await ground(undefined)
    expect(source).toMatchObject({ connectionId: 'plans', passages: ['Lantern plan for the outer basin.'] })
    expect(JSON.stringify(source)).not.toMatch(/Codename|plans\.example/)
  })
})
