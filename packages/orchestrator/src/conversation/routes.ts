import { Buffer } from 'node:buffer'
import { canonicalMember, isJsonObject, type JsonValue } from '@jumpseat/wire'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { askerOf } from '../http/asker.ts'
import { invalid, listMember, objectOf, textMember } from '../http/body.ts'
import { additionsOf, promptText, timeZoneOf } from '../http/prompt.ts'
import { type EventStream, openStream } from '../http/stream.ts'
import type { Asker, Decision, Emit, Prompt } from '../turn/types.ts'
import { conversationsOf, frontsOf } from './records.ts'
import {
  ask,
  createConversation,
  type Desk,
  decide,
  edit,
  ownConversation,
  ownTurn,
  remove,
  rename,
  retry,
  stop,
} from './service.ts'
import { conversationView, eventView, traceView, turnView } from './view.ts'

const LARGEST_PAGE = 100
const TITLE_LENGTH = 200

interface OfConversation {
  Params: { id: string }
}
interface OfTurn {
  Params: { id: string; turnId: string }
}

/** `/api/chat/conversations`: what the page of the chat speaks. Described in README.md. */
export function conversationRoutes(desk: Desk) {
  const { context } = desk
  const { settings, store } = context
  const ownOf = (request: FastifyRequest<OfConversation>) => {
    const asker = askerOf(request)
    return { asker, conversation: ownConversation(desk, asker, request.params.id) }
  }
  const promptOf = (request: FastifyRequest): Prompt => {
    const body = objectOf(request.body)
    return {
      text: promptText(textMember(body, 'text'), settings, 'text'),
      timeZone: timeZoneOf(textMember(body, 'timeZone') ?? 'UTC', 'timeZone'),
      locale: textMember(body, 'locale') ?? 'en',
      additions: additionsOf(listMember(body, 'additions'), 'additions'),
    }
  }

  return async (app: FastifyInstance) => {
    app.get('/api/chat/conversations', async (request) => {
      const { caller } = askerOf(request)
      const { after, limit } = pageOf(request)
      const found = conversationsOf(store, caller.tenantId, caller.objectId, { before: after, limit: limit + 1 })
      const value = found.slice(0, limit)
      const last = value.at(-1)
      const next = found.length > limit && last ? tokenOf(last) : null
      return { value: value.map(conversationView), next }
    })

    app.post('/api/chat/conversations', async (request, reply) => {
      const asker = askerOf(request)
      const agentId = textMember(objectOf(request.body), 'agentId')
      return reply.code(201).send(conversationView(await createConversation(desk, asker, agentId)))
    })

    app.get<OfConversation>('/api/chat/conversations/:id', async (request) => {
      const { asker, conversation } = ownOf(request)
      const turns = frontsOf(store, conversation).map((turn) => turnView(context, asker, turn))
      return { ...conversationView(conversation), turns }
    })

    app.patch<OfConversation>('/api/chat/conversations/:id', async (request) => {
      const { asker, conversation } = ownOf(request)
      const title = textMember(objectOf(request.body), 'title')?.trim() ?? ''
      if (title === '' || title.length > TITLE_LENGTH)
        throw invalid('The title is empty or too long.', `Send "title" of 1 to ${TITLE_LENGTH} characters.`, 'title')
      await rename(desk, conversation, title)
      return conversationView(ownConversation(desk, asker, conversation.id))
    })

    app.delete<OfConversation>('/api/chat/conversations/:id', async (request, reply) => {
      await remove(desk, ownOf(request).conversation)
      return reply.code(204).send()
    })

    app.post<OfConversation>('/api/chat/conversations/:id/turns', async (request, reply) => {
      const { asker, conversation } = ownOf(request)
      const prompt = promptOf(request)
      const agentId = textMember(objectOf(request.body), 'agentId')
      await streamed(asker, reply, (emit) => ask(desk, asker, conversation, { prompt, agentId, surface: 'chat', emit }))
    })

    app.get<OfTurn>('/api/chat/conversations/:id/turns/:turnId', async (request) => {
      const { asker, conversation } = ownOf(request)
      return turnView(context, asker, ownTurn(desk, conversation, request.params.turnId))
    })

    app.get<OfTurn>('/api/chat/conversations/:id/turns/:turnId/trace', async (request) => {
      const { asker, conversation } = ownOf(request)
      const turn = ownTurn(desk, conversation, request.params.turnId)
      return traceView(context, asker, turn, turn.agentId === undefined ? undefined : desk.agentOf(asker, turn.agentId))
    })

    app.post<OfConversation>('/api/chat/conversations/:id/stop', async (request, reply) => {
      const { conversation } = ownOf(request)
      return reply.code(202).send({ isStopping: stop(desk, conversation) })
    })

    app.post<OfTurn>('/api/chat/conversations/:id/turns/:turnId/decisions', async (request, reply) => {
      const { asker, conversation } = ownOf(request)
      const decisions = decisionsOf(listMember(objectOf(request.body), 'decisions') ?? [])
      const { turnId } = request.params
      await streamed(asker, reply, (emit) => decide(desk, asker, conversation, turnId, decisions, { emit }))
    })

    app.post<OfTurn>('/api/chat/conversations/:id/turns/:turnId/retry', async (request, reply) => {
      const { asker, conversation } = ownOf(request)
      const { turnId } = request.params
      await streamed(asker, reply, (emit) => retry(desk, asker, conversation, turnId, { surface: 'chat', emit }))
    })

    app.post<OfTurn>('/api/chat/conversations/:id/turns/:turnId/edit', async (request, reply) => {
      const { asker, conversation } = ownOf(request)
      const prompt = promptOf(request)
      const { turnId } = request.params
      await streamed(asker, reply, (emit) => edit(desk, asker, conversation, turnId, { prompt, surface: 'chat', emit }))
    })
  }

  /** The events of a turn. It goes on when the reader goes away; `stop` ends it. */
  async function streamed(asker: Asker, reply: FastifyReply, work: (emit: Emit) => Promise<unknown>): Promise<void> {
    let stream: EventStream | undefined
    try {
      await work((event) => {
        stream ??= openStream(reply)
        const { name, data } = eventView(context, asker, event)
        stream.send(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
      })
    } finally {
      stream?.end()
    }
  }
}

const DECISIONS = ['allowOnce', 'alwaysAllow', 'decline'] as const satisfies readonly Decision[]

function decisionsOf(list: readonly JsonValue[]): ReadonlyMap<string, Decision> {
  return new Map(
    list.map((entry): [string, Decision] => {
      const { callId, decision } = isJsonObject(entry) ? entry : {}
      const known = typeof decision === 'string' ? canonicalMember(DECISIONS, decision) : undefined
      if (typeof callId === 'string' && known) return [callId, known]
      const fix = `Send [ { "callId": "…", "decision": "…" } ] with one of: ${DECISIONS.join(', ')}.`
      throw invalid('A decision cannot be read.', fix, 'decisions')
    }),
  )
}

function pageOf({ query }: FastifyRequest) {
  const { after, limit } = objectOf(query)
  const count = typeof limit === 'string' && /^\d{1,4}$/.test(limit) ? Number(limit) : 50
  const token = typeof after === 'string' ? Buffer.from(after, 'base64url').toString('utf8') : ''
  const [changedAt = '', id = ''] = token.split(' ')
  return {
    limit: Math.min(Math.max(1, count), LARGEST_PAGE),
    after: /^\d+$/.test(changedAt) ? { changedAt: Number(changedAt), id } : undefined,
  }
}

const tokenOf = ({ changedAt, id }: { changedAt: number; id: string }) =>
  Buffer.from(`${changedAt} ${id}`).toString('base64url')
