import type { Embedder } from '@jumpseat/embed'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { catalogueOf, withMeaning } from './catalogue.ts'
import { match } from './match.ts'
import type { Findable } from './types.ts'
import { termsOf } from './words.ts'

const fn = (
  name: string,
  description: string,
  properties: Record<string, object> = {},
  action = 'Berths',
): Findable => ({
  name,
  title: name,
  description,
  parameters: { type: 'object', properties: JSON.parse(JSON.stringify(properties)), required: Object.keys(properties) },
  source: { action: { name: action, description: '' } },
})

const HARBOUR = [
  fn('findBerths', 'List free berths for a ship.', { length: { type: 'number' }, day: { type: 'string' } }),
  fn('book_berth', 'Reserve a berth.', { berthId: { type: 'string' } }),
  fn('tide.table', 'Heights of the water at a harbour.', { harbour: { type: 'string' } }, 'Tides'),
  fn('currencyConversion', 'Turns an amount of one currency into another.', { amount: { type: 'number' } }, 'Money'),
  fn('setLanguage', 'Changes the language of the menus.', { language: { enum: ['Dansk', 'Suomi'] } }, 'Settings'),
  fn('createInvoice', 'Writes an invoice to a customer.', { customer: { type: 'string' } }, 'Money'),
  fn('listPilots', 'Pilots on duty.', {}, 'Pilots'),
]
const names = (prompt: string, options = {}) =>
  match(catalogueOf(HARBOUR), prompt, { limit: 2, ...options }).offered.map(({ name }) => name)

describe('packages 7.2: words', () => {
  it('finds a function by the words of its name, however it is written', () => {
    expect(names('which tide tables are there')[0]).toBe('tide.table')
    expect(names('BOOK a BERTH please')[0]).toBe('book_berth')
    expect(termsOf('getHTTPServerById2')).toEqual(termsOf('get http server by id'))
  })

  it('finds a function by its description, its parameters, their choices and its action', () => {
    expect(names('water in the harbour')[0]).toBe('tide.table')
    expect(names('something for a customer')[0]).toBe('createInvoice')
    expect(names('auf Suomi bitte')[0]).toBe('setLanguage')
    expect(names('Pilots')[0]).toBe('listPilots')
    expect(names('money').sort()).toEqual(['createInvoice', 'currencyConversion'])
  })

  it('finds words of one family, and values by what asks for them', () => {
    expect(names('convert this')[0]).toBe('currencyConversion')
    expect(names('20 € please')[0]).toBe('currencyConversion')
  })

  it('finds a word with a slip in it', () => {
    expect(names('free bertsh in the habrour')[0]).toBe('findBerths')
    expect(names('make an invioce')[0]).toBe('createInvoice')
  })

  it('reads other scripts', () => {
    const catalogue = catalogueOf([fn('a', '天気予報を表示する'), fn('b', 'Показать погоду'), fn('c', 'x')])
    expect(match(catalogue, '東京の天気', { limit: 1 }).offered[0]?.name).toBe('a')
    expect(match(catalogue, 'какую погоду', { limit: 1 }).offered[0]?.name).toBe('b')
  })
})

describe('packages 7.2: what is offered', () => {
  it('is everything where there is no more than the limit', () => {
    const few = match(catalogueOf(HARBOUR.slice(0, 3)), 'zzz', { limit: 5, threshold: 99 })
    expect([few.offered.length, few.isAll]).toEqual([3, true])
  })

  it('is nothing that shares no word, and nothing below the threshold', () => {
    expect(names('zzz')).toEqual([])
    expect(names('BOOK a BERTH please', { threshold: 1000 })).toEqual([])
  })

  it('is at most the limit, best first, equal scores in the order of the catalogue', () => {
    const same = catalogueOf(['a', 'b', 'c', 'd'].map((name) => fn(name, 'one and the same')))
    expect(match(same, 'the same one', { limit: 3 }).offered.map(({ name }) => name)).toEqual(['a', 'b', 'c'])
  })

  it('comes with the scores and the words that made them', () => {
    const { scores } = match(catalogueOf(HARBOUR), 'book a berth', { limit: 1 })
    expect(scores[0]).toMatchObject({ isOffered: true, found: ['book', 'berth'] })
    expect(scores[1]).toMatchObject({ isOffered: false })
    expect(scores.map(({ total }) => total)).toEqual(scores.map(({ total }) => total).sort((a, b) => b - a))
  })
})

describe('packages 7.2: meaning', () => {
  // Knows one thing: ships and vessels are the same.
  const embedder: Embedder = {
    id: 'test',
    dimensions: 2,
    threshold: 0.5,
    embed: async (texts) => texts.map((text) => Float32Array.from(/ship|vessel/.test(text) ? [1, 0] : [0, 1])),
  }

  it('adds what no word finds, and is left out without a vector', async () => {
    const catalogue = await withMeaning(catalogueOf(HARBOUR), embedder)
    const [vector] = await embedder.embed(['somewhere for my vessel'], 'question')
    expect(match(catalogue, 'somewhere for my vessel', { limit: 1, vector }).offered[0]?.name).toBe('findBerths')
    expect(match(catalogue, 'somewhere for my vessel', { limit: 1 }).offered).toEqual([])
  })
})

describe('foreign text', () => {
  it('never crashes, and gives the same answer twice', () => {
    const text = fc.string({ unit: 'binary', maxLength: 200 })
    fc.assert(
      fc.property(text, text, text, fc.jsonValue(), (name, description, prompt, parameters) => {
        const hostile = { ...fn(name, description), parameters: JSON.parse(JSON.stringify({ properties: parameters })) }
        const catalogue = catalogueOf([...HARBOUR, hostile])
        expect(match(catalogue, prompt)).toEqual(match(catalogue, prompt))
      }),
    )
    expect(names('__proto__ constructor toString')).toEqual([])
  })

  it('stays fast for a very long prompt', () => {
    const started = performance.now()
    names('berth '.repeat(200_000))
    expect(performance.now() - started).toBeLessThan(1000)
  })
})
