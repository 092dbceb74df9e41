// contract: connectors 6.3
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLibrary } from '../test/harbour.ts'
import { openWorld, type World } from '../test/world.ts'

const MAREN = 'Maren Voss'
const QUESTION = { message: { text: 'Which vessels were held up by fog?' }, locationHint: { timeZone: 'Europe/Oslo' } }

let world: World
beforeEach(async () => {
  world = await openWorld()
  await openLibrary(world)
})
afterEach(() => world.close())

const begin = async () => (await world.call(MAREN, 'POST', '/beta/copilot/conversations', {})).body.id

describe('POST /copilot/conversations', () => {
  it('makes an empty conversation', async () => {
    const { status, body } = await world.call(MAREN, 'POST', '/beta/copilot/conversations', {})
    expect(status).toBe(201)
    expect(body).toMatchObject({ displayName: '', status: 'active', state: 'active', turnCount: 0 })
    expect(body.createdDateTime).toMatch(/\.\d{7}Z$/)
  })
})

describe('POST …/chat', () => {
  it('answers with the echoed prompt, then the answer with its attributions', async () => {
    const { status, body } = await world.call(
      MAREN,
      'POST',
      `/beta/copilot/conversations/${await begin()}/chat`,
      QUESTION,
    )
    expect(status).toBe(200)
    expect(body['@odata.context']).toMatch(/#microsoft\.graph\.copilotConversation$/)
    expect(body).toMatchObject({ displayName: QUESTION.message.text, state: 'active', turnCount: 1 })
    const [prompt, answer] = body.messages
    expect(prompt.text).toBe(QUESTION.message.text)
    expect(answer['@odata.type']).toBe('#microsoft.graph.copilotConversationResponseMessage')
    expect(answer.text).toContain('held up by fog in February. [^1^]')
    expect(answer.attributions[0]).toMatchObject({
      attributionType: 'citation',
      attributionSource: 'grounding',
      providerDisplayName: 'Fog delays in February',
      seeMoreWebUrl: 'https://harbour.example/log/fog',
    })
    expect(answer.sensitivityLabel).toHaveProperty('isEncrypted', null)
  })

  it('takes added texts as sources of this turn alone', async () => {
    const id = await begin()
    const additionalContext = [{ text: 'The crane on quay nine is out of order until Friday.', description: 'Notice' }]
    const asked = { ...QUESTION, message: { text: 'Is the crane on quay nine out of order?' }, additionalContext }
    const { body } = await world.call(MAREN, 'POST', `/beta/copilot/conversations/${id}/chat`, asked)
    expect(body.messages[1].text).toContain('out of order until Friday. [^1^]')
  })

  it.each([
    [{}, 'message/text'],
    [{ message: { text: ' ' } }, 'message/text'],
    [{ message: { text: 'x' } }, 'locationHint/timeZone'],
    [{ message: { text: 'x' }, locationHint: { timeZone: 'Moon/Sea' } }, 'locationHint/timeZone'],
    [{ ...QUESTION, additionalContext: [1] }, 'additionalContext'],
  ])('refuses %j', async (asked, target) => {
    const { status, body } = await world.call(MAREN, 'POST', `/beta/copilot/conversations/${await begin()}/chat`, asked)
    expect(status).toBe(400)
    expect(body.error).toMatchObject({ code: 'BadRequest', target })
  })

  it('answers 404 for a conversation that is not there or not the caller’s own', async () => {
    const path = `/beta/copilot/conversations/${await begin()}/chat`
    expect((await world.call('Ruth Adeyemi', 'POST', path, QUESTION)).status).toBe(404)
    expect((await world.call(MAREN, 'POST', '/beta/copilot/conversations/none/chat', QUESTION)).status).toBe(404)
  })
})

describe('POST …/chatOverStream', () => {
  it('sends data before id, text that grows, an event without messages, and the whole conversation last', async () => {
    const { text, headers } = await world.call(
      MAREN,
      'POST',
      `/beta/copilot/conversations/${await begin()}/chatOverStream`,
      QUESTION,
    )
    expect(headers['content-type']).toBe('text/event-stream')
    const blocks = text.split('\n\n').filter((block) => block !== '')
    expect(blocks.every((block) => /^data: \{.*\}\nid:\d+$/.test(block))).toBe(true)
    expect(text).not.toContain('event:')
    const events = blocks.map((block) => JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? ''))
    const growing = events.slice(0, -2)
    expect(
      growing.every(
        ({ displayName, turnCount }) => displayName === 'Intermediate Conversation Update' && turnCount === 0,
      ),
    ).toBe(true)
    const texts = growing.map(({ messages }) => messages[0].text)
    expect(texts.every((each, n) => n === 0 || each.startsWith(texts[n - 1]))).toBe(true)
    expect(events.at(-2).messages).toEqual([])
    expect(events.at(-1)).toMatchObject({ displayName: QUESTION.message.text, turnCount: 1 })
    expect(events.at(-1).messages).toHaveLength(2)
  })

  it('answers errors before the stream as any other request', async () => {
    const answer = await world.call(MAREN, 'POST', '/beta/copilot/conversations/none/chatOverStream', QUESTION)
    expect(answer.status).toBe(404)
    expect(answer.body.error.code).toBe('ConversationNotFound')
  })
})

describe('permissions', () => {
  it('strict mode asks for all seven scopes', async () => {
    await world.close()
    world = await openWorld({ settings: { strictScopes: true } })
    expect((await world.call(MAREN, 'POST', '/beta/copilot/conversations', {})).status).toBe(403)
  })
})
