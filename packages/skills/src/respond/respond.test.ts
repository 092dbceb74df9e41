import type { JsonObject, JsonValue } from '@jumpseat/wire'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { citationOf, resultsOf } from './citations.ts'
import { isPath, selectAll } from './jsonpath.ts'
import { readAnswer } from './read.ts'
import { shorten, shortenText, tokensOf } from './shorten.ts'

const json = (value: unknown) => JSON.parse(JSON.stringify(value)) as JsonValue

// The store of RFC 9535, figure 1, told of berths.
const HARBOUR = json({
  quays: [
    {
      name: 'North',
      depth: 8,
      berths: [
        { id: 1, price: 8.95 },
        { id: 2, price: 12.99, booked: true },
      ],
    },
    {
      name: 'South',
      depth: 12,
      berths: [
        { id: 3, price: 8.99 },
        { id: 4, price: 22.99, booked: true },
      ],
    },
  ],
  'tide table': { a: 1, 'j"k': 2, "it's": 3, ü: 4 },
  numbers: [0, 1, 2, 3, 4, 5, 6],
  nothing: null,
})

describe('RFC 9535: paths', () => {
  const cases: [string, unknown[]][] = [
    ['$', [HARBOUR]],
    ['$.quays[0].name', ['North']],
    ['quays[-1].name', ['South']],
    ["$['tide table']['a']", [1]],
    ["$['tide table']['it\\'s']", [3]],
    ['$["tide table"]["j\\"k"]', [2]],
    ["$['tide table'].ü", [4]],
    ["$['tide table']['\\u00fc']", [4]],
    ['$.quays[*].name', ['North', 'South']],
    ['$..id', [1, 2, 3, 4]],
    ['$..berths[0].price', [8.95, 8.99]],
    ['$.numbers[1:3]', [1, 2]],
    ['$.numbers[5:]', [5, 6]],
    ['$.numbers[-2:]', [5, 6]],
    ['$.numbers[1:6:2]', [1, 3, 5]],
    ['$.numbers[::-3]', [6, 3, 0]],
    ['$.numbers[5:1:-2]', [5, 3]],
    ['$.numbers[::0]', []],
    ['$.numbers[0, 2, 99]', [0, 2]],
    ["$.quays[0]['name', 'depth']", ['North', 8]],
    ['$.quays[?@.depth > 10].name', ['South']],
    ['$..berths[?@.booked].id', [2, 4]],
    ['$..berths[?!@.booked].id', [1, 3]],
    ['$..berths[?@.price < 9 && @.id != 3].id', [1]],
    ['$..berths[?(@.id == 1 || @.id == 4)].price', [8.95, 22.99]],
    ["$.quays[?@.name == 'North'].depth", [8]],
    ['$.quays[?length(@.berths) == 2].name', ['North', 'South']],
    ['$.quays[?count(@.berths[*]) > 2].name', []],
    ['$.quays[?@.depth >= $.numbers[6]].name', ['North', 'South']],
    ['$.quays[?@.none == @.nothing].name', ['North', 'South']],
    ['$.nothing', [null]],
    ['$.gone.gone', []],
    ['$.__proto__', []],
    ['$.constructor', []],
  ]
  for (const [path, expected] of cases) {
    it(path, () => expect(selectAll(HARBOUR, path)).toEqual(expected))
  }

  it('none for what cannot be read', () => {
    for (const path of [
      '$.',
      '$[',
      '$.a[',
      '$[?',
      '$[?@.a ==]',
      '$..',
      "$['a",
      '$.a b',
      '$[?match(@.a, "x")]',
      '('.repeat(2000),
      `$${'[?(((((((('.repeat(50)}`,
    ]) {
      expect([isPath(path), selectAll(HARBOUR, path)], path).toEqual([false, []])
    }
  })

  it('never crashes, and never takes long', () => {
    const wide = json(Array.from({ length: 2000 }, () => Array.from({ length: 20 }, () => ({ a: {} }))))
    const started = performance.now()
    selectAll(wide, '$..*..*..*..*')
    selectAll(wide, '$..[?@..*]')
    expect(performance.now() - started).toBeLessThan(2000)
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.jsonValue(), (path, value) => void selectAll(json(value), path)),
    )
    fc.assert(
      fc.property(fc.stringMatching(/^\$[.[\]*?@'a:0-9()=!&| ]{0,20}$/), (path) => void selectAll(HARBOUR, path)),
    )
  })
})

const paths = (more: object = {}) => ({
  title: undefined,
  subtitle: undefined,
  url: undefined,
  thumbnailUrl: undefined,
  informationProtectionLabel: undefined,
  templateSelector: undefined,
  ...more,
})
const semantics = (dataPath: string, properties: object = {}, staticTemplate?: JsonObject) => ({
  dataPath,
  properties: paths(properties),
  staticTemplate,
  oauthCardPath: undefined,
})

describe('packages 2.5 and 4.6: results and citations', () => {
  it('results are what data_path selects, one object or a list', () => {
    expect(resultsOf(json({ results: [1, 2] }), semantics('$.results'))).toEqual([1, 2])
    expect(resultsOf(json({ a: { b: 1 } }), semantics('$.a'))).toEqual([{ b: 1 }])
    expect(resultsOf(json([{ r: 1 }, { r: 2 }]), semantics('$[*].r'))).toEqual([1, 2])
    expect(resultsOf(json({}), semantics('$.results'))).toEqual([])
  })

  it('and without it the first list of a known name', () => {
    expect(resultsOf(json({ value: [1] }), undefined)).toEqual([1])
    expect(resultsOf(json([1, 2]), undefined)).toEqual([1, 2])
    expect(resultsOf(json({ name: 'x' }), undefined)).toEqual([{ name: 'x' }])
  })

  it('citations are explicit before inferred, and need an address where inferred', () => {
    const result = json({ label: 'North', name: 'N', web_url: 'https://a.example/n', description: 'Deep.' })
    expect(citationOf(result, semantics('$', { title: '$.label' }))).toMatchObject({
      title: 'North',
      url: 'https://a.example/n',
      subtitle: 'Deep.',
    })
    expect(citationOf(result, undefined)).toMatchObject({ title: 'N', url: 'https://a.example/n' })
    expect(citationOf(json({ url: 'https://a.example/x' }), undefined)).toMatchObject({ title: 'a.example' })
    expect(citationOf(json({ name: 'N' }), undefined)).toBeUndefined()
  })

  it('take a path that was written from the root of the answer', () => {
    expect(
      citationOf(json({ clientName: 'Moor' }), semantics('$.results', { title: '$.results.clientName' })),
    ).toMatchObject({ title: 'Moor' })
  })

  it('never lead anywhere but to http', () => {
    for (const url of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', '/relative', '']) {
      expect(citationOf(json({ url }), undefined), url).toBeUndefined()
    }
  })
})

describe('packages 4.4: within the budget', () => {
  const budget = { items: 25, tokens: 300 }

  it('is always valid JSON within it', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 6, stringUnit: 'grapheme' }),
        fc.integer({ min: 20, max: 400 }),
        (value, tokens) => {
          const given = json(value)
          const { text, isShortened } = shorten(given, resultsOf(given, undefined), undefined, { items: 5, tokens })
          expect(() => JSON.parse(text)).not.toThrow()
          expect(tokensOf(text)).toBeLessThanOrEqual(Math.max(tokens, 20))
          if (!isShortened) expect(JSON.parse(text)).toEqual(given)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('drops what neither citations nor the card speak of, before it cuts texts', () => {
    const results = Array.from({ length: 3 }, (_, n) => ({
      id: n,
      label: `Berth ${n}`,
      note: 'seen',
      noise: 'x'.repeat(600),
    }))
    const card = json({
      type: 'AdaptiveCard',
      body: [{ type: 'TextBlock', text: '$' + '{if(note, note, "")}' }],
    }) as JsonObject
    const { text } = shorten(
      json({ results }),
      json(results) as JsonValue[],
      semantics('$.results', { title: '$.label' }, card),
      budget,
    )
    expect(JSON.parse(text)).toEqual(results.map(({ label, note }) => ({ label, note })))
  })

  it('cuts texts and lists, then items, last', () => {
    const { text } = shorten(
      json({ items: [{ t: 'y'.repeat(5000), l: Array(500).fill(1) }] }),
      json([{ t: 'y'.repeat(5000), l: Array(500).fill(1) }]) as JsonValue[],
      undefined,
      budget,
    )
    expect(JSON.parse(text)[0].t).toMatch(/^y+…$/)
    const many = Array.from({ length: 25 }, (_, n) => ({ n, t: 'z'.repeat(90) }))
    const kept = JSON.parse(shorten(json(many), json(many) as JsonValue[], undefined, budget).text)
    expect(kept).toEqual(many.slice(0, kept.length))
  })

  it('counts other scripts dearly, and cuts plain text at a word', () => {
    expect(tokensOf('東京東京')).toBe(4)
    const { text, isShortened } = shortenText('one two three '.repeat(200), { tokens: 50 })
    expect([isShortened, tokensOf(text) <= 50, / (one|two|three)…$/.test(text)]).toEqual([true, true, true])
  })
})

describe('answers', () => {
  it('are JSON where they look like it, whatever they say they are', () => {
    expect(readAnswer('application/json', '\uFEFF{"a":1}')).toEqual({ kind: 'json', value: { a: 1 } })
    expect(readAnswer('text/plain', ' [1]')).toEqual({ kind: 'json', value: [1] })
    expect(readAnswer('application/json', 'oops')).toEqual({ kind: 'text', text: 'oops' })
    expect(readAnswer('application/json', '['.repeat(1e6)).kind).toBe('text')
    expect(readAnswer('application/json', `"${'['.repeat(1000)}"`).kind).toBe('json')
  })
})
