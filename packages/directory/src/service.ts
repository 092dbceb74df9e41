import type { Recorder } from '@jumpseat/audit'
import type { Store } from '@jumpseat/store'
import { apps } from './apps.ts'
import type { Context } from './context.ts'
import { externalGroups } from './external-groups.ts'
import { groups } from './groups.ts'
import { createMemberships } from './membership.ts'
import { passwords } from './passwords.ts'
import { people } from './people.ts'
import { tenants } from './tenants.ts'
import type { AdministeredDirectory } from './types.ts'

export interface DirectoryOptions {
  readonly store: Store
  readonly record: Recorder
  readonly now?: () => number
}

export function createDirectory({ store, record, now = Date.now }: DirectoryOptions): AdministeredDirectory {
  const context: Context = { store, record, now }
  return {
    ...tenants(context),
    ...people(context),
    ...groups(context),
    ...apps(context),
    ...passwords(context),
    membershipOf: createMemberships(store),
    externalGroups: externalGroups(context),
  }
}
