// contract: plugins-and-packages 4.1: what a model cannot be told in the function's own schema it is told in its own, and
// what it says comes back in the function's.
import { createEgress, defaultPolicy } from '@jumpseat/egress'
import type { ProfileName } from '@jumpseat/skills'
import { isJsonObject, type JsonObject } from '@jumpseat/wire'
import { afterEach, describe, expect, it } from 'vitest'
import type { ModelEntry } from '../models/entry.ts'
import { profileOf } from '../models/profile.ts'
import { sourceOf, upstream } from '../test/functions.ts'
import { type Format, playTranscript } from '../test/provider.ts'
import { eventsOf, openWorld, type World } from '../test/world.ts'

const MAREN = 'Maren Voss'
let world: World
let closing: (() => Promise<void>)[] = []
afterEach(async () => {
  await world.close()
  for (const close of closing) await close()
  closing = []
})

/** All that a body may hold: objects within objects, choices, a circle, and a choice at the root. */
const BOOKING: JsonObject = {
  type: 'object',
  properties: {
    berth: { type: 'integer' },
    'ship (name)': { type: 'string' },
    ship: {
      type: 'object',
      properties: {
        size: {
          allOf: [
            { type: 'object', properties: { length: { type: 'number' } }, required: ['length'] },
            { type: 'object', properties: { beam: { type: 'number' } } },
          ],
        },
        flag: { oneOf: [{ type: 'string' }, { type: 'null' }] },
      },
      required: ['size'],
    },
    cargo: { $ref: '#/$defs/Cargo' },
    until: {
      oneOf: [{ type: 'integer' }, { type: 'object', properties: { day: { type: 'string' } }, required: ['day'] }],
    },
  },
  anyOf: [{ required: ['berth'] }, { properties: { quay: { type: 'string' } }, required: ['quay'] }],
  additionalProperties: false,
  $defs: {
    Cargo: {
      type: 'object',
      properties: { name: { type: 'string' }, holds: { type: 'array', items: { $ref: '#/$defs/Cargo' } } },
      required: ['name'],
    },
  },
}

/** What is to arrive at the function, whichever way the model had to say it. */
const WANTED = {
  berth: 4,
  'ship (name)': 'Gannet',
  ship: { size: { length: 90 } },
  cargo: { name: 'grain', holds: [{ name: 'oats' }] },
  until: { day: '2026-03-01' },
}

const NESTED = {
  berth: 4,
  ship: { size: { length: 90 } },
  cargo: { name: 'grain', holds: [{ name: 'oats' }] },
  until: { day: '2026-03-01' },
}
const RENAMED = { ...NESTED, ship_name_: 'Gannet' }

// As a model says it that keeps to the schema which it was given.
const SAID: readonly (readonly [ProfileName, Format, JsonObject])[] = [
  ['openai', 'openai', RENAMED],
  [
    'openai-strict',
    'openai',
    {
      berth: 4,
      quay: null,
      ship_name_: 'Gannet',
      ship: { size: { length: 90, beam: null }, flag: null },
      cargo: { name: 'grain', holds: [{ name: 'oats', holds: null }] },
      until: { day: '2026-03-01' },
    },
  ],
  ['anthropic', 'anthropic', RENAMED],
  ['gemini', 'openai', RENAMED],
  ['compatible', 'openai', RENAMED],
  [
    'flat',
    'openai',
    {
      berth: 4,
      ship_name_: 'Gannet',
      'ship.size.length': 90,
      'cargo.name': 'grain',
      'cargo.holds': '[{"name":"oats"}]',
      until: '{"day":"2026-03-01"}',
    },
  ],
]

async function open(format: Format, schemas: ProfileName, args: JsonObject) {
  const server = await playTranscript(format, [
    { calls: [{ name: 'bookBerth', args: JSON.stringify(args) }] },
    { text: ['Booked.'] },
  ])
  const modelEgress = createEgress({ ...defaultPolicy, allow: ['127.0.0.1'] })
  closing.push(server.close, modelEgress.close)
  const service = upstream()
  world = await openWorld({
    skills: sourceOf([{ name: 'bookBerth', description: 'Book a berth.', effects: 'write', parameters: BOOKING }]),
    call: service.call,
    modelEgress,
    environment: { MODEL_KEY: 'k' },
    settings: {
      model: 'house',
      models: [
        {
          name: 'house',
          kind: format === 'anthropic' ? 'anthropic' : 'openai-compatible',
          url: server.url,
          model: 'm',
          keyVariable: 'MODEL_KEY',
          noTraining: true,
          schemas,
        },
      ],
    },
  })
  return { ...server, made: service.made }
}

