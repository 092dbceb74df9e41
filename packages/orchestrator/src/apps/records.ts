import type { Statement, Store } from '@jumpseat/store'
import type { ObjectId, TenantId } from '@jumpseat/wire'
import type { AppState } from './types.ts'

type Keeping = Pick<Store, 'sealer'>
type Reading = Pick<Store, 'read' | 'sealer'>

export interface StoredApp {
  readonly tenantId: TenantId
  readonly id: string
  readonly state: AppState
  readonly installedAt: number
  readonly changedAt: number
  readonly places: readonly string[]
  readonly zip: Uint8Array
}

interface Row {
  readonly tenant: TenantId
  readonly id: string
  readonly state: AppState
  readonly installed_at: number
  readonly changed_at: number
  /** JSON. */
  readonly places: string
  readonly zip: Uint8Array
}

const sealContext = (id: string) => `chat_apps:${id}`

export function storedApps(store: Reading): StoredApp[] {
  const rows = store.read<Row>({ sql: 'SELECT * FROM chat_apps ORDER BY installed_at, id', parameters: [] })
  return rows.map((row) => ({
    tenantId: row.tenant,
    id: row.id,
    state: row.state,
    installedAt: row.installed_at,
    changedAt: row.changed_at,
    places: JSON.parse(row.places),
    zip: store.sealer.open(row.tenant, sealContext(row.id), row.zip),
  }))
}

export function keepApp(
  { sealer }: Keeping,
  { tenantId, id, state, installedAt, changedAt, places, zip }: StoredApp,
): Statement {
  return {
    sql: `INSERT INTO chat_apps (tenant, id, state, installed_at, changed_at, places, zip) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (tenant, id) DO UPDATE SET state = excluded.state, changed_at = excluded.changed_at, zip = excluded.zip`,
    parameters: [
      tenantId,
      id,
      state,
      installedAt,
      changedAt,
      JSON.stringify(places),
      sealer.seal(tenantId, sealContext(id), zip),
    ],
  }
}

export const setAppState = (tenantId: TenantId, id: string, state: AppState, at: number): Statement => ({
  sql: 'UPDATE chat_apps SET state = ?, changed_at = ? WHERE tenant = ? AND id = ?',
  parameters: [state, at, tenantId, id],
})

export const setAppPlaces = (tenantId: TenantId, id: string, places: readonly string[], at: number): Statement => ({
  sql: 'UPDATE chat_apps SET places = ?, changed_at = ? WHERE tenant = ? AND id = ?',
  parameters: [JSON.stringify(places), at, tenantId, id],
})

export const dropApp = (tenantId: TenantId, id: string): Statement[] => [
  { sql: 'DELETE FROM chat_apps WHERE tenant = ? AND id = ?', parameters: [tenantId, id] },
  { sql: 'DELETE FROM chat_switches WHERE tenant = ? AND app = ?', parameters: [tenantId, id] },
]

/** `app/action` of what the person has switched off, in order. */
export function switchedOff(store: Pick<Store, 'read'>, tenantId: TenantId, person: ObjectId): string[] {
  const rows = store.read<{ subject: string }>({
    sql: "SELECT app || '/' || action AS subject FROM chat_switches WHERE tenant = ? AND person = ? ORDER BY subject",
    parameters: [tenantId, person],
  })
  return rows.map(({ subject }) => subject)
}

export function setSwitch(tenantId: TenantId, person: ObjectId, app: string, action: string, isOn: boolean): Statement {
  const parameters = [tenantId, person, app, action]
  return isOn
    ? { sql: 'DELETE FROM chat_switches WHERE tenant = ? AND person = ? AND app = ? AND action = ?', parameters }
    : {
        sql: 'INSERT INTO chat_switches (tenant, person, app, action) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
        parameters,
      }
}
