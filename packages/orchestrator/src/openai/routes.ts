import type { FastifyInstance } from 'fastify'
import { ask, createConversation, type Desk, remove } from '../conversation/service.ts'
import { orchestratorErrors } from '../errors.ts'
import { askerOf } from '../http/asker.ts'
import { type EventStream, openStream } from '../http/stream.ts'
import type { Asker, Turn } from '../turn/types.ts'
import { chunk, completion, reasonOf, tailOf, usageChunk } from './answer.ts'
import { completionRequestOf } from './request.ts'

/** The organisation's assistant without an agent, as a model. */
const ASSISTANT = 'jumpseat'

/**
 * `/v1/models` and `/v1/chat/completions`: agents as models for other chat clients, with the caller's own permissions.
 * What a client sends in the role of instructions is data here, and its own tools are not called.
 */
export function openAiRoutes(desk: Desk) {
  const { context } = desk
  const modelsFor = (asker: Asker) => [
    { id: ASSISTANT, name: 'Assistant' },
    ...desk.agentsOf(asker).map(({ id, name }) => ({ id, name })),
  ]

  return async (app: FastifyInstance) => {
    app.get('/v1/models', async (request) => {
      const asker = askerOf(request)
      const created = Math.floor(context.now() / 1000)
      const data = modelsFor(asker).map(({ id, name }) => ({
        id,
        object: 'model',
        created,
        owned_by: 'jumpseat',
        name,
      }))
      return { object: 'list', data }
    })

    app.post('/v1/chat/completions', async (request, reply) => {
      const asker = askerOf(request)
      const asked = completionRequestOf(request.body, context.settings)
      const known = modelsFor(asker).find(({ id, name }) => id === asked.model || name === asked.model)
      if (!known) throw orchestratorErrors.agentNotFound({ id: asked.model })
      const agentId = known.id === ASSISTANT ? undefined : known.id
      const conversation = await createConversation(desk, asker, agentId)
      const id = `chatcmpl-${conversation.id}`
      const created = Math.floor(context.now() / 1000)
      const gone = new AbortController()
      let stream: EventStream | undefined
      const send = (payload: object) => stream?.send(`data: ${JSON.stringify(payload)}\n\n`)
      const turn: Turn = await ask(desk, asker, conversation, {
        prompt: {
          text: asked.text,
          locale: 'en',
          timeZone: 'UTC',
          additions: asked.instructions.map((text) => ({ description: 'Instructions of the client', text })),
        },
        history: asked.history,
        surface: 'openai',
        signal: gone.signal,
        emit: (event) => {
          if (event.type === 'turn') {
            if (asked.isStream) {
              stream = openStream(reply)
              stream.onGone(() => gone.abort())
              send(chunk(id, known.id, created, { role: 'assistant', content: '' }))
            } else reply.raw.on('close', () => reply.raw.writableFinished || gone.abort())
          }
          if (event.type === 'text') send(chunk(id, known.id, created, { content: event.delta }))
        },
      })
      // The client keeps its own history. What waits for a decision stays, so that the person can decide it in Chat.
      if (turn.status !== 'waiting') await remove(desk, conversation)
      if (!asked.isStream) return completion(id, known.id, created, turn)
      const tail = tailOf(turn)
      if (tail !== '') send(chunk(id, known.id, created, { content: tail }))
      send(chunk(id, known.id, created, {}, reasonOf(turn)))
      if (asked.includesUsage) send(usageChunk(id, known.id, created, turn))
      stream?.send('data: [DONE]\n\n')
      stream?.end()
      return reply
    })
  }
}
