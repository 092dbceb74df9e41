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

/** An entry as it was kept. `seq` grows within the whole house; positions of one tenant may have gaps. */
export interface AdminRecord extends AdminEntry {
  readonly seq: number
  readonly id: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** Set when the sealed part was altered on disk: names and values are missing then. */
  readonly isUnreadable?: true
  /** Hex SHA-256 over the previous record's hash and this record. */
  readonly hash: string
}

export interface ListOptions {
  /** `seq` of the last record already seen. */
  readonly after?: number | undefined
  readonly limit: number
  readonly action?: string | undefined
  readonly objectType?: string | undefined
}

/** `head` is the newest hash: note it elsewhere, and a chain that was cut at its end shows too. */
export type ChainReport =
  | { readonly isIntact: true; readonly count: number; readonly head: string }
  | {
      readonly isIntact: false
      readonly count: number
      readonly brokenAt: { readonly seq: number; readonly id: string }
    }

export interface Audit {
  readonly record: Recorder
  /** Newest first. */
  list(tenantId: TenantId, options: ListOptions): readonly AdminRecord[]
  /** Recomputes every hash of the tenant; needs no key. `count` is the number of records before the first broken one. */
  verifyChain(tenantId: TenantId): Promise<ChainReport>
  /** What people asked, with what was read and called for it. */
  readonly interactions: Interactions
}

/** Something that a turn read, offered to the model or was refused. Contract: publishing-and-governance 6.8, `AccessedResources`. */
export interface AccessedResource {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly url?: string
  readonly action: 'read'
  readonly status: 'success' | 'failure'
  readonly sensitivityLabelId: string | null
  readonly xpiaDetected: boolean
}

/** A function that a turn called, or would have called. */
export interface UsedFunction {
  readonly id: string
  readonly name: string
  readonly plugin: string
  readonly outcome: string
  readonly at: number
}

/** What one part of an interaction adds. No prompt and no answer. Contract: publishing-and-governance REQ-34 to REQ-36. */
export interface InteractionPart {
  readonly tenantId: TenantId
  /** Shared by the parts of one interaction. */
  readonly interactionId: string
  /** From 0, without gaps. */
  readonly part: number
  readonly conversationId: string
  readonly person: { readonly id: string; readonly name: string }
  readonly surface: string
  readonly address?: string | undefined
  readonly agent?: { readonly id: string; readonly name: string; readonly version: string } | undefined
  readonly model?: string | undefined
  readonly messages?: readonly {
    readonly id: string
    readonly isPrompt: boolean
    readonly jailbreakDetected: boolean
  }[]
  readonly resources?: readonly AccessedResource[]
  readonly functions?: readonly UsedFunction[]
  readonly outcome?: string | undefined
}

/** One interaction, its parts put together. `seq` is that of its first part. */
export interface Interaction
  extends Required<Omit<InteractionPart, 'part' | 'address' | 'agent' | 'model' | 'outcome'>> {
  readonly seq: number
  readonly at: number
  readonly address: string | undefined
  readonly agent: InteractionPart['agent']
  readonly model: string | undefined
  /** Undefined while it goes on, or when it was cut off. */
  readonly outcome: string | undefined
}

export interface Interactions {
  /** Statements that append the part; what it tells of leaves the server only after their unit is on disk. */
  record(part: InteractionPart): readonly Statement[]
  /** Newest first. */
  list(
    tenantId: TenantId,
    options: { readonly after?: number | undefined; readonly limit: number; readonly person?: string | undefined },
  ): readonly Interaction[]
  verifyChain(tenantId: TenantId): Promise<ChainReport>
}
