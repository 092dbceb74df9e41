import type { Statement, Store } from '@jumpseat/store'
import type { ObjectId, TenantId } from '@jumpseat/wire'

/** For whom a connection is open while it is staged. Contract: connectors 7.4. */
export interface Rollout {
  readonly connectionUid: string
  readonly users: readonly ObjectId[]
  readonly groups: readonly ObjectId[]
  /** Milliseconds since 1970. */
  readonly startedAt: number
}

interface Row {
  readonly uid: string
  readonly user_ids: string
  readonly group_ids: string
  readonly started_at: number
}

type Reading = { readonly store: Pick<Store, 'read'> }

/** Asked for with every question, for every connection. */
export function rolloutReader(store: Pick<Store, 'read' | 'remember'>) {
  const known = store.remember(['search_rollouts'], (uid: string) => {
    const [row] = store.read<Row & { readonly tenant: TenantId }>({
      sql: 'SELECT tenant, uid, user_ids, group_ids, started_at FROM search_rollouts WHERE uid = ?',
      parameters: [uid],
    })
    return row && { tenantId: row.tenant, rollout: rolloutFrom(row) }
  })
  return (tenantId: TenantId, connectionUid: string): Rollout | undefined => {
    const found = known(connectionUid)
    return found?.tenantId === tenantId ? found.rollout : undefined
  }
}

export function rolloutsOf({ store }: Reading, tenantId: TenantId): readonly Rollout[] {
  const rows = store.read<Row>({
    sql: 'SELECT uid, user_ids, group_ids, started_at FROM search_rollouts WHERE tenant = ? ORDER BY started_at, uid',
    parameters: [tenantId],
  })
  return rows.map(rolloutFrom)
}

export function keepRollout(tenantId: TenantId, { connectionUid, users, groups, startedAt }: Rollout): Statement {
  return {
    sql: `INSERT INTO search_rollouts (uid, tenant, user_ids, group_ids, started_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (uid) DO UPDATE SET user_ids = excluded.user_ids, group_ids = excluded.group_ids`,
    parameters: [connectionUid, tenantId, JSON.stringify(users), JSON.stringify(groups), startedAt],
  }
}

export function dropRollout(tenantId: TenantId, connectionUid: string): Statement {
  return { sql: 'DELETE FROM search_rollouts WHERE uid = ? AND tenant = ?', parameters: [connectionUid, tenantId] }
}

function rolloutFrom(row: Row): Rollout {
  return {
    connectionUid: row.uid,
    users: JSON.parse(row.user_ids),
    groups: JSON.parse(row.group_ids),
    startedAt: row.started_at,
  }
}
