// Transcripts as the wire has them, against the real providers of the SDK, through the real way out.
import { createEgress, defaultPolicy } from '@jumpseat/egress'
import { afterEach, describe, expect, it } from 'vitest'
import { BERTHS, sourceOf, upstream } from '../test/functions.ts'
import { openLibrary } from '../test/harbour.ts'
import { type Format, playTranscript, type Scene } from '../test/provider.ts'
import { eventsOf, openWorld, type World, type WorldOptions } from '../test/world.ts'

const MAREN = 'Maren Voss'
const KIND = { openai: 'openai-compatible', anthropic: 'anthropic' } as const

let world: World
let closing: (() => Promise<void>)[] = []
afterEach(async () => {
  await world.close()
  for (const close of closing) await close()
  closing = []
})

async function open(format: Format, scenes: readonly Scene[] | ((n: number) => Scene), options: WorldOptions = {}) {
  const server = await playTranscript(format, scenes)
  const modelEgress = createEgress({ ...defaultPolicy, allow: ['127.0.0.1'] })
  closing.push(server.close, modelEgress.close)
  const service = upstream({ findBerths: () => ({ berths: [{ name: 'Berth 4' }] }) })
  world = await openWorld({
    skills: sourceOf(BERTHS.map((spec) => ({ ...spec, confirmation: { isConsequential: false } }))),
    call: service.call,
    modelEgress,
    environment: { MODEL_KEY: 'canary-model-key' },
    ...options,
    settings: {
      model: 'house',
      models: [
        { name: 'house', kind: KIND[format], url: server.url, model: 'm', keyVariable: 'MODEL_KEY', noTraining: true },
      ],
      ...options.settings,
    },
  })
  return { ...server, made: service.made }
}
const allow = async (conversation: string, turn: { id: string; confirmations: { callId: string }[] }) => {
  const decisions = turn.confirmations.map(({ callId }) => ({ callId, decision: 'allowOnce' }))
  const path = `/api/chat/conversations/${conversation}/turns/${turn.id}/decisions`
  return eventsOf((await world.call(MAREN, 'POST', path, { decisions })).text).at(-1)?.data.turn
}

