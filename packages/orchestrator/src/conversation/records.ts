import type { Statement, Store } from '@jumpseat/store'
import type { ObjectId, TenantId } from '@jumpseat/wire'
import type { Turn } from '../turn/types.ts'
import type { Conversation } from './types.ts'

type Keeping = Pick<Store, 'sealer'>
type Reading = Pick<Store, 'read' | 'sealer'>

/** Words of the guards. */
export const BUSY = 'the conversation is being answered'
export const NOT_WAITING = 'the turn does not wait'
export const GONE = 'the conversation is gone'

interface ConversationRow {
  readonly id: string
  readonly tenant: TenantId
  readonly person: ObjectId
  readonly agent: string | null
  readonly running: string | null
  readonly state: Conversation['state']
  readonly turn_count: number
  readonly created_at: number
  readonly changed_at: number
  readonly sealed: Uint8Array
}

const titleContext = (id: string) => `chat_conversations:${id}`

export function addConversation({ sealer }: Keeping, conversation: Conversation): Statement {
  const { id, tenantId, person, agentId, state, createdAt, title } = conversation
  return {
    sql: `INSERT INTO chat_conversations
      (id, tenant, person, agent, running, state, turn_count, created_at, changed_at, sealed)
      VALUES (?, ?, ?, ?, NULL, ?, 0, ?, ?, ?)`,
    parameters: [
      ...[id, tenantId, person, agentId ?? null, state, createdAt, createdAt],
      sealer.seal(tenantId, titleContext(id), title),
    ],
  }
}

/** Most recently used first, after the one that `before` describes. */
export function conversationsOf(
  store: Reading,
  tenantId: TenantId,
  person: ObjectId,
  { before, limit }: { before?: { changedAt: number; id: string } | undefined; limit: number },
): Conversation[] {
  const rows = store.read<ConversationRow>({
    sql: `SELECT * FROM chat_conversations WHERE tenant = ? AND person = ? AND (changed_at, id) < (?, ?)
      ORDER BY changed_at DESC, id DESC LIMIT ?`,
    parameters: [tenantId, person, before?.changedAt ?? Number.MAX_SAFE_INTEGER, before?.id ?? '\uffff', limit],
  })
  return rows.map((row) => conversationFrom(store, row))
}

export function conversationOf(
  store: Reading,
  tenantId: TenantId,
  person: ObjectId,
  id: string,
): Conversation | undefined {
  const [row] = store.read<ConversationRow>({
    sql: 'SELECT * FROM chat_conversations WHERE id = ? AND tenant = ? AND person = ?',
    parameters: [id, tenantId, person],
  })
  return row && conversationFrom(store, row)
}

function conversationFrom({ sealer }: Keeping, row: ConversationRow): Conversation {
  return {
    id: row.id,
    tenantId: row.tenant,
    person: row.person,
    agentId: row.agent ?? undefined,
    running: row.running ?? undefined,
    state: row.state,
    turnCount: row.turn_count,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    // Few who read a conversation want its name.
    get title() {
      return sealer.openText(row.tenant, titleContext(row.id), row.sealed)
    },
  }
}

export function renameConversation(
  { sealer }: Keeping,
  { tenantId, id }: Conversation,
  title: string,
  at: number,
): Statement {
  return {
    sql: 'UPDATE chat_conversations SET sealed = ?, changed_at = ? WHERE id = ? AND tenant = ?',
    parameters: [sealer.seal(tenantId, titleContext(id), title), at, id, tenantId],
    guard: GONE,
  }
}

/** With its turns, their journal and their traces. */
export const removeConversation = ({ tenantId, id }: Conversation): Statement => ({
  sql: 'DELETE FROM chat_conversations WHERE id = ? AND tenant = ?',
  parameters: [id, tenantId],
})

/** The conversation answers this turn and no other. A turn that still waited for a decision is given up. */
export function beginRunning({ tenantId, conversationId, id }: Turn, at: number): Statement[] {
  return [
    {
      sql: 'UPDATE chat_conversations SET running = ?, changed_at = ? WHERE id = ? AND tenant = ? AND running IS NULL',
      parameters: [id, at, conversationId, tenantId],
      guard: BUSY,
    },
    {
      sql: "UPDATE chat_turns SET status = 'stopped' WHERE conversation = ? AND status = 'waiting' AND id <> ?",
      parameters: [conversationId, id],
    },
  ]
}

export function endRunning(store: Keeping, { tenantId, id }: Conversation, turn: Turn, at: number): Statement {
  const titled = turn.position === 0 ? store.sealer.seal(tenantId, titleContext(id), titleOf(turn)) : undefined
  const isOver = turn.status !== 'waiting'
  return {
    sql: `UPDATE chat_conversations SET running = NULL, changed_at = ?, turn_count = ?, state = ?${titled ? ', sealed = ?' : ''}
      WHERE id = ? AND tenant = ?`,
    parameters: [
      at,
      turn.position + (isOver ? 1 : 0),
      turn.status === 'refused' ? 'disengagedForRai' : 'active',
      ...(titled ? [titled] : []),
      id,
      tenantId,
    ],
  }
}

