import { setTimeout as wait } from 'node:timers/promises'
import type { LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { orchestratorErrors } from '../errors.ts'
import { spentMs } from './budget.ts'
import type { StepClock } from './clock.ts'
import type { Work } from './work.ts'

/** Statuses of a model that would answer later: too many questions, or too much to do. */
const BUSY = new Set([429, 503, 529])
/** Times that it is asked. */
const MOST = 6
/** Milliseconds before it is asked again where it does not say; doubled each time. */
const FIRST_PAUSE = 1_000

/**
 * The model's answer as it comes. A model that is busy is asked again when it says, for as long as the turn may take; the
 * person sees the wait, and can stop it. Errors: `modelBusy`, and what the provider raises.
 */
export async function openAnswer(
  work: Work,
  clock: StepClock,
  options: LanguageModelV4CallOptions,
): Promise<ReadableStream<LanguageModelV4StreamPart>> {
  const { context, turn, emit, model, signal } = work
  const { seconds } = context.settings
  let waited = 0
  for (let attempt = 1; ; attempt++) {
    try {
      clock.start()
      return (await model.doStream({ ...options, abortSignal: clock.signal })).stream
    } catch (error) {
      clock.stop()
      if (signal.aborted || !isBusy(error)) throw error
      const asked = pauseIn(error, context.now())
      const pause = asked ?? FIRST_PAUSE * 2 ** (attempt - 1)
      const left = seconds * 1_000 - Math.max(waited, spentMs(work))
      if (attempt === MOST || pause >= left)
        throw orchestratorErrors.modelBusy({ model: turn.model, when: whenOf(asked) }, { cause: error })
      emit({ type: 'state', state: 'busy', detail: `${Math.ceil(pause / 1_000)} s` })
      await wait(pause, undefined, { signal })
      waited += pause
      emit({ type: 'state', state: 'writing' })
    }
  }
}

const isBusy = (error: unknown): boolean => {
  const status = error instanceof Error ? Reflect.get(error, 'statusCode') : undefined
  return typeof status === 'number' && BUSY.has(status)
}

/** What the answer says about when to ask again, in milliseconds. RFC 9110 10.2.3, and the finer word of two providers. */
function pauseIn(error: unknown, now: number): number | undefined {
  const headers: unknown = error instanceof Error ? Reflect.get(error, 'responseHeaders') : undefined
  if (typeof headers !== 'object' || headers === null) return undefined
  const fine = Number(Reflect.get(headers, 'retry-after-ms') ?? Number.NaN)
  if (fine >= 0) return fine
  const after: unknown = Reflect.get(headers, 'retry-after')
  if (typeof after !== 'string') return undefined
  const seconds = /^\s*\d+(?:\.\d+)?\s*$/.test(after) ? 1_000 * Number(after) : Date.parse(after) - now
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds)
}

const whenOf = (pause: number | undefined): string =>
  pause === undefined
    ? 'later'
    : pause < 90_000
      ? `in ${Math.ceil(pause / 1_000)} seconds`
      : `in ${Math.ceil(pause / 60_000)} minutes`
