import type { Statement, Store } from '@jumpseat/store'
import type { TenantId } from '@jumpseat/wire'

/** Where results of a connection appear without being asked for by name. Contract: publishing-and-governance ADM-52. */
export interface Presentation {
  /** Among all results. */
  readonly inAll: boolean
  /** In what is retrieved for an assistant. */
  readonly inCopilot: boolean
}

export const EVERYWHERE: Presentation = { inAll: true, inCopilot: true }

type Reading = { readonly store: Pick<Store, 'read'> }

export function presentationOf({ store }: Reading, tenantId: TenantId, connectionUid: string): Presentation {
  const [row] = store.read<{ in_all: number; in_copilot: number }>({
    sql: 'SELECT in_all, in_copilot FROM search_presentations WHERE uid = ? AND tenant = ?',
    parameters: [connectionUid, tenantId],
  })
  return row ? { inAll: row.in_all === 1, inCopilot: row.in_copilot === 1 } : EVERYWHERE
}

export function keepPresentation(
  tenantId: TenantId,
  connectionUid: string,
  { inAll, inCopilot }: Presentation,
): Statement {
  return {
    sql: `INSERT INTO search_presentations (uid, tenant, in_all, in_copilot) VALUES (?, ?, ?, ?)
      ON CONFLICT (uid) DO UPDATE SET in_all = excluded.in_all, in_copilot = excluded.in_copilot`,
    parameters: [connectionUid, tenantId, Number(inAll), Number(inCopilot)],
  }
}
