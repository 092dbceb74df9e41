import { type CallReport, DEFAULT_BUDGET, type Skill } from '@jumpseat/skills'
import { CodedError } from '@jumpseat/wire'
import { keepTurn } from '../conversation/records.ts'
import { skillAtHand } from './at-hand.ts'
import { spentMs } from './budget.ts'
import type { Call } from './types.ts'
import type { Step, Work } from './work.ts'

/** Milliseconds of all calls of a step together. Contract: plugins-and-packages 4.4. */
const TOOL_PHASE = 45_000

/** Makes the calls that are allowed: those that only read side by side, those with effects one after the other. */
export const call: Step = async (work) => {
  const { turn, emit } = work
  const allowed = turn.calls.filter(({ state }) => state === 'allowed')
  if (allowed.length > 0)
    emit({ type: 'state', state: 'calling', detail: allowed.map(({ functionName }) => functionName).join(', ') })
  const ready = allowed.flatMap((each) => readyToCall(work, each))
  const reads = ready.filter(({ skill }) => skill.effects === 'read')
  const acts = ready.filter(({ skill }) => skill.effects !== 'read')
  await Promise.all(reads.map(({ call: each, skill }) => make(work, each, skill)))
  for (const { call: each, skill } of acts) {
    work.signal.throwIfAborted()
    await journal(work, each, skill)
    await make(work, each, skill)
  }
  return 'observe'
}

/** Whether it may still be called: an administrator may have blocked it, or the person switched it off, a moment ago. */
function readyToCall(work: Work, each: Call): { call: Call; skill: Skill }[] {
  const { turn, context } = work
  const skill = each.skill === undefined ? undefined : skillAtHand(work, each.skill)
  const problem =
    skill === undefined
      ? 'The function is not available any more.'
      : turn.spent.calls >= context.settings.calls
        ? 'The turn has made as many calls as it may.'
        : undefined
  if (skill !== undefined && problem === undefined) {
    turn.spent.calls++
    return [{ call: each, skill }]
  }
  each.state = 'refused'
  each.problem = problem ?? ''
  return []
}

/**
 * On disk before the request leaves, together with the turn that says so. A second entry for the call is refused, and a
 * call whose entry was never settled is not made again. Design rule 7.
 */
async function journal(work: Work, each: Call, skill: Skill): Promise<void> {
  const { context, turn } = work
  const at = context.now()
  each.state = 'calling'
  each.isJournalled = true
  await context.store.write([
    {
      sql: 'INSERT INTO chat_journal (tenant, turn, call, skill, begun_at) VALUES (?, ?, ?, ?, ?)',
      parameters: [turn.tenantId, turn.id, each.id, skill.id, at],
    },
    keepTurn(context.store, turn, at),
  ])
}

async function make(work: Work, each: Call, skill: Skill): Promise<void> {
  const { context, turn, asker, signal } = work
  const { settings, calling } = context
  const left = Math.max(1, Math.min(TOOL_PHASE, settings.seconds * 1_000 - spentMs(work)))
  const hasEffects = skill.effects !== 'read'
  try {
    each.report = await calling.call(skill, each.arguments, {
      tenant: turn.tenantId,
      user: asker.caller.objectId,
      egress: calling.egressOf({ tenant: skill.tenant, app: skill.source.app.id }),
      credentials: calling.credentials,
      locale: turn.prompt.locale,
      budget: {
        ...DEFAULT_BUDGET,
        ms: Math.min(DEFAULT_BUDGET.ms, left),
        bytes: Math.max(1, Math.min(DEFAULT_BUDGET.bytes, settings.bytes - turn.spent.bytes)),
      },
      session: `${turn.tenantId}/${asker.caller.objectId}/${turn.conversationId}`,
      signal,
    })
    each.state = stateOf(each.report, hasEffects)
  } catch (error) {
    // Nobody can say how far it came.
    each.state = hasEffects ? 'unknown' : 'failed'
    each.problem = error instanceof CodedError ? error.message : 'The call failed.'
    if (signal.aborted) throw signal.reason
  }
}

function stateOf({ outcome }: CallReport, hasEffects: boolean): Call['state'] {
  switch (outcome.kind) {
    case 'answered':
      return 'answered'
    case 'failed':
      return outcome.isUnknown && hasEffects ? 'unknown' : 'failed'
    case 'error':
      return 'failed'
    case 'arguments':
    case 'signIn':
      return 'refused'
  }
}
