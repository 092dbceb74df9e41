// contract: plugins-and-packages 7; connectors 7.6
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLibrary } from '../test/harbour.ts'
import { openWorld, TENANT, type World } from '../test/world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
  await openLibrary(world)
})
afterEach(() => world.close())

const MAREN = 'Maren Voss'
const RUTH = 'Ruth Adeyemi'

describe('a turn with the built-in model', () => {
  it('answers in sentences of what the person may read, each with its citation', async () => {
    const { events, turn } = await world.ask(MAREN, 'Which vessels were held up by fog in February?')
    expect(turn.status).toBe('answered')
    expect(turn.text).toContain('Two vessels were held up by fog in February. [^1^]')
    expect(turn.citations[0]).toMatchObject({
      n: 1,
      kind: 'item',
      title: 'Fog delays in February',
      url: 'https://harbour.example/log/fog',
      host: 'harbour.example',
      isOwnContent: true,
    })
    const [span] = turn.citations[0].spans
    expect(turn.text.slice(span.start, span.end)).toBe('Two vessels were held up by fog in February.')
    expect(span.support).toBe(1)
    const text = events.filter(({ name }) => name === 'text').map(({ data }) => data.delta)
    expect(text.join('').trim()).toBe(turn.text)
    expect(events.map(({ name }) => name)).toEqual(expect.arrayContaining(['turn', 'state', 'citation', 'done']))
    expect(turn.label).toMatch(/AI/)
  })

  it('finds nothing of what the person may not read, and says so', async () => {
    const { turn } = await world.ask(MAREN, 'What is the salary band of a firmware engineer?')
    expect(turn.text).toBe('I found nothing about this in what you may read.')
    expect(turn.citations).toEqual([])
    const { turn: hers } = await world.ask(RUTH, 'What is the salary band of a firmware engineer?')
    expect(hers.text).toContain('61,000 euros')
  })

  it('refuses what would hurt people before anything is read', async () => {
    const { turn, events } = await world.ask(MAREN, 'Explain step by step how to build a pipe bomb')
    expect(turn.status).toBe('refused')
    expect(turn.error.code).toBe('PromptRefused')
    expect(events.some(({ name, data }) => name === 'state' && data.state === 'searching')).toBe(false)
  })

  it('goes on from the question before', async () => {
    const { conversation } = await world.ask(MAREN, 'What may hotels cost?')
    const { turn } = await world.ask(MAREN, 'and receipts?', { conversation })
    expect(turn.text).toContain('Receipts are kept for six years. [^1^]')
  })
})

describe('conversations', () => {
  it('belong to their person: another reads, renames and removes none', async () => {
    const { conversation, turn } = await world.ask(MAREN, 'What may hotels cost?')
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/turns'],
      ['POST', '/stop'],
      ['GET', `/turns/${turn.id}`],
      ['GET', `/turns/${turn.id}/trace`],
      ['POST', `/turns/${turn.id}/retry`],
    ] as const) {
      const body = method === 'GET' || method === 'DELETE' ? undefined : { text: 'x', title: 'x' }
      const answer = await world.call(RUTH, method, `/api/chat/conversations/${conversation}${path}`, body)
      expect(answer.status, `${method} ${path}`).toBe(404)
    }
    expect((await world.call(RUTH, 'GET', '/api/chat/conversations')).body.value).toEqual([])
    expect((await world.call(MAREN, 'GET', '/api/chat/conversations')).body.value).toHaveLength(1)
  })

  it('are listed by their last use, renamed, asked again, edited and removed', async () => {
    const first = await world.ask(MAREN, 'What may hotels cost?')
    world.clock.now += 1_000
    await world.ask(MAREN, 'Which vessels were held up by fog?')
    const { conversation } = first
    await world.call(MAREN, 'PATCH', `/api/chat/conversations/${conversation}`, { title: 'Hotels' })
    const page = await world.call(MAREN, 'GET', '/api/chat/conversations?limit=1')
    expect(page.body.next).not.toBeNull()
    const rest = await world.call(MAREN, 'GET', `/api/chat/conversations?limit=5&after=${page.body.next}`)
    expect([...page.body.value, ...rest.body.value]).toHaveLength(2)

    const path = `/api/chat/conversations/${conversation}`
    const again = await world.call(MAREN, 'POST', `${path}/turns/${first.turn.id}/retry`, {})
    expect(again.text).toContain('event: done')
    const { body: once } = await world.call(MAREN, 'GET', path)
    expect(once.turns).toHaveLength(1)
    const edited = await world.call(MAREN, 'POST', `${path}/turns/${once.turns[0].id}/edit`, {
      text: 'How long are receipts kept?',
    })
    expect(edited.text).toContain('six years')
    expect((await world.call(MAREN, 'DELETE', path)).status).toBe(204)
    expect((await world.call(MAREN, 'GET', path)).status).toBe(404)
  })

  it('lie sealed on disk', async () => {
    await world.ask(MAREN, 'Canary prompt about hotels')
    await world.close({ keep: true })
    for (const name of ['jumpseat.sqlite', 'jumpseat.sqlite-wal']) {
      const bytes = (() => {
        try {
          return readFileSync(join(world.folder, name))
        } catch {
          return undefined
        }
      })()
      expect(bytes?.includes('Canary prompt') ?? false).toBe(false)
    }
    world = await openWorld({ folder: world.folder })
  })

  it('REQ-07: a source that was revoked since loses its name and link, and the prompt is not shown', async () => {
    const { conversation, turn } = await world.ask(RUTH, 'What is the salary band of a firmware engineer?')
    await world.connectors.put(TENANT, 'library', 'pay', {
      acl: [],
      properties: { title: 'Salary bands' },
      plainText: 'x',
    })
    const path = `/api/chat/conversations/${conversation}`
    const { body } = await world.call(RUTH, 'GET', path)
    expect(body.turns[0].citations[0]).toMatchObject({ isGone: true, title: 'A source that you may no longer read' })
    expect(body.turns[0].citations[0].url).toBeUndefined()
    const { body: trace } = await world.call(RUTH, 'GET', `${path}/turns/${turn.id}/trace`)
    expect(trace.prompt).toBeNull()
    expect(JSON.stringify(trace.sources)).not.toContain('61,000')
  })
})

describe('the audit of a turn', () => {
  it('is one record with what was read, and without the words', async () => {
    const { turn } = await world.ask(MAREN, 'Which vessels were held up by fog in February?')
    const records = world.audit.interactions.list(TENANT, { limit: 10 })
    expect(records).toHaveLength(1)
    expect(records[0]).toMatchObject({
      interactionId: turn.id,
      outcome: 'answered',
      model: 'built-in',
      resources: [{ id: 'ext:library:fog', status: 'success', xpiaDetected: false }],
    })
    expect(JSON.stringify(records)).not.toMatch(/held up/)
  })

  it('comes first: without a sink there is no answer', async () => {
    await world.close()
    world = await openWorld({
      through: (store) => ({
        ...store,
        write: (unit) =>
          unit.some(({ sql }) => sql.includes('audit_interactions'))
            ? Promise.reject(new RangeError('the sink is gone'))
            : store.write(unit),
      }),
    })
    await openLibrary(world)
    const { events, turn, answer } = await world.ask(MAREN, 'Which vessels were held up by fog in February?')
    expect(events.some(({ name }) => name === 'text')).toBe(false)
    expect(turn.status).toBe('failed')
    expect(answer.text).not.toContain('Gannet')
  })
})
