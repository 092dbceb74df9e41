import { CodedError } from '@jumpseat/wire'
import { refusalOf } from '../conversation/refusals.ts'
import { orchestratorErrors } from '../errors.ts'
import { answer } from './answer.ts'
import { call } from './call.ts'
import { check } from './check.ts'
import { confirm } from './confirm.ts'
import { ground } from './ground.ts'
import { match } from './match.ts'
import { observe } from './observe.ts'
import { record } from './record.ts'
import { select } from './select.ts'
import type { StepName } from './types.ts'
import type { Next, Step, Work } from './work.ts'

// contract: plugins-and-packages 7.1
const FLOW: Readonly<Record<StepName, Step>> = { check, ground, match, select, confirm, call, observe, answer, record }

/** Takes the turn through its steps, from the given one to its end or to a wait. Ends with `done` or `error`. */
export async function run(work: Work, from: StepName = 'check'): Promise<void> {
  const { turn, emit } = work
  if (from === 'check') emit({ type: 'turn', conversationId: turn.conversationId, turnId: turn.id })
  try {
    await follow(work, from)
  } catch (error) {
    settle(work, refusalOf(error))
    try {
      await step(work, 'record')
    } catch (unrecorded) {
      // No record, no answer: what was not shown yet stays unsaid.
      Object.assign(turn, { status: 'failed', text: '', citations: [], cards: [], error: told(unrecorded) })
    }
  }
  const isError = turn.status === 'failed' || turn.status === 'refused'
  emit({ type: isError ? 'error' : 'done', turn })
}

async function follow(work: Work, from: StepName): Promise<void> {
  for (let next: Next = from; ; ) {
    if (next === 'end') return
    if (next === 'wait') {
      work.turn.status = 'waiting'
      next = 'record'
    }
    if (next !== 'record') work.signal.throwIfAborted()
    next = await step(work, next)
  }
}

async function step(work: Work, name: StepName): Promise<Next> {
  const began = performance.now()
  try {
    return await FLOW[name](work)
  } finally {
    work.turn.steps.push({ step: name, ms: Math.round((performance.now() - began) * 100) / 100 })
  }
}

function settle({ turn, signal }: Work, error: unknown): void {
  if (signal.aborted) {
    turn.status = 'stopped'
    return
  }
  turn.status =
    error instanceof CodedError && error.code === orchestratorErrors.specs.refused.code ? 'refused' : 'failed'
  turn.error = told(error)
}

/** What a person may know of an error. */
function told(error: unknown) {
  const { code, message, fix } = error instanceof CodedError ? error : orchestratorErrors.failed()
  return { code, message, fix }
}
