import { describe, expect, it } from 'vitest'
import type { StreamEvent, Turn } from '../../api/chat.ts'
import { type Action, after, EMPTY, type Thread } from './thread.ts'

const turn = (id: string, change: Partial<Turn> = {}): Turn => ({
  id,
  conversationId: 'c',
  status: 'answered',
  createdAt: '2026-03-18T13:30:00Z',
  agentId: null,
  agentName: null,
  prompt: { text: `prompt of ${id}`, additions: [] },
  text: `answer of ${id}`,
  label: 'AI',
  citations: [],
  cards: [],
  followUps: [],
  notices: [],
  calls: [],
  confirmations: [],
  error: null,
  ms: 1,
  ...change,
})
const all = (...actions: readonly Action[]): Thread => actions.reduce(after, EMPTY)
const asked: Action = { kind: 'asked', request: { kind: 'ask', text: 'hello', additions: [] }, agentName: undefined }
const event = (event: StreamEvent): Action => ({ kind: 'event', event })

describe('a conversation on the page', () => {
  it('grows with the events of an answer, and ends with the turn', () => {
    const going = all(
      { kind: 'loaded', turns: [turn('a')] },
      asked,
      event({ name: 'turn', conversationId: 'c', turnId: 'b' }),
      event({ name: 'state', state: 'writing' }),
      event({ name: 'text', delta: 'Two ' }),
      event({ name: 'text', delta: 'words' }),
    )
    expect(going.turns.map(({ id }) => id)).toEqual(['a'])
    expect(going.live).toMatchObject({ turnId: 'b', state: 'writing', text: 'Two words', prompt: { text: 'hello' } })
    const replaced = after(going, event({ name: 'replace', text: 'Sorry' }))
    expect(replaced.live?.text).toBe('Sorry')
    const done = after(replaced, event({ name: 'done', turn: turn('b') }))
    expect([done.live, done.turns.map(({ id }) => id)]).toEqual([undefined, ['a', 'b']])
  })

  it('takes a turn on after a decision, with what was there', () => {
    const waiting = turn('a', { status: 'waiting', text: 'So far' })
    const request = { kind: 'decide', turnId: 'a', decisions: [] } as const
    const thread = all({ kind: 'loaded', turns: [waiting] }, { kind: 'asked', request, agentName: undefined })
    expect(thread).toMatchObject({ turns: [], live: { turnId: 'a', text: 'So far' } })
  })

  it('forgets what came after an edited turn, and the answer of one that is tried again', () => {
    const loaded: Action = { kind: 'loaded', turns: [turn('a'), turn('b'), turn('c')] }
    const edit = { kind: 'edit', turnId: 'b', text: 'other', additions: [] } as const
    expect(all(loaded, { kind: 'asked', request: edit, agentName: undefined })).toMatchObject({
      turns: [{ id: 'a' }],
      live: { prompt: { text: 'other' }, text: '' },
    })
    const retry = { kind: 'retry', turnId: 'c' } as const
    expect(all(loaded, { kind: 'asked', request: retry, agentName: undefined })).toMatchObject({
      turns: [{ id: 'a' }, { id: 'b' }],
      live: { prompt: { text: 'prompt of c' } },
    })
  })

  it('keeps what was there when a request is refused', () => {
    const problem = { status: 409, code: 'busy', message: '', fix: undefined, requestId: undefined, request: '' }
    const thread = all({ kind: 'loaded', turns: [turn('a')] }, asked, { kind: 'refused', problem, turns: [turn('a')] })
    expect(thread).toMatchObject({ turns: [{ id: 'a' }], problem: { code: 'busy' } })
    expect(thread.live).toBeUndefined()
  })

  it('follows a turn that runs elsewhere until it ends', () => {
    const thread = all({ kind: 'loaded', turns: [turn('a', { status: 'running', text: 'begun' })] })
    expect(thread).toMatchObject({ turns: [], live: { turnId: 'a', text: 'begun' } })
    expect(after(thread, { kind: 'read', turn: turn('a') })).toMatchObject({ turns: [{ id: 'a' }], live: undefined })
  })

  it('passes over events that it does not know', () => {
    const thread = all(asked)
    expect(after(thread, event({ name: 'weather' } as unknown as StreamEvent))).toBe(thread)
  })
})
