import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FLEET, type Fleet, openFleet } from '../test/fleet.ts'
import { EVERYONE, grant, person } from '../test/harbour.ts'
import { TENANT } from '../test/world.ts'

let fleet: Fleet
beforeAll(async () => {
  fleet = await openFleet()
  const acl = [grant('user', person('Oskar Nyberg'))]
  await fleet.connectors.put(TENANT, 'fleet', 'secret', {
    acl,
    plainText: 'pineapple pilot pilot',
    properties: { berth: 1 },
  })
})
afterAll(() => fleet.close())

const suggest = (q: string, name = 'Maren Voss', more = '') =>
  fleet.call(name, 'GET', `/api/search/suggest?q=${encodeURIComponent(q)}${more}`)
const textsOf = async (...asked: Parameters<typeof suggest>) =>
  (await suggest(...asked)).body.value.map(({ text }: { text: string }) => text)

describe('GET /api/search/suggest', () => {
  it('completes the last word out of what the person may read', async () => {
    expect((await suggest('pi')).body).toEqual({ value: [{ text: 'pilot', word: 'pilot' }] })
    expect(await textsOf('pi', 'Oskar Nyberg')).toEqual(['pilot', 'pineapple'])
    expect(await textsOf('pi', 'Viktor Stahl')).toEqual([])
  })

  it('keeps what stands before, and takes case and diacritics as a search does', async () => {
    expect(await textsOf('Fog OR "the Crë')).toEqual(['Fog OR "the crew'])
    expect(await textsOf('vessel:gann')).toEqual(['vessel:gannet', 'vessel:gannetry'])
  })

  it('has nothing to say where no word was begun', async () => {
    for (const q of ['', ' ', 'fog ', '"fog"', '…']) expect([q, await textsOf(q)]).toEqual([q, []])
  })

  it('gives as many as asked for, ten at most', async () => {
    expect(await textsOf('g', 'Maren Voss', '&limit=1')).toEqual(['gannet'])
    for (const limit of ['0', '11', '1.5', 'many']) {
      const { status, body } = await suggest('g', 'Maren Voss', `&limit=${limit}`)
      expect([status, body.error.target]).toEqual([400, 'limit'])
    }
    expect((await suggest('x'.repeat(4097))).status).toBe(400)
  })

  it('never shows a word of a property that is not shown, though a search finds it', async () => {
    expect(await fleet.ids('quicksand')).toEqual(['gannet'])
    expect(await textsOf('quick')).toEqual([])
    const spelled = await fleet.query('Maren Voss', 'quicksant', {
      queryAlterationOptions: { enableModification: true },
    })
    expect(spelled.body.value[0]).not.toHaveProperty('queryAlterationResponse')
    await fleet.connectors.put(TENANT, 'fleet', 'told', { ...FLEET.bare, acl: [EVERYONE], plainText: 'quicksand' })
    expect(await textsOf('quick')).toEqual(['quicksand'])
    await fleet.connectors.remove(TENANT, 'fleet', 'told')
  })

  it('is for people with the permission', async () => {
    expect((await fleet.call({ app: 'any' }, 'GET', '/api/search/suggest?q=p')).status).toBe(403)
    expect((await fleet.call({ user: 'Maren Voss', scopes: [] }, 'GET', '/api/search/suggest?q=p')).status).toBe(403)
  })

  it('forgets the words of what was revoked, at once', async () => {
    const acl = [grant('user', person('Maren Voss'))]
    await fleet.connectors.put(TENANT, 'fleet', 'brief', { acl, plainText: 'quagmire', properties: { berth: 1 } })
    expect(await textsOf('quag')).toEqual(['quagmire'])
    await fleet.connectors.put(TENANT, 'fleet', 'brief', {
      acl: [grant('user', person('Oskar Nyberg'))],
      plainText: 'quagmire',
      properties: { berth: 1 },
    })
    expect(await textsOf('quag')).toEqual([])
  })
})
