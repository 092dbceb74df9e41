import { GuardError, type Statement, type Store } from '@jumpseat/store'
import type { CodedError } from '@jumpseat/wire'
import { orchestratorErrors } from '../errors.ts'
import { BUSY, GONE, NOT_WAITING } from './records.ts'

const REFUSALS: Readonly<Record<string, () => CodedError>> = {
  [BUSY]: orchestratorErrors.conversationBusy,
  [NOT_WAITING]: orchestratorErrors.notWaiting,
  [GONE]: orchestratorErrors.conversationNotFound,
}

/** Writes the unit; a guard's refusal becomes the error of its word. */
export async function guarded(
  { store }: { readonly store: Pick<Store, 'write'> },
  unit: readonly Statement[],
): Promise<void> {
  try {
    await store.write(unit)
  } catch (error) {
    throw refusalOf(error)
  }
}

export function refusalOf(error: unknown): unknown {
  const refusal = error instanceof GuardError ? REFUSALS[error.reason] : undefined
  return refusal?.() ?? error
}
