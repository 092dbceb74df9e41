import { orchestratorErrors } from '../errors.ts'
import type { Step } from './work.ts'

/** Policy and safety of what the person asks; a refusal ends the turn and nothing is read or called. */
export const check: Step = async ({ context, turn, emit }) => {
  emit({ type: 'state', state: 'checking' })
  const { refusal, isJailbreak } = await context.checker('prompt', turn.prompt.text)
  turn.isJailbreak = isJailbreak
  if (refusal === undefined) return 'ground'
  turn.status = 'refused'
  const { code, message, fix } = orchestratorErrors.refused({ reason: refusal })
  turn.error = { code, message, fix }
  return 'record'
}
