import type { Statement } from '@jumpseat/store'
import type { Agent } from '../agents/types.ts'
import { giveConsent } from '../consent/records.ts'
import type { Context } from '../context.ts'
import { orchestratorErrors } from '../errors.ts'
import { profileOf } from '../models/profile.ts'
import type { Exchange } from '../prompt/assemble.ts'
import { skillAtHand, workersFor } from '../turn/at-hand.ts'
import { run } from '../turn/run.ts'
import { toolsAgain } from '../turn/tools.ts'
import type { Asker, Decision, Emit, Prompt, StepName, Surface, Turn } from '../turn/types.ts'
import type { Work } from '../turn/work.ts'
import {
  addConversation,
  beginRunning,
  conversationOf,
  dropTurnsFrom,
  frontsOf,
  keepTurn,
  lastPosition,
  removeConversation,
  renameConversation,
  resumeTurn,
  turnOf,
} from './records.ts'
import { guarded } from './refusals.ts'
import type { Conversation } from './types.ts'

/** What a turn needs beside its prompt. */
export interface Question {
  readonly prompt: Prompt
  readonly surface: Surface
  /** Hands this turn alone over to another agent: `@mention`. */
  readonly agentId?: string | undefined
  /** Earlier exchanges, where the client keeps them itself. They are what it says they are, so nothing trusts them. */
  readonly history?: readonly Exchange[] | undefined
  readonly emit: Emit
  readonly signal?: AbortSignal | undefined
}

/** What is being answered in this process, by conversation. */
export type Running = Map<string, AbortController>

/** What turns need to begin: kept by whoever made the service. */
export interface Desk {
  readonly context: Context
  readonly running: Running
  /** Undefined when there is none that the asker may use. */
  readonly agentOf: (asker: Asker, id: string) => Agent | undefined
  /** Those that the asker may talk to. */
  readonly agentsOf: (asker: Asker) => readonly Agent[]
  /** Those, and the agents that only work for them. */
  readonly teamOf: (asker: Asker) => readonly Agent[]
  /** Name of the model that answers for an agent, or without one. */
  readonly modelFor: (asker: Asker, agentId: string | undefined) => string
}

export async function createConversation(
  { context, agentOf }: Desk,
  asker: Asker,
  agentId?: string,
): Promise<Conversation> {
  if (agentId !== undefined && !agentOf(asker, agentId)) throw orchestratorErrors.agentNotFound({ id: agentId })
  const at = context.now()
  const { tenantId, objectId } = asker.caller
  const conversation: Conversation = {
    id: context.newId(),
    tenantId,
    person: objectId,
    agentId,
    state: 'active',
    running: undefined,
    turnCount: 0,
    createdAt: at,
    changedAt: at,
    title: '',
  }
  await context.store.write([addConversation(context.store, conversation)])
  return conversation
}

/** The person's own conversation; anything else is as if it did not exist. */
export function ownConversation({ context }: Desk, { caller }: Asker, id: string): Conversation {
  const conversation = conversationOf(context.store, caller.tenantId, caller.objectId, id)
  if (!conversation) throw orchestratorErrors.conversationNotFound()
  return conversation
}

export function ownTurn({ context }: Desk, conversation: Conversation, turnId: string): Turn {
  const turn = turnOf(context.store, conversation, turnId)
  if (!turn) throw orchestratorErrors.turnNotFound()
  return turn
}

export async function rename({ context }: Desk, conversation: Conversation, title: string): Promise<void> {
  await guarded(context, [renameConversation(context.store, conversation, title, context.now())])
}

/** A turn that is being answered is stopped first. */
export async function remove({ context, running }: Desk, conversation: Conversation): Promise<void> {
  running.get(conversation.id)?.abort()
  await context.store.write([removeConversation(conversation)])
}

/** A new turn, to its end or to a wait. */
export async function ask(desk: Desk, asker: Asker, conversation: Conversation, question: Question): Promise<Turn> {
  const agentId = question.agentId ?? conversation.agentId
  const turn = newTurn(desk, asker, conversation, question, agentId)
  await start(desk, asker, conversation, turn, question, 'check')
  return turn
}

/** The last question once more, with the same words. */
export async function retry(
  desk: Desk,
  asker: Asker,
  conversation: Conversation,
  turnId: string,
  question: Omit<Question, 'prompt'>,
): Promise<Turn> {
  const turn = ownTurn(desk, conversation, turnId)
  if (lastPosition(desk.context.store, conversation) !== turn.position) throw orchestratorErrors.notLastTurn()
  return edit(desk, asker, conversation, turnId, { ...question, prompt: turn.prompt, agentId: turn.agentId })
}

/** The question in other words: it and all that came after are removed. */
export async function edit(
  desk: Desk,
  asker: Asker,
  conversation: Conversation,
  turnId: string,
  question: Question,
): Promise<Turn> {
  const { position } = ownTurn(desk, conversation, turnId)
  if (desk.running.has(conversation.id)) throw orchestratorErrors.conversationBusy()
  await desk.context.store.write([dropTurnsFrom(conversation, position)])
  return ask(desk, asker, conversation, question)
}

