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

/** Asked for with every question, for every connection. */
export function presentationReader(store: Pick<Store, 'read' | 'remember'>) {
  const known = store.remember(['search_presentations'], (uid: string) => {
    const [row] = store.read<{ tenant: TenantId; in_all: number; in_copilot: number }>({
      sql: 'SELECT tenant, in_all, in_copilot FROM search_presentations WHERE uid = ?',
      parameters: [uid],
    })
    return row && { tenantId: row.tenant, presentation: { inAll: row.in_all === 1, inCopilot: row.in_copilot === 1 } }
  })
  return (tenantId: TenantId, connectionUid: string): Presentation => {
    const found = known(connectionUid)
    return found?.tenantId === tenantId ? found.presentation : EVERYWHERE
  }
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
