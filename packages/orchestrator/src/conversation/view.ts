import type { Agent } from '../agents/types.ts'
import type { Context } from '../context.ts'
import type { Asker, Call, Citation, Source, Turn, TurnEvent } from '../turn/types.ts'
import type { Front } from './records.ts'
import type { Conversation } from './types.ts'

/** What every answer says of itself. Contract: plugins-and-packages 7.5. */
const AI_LABEL = 'AI-generated content may be incorrect'
const HIDDEN_TITLE = 'A source that you may no longer read'

export const conversationView = ({
  id,
  title,
  agentId,
  state,
  running,
  turnCount,
  createdAt,
  changedAt,
}: Conversation) => ({
  id,
  title,
  agentId: agentId ?? null,
  state,
  runningTurnId: running ?? null,
  turnCount,
  createdAt: new Date(createdAt).toISOString(),
  changedAt: new Date(changedAt).toISOString(),
})

/** A turn as its person sees it now: sources that were revoked since lose their name and link. Contract: publishing-and-governance REQ-07. */
export function turnView({ search }: Pick<Context, 'search'>, { caller }: Asker, turn: Front) {
  const { prompt, error, calls } = turn
  return {
    id: turn.id,
    conversationId: turn.conversationId,
    position: turn.position,
    status: turn.status,
    createdAt: new Date(turn.createdAt).toISOString(),
    agentId: turn.agentId ?? null,
    agentName: turn.agentName ?? null,
    model: turn.model,
    prompt: { text: prompt.text, additions: prompt.additions },
    text: turn.text,
    label: AI_LABEL,
    citations: turn.citations.map((citation) => citationView(isReadable(search, caller, citation), citation)),
    cards: turn.cards,
    followUps: turn.followUps,
    notices: turn.notices,
    calls: calls.map(callView),
    confirmations: calls.flatMap(({ state, confirmation }) =>
      state === 'waiting' && confirmation ? [confirmation] : [],
    ),
    error: error ?? null,
    ms: turn.spent.ms,
  }
}

const isReadable = (search: Context['search'], caller: Asker['caller'], { item }: Pick<Source, 'item'>): boolean =>
  item === undefined || search.isReadable(caller, item.connectionId, item.itemId)

function citationView(readable: boolean, { source: _source, ...citation }: Citation) {
  if (readable) return { ...citation, isGone: false }
  const { n, kind, spans, isOwnContent } = citation
  return { n, kind, title: HIDDEN_TITLE, from: '', spans, isOwnContent, isGone: true }
}

const callView = ({ id, functionName, appName, skill, state, problem }: Call) => ({
  id,
  functionName,
  appName,
  skill: skill ?? null,
  state,
  problem: problem ?? null,
})

/** How the turn came about, for "how was this answered" and the debug card. Contract: plugins-and-packages 10.3. */
export function traceView(
  { search }: Pick<Context, 'search'>,
  { caller }: Asker,
  turn: Turn,
  agent: Agent | undefined,
) {
  const hidden = turn.sources.filter((source) => !isReadable(search, caller, source))
  const isWhole = hidden.length === 0
  return {
    turnId: turn.id,
    conversationId: turn.conversationId,
    status: turn.status,
    agent:
      agent === undefined
        ? null
        : { id: agent.id, name: agent.name, version: agent.version, capabilities: agent.capabilities },
    workers: turn.workers ?? [],
    model: turn.model,
    steps: turn.steps,
    sources: turn.sources.map((source) =>
      hidden.includes(source) ? { n: source.n, kind: source.kind, title: HIDDEN_TITLE, isGone: true } : source,
    ),
    candidates: turn.candidates,
    calls: turn.calls,
    // The prompt repeats the sources; it is not shown when one of them was revoked.
    prompt: isWhole ? turn.messages : null,
    spent: turn.spent,
    isTainted: turn.isTainted,
    isJailbreak: turn.isJailbreak,
  }
}

/** An event as it goes over the wire: its name, and its data. */
export function eventView(
  context: Pick<Context, 'search'>,
  asker: Asker,
  event: TurnEvent,
): { name: string; data: object } {
  const { type: name, ...data } = event
  if (event.type === 'done' || event.type === 'error')
    return { name, data: { turn: turnView(context, asker, event.turn) } }
  if (event.type === 'citation') return { name, data: { citation: citationView(true, event.citation) } }
  return { name, data }
}
