import type { Statement, Store } from '@jumpseat/store'
import type { ObjectId, TenantId } from '@jumpseat/wire'

export type Rating = 'up' | 'down' | 'none'

/** What a person thinks of an answer, or of one function of it. */
export interface Feedback {
  readonly tenantId: TenantId
  readonly turnId: string
  /** A function, or empty for the answer as a whole. */
  readonly subject: string
  readonly person: ObjectId
  readonly agentId: string | undefined
  readonly rating: Rating
  readonly at: number
  readonly text: string
}

const sealContext = ({ turnId, subject }: Pick<Feedback, 'turnId' | 'subject'>) => `chat_feedback:${turnId}:${subject}`

export function keepFeedback({ sealer }: Pick<Store, 'sealer'>, feedback: Feedback): Statement {
  const { tenantId, turnId, subject, person, agentId, rating, at, text } = feedback
  if (rating === 'none')
    return {
      sql: 'DELETE FROM chat_feedback WHERE tenant = ? AND turn = ? AND subject = ? AND person = ?',
      parameters: [tenantId, turnId, subject, person],
    }
  return {
    sql: `INSERT INTO chat_feedback (tenant, turn, subject, person, agent, rating, at, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (tenant, turn, subject) DO UPDATE SET rating = excluded.rating, at = excluded.at, sealed = excluded.sealed`,
    parameters: [
      ...[tenantId, turnId, subject, person, agentId ?? null, rating, at],
      sealer.seal(tenantId, sealContext(feedback), text),
    ],
  }
}

/** Newest first. */
export function feedbackOf(store: Pick<Store, 'read' | 'sealer'>, tenantId: TenantId, limit: number): Feedback[] {
  const rows = store.read<{
    turn: string
    subject: string
    person: ObjectId
    agent: string | null
    rating: Rating
    at: number
    sealed: Uint8Array
  }>({
    sql: 'SELECT turn, subject, person, agent, rating, at, sealed FROM chat_feedback WHERE tenant = ? ORDER BY at DESC LIMIT ?',
    parameters: [tenantId, limit],
  })
  return rows.map(({ turn: turnId, subject, person, agent, rating, at, sealed }) => ({
    tenantId,
    turnId,
    subject,
    person,
    agentId: agent ?? undefined,
    rating,
    at,
    text: store.sealer.openText(tenantId, sealContext({ turnId, subject }), sealed),
  }))
}
