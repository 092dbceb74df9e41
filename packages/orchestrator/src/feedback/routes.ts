import { permitRole } from '@jumpseat/directory'
import { canonicalMember } from '@jumpseat/wire'
import type { FastifyInstance } from 'fastify'
import { type Desk, ownConversation, ownTurn } from '../conversation/service.ts'
import { askerOf } from '../http/asker.ts'
import { invalid, objectOf, textMember } from '../http/body.ts'
import { feedbackOf, keepFeedback, type Rating } from './records.ts'

const LONGEST = 4_000
const MOST = 500
const RATINGS = ['up', 'down', 'none'] as const satisfies readonly Rating[]

/** Thumbs and words on an answer, or on one of its functions; kept for those who look after agents. Never for training. */
export function feedbackRoutes(desk: Desk) {
  const { store, now } = desk.context
  return async (app: FastifyInstance) => {
    app.put<{ Params: { id: string; turnId: string } }>(
      '/api/chat/conversations/:id/turns/:turnId/feedback',
      async (request, reply) => {
        const asker = askerOf(request)
        const { id, turnId } = request.params
        const turn = ownTurn(desk, ownConversation(desk, asker, id), turnId)
        const body = objectOf(request.body)
        const rating = canonicalMember(RATINGS, textMember(body, 'rating') ?? '')
        if (!rating)
          throw invalid('The rating is not known.', `Send "rating" as one of: ${RATINGS.join(', ')}.`, 'rating')
        const text = textMember(body, 'text') ?? ''
        if (text.length > LONGEST) throw invalid('The text is too long.', `Send at most ${LONGEST} characters.`, 'text')
        const subject = textMember(body, 'skill') ?? ''
        if (subject !== '' && !turn.calls.some(({ skill }) => skill === subject))
          throw invalid(
            'The function was not part of this turn.',
            'Send the id of a function that the turn called.',
            'skill',
          )
        const { tenantId, objectId: person } = asker.caller
        const feedback = { tenantId, turnId, subject, person, agentId: turn.agentId, rating, at: now(), text }
        await store.write([keepFeedback(store, feedback)])
        return reply.code(204).send()
      },
    )

    app.get('/api/admin/feedback', async (request) => {
      const { tenantId } = permitRole(request, 'globalAdministrator', 'aiAdministrator')
      const value = feedbackOf(store, tenantId, MOST).map(({ turnId, subject, person, agentId, rating, at, text }) => ({
        turnId,
        skill: subject === '' ? null : subject,
        person,
        agentId: agentId ?? null,
        rating,
        at: new Date(at).toISOString(),
        text,
      }))
      return { value }
    })
  }
}
