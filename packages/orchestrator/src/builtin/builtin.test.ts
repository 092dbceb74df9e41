// The model without weights: what it chooses, fills in, asks and says. contract: plugins-and-packages 7.2, 7.3
import type { LanguageModelV4FunctionTool } from '@ai-sdk/provider'
import type { JsonObject } from '@jumpseat/wire'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fill } from './arguments/fill.ts'
import { extract } from './extract.ts'
import { createBuiltInModel } from './model.ts'
import { tell } from './results.ts'
import { valueInWords } from './values.ts'

// A Wednesday.
const NOW = Date.UTC(2027, 2, 3, 12)
const properties = (given: Readonly<Record<string, JsonObject>>, required = Object.keys(given)): JsonObject => ({
  type: 'object',
  properties: { ...given },
  required,
})
const filled = (given: Readonly<Record<string, JsonObject>>, text: string) => fill(properties(given), text, NOW).args
const text = { type: 'string' }
const number = { type: 'number' }
const integer = { type: 'integer' }

describe('7.3: arguments are filled in', () => {
  it.each<[string, Readonly<Record<string, JsonObject>>, string, JsonObject]>([
    [
      'numbers by the words around them',
      { base: integer, height: integer },
      'a triangle with a height of 5 and a base of 10',
      { base: 10, height: 5 },
    ],
    [
      'numbers in their order, where no word tells',
      { x: number, y: number },
      'the two sides are 4 and 5.5',
      { x: 4, y: 5.5 },
    ],
    [
      'number words, thousands and millions',
      { people: integer, cost: number },
      'for twenty-five people at a cost of $1.5 million',
      { people: 25, cost: 1_500_000 },
    ],
    ['percent as a share', { rate: number }, 'at a rate of 5%', { rate: 0.05 }],
    [
      'choices, in any of their forms',
      { unit: { ...text, enum: ['celsius', 'fahrenheit'] } },
      'in Fahrenheit please',
      { unit: 'fahrenheit' },
    ],
    [
      'flags, and their opposite',
      { urgent: { type: 'boolean' }, archived: { type: 'boolean' } },
      'urgent ones, not archived',
      { urgent: true, archived: false },
    ],
    ['days, written or said', { day: { ...text, format: 'date' } }, 'on 4 March 2027', { day: '2027-03-04' }],
    ['tomorrow', { day: { ...text, format: 'date' } }, 'book it tomorrow', { day: '2027-03-04' }],
    ['the coming Friday', { day: { ...text, format: 'date' } }, 'next Friday', { day: '2027-03-05' }],
    ['a moment', { at: { ...text, format: 'date-time' } }, 'on 2027-03-09 at 4:30pm', { at: '2027-03-09T16:30:00Z' }],
    [
      'the form that a description asks for',
      { date: { ...text, description: 'Date as DD/MM/YYYY' } },
      'on March 9, 2027',
      { date: '09/03/2027' },
    ],
    ['quoted text', { title: text }, 'Create a note called "Check the crane"', { title: 'Check the crane' }],
    [
      'places, by the words before them',
      { from: text, to: text },
      'a train from Oslo to Bergen',
      { from: 'Oslo', to: 'Bergen' },
    ],
    [
      'addresses',
      { email: { ...text, format: 'email' } },
      'write to maren.voss@lumenquay.example',
      { email: 'maren.voss@lumenquay.example' },
    ],
    ['lists of numbers', { values: { type: 'array', items: number } }, 'the mean of [3, 5, 8]', { values: [3, 5, 8] }],
    [
      'lists of names',
      { people: { type: 'array', items: text } },
      'invite "Maren", "Ruth"',
      { people: ['Maren', 'Ruth'] },
    ],
    [
      'what is asked about',
      { query: text },
      'Search for documents about lantern firmware',
      { query: 'lantern firmware' },
    ],
  ])('%s', (_what, given, said, wanted) => expect(filled(given, said)).toEqual(wanted))

  it('never invents: what was not said is missing, and an optional value is left out', () => {
    const schema = properties({ id: { type: 'integer' }, note: text }, ['id'])
    expect(fill(schema, 'show it', NOW)).toEqual({ args: {}, missing: ['id'] })
  })

  it('never crashes on foreign schemas and texts, and gives the same twice', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: 'binary', maxLength: 200 }), (given, said) => {
        const schema = { type: 'object', properties: JSON.parse(JSON.stringify(given)), required: ['a', '__proto__'] }
        expect(fill(schema, said, NOW)).toEqual(fill(schema, said, NOW))
      }),
    )
  })
})

