import type { CodedError } from '@jumpseat/wire'
import type { Finding } from './types.ts'

/** An error of a registry as a finding on something that was read. `place`: JSON pointer. */
export function findingOf(error: CodedError, place: string | undefined = error.more.place): Finding {
  return { code: error.code, message: error.message, fix: error.fix, place }
}
