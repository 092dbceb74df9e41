import { permit } from '@jumpseat/directory'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ask, createConversation, type Desk, ownConversation } from '../conversation/service.ts'
import { askerOf } from '../http/asker.ts'
import { listMember, objectMember, objectOf, textMember } from '../http/body.ts'
import { additionsOf, promptText, timeZoneOf } from '../http/prompt.ts'
import { type EventStream, openStream } from '../http/stream.ts'
import type { Prompt } from '../turn/types.ts'
import { createdConversation, finalConversation, intermediateConversation, textOf } from './answer.ts'

// contract: connectors 6.3
const SCOPES = [
  'Sites.Read.All',
  'Mail.Read',
  'People.Read.All',
  'OnlineMeetingTranscript.Read.All',
  'Chat.Read',
  'ChannelMessage.Read.All',
  'ExternalItem.Read.All',
]

interface OfConversation {
  Params: { id: string }
}

/** `/copilot/conversations`, for clients of the chat API. Contract: connectors 6.3. */
export function graphRoutes(desk: Desk) {
  const { settings } = desk.context
  const allowed = (request: FastifyRequest) => {
    const asker = askerOf(request)
    if (settings.strictScopes) for (const scope of SCOPES) permit(request, { delegated: [scope], application: [] })
    return asker
  }
  const promptOf = (request: FastifyRequest): Prompt => {
    const body = objectOf(request.body)
    const message = objectMember(body, 'message') ?? {}
    const place = objectMember(body, 'locationHint') ?? {}
    const language = request.headers['accept-language']?.split(/[,;]/)[0]?.trim()
    return {
      text: promptText(textMember(message, 'text'), settings, 'message/text'),
      timeZone: timeZoneOf(textMember(place, 'timeZone'), 'locationHint/timeZone'),
      locale: language || 'en-US',
      additions: additionsOf(listMember(body, 'additionalContext'), 'additionalContext'),
    }
  }

  return async (app: FastifyInstance) => {
    const contextOf = (request: FastifyRequest) =>
      `${request.protocol}://${request.host}${app.prefix}/$metadata#microsoft.graph.copilotConversation`

    app.post('/copilot/conversations', async (request, reply) => {
      const asker = allowed(request)
      objectOf(request.body)
      const conversation = await createConversation(desk, asker)
      return reply.code(201).send({ '@odata.context': contextOf(request), ...createdConversation(conversation) })
    })

    app.post<OfConversation>('/copilot/conversations/:id/chat', async (request, reply) => {
      const asker = allowed(request)
      const prompt = promptOf(request)
      const conversation = ownConversation(desk, asker, request.params.id)
      const turn = await ask(desk, asker, conversation, {
        prompt,
        surface: 'graph',
        emit: () => {},
        signal: goneSignal(reply),
      })
      return finalConversation(conversation, turn, contextOf(request))
    })

    app.post<OfConversation>('/copilot/conversations/:id/chatOverStream', async (request, reply) => {
      const asker = allowed(request)
      const prompt = promptOf(request)
      const conversation = ownConversation(desk, asker, request.params.id)
      const gone = new AbortController()
      let stream: EventStream | undefined
      let count = 0
      let text = ''
      let turnId = ''
      const send = (payload: object) => stream?.send(`data: ${JSON.stringify(payload)}\nid:${++count}\n\n`)
      // What is refused before the turn begins is answered as any other request.
      const turn = await ask(desk, asker, conversation, {
        prompt,
        surface: 'graph',
        signal: gone.signal,
        emit: (event) => {
          if (event.type === 'turn') {
            turnId = event.turnId
            stream = openStream(reply)
            stream.onGone(() => gone.abort())
          }
          if (event.type === 'text') text += event.delta
          else if (event.type === 'replace') text = event.text
          else return
          send(intermediateConversation(conversation, turnId, text))
        },
      })
      // contract: connectors 6.3, an error after the stream has begun ends it without the last event
      if (turn.status !== 'failed') {
        if (textOf(turn) !== text) send(intermediateConversation(conversation, turnId, textOf(turn)))
        send(intermediateConversation(conversation, turnId, undefined))
        send(finalConversation(conversation, turn, contextOf(request)))
      }
      stream?.end()
    })
  }
}

/** Aborts when the client goes away before it was answered. */
function goneSignal({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController()
  raw.on('close', () => {
    if (!raw.writableFinished) gone.abort()
  })
  return gone.signal
}
