import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Fleet, openFleet } from '../test/fleet.ts'
import { grant, person } from '../test/harbour.ts'
import { containerOf, idsOf, TENANT } from '../test/world.ts'

let fleet: Fleet
beforeAll(async () => {
  fleet = await openFleet()
})
afterAll(() => fleet.close())

const ask = (query: string, queryAlterationOptions: unknown, name = 'Maren Voss', more: object = {}) =>
  fleet.query(name, query, { queryAlterationOptions, ...more })
const SUGGEST = { enableSuggestion: true }
const MODIFY = { enableModification: true }

describe('contract: connectors 5.7, spelling', () => {
  it('suggests and keeps the original results', async () => {
    const answer = await ask('lanternn OR fog', SUGGEST)
    expect(idsOf(answer).toSorted()).toEqual(['gannet', 'tern'])
    const [{ queryAlterationResponse, searchTerms }] = answer.body.value
    expect(searchTerms).toEqual(['lanternn', 'fog'])
    expect(queryAlterationResponse).toEqual({
      '@odata.type': '#microsoft.substrateSearch.alterationResponse',
      originalQueryString: 'lanternn OR fog',
      queryAlteration: {
        '@odata.type': '#microsoft.substrateSearch.searchAlteration',
        alteredQueryString: 'lantern OR fog',
        alteredHighlightedQueryString: 'lantern OR fog',
        alteredQueryTokens: [{ offset: 0, length: 8, suggestion: 'lantern' }],
      },
      queryAlterationType: 'Suggestion',
    })
  })

  it('modifies when the original finds nothing, with the corrected words as searchTerms', async () => {
    const answer = await ask('"Pilott boarded" vessel:gannet -storrm', { ...MODIFY, ...SUGGEST })
    expect(idsOf(answer)).toEqual(['gannet'])
    const [{ queryAlterationResponse, searchTerms }] = answer.body.value
    expect(queryAlterationResponse).toMatchObject({
      queryAlterationType: 'Modification',
      queryAlteration: {
        alteredQueryString: '"pilot boarded" vessel:gannet -storrm',
        alteredQueryTokens: [{ offset: 1, length: 6, suggestion: 'pilot' }],
      },
    })
    expect(searchTerms).toEqual(['pilot', 'boarded'])
  })

  it('leaves the query alone when it finds something, is right, is asked for nothing, or cannot be helped', async () => {
    const rows: readonly [string, object | undefined][] = [
      ['fog', { ...MODIFY, ...SUGGEST }],
      ['pilots', SUGGEST],
      ['lanternn OR fog', MODIFY],
      ['lanternn', undefined],
      ['lanternn', { enableModification: false, enableSuggestion: 'false' }],
      ['zzzzzz', { ...MODIFY, ...SUGGEST }],
      ['lanternn fog', { ...MODIFY, ...SUGGEST }],
      ['lant* xy', SUGGEST],
      ['vessel:gannett', { ...MODIFY, ...SUGGEST }],
    ]
    for (const [query, options] of rows) {
      const answer = await ask(query, options)
      expect([query, answer.status, answer.body.value[0].queryAlterationResponse]).toEqual([query, 200, undefined])
    }
  })

  it('corrects from what the person can read, and in the connections asked only', async () => {
    const acl = [grant('user', person('Oskar Nyberg'))]
    await fleet.connectors.put(TENANT, 'fleet', 'secret', { acl, properties: { berth: 1 }, plainText: 'xylophone' })
    expect((await ask('xylophonne', MODIFY)).body.value[0].queryAlterationResponse).toBeUndefined()
    expect(idsOf(await ask('xylophonne', MODIFY, 'Oskar Nyberg'))).toEqual(['secret'])
    const elsewhere = { contentSources: ['/external/connections/nowhere'] }
    expect(containerOf(await ask('xylophonne', MODIFY, 'Oskar Nyberg', elsewhere)).total).toBe(0)
    expect((await ask('lanternn', MODIFY, 'Viktor Stahl')).body.value[0].queryAlterationResponse).toBeUndefined()
  })

  it('alters what was typed, not the template around it', async () => {
    const query = { queryString: 'lanternn', queryTemplate: 'windoow OR {searchTerms}' }
    const [value] = (await ask('', MODIFY, 'Maren Voss', { query })).body.value
    expect(value.queryAlterationResponse).toMatchObject({
      originalQueryString: 'lanternn',
      queryAlteration: { alteredQueryString: 'lantern' },
    })
    expect(value.searchTerms).toEqual(['windoow', 'lantern'])
  })

  it('looks up the first sixteen different words of a query', async () => {
    const right = Array.from({ length: 16 }, (_, n) => `word${n}`).join(' ')
    const suggested = async (query: string) => {
      const answer = await ask(query, SUGGEST)
      return answer.body.value[0].queryAlterationResponse?.queryAlteration.alteredQueryString
    }
    expect(await suggested('gannett OR pilot')).toBe('gannet OR pilot')
    expect(await suggested(`${right.replaceAll(' ', ' OR ')} OR gannett OR pilot`)).toBeUndefined()
  })

  it('takes the options as a list too, and 400 for what is no boolean', async () => {
    expect(idsOf(await ask('lanternn', [MODIFY]))).toEqual(['bare'])
    expect((await ask('lanternn', { enableModification: 'perhaps' })).status).toBe(400)
  })
})