describe('the model', () => {
  const model = createBuiltInModel(() => NOW)
  const tool = (
    name: string,
    description: string,
    given: Readonly<Record<string, JsonObject>>,
  ): LanguageModelV4FunctionTool => ({
    type: 'function',
    name,
    description,
    inputSchema: properties(given) as LanguageModelV4FunctionTool['inputSchema'],
  })
  const tools = [
    tool('get_weather', 'Weather of a city', { city: text }),
    tool('convert_currency', 'Convert an amount of money', { amount: number, to: { ...text, enum: ['EUR', 'NOK'] } }),
  ]
  const ask = async (question: string) => {
    const { content } = await model.doGenerate({
      prompt: [{ role: 'user', content: [{ type: 'text', text: question }] }],
      tools,
    })
    return content[0]
  }

  it('calls the function that was asked for', async () => {
    expect(await ask('What is the weather in Bergen?')).toMatchObject({
      toolName: 'get_weather',
      input: '{"city":"Bergen"}',
    })
    expect(await ask('Convert 20 to NOK')).toMatchObject({
      toolName: 'convert_currency',
      input: '{"amount":20,"to":"NOK"}',
    })
  })

  it('goes by what the verb of a function says: whoever asks to be shown something wants nothing cancelled', async () => {
    const visits = ['list', 'book', 'cancel'].map((verb) =>
      tool(`${verb}_visits`, `${verb} visits of a technician`, {}),
    )
    const toolFor = async (question: string) => {
      const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: question }] }]
      const { content } = await model.doGenerate({ prompt, tools: visits })
      const [part] = content
      return part?.type === 'tool-call' ? part.toolName : undefined
    }
    expect(await toolFor('Show the visits of technician Oskar')).toBe('list_visits')
    expect(await toolFor('Which visits of technicians are there?')).toBe('list_visits')
    expect(await toolFor('Cancel visits of technician Oskar')).toBe('cancel_visits')
  })

  it('asks one question when a value is missing, and calls nothing when nothing fits', async () => {
    expect(await ask('Convert currency to NOK')).toMatchObject({
      type: 'text',
      text: expect.stringMatching(/one more thing: amount\?$/),
    })
    expect(await ask('Who painted the ceiling?')).toMatchObject({
      type: 'text',
      text: expect.stringMatching(/found nothing/),
    })
  })
})

describe('answers from sources', () => {
  const source = (n: number, title: string, ...passages: string[]) => ({ n, title, from: 'library', text: passages })
  it('are their own sentences, best first, each with its number', () => {
    const answer = extract('How long did the Gannet wait for a pilot?', [
      source(1, 'Weather', 'It was cold. The wind came from the north.'),
      source(2, 'Fog log', 'MV Gannet waited nine hours for a pilot. The basin was closed.'),
    ])
    expect(answer).toBe('MV Gannet waited nine hours for a pilot. [^2^]')
  })
  it('are none when the words of the question are not there, or when it asks for nothing', () => {
    const sources = [source(1, 'Fog log', 'MV Gannet waited nine hours for a pilot.')]
    expect(extract('What is the salary of an engineer?', sources)).toBeUndefined()
    expect(extract('What is it?', sources)).toBeUndefined()
  })
})

