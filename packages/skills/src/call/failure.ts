import { CodedError } from '@jumpseat/wire'
import { skillsErrors } from '../errors.ts'
import { findingOf } from '../findings.ts'
import type { Effects } from '../types.ts'
import type { Outcome } from './types.ts'

// Refusals of egress and of our own that come before anything is sent.
const NOT_SENT: ReadonlySet<string> = new Set([
  'EgressPolicyInvalid',
  'EgressUrlInvalid',
  'EgressSchemeRefused',
  'EgressUserinfoRefused',
  'EgressHeaderRefused',
  'EgressBodyRefused',
  'EgressAddressRefused',
  'EgressUntrusted',
  'EgressTargetBusy',
  'SkillArgumentRefused',
])
/** Of `EgressUnreachable`: no connection came about. */
const NOT_CONNECTED: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'ECONNREFUSED',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
])

/** A call that was not answered. Rule: a side effect happened at most once, or its outcome is said to be unknown. */
export function failureOf(error: unknown, effects: Effects): Extract<Outcome, { kind: 'failed' }> {
  if (!(error instanceof CodedError)) {
    const isAbort = error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError')
    const made = isAbort ? skillsErrors.givenUp({}, { cause: error }) : skillsErrors.callBroken({}, { cause: error })
    return { kind: 'failed', reason: findingOf(made), isUnknown: effects !== 'read' }
  }
  const isSent = !NOT_SENT.has(error.code) && !NOT_CONNECTED.has(String(error.params.reason ?? ''))
  return { kind: 'failed', reason: findingOf(error), isUnknown: isSent && effects !== 'read' }
}