/** What a person says to the calls that wait, by their ids. The turn goes on with all of them decided. */
export async function decide(
  desk: Desk,
  asker: Asker,
  conversation: Conversation,
  turnId: string,
  decisions: ReadonlyMap<string, Decision>,
  how: Pick<Question, 'emit' | 'signal'>,
): Promise<Turn> {
  const { context } = desk
  const turn = ownTurn(desk, conversation, turnId)
  const waiting = turn.calls.filter(({ state }) => state === 'waiting')
  if (turn.status !== 'waiting' || waiting.length === 0) throw orchestratorErrors.notWaiting()
  const missing = waiting.find(({ id }) => !decisions.has(id))
  if (missing)
    throw orchestratorErrors.requestInvalid({
      reason: `The call '${missing.id}' has no decision.`,
      fix: 'Send a decision for each call that waits.',
    })
  const at = context.now()
  const consents: Statement[] = []
  for (const call of waiting) {
    const decision = decisions.get(call.id) ?? 'decline'
    call.decision = decision
    call.state = decision === 'decline' ? 'declined' : 'allowed'
    if (decision === 'decline') continue
    const named = { name: call.functionName, app: call.appName }
    if (call.appId !== undefined) consents.push(giveConsent(context.store, asker.caller, 'app', call.appId, at, named))
    if (decision === 'alwaysAllow' && call.skill !== undefined && call.confirmation?.mayAlwaysAllow)
      consents.push(giveConsent(context.store, asker.caller, 'function', call.skill, at, named))
  }
  turn.status = 'running'
  await guarded(context, [
    resumeTurn(turn, at),
    ...beginRunning(turn, at),
    keepTurn(context.store, turn, at),
    ...consents,
  ])
  await start(desk, asker, ownConversation(desk, asker, conversation.id), turn, how, 'call')
  return turn
}

/** Ends what runs; true when something did. */
export function stop({ running }: Desk, { id }: Conversation): boolean {
  const controller = running.get(id)
  controller?.abort()
  return controller !== undefined
}

function newTurn(
  desk: Desk,
  asker: Asker,
  conversation: Conversation,
  question: Question,
  agentId: string | undefined,
): Turn {
  const { context } = desk
  const agent = agentId === undefined ? undefined : desk.agentOf(asker, agentId)
  if (agentId !== undefined && !agent) throw orchestratorErrors.agentNotFound({ id: agentId })
  return {
    id: context.newId(),
    tenantId: conversation.tenantId,
    conversationId: conversation.id,
    position: lastPosition(context.store, conversation) + 1,
    createdAt: context.now(),
    surface: question.surface,
    prompt: question.prompt,
    agentId,
    agentName: agent?.name,
    model: desk.modelFor(asker, agentId),
    status: 'running',
    text: '',
    citations: [],
    cards: [],
    followUps: [],
    notices: [],
    sources: [],
    candidates: [],
    calls: [],
    messages: [],
    spent: { steps: 0, calls: 0, tokens: 0, bytes: 0, ms: 0 },
    steps: [],
    isTainted: false,
    isJailbreak: false,
    auditParts: 0,
  }
}

async function start(
  desk: Desk,
  asker: Asker,
  conversation: Conversation,
  turn: Turn,
  { emit, signal, history }: Pick<Question, 'emit' | 'signal' | 'history'>,
  from: StepName,
): Promise<void> {
  const { context, running } = desk
  const controller = new AbortController()
  const limit = context.settings.historyTurns
  const hasEarlier = history === undefined && turn.position > 0
  const shown = hasEarlier ? frontsOf(context.store, conversation, { before: turn.position, limit }) : []
  const agent = turn.agentId === undefined ? undefined : desk.agentOf(asker, turn.agentId)
  const workers = workersFor(agent, desk.teamOf(asker), turn.prompt.text)
  turn.workers = workers.map(({ name }) => name)
  const profile = profileOf(context.settings, turn.model)
  const work: Work = {
    context,
    asker,
    conversation,
    agent,
    model: context.models(turn.tenantId, turn.model),
    profile,
    history: history?.slice(-limit) ?? shown.map(exchangeOf),
    historyIsTainted: (history ?? []).length > 0 || shown.some(({ isTainted }) => isTainted),
    turn,
    emit,
    signal: signal === undefined ? controller.signal : AbortSignal.any([controller.signal, signal]),
    startedAt: context.now(),
    workers,
    ...toolsAgain(turn.candidates, profile, (id) => skillAtHand({ context, asker, agent, workers }, id)),
    isKept: from !== 'check',
  }
  if (running.has(conversation.id)) throw orchestratorErrors.conversationBusy()
  running.set(conversation.id, controller)
  try {
    await run(work, from)
  } finally {
    running.delete(conversation.id)
  }
}

const exchangeOf = ({ prompt, text }: Pick<Turn, 'prompt' | 'text'>): Exchange => ({
  prompt: prompt.text,
  answer: text,
})
