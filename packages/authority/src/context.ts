import type { Directory } from '@jumpseat/directory'
import type { Store } from '@jumpseat/store'
import type { FastifyRequest } from 'fastify'
import type { KeyRings } from './keys.ts'
import type { Records } from './records.ts'
import type { Trust } from './trust.ts'

/** What every part of the authority works with. */
export interface AuthorityContext {
  readonly store: Store
  readonly directory: Directory
  readonly records: Records
  readonly keys: KeyRings
  readonly trust: Trust
  readonly issuerHost: string
  /** Origins under which people reach this server's pages, lower case; the first one goes into links that they open. */
  readonly origins: () => readonly string[]
  readonly signInPath: (uid: string) => string
  /** Whether sign-in without a password may be offered to this request. */
  readonly allowOneClick: (request: FastifyRequest) => boolean
  readonly now: () => number
}