describe('answers from results', () => {
  const result = (data: unknown, cite: object[] = [{ n: 3, title: 'x' }]) =>
    tell([{ tool: 'f', isError: false, text: JSON.stringify({ function: 'findLights', cite, data }) }])

  it('are a table of several things with their names in words, a list of one, and the text else', () => {
    const lights = [
      { lightId: 7, name: 'East', lastSeenAt: '2027-03-01T09:05:00Z', page: 'https://a.example/7' },
      { lightId: 8, name: 'West', lastSeenAt: null, page: 'https://a.example/8' },
    ]
    expect(result({ lights })).toBe(
      '2 lights:\n\n| Name | Last seen at | Light ID |\n| --- | --- | --- |\n| East | 1 March 2027, 09:05 UTC | 7 |\n| West | – | 8 |\n\n[^3^]',
    )
    expect(result({ value: lights, '@odata.count': 120 })).toMatch(/^2 of 120 results:/)
    expect(result({ name: 'A', is_lit: true })).toBe('- **Name**: A\n- **Is lit**: yes\n[^3^]')
    expect(result({ visit: { id: 'V-1', day: '2026-12-01' }, status: 'booked' })).toBe(
      '- **Status**: booked\n- **Day**: 1 December 2026\n- **ID**: V-1\n[^3^]',
    )
    expect(
      result({
        light: { id: 'HL-1', name: 'East' },
        visits: [
          { day: '2026-12-01', task: 'Fuse' },
          { day: '2026-12-02', task: 'Lamp' },
        ],
      }),
    ).toBe(
      '- **Light**: East\n\n**Visits**\n\n| Day | Task |\n| --- | --- |\n| 1 December 2026 | Fuse |\n| 2 December 2026 | Lamp |\n\n[^3^]',
    )
    expect(result({ name: 'East', visits: [{ light: 'East', day: '2026-12-01' }] })).toContain(
      '| Day |\n| --- |\n| 1 December 2026 |',
    )
    expect(result({ name: 'East', visits: [] })).toBe('- **Name**: East\n[^3^]')
    expect(result('All fine')).toBe('All fine [^3^]')
    expect(result(['Oslo', 'Bergen'])).toBe('- Oslo\n- Bergen\n[^3^]')
  })

  it('say kindly that there is nothing, and that something is done', () => {
    expect(result({ lights: [] })).toBe(
      'I asked, and there are no lights that fit. Fewer conditions or other words may find some. [^3^]',
    )
    expect(result({ results: [] })).toContain('there are no results that fit')
    for (const nothing of [null, '', {}]) expect(result(nothing)).toBe('Done: Find lights. [^3^]')
  })

  it('tell how many are not shown', () => {
    const many = Array.from({ length: 14 }, (_, n) => ({ name: `L${n}`, n }))
    expect(result({ items: many })).toMatch(/^14 results:.*4 more are not shown\. \[\^3\^\]$/s)
  })

  it.each([
    ['price', 61000, '61,000'],
    ['share', 0.30000000000000004, '0.3'],
    ['year', 2027, '2027'],
    ['orderNumber', 4711234, '4711234'],
    ['customerId', 4711234, '4711234'],
    ['day', '2027-02-30', '2027-02-30'],
    ['at', '2027-03-01 09:00', '1 March 2027, 09:00'],
    ['at', '2027-03-01T09:00:00+01:00', '1 March 2027, 09:00 UTC+01:00'],
    ['code', '4711-12-01', '1 December 4711'],
    ['tags', ['a', 'b'], 'a, b'],
    ['tags', ['a', 'b', 'c', 'd', 'e', 'f', 'g'], 'a, b, c, d, e, 2 more'],
    ['owner', { displayName: 'Maren Voss', mail: 'm@x.example' }, 'Maren Voss'],
    ['words', 'a | b\nc', 'a b c'],
    ['nothing', undefined, ''],
  ])('%s %j is %s', (name, value, words) => {
    expect(valueInWords(value, name)).toBe(words)
  })

  it('never crash, whatever came back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        expect(typeof result(data)).toBe('string')
      }),
    )
  })
})