describe.each(['openai', 'anthropic'] as const)('a model that speaks %s', (format) => {
  it('streams its answer, with citations bound to the sources it was given', async () => {
    const { asked } = await open(format, [
      { text: ['Two vess', 'els were held up', ' by fog [^1', '^]. See [this](http', 's://evil.example/?q=1).'] },
    ])
    await openLibrary(world)
    const { turn } = await world.ask(MAREN, 'Which vessels were held up by fog?')
    expect(turn.status).toBe('answered')
    expect(turn.text).toBe('Two vessels were held up by fog [^1^]. See this.')
    expect(turn.citations[0]).toMatchObject({ n: 1, title: 'Fog delays in February' })
    const sent = JSON.stringify(asked[0]?.body)
    expect(sent).toContain('held up by fog in February')
    expect(sent).not.toContain('61,000')
    expect(JSON.stringify(turn)).not.toContain('canary-model-key')
  })

  it('calls functions, and answers from what came back', async () => {
    const { asked, made } = await open(format, [
      { calls: [{ name: 'findBerths', args: '{"length": 90}' }] },
      { text: ['Berth 4 is free.'] },
    ])
    const { conversation, turn } = await world.ask(MAREN, 'Find berths for 90 metres')
    expect(turn.confirmations[0].arguments).toEqual({ length: 90 })
    const after = await allow(conversation, turn)
    expect(after.text).toBe('Berth 4 is free.')
    expect(made).toEqual([{ name: 'findBerths', args: { length: 90 } }])
    expect(JSON.stringify(asked[1]?.body)).toContain('Berth 4')
  })

  it('is told of arguments that are no JSON and of functions that are none, and nothing is called', async () => {
    const { asked, made } = await open(format, [
      {
        calls: [
          { name: 'findBerths', args: '{"length": 9' },
          { name: 'deleteEverything', args: '{}', id: 'second' },
        ],
      },
      { text: ['I could not do that.'] },
    ])
    const { turn } = await world.ask(MAREN, 'Find berths for 90 metres')
    expect(turn.text).toBe('I could not do that.')
    expect(turn.calls.map(({ state }: { state: string }) => state)).toEqual(['refused', 'refused'])
    expect(made).toEqual([])
    const told = JSON.stringify(asked[1]?.body)
    expect(told).toContain('no JSON object')
    expect(told).toContain('There is no function')
  })

  it('that calls without end is ended by the limits, with the reason', async () => {
    const { asked } = await open(format, (n) => ({ calls: [{ name: 'nothing', args: '{}', id: `c${n}` }] }), {
      settings: { steps: 4 },
    })
    const { turn } = await world.ask(MAREN, 'Find berths for 90 metres')
    expect(turn.text).toContain('I stopped here: this needed more steps than a turn may have.')
    expect(asked).toHaveLength(4)
  })

  it('whose stream is cut ends as failed: what was said stays, and no call of it is made', async () => {
    const { made } = await open(format, [{ calls: [{ name: 'findBerths', args: '{"length": 90}' }], cut: true }])
    const { turn } = await world.ask(MAREN, 'Find berths for 90 metres')
    expect(turn.status).toBe('failed')
    expect(turn.error.code).toBe('ModelFailed')
    expect(made).toEqual([])
  })

  it('that declines is told as a refusal', async () => {
    const reason = format === 'openai' ? 'content_filter' : 'refusal'
    await open(format, [{ text: ['I cannot'], reason }])
    const { turn } = await world.ask(MAREN, 'Find berths for 90 metres')
    expect(turn.status).toBe('refused')
  })

  it.each([401, 500])('that answers %i is told without its words', async (status) => {
    await open(format, [{ status, body: JSON.stringify({ error: { message: 'canary detail', type: 'x' } }) }])
    const { turn, answer } = await world.ask(MAREN, 'Find berths for 90 metres')
    expect(turn.error).toMatchObject({ code: 'ModelFailed', message: expect.stringContaining(`status ${status}`) })
    expect(answer.text).not.toContain('canary detail')
  })

  const busy = (headers: Record<string, string>, status = 429): Scene => ({ status, headers, body: '{"error":{}}' })
  const states = (events: { name: string; data: { state?: string; detail?: string } }[]) =>
    events.flatMap(({ name, data }) => (name === 'state' && data.state === 'busy' ? [data.detail] : []))

  it('that is busy is asked again when it says, and the person sees the wait', async () => {
    const { asked } = await open(format, [
      busy({ 'retry-after-ms': '30' }),
      busy({ 'retry-after': '0' }, 503),
      { text: ['Here I am.'] },
    ])
    const { turn, events } = await world.ask(MAREN, 'Hello there')
    expect(turn).toMatchObject({ status: 'answered', text: 'Here I am.' })
    expect(states(events)).toEqual(['1 s', '0 s'])
    expect(asked).toHaveLength(3)
  })

  it('that stays busy for longer than the turn may take ends it at once, with when to come back', async () => {
    const { asked } = await open(format, () => busy({ 'retry-after': '600' }))
    const { turn, events } = await world.ask(MAREN, 'Hello there')
    expect(turn.error).toMatchObject({ code: 'ModelBusy', message: expect.stringContaining('in 10 minutes') })
    expect(states(events)).toEqual([])
    expect(asked).toHaveLength(1)
  })

  it('that is busy each time is asked no more than a few times', async () => {
    const { asked } = await open(format, () => busy({ 'retry-after-ms': '1' }, 503))
    expect((await world.ask(MAREN, 'Hello there')).turn.error.code).toBe('ModelBusy')
    expect(asked).toHaveLength(6)
  })

  it('whose wait the person does not want is stopped', async () => {
    const { asked } = await open(format, () => busy({ 'retry-after': '60' }))
    const { body } = await world.call(MAREN, 'POST', '/api/chat/conversations', {})
    const path = `/api/chat/conversations/${body.id}`
    const asking = world.call(MAREN, 'POST', `${path}/turns`, { text: 'Find berths' })
    while (asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    await world.call(MAREN, 'POST', `${path}/stop`, {})
    expect(eventsOf((await asking).text).at(-1)?.data.turn.status).toBe('stopped')
    expect(asked).toHaveLength(1)
  })

  it('that hangs is stopped by the person', async () => {
    const { asked } = await open(format, [{ hang: true }])
    const { body } = await world.call(MAREN, 'POST', '/api/chat/conversations', {})
    const path = `/api/chat/conversations/${body.id}`
    const asking = world.call(MAREN, 'POST', `${path}/turns`, { text: 'Find berths' })
    while (asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    expect((await world.call(MAREN, 'POST', `${path}/stop`, {})).body.isStopping).toBe(true)
    expect(eventsOf((await asking).text).at(-1)?.data.turn.status).toBe('stopped')
    expect((await world.ask(MAREN, 'Again', { conversation: body.id })).answer.status).toBe(200)
  })
})

describe('Azure OpenAI', () => {
  it('is called by deployment and API version, with its key in its own header', async () => {
    const server = await playTranscript('openai', [{ text: ['Hello.'] }])
    const modelEgress = createEgress({ ...defaultPolicy, allow: ['127.0.0.1'] })
    closing.push(server.close, modelEgress.close)
    const entry = {
      name: 'azure',
      kind: 'azure',
      url: `${server.url}/openai`,
      model: 'house',
      keyVariable: 'K',
      apiVersion: '2024-10-21',
      noTraining: true,
    } as const
    world = await openWorld({
      modelEgress,
      environment: { K: 'secret' },
      settings: { model: 'azure', models: [entry] },
    })
    expect((await world.ask(MAREN, 'Hello')).turn.text).toBe('Hello.')
    expect(server.asked[0]?.url).toBe('/v1/openai/deployments/house/chat/completions?api-version=2024-10-21')
    expect(server.asked[0]?.headers['api-key']).toBe('secret')
  })
})

describe('REQ-20 and REQ-21: models', () => {
  it.each([
    [{ noTraining: false }, /noTraining/],
    [{ keyVariable: 'NOT_SET' }, /NOT_SET/],
    [{ name: 'built-in' }, /comes with the server/],
  ])('%j is refused at the start', async (wrong, words) => {
    world = await openWorld()
    const entry = {
      name: 'x',
      kind: 'anthropic',
      url: 'https://models.example',
      model: 'm',
      noTraining: true,
      ...wrong,
    }
    await expect(openWorld({ settings: { models: [entry as never] } })).rejects.toThrow(words)
  })

  it('an administrator chooses for the organisation and for an agent; others may not, and unknown ones are refused', async () => {
    await open('openai', [])
    const admin = 'Ingrid Solberg'
    expect((await world.call(MAREN, 'GET', '/api/admin/models')).status).toBe(403)
    const { body } = await world.call(admin, 'PUT', '/api/admin/models', { model: 'built-in' })
    expect(body.choices).toEqual([{ agentId: null, model: 'built-in' }])
    expect((await world.call(admin, 'PUT', '/api/admin/models', { model: 'nope' })).status).toBe(500)
    expect((await world.ask(MAREN, 'Hello?')).turn.model).toBe('built-in')
    await world.call(admin, 'PUT', '/api/admin/models', {})
    expect((await world.ask(MAREN, 'Hello?')).turn).toMatchObject({ model: 'house', text: 'That is all.' })
  })
})
