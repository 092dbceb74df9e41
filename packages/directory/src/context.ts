import type { AdminEntry, Recorder } from '@jumpseat/audit'
import { GuardError, type Statement, type Store } from '@jumpseat/store'
import type { CodedError } from '@jumpseat/wire'
import type { Actor } from './types.ts'

/** What every rule of the directory works with. */
export interface Context {
  readonly store: Store
  readonly record: Recorder
  readonly now: () => number
}

type Author = Pick<AdminEntry, 'actor' | 'requestId' | 'address'>

/** The part of a record that says who made the change and from where. */
export function authorOf(actor: Actor): Author {
  if (actor === 'system') return { actor: { id: 'system', name: 'system', roles: [] } }
  return {
    actor: { id: actor.objectId, name: actor.name, roles: [...actor.roles], appId: actor.appId },
    ...(actor.requestId === undefined ? {} : { requestId: actor.requestId }),
    ...(actor.address === undefined ? {} : { address: actor.address }),
  }
}

/** Writes the unit; a refusal by the guard `reason` becomes the error that `refusals` names for it. */
export async function writeOr(
  store: Store,
  unit: readonly Statement[],
  refusals: Readonly<Record<string, () => CodedError>>,
): Promise<void> {
  try {
    await store.write(unit)
  } catch (error) {
    const refusal = error instanceof GuardError && Object.hasOwn(refusals, error.reason) && refusals[error.reason]
    throw refusal ? refusal() : error
  }
}

/** Writes the unit; the guard's reason when it was refused. */
export async function reasonAgainst(store: Store, unit: readonly Statement[]): Promise<string | undefined> {
  try {
    await store.write(unit)
    return undefined
  } catch (error) {
    if (error instanceof GuardError) return error.reason
    throw error
  }
}
