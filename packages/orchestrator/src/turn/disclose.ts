import type { AccessedResource, InteractionPart, UsedFunction } from '@jumpseat/audit'
import type { Statement } from '@jumpseat/store'
import { beginRunning, keepTurn } from '../conversation/records.ts'
import type { Call, Source, Surface } from './types.ts'
import type { Work } from './work.ts'

const SURFACES: Readonly<Record<Surface, string>> = {
  chat: 'Jumpseat.Chat',
  graph: 'Jumpseat.ChatApi',
  openai: 'Jumpseat.OpenAi',
}

/**
 * Puts on disk what the turn has read and called, before any of it reaches a model or a person: where this fails the
 * turn fails. Contract: publishing-and-governance REQ-34 to REQ-36.
 */
export async function disclose(work: Work): Promise<void> {
  const { context, turn } = work
  // Before the turn is sealed: it counts its parts of the audit.
  const audited = auditPart(work, turn.auditParts === 0 ? readSoFar(work) : calledSoFar(work))
  const unit = [...opening(work), ...settled(work), ...audited]
  if (unit.length === 0) return
  await context.store.write(unit)
  work.isKept = true
}

function opening(work: Work): Statement[] {
  if (work.isKept) return []
  const { context, turn } = work
  return [...beginRunning(turn, context.now()), keepTurn(context.store, turn, context.now())]
}

type Told = Pick<InteractionPart, 'messages' | 'resources' | 'functions' | 'outcome' | 'model' | 'agent'>

function readSoFar({ turn, agent }: Work): Told {
  return {
    model: turn.model,
    ...(agent === undefined ? {} : { agent: { id: agent.id, name: agent.name, version: agent.version } }),
    messages: [{ id: `${turn.id}:prompt`, isPrompt: true, jailbreakDetected: turn.isJailbreak }],
    resources: turn.sources.map(resourceOf),
  }
}

function calledSoFar({ turn }: Work): Told | undefined {
  const told = turn.calls.filter((call) => !call.isTold && isSettled(call))
  for (const call of told) call.isTold = true
  const results = turn.sources.filter(
    (source) => source.kind === 'result' && told.some(({ id }) => id === source.callId),
  )
  return told.length === 0
    ? undefined
    : { functions: told.map((call) => functionOf(call)), resources: results.map(resourceOf) }
}

/** Entries of the journal whose outcome is known by now. */
function settled({ turn, context }: Work): Statement[] {
  return turn.calls
    .filter(({ state, isJournalled }) => isJournalled === true && !OPEN.has(state))
    .map(({ id, state }) => ({
      sql: 'UPDATE chat_journal SET settled_at = ?, outcome = ? WHERE turn = ? AND call = ? AND settled_at IS NULL',
      parameters: [context.now(), state, turn.id, id],
    }))
}

/** What the turn came to. */
export function closing(work: Work): Statement[] {
  const { turn } = work
  const isFirst = turn.auditParts === 0
  const journal = settled(work)
  const part = auditPart(work, {
    ...(isFirst ? readSoFar(work) : {}),
    ...calledSoFar(work),
    messages: [
      ...(isFirst ? (readSoFar(work).messages ?? []) : []),
      { id: turn.id, isPrompt: false, jailbreakDetected: false },
    ],
    outcome: turn.status,
  })
  return [...journal, ...part]
}

function auditPart({ context, asker, turn }: Work, told: Told | undefined): Statement[] {
  if (told === undefined) return []
  const { caller, address } = asker
  return [
    ...context.audit.interactions.record({
      tenantId: turn.tenantId,
      interactionId: turn.id,
      part: turn.auditParts++,
      conversationId: turn.conversationId,
      person: { id: caller.objectId, name: caller.name },
      surface: SURFACES[turn.surface],
      ...(address === undefined ? {} : { address }),
      ...told,
    }),
  ]
}

const OPEN: ReadonlySet<Call['state']> = new Set(['proposed', 'waiting', 'allowed', 'calling'])
const isSettled = ({ state }: Call) => !OPEN.has(state)

const functionOf = ({ skill, functionName, appName, state, at }: Call): UsedFunction => ({
  id: skill ?? '',
  name: functionName,
  plugin: appName,
  outcome: state,
  at,
})

function resourceOf({ item, kind, title, url, sensitivityLabelId, isSuspicious, from, n }: Source): AccessedResource {
  return {
    id: item === undefined ? `${kind}:${from}:${n}` : `ext:${item.connectionId}:${item.itemId}`,
    name: title,
    type: kind === 'item' ? 'externalItem' : kind,
    ...(url === undefined ? {} : { url }),
    action: 'read',
    status: 'success',
    sensitivityLabelId: sensitivityLabelId ?? null,
    xpiaDetected: isSuspicious,
  }
}