/** Contract: connectors 6.3, `displayName` is the first prompt. */
const titleOf = ({ prompt }: Turn) => prompt.text.replace(/\s+/g, ' ').trim().slice(0, 200)

// ---- turns ---------------------------------------------------------------------------------------------------------

interface TurnRow {
  readonly id: string
  readonly tenant: TenantId
  readonly status: Turn['status']
  readonly sealed: Uint8Array
  readonly trace: Uint8Array
}

/** What only the trace and a turn that goes on need; the rest is what people see. */
type Behind = Pick<Turn, 'messages' | 'candidates' | 'steps' | 'sources'>

const turnContext = (id: string) => `chat_turns:${id}`
const traceContext = (id: string) => `chat_turns:${id}:trace`

export function keepTurn({ sealer }: Keeping, turn: Turn, at: number): Statement {
  const { id, tenantId, conversationId, position, status, createdAt } = turn
  const { messages, candidates, steps, sources, ...seen } = turn
  const front: Front = seen
  const behind: Behind = { messages, candidates, steps, sources }
  return {
    sql: `INSERT INTO chat_turns (id, tenant, conversation, position, status, created_at, changed_at, sealed, trace)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET status = excluded.status, changed_at = excluded.changed_at,
        sealed = excluded.sealed, trace = excluded.trace`,
    parameters: [
      ...[id, tenantId, conversationId, position, status, createdAt, at],
      sealer.seal(tenantId, turnContext(id), JSON.stringify(front)),
      sealer.seal(tenantId, traceContext(id), JSON.stringify(behind)),
    ],
  }
}

/** Takes a waiting turn on; refused when it does not wait any more, so that a decision counts once. */
export const resumeTurn = ({ id, tenantId }: Turn, at: number): Statement => ({
  sql: "UPDATE chat_turns SET status = 'running', changed_at = ? WHERE id = ? AND tenant = ? AND status = 'waiting'",
  parameters: [at, id, tenantId],
  guard: NOT_WAITING,
})

/** What people see of a turn, without what stands behind it. */
export type Front = Omit<Turn, keyof Behind>

/** Oldest first; with a limit, the last ones before a position. */
export function frontsOf(
  store: Reading,
  { tenantId, id }: Conversation,
  { before = Number.MAX_SAFE_INTEGER, limit = -1 }: { before?: number; limit?: number } = {},
): Front[] {
  const rows = store.read<Omit<TurnRow, 'trace'>>({
    sql: `SELECT id, tenant, status, sealed FROM chat_turns WHERE conversation = ? AND tenant = ? AND position < ?
      ORDER BY position DESC LIMIT ?`,
    parameters: [id, tenantId, before, limit],
  })
  return rows.map((row) => frontFrom(store, row)).toReversed()
}

/** Position of the last turn; -1 when there is none. */
export function lastPosition(store: Pick<Store, 'read'>, { tenantId, id }: Conversation): number {
  const [row] = store.read<{ last: number | null }>({
    sql: 'SELECT max(position) AS last FROM chat_turns WHERE conversation = ? AND tenant = ?',
    parameters: [id, tenantId],
  })
  return row?.last ?? -1
}

export function turnOf(store: Reading, { tenantId, id }: Conversation, turnId: string): Turn | undefined {
  const [row] = store.read<TurnRow>({
    sql: 'SELECT id, tenant, status, sealed, trace FROM chat_turns WHERE id = ? AND conversation = ? AND tenant = ?',
    parameters: [turnId, id, tenantId],
  })
  return row && turnFrom(store, row)
}

function turnFrom(store: Keeping, row: TurnRow): Turn {
  const behind: Behind = JSON.parse(store.sealer.openText(row.tenant, traceContext(row.id), row.trace))
  return { ...frontFrom(store, row), ...behind }
}

function frontFrom({ sealer }: Keeping, { id, tenant, status, sealed }: Omit<TurnRow, 'trace'>): Front {
  const front: Front = JSON.parse(sealer.openText(tenant, turnContext(id), sealed))
  return { ...front, status }
}

/** The turn and all after it. */
export const dropTurnsFrom = ({ tenantId, id }: Conversation, position: number): Statement => ({
  sql: 'DELETE FROM chat_turns WHERE conversation = ? AND tenant = ? AND position >= ?',
  parameters: [id, tenantId, position],
})

/** Turns that were running when the server ended. */
export function runningTurns(store: Reading): { turn: Turn; conversation: string }[] {
  const rows = store.read<TurnRow & { conversation: string }>({
    sql: "SELECT id, tenant, status, sealed, trace, conversation FROM chat_turns WHERE status = 'running'",
    parameters: [],
  })
  return rows.map((row) => ({ turn: turnFrom(store, row), conversation: row.conversation }))
}

export const releaseConversation = (tenantId: TenantId, id: string): Statement => ({
  sql: 'UPDATE chat_conversations SET running = NULL WHERE id = ? AND tenant = ?',
  parameters: [id, tenantId],
})