/** The one tool of a request, in either wire format. */
function toolIn(body: JsonObject | undefined): JsonObject {
  const [tool] = Array.isArray(body?.tools) ? body.tools : []
  const given = isJsonObject(tool) ? tool : {}
  return isJsonObject(given.function) ? given.function : given
}

describe.each(SAID)('a model that is told in the words of %s', (schemas, format, args) => {
  it('gives arguments that come back as the function takes them, before they are confirmed and called', async () => {
    const { asked, made } = await open(format, schemas, args)
    const { conversation, turn } = await world.ask(MAREN, 'Book berth 4 for the Gannet')
    expect(turn.calls[0].problem).toBeNull()
    expect(turn.confirmations[0].arguments).toEqual(WANTED)
    const decisions = [{ callId: turn.confirmations[0].callId, decision: 'allowOnce' }]
    const path = `/api/chat/conversations/${conversation}/turns/${turn.id}/decisions`
    expect(eventsOf((await world.call(MAREN, 'POST', path, { decisions })).text).at(-1)?.data.turn.text).toBe('Booked.')
    expect(made).toEqual([{ name: 'bookBerth', args: WANTED }])

    const tool = toolIn(asked[0]?.body as JsonObject)
    const told = tool.parameters ?? tool.input_schema
    expect(told).toMatchObject({ type: 'object' })
    expect(isJsonObject(told) && (told.anyOf ?? told.oneOf ?? told.allOf ?? told.$ref)).toBeUndefined()
    expect(JSON.stringify(told)).not.toMatch(/"oneOf"|"allOf"|ship \(name\)/)
    expect(tool.strict === true).toBe(schemas === 'openai-strict')
    // Its own call comes back to it as it said it.
    const again = JSON.stringify(asked[1]?.body)
    expect(again).toContain('ship_name_')
  })
})

describe('what a model says beyond its schema', () => {
  it('is told to it as not fitting, and nothing is sent', async () => {
    const { asked, made } = await open('openai', 'openai', { ...RENAMED, ship: { size: { length: 'long' } } })
    const { turn } = await world.ask(MAREN, 'Book berth 4 for the Gannet')
    expect(turn.calls[0].state).toBe('refused')
    expect(made).toEqual([])
    expect(JSON.stringify(asked[1]?.body)).toContain('/ship/size/length')
  })
})

describe('the model that comes with the server', () => {
  it('fills what lies within objects, and guesses no structure', async () => {
    const service = upstream({ findBerths: () => ({ berths: [] }) })
    const parameters: JsonObject = {
      type: 'object',
      properties: {
        ship: { type: 'object', properties: { length: { type: 'number' } }, required: ['length'] },
        crew: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' } } } },
      },
      required: ['ship'],
    }
    const spec = { name: 'findBerths', title: 'Find berths', description: 'List free berths for a ship.', parameters }
    world = await openWorld({ skills: sourceOf([spec]), call: service.call })
    const { turn } = await world.ask(MAREN, 'Find berths for a ship with a length of 90 metres')
    expect(turn.confirmations[0].arguments).toEqual({ ship: { length: 90 } })
  })
})

describe('the words for a model', () => {
  const entry = { name: 'house', url: 'http://127.0.0.1:1/v1', model: 'm', noTraining: true } as const
  it.each<[ProfileName, object]>([
    ['compatible', { kind: 'openai-compatible' }],
    ['openai', { kind: 'openai-compatible', url: 'https://api.openai.com/v1' }],
    ['gemini', { kind: 'openai-compatible', url: 'https://generativelanguage.googleapis.com/v1beta/openai' }],
    ['compatible', { kind: 'openai-compatible', url: 'https://api.openai.com.example/v1' }],
    ['openai', { kind: 'azure' }],
    ['anthropic', { kind: 'anthropic' }],
    ['openai-strict', { kind: 'azure', schemas: 'openai-strict' }],
  ])('are %s for %j', (name, given) => {
    const models = [{ ...entry, ...given } as ModelEntry]
    expect(profileOf({ models }, 'house').name).toBe(name)
    expect(profileOf({ models }, 'built-in').name).toBe('built-in')
  })
})
