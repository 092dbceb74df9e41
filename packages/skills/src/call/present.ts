import { CodedError } from '@jumpseat/wire'
import { skillsErrors } from '../errors.ts'
import { findingOf } from '../findings.ts'
import { NOTHING_PRESENTED } from '../openapi/request.ts'
import type { Skill } from '../types.ts'
import type { CallContext, CredentialAnswer, Outcome } from './types.ts'

type Given = Extract<CredentialAnswer, { kind: 'given' }>

/** The credential for one attempt, or the outcome of a call that cannot be made without it. */
export async function present(
  { authentication, source }: Pick<Skill, 'authentication' | 'source'>,
  url: string,
  attempt: 1 | 2,
  { tenant, user, credentials }: Pick<CallContext, 'tenant' | 'user' | 'credentials'>,
): Promise<Given | Extract<Outcome, { kind: 'signIn' | 'failed' }>> {
  if (authentication.kind === 'none') return { kind: 'given', ...NOTHING_PRESENTED }
  if (!credentials.serves(authentication)) {
    const reason = findingOf(skillsErrors.signInUnserved({ scheme: authentication.kind }))
    return { kind: 'failed', reason, isUnknown: false }
  }
  try {
    const answer = await credentials.present({ tenant, user, app: source.app.id, authentication, url, attempt })
    return answer.kind === 'refused' ? { kind: 'failed', reason: answer.reason, isUnknown: false } : answer
  } catch (error) {
    // A refresh that fails, for example: nothing of the call has been sent.
    if (!(error instanceof CodedError)) throw error
    return { kind: 'failed', reason: findingOf(error), isUnknown: false }
  }
}
