import type { ObjectId, TenantId } from '@jumpseat/wire'

/** Belongs to one person; nobody else reads it. */
export interface Conversation {
  readonly id: string
  readonly tenantId: TenantId
  readonly person: ObjectId
  readonly agentId: string | undefined
  /** Contract: connectors 6.3. */
  readonly state: 'active' | 'disengagedForRai'
  /** The turn that is being answered. */
  readonly running: string | undefined
  readonly turnCount: number
  readonly createdAt: number
  readonly changedAt: number
  /** The first prompt, or what the person called it. */
  readonly title: string
}
