import type { Actor } from '@jumpseat/directory'
import type { Statement } from '@jumpseat/store'
import type { TenantId } from '@jumpseat/wire'

/** Where a secret may be used. Contract: plugins-and-packages 6.2. */
export interface SecretPlace {
  readonly tenantId: TenantId
  /** Id of the app that may use it. */
  readonly app: string
  /** `reference_id` of the manifest; empty for a function that names none. */
  readonly reference: string
}

/** A secret as people see it: never the keys. */
export interface SecretRecord extends SecretPlace {
  readonly name: string
  /** Calls must begin with it. */
  readonly baseUrl: string
  readonly keyCount: number
  /** Milliseconds since 1970. */
  readonly changedAt: number
}

export interface NewSecret extends SecretPlace {
  readonly name: string
  readonly baseUrl: string
  /** One or two; the second is used after a 401. */
  readonly keys: readonly string[]
}

export interface KeyNeed extends SecretPlace {
  /** Where the call goes. */
  readonly url: string
  readonly attempt: 1 | 2
}

export type KeyAnswer =
  | { readonly kind: 'given'; readonly key: string }
  /** Code, message and fix of `vaultErrors`. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string; readonly fix: string }

/** Secrets of apps. What goes in comes out only inside a call. */
export interface Vault {
  /** Sets or replaces. Errors: `secretInvalid`. */
  set(secret: NewSecret, actor: Actor): Promise<SecretRecord>
  remove(place: SecretPlace, actor: Actor): Promise<void>
  list(tenantId: TenantId): readonly SecretRecord[]
  has(place: SecretPlace): boolean
  keyFor(need: KeyNeed): KeyAnswer
  /** Statements that forget all secrets of an app; for whoever removes the app. */
  forget(tenantId: TenantId, app: string): readonly Statement[]
}
