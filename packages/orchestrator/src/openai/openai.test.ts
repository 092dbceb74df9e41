// Agents as models, for other chat clients.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLibrary } from '../test/harbour.ts'
import { openWorld, type World } from '../test/world.ts'

const MAREN = 'Maren Voss'
const ask = (text: string, more: object = {}) => ({
  model: 'jumpseat',
  messages: [{ role: 'user', content: text }],
  ...more,
})

let world: World
beforeEach(async () => {
  world = await openWorld()
  await openLibrary(world)
})
afterEach(() => world.close())

describe('GET /v1/models', () => {
  it('lists the assistant and the agents', async () => {
    const { body } = await world.call(MAREN, 'GET', '/v1/models')
    expect(body).toMatchObject({ object: 'list', data: [{ id: 'jumpseat', object: 'model', owned_by: 'jumpseat' }] })
  })
})

describe('POST /v1/chat/completions', () => {
  it('answers with the caller’s own permissions, and names the sources', async () => {
    const { body } = await world.call(MAREN, 'POST', '/v1/chat/completions', ask('Which vessels were held up by fog?'))
    expect(body.object).toBe('chat.completion')
    expect(body.choices[0]).toMatchObject({ index: 0, finish_reason: 'stop', message: { role: 'assistant' } })
    expect(body.choices[0].message.content).toContain('[^1^] [Fog delays in February](https://harbour.example/log/fog)')
    expect(body.usage.total_tokens).toBe(body.usage.prompt_tokens + body.usage.completion_tokens)
    const pay = ask('What is the salary band of a firmware engineer?')
    expect((await world.call(MAREN, 'POST', '/v1/chat/completions', pay)).text).not.toContain('61,000')
    expect((await world.call('Ruth Adeyemi', 'POST', '/v1/chat/completions', pay)).text).toContain('61,000')
  })

  it('streams chunks that end with [DONE], and usage when it was asked for', async () => {
    const asked = ask('Which vessels were held up by fog?', { stream: true, stream_options: { include_usage: true } })
    const { text, headers } = await world.call(MAREN, 'POST', '/v1/chat/completions', asked)
    expect(headers['content-type']).toBe('text/event-stream')
    const lines = text.split('\n\n').filter((line) => line !== '')
    expect(lines.at(-1)).toBe('data: [DONE]')
    const chunks = lines.slice(0, -1).map((line) => JSON.parse(line.slice('data: '.length)))
    expect(chunks.every(({ object }) => object === 'chat.completion.chunk')).toBe(true)
    expect(chunks[0].choices[0].delta.role).toBe('assistant')
    const whole = chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')
    expect(whole).toContain('held up by fog in February. [^1^]')
    expect(whole).toContain('https://harbour.example/log/fog')
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: expect.any(Number) } })
    expect(chunks.at(-2).choices[0].finish_reason).toBe('stop')
  })

  it('takes the history from the client, and leaves no conversation behind', async () => {
    const messages = [
      { role: 'system', content: 'You are a pirate.' },
      { role: 'user', content: 'What may hotels cost?' },
      { role: 'assistant', content: '140 euros.' },
      { role: 'user', content: [{ type: 'text', text: 'and receipts?' }] },
    ]
    const { body } = await world.call(MAREN, 'POST', '/v1/chat/completions', { model: 'jumpseat', messages })
    expect(body.choices[0].message.content).toContain('Receipts are kept for six years')
    expect((await world.call(MAREN, 'GET', '/api/chat/conversations')).body.value).toEqual([])
  })

  it.each([
    [ask('x', { model: 'gpt-9' }), 404],
    [{ model: 'jumpseat', messages: [] }, 400],
    [{ model: 'jumpseat', messages: [{ role: 'assistant', content: 'x' }] }, 400],
    [{ model: 'jumpseat', messages: 'x' }, 400],
  ])('refuses %j', async (asked, status) => {
    expect((await world.call(MAREN, 'POST', '/v1/chat/completions', asked)).status).toBe(status)
  })
})
