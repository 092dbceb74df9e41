import type { Statement } from '@jumpseat/store'
import type { TenantId } from '@jumpseat/wire'

/** One change that an administrator (or the system) made. Contract: publishing-and-governance REQ-33. */
export interface AdminEntry {
  readonly tenantId: TenantId
  /** Who: object id and a readable name; `system` for what the server did by itself. */
  readonly actor: {
    readonly id: string
    readonly name: string
    readonly roles: readonly string[]
    readonly appId?: string
  }
  /** What was done, for example `group.member.add`. */
  readonly action: string
  readonly object: { readonly type: string; readonly id: string; readonly name?: string }
  /** The members that changed, without secrets. */
  readonly before?: unknown
  readonly after?: unknown
  readonly requestId?: string
  readonly address?: string
}

/** Gives the statements that append the entry; put them into the unit that makes the change, so that neither exists without the other. */
export type Recorder = (entry: AdminEntry) => readonly Statement[]
