import type { Statement } from '@jumpseat/store'
import type { AppId, TenantId } from '@jumpseat/wire'
import { sql } from 'kysely'
import { all, type ConnectorsOptions, first, tables } from '../context.ts'
import type { DeliveryRow, RegistrationRow } from '../tables.ts'

type Reading = Pick<ConnectorsOptions, 'store'>

export type ToggleState = 'enabled' | 'disabled'

/** A packaged connector that an administrator switches on and off. */
export interface Registration {
  readonly tenantId: TenantId
  /** In lower case. */
  readonly connectorId: string
  readonly appId: AppId
  readonly subscriptionId: string
  readonly notificationUrl: string
  readonly state: ToggleState
  readonly changedAt: number
}

const urlContext = (tenant: string, connectorId: string) => `connector_registrations:${tenant}:${connectorId}`

export function registrationReader(context: Reading) {
  const rows = (tenantId: TenantId) =>
    tables(context).selectFrom('connector_registrations').selectAll().where('tenant', '=', tenantId)
  const opened = (row: RegistrationRow): Registration => ({
    tenantId: row.tenant as TenantId,
    connectorId: row.connector_id,
    appId: row.app_id as AppId,
    subscriptionId: row.subscription_id,
    notificationUrl: context.store.sealer.openText(
      row.tenant as TenantId,
      urlContext(row.tenant, row.connector_id),
      row.sealed,
    ),
    state: row.state,
    changedAt: row.changed_at,
  })
  const byId = (tenantId: TenantId, connectorId: string) =>
    first(context, rows(tenantId).where('connector_id', '=', connectorId.toLowerCase()))
  const stateNow = context.store.remember(['connector_registrations'], (key: string) => {
    const end = key.indexOf(' ')
    return byId(key.slice(0, end) as TenantId, key.slice(end + 1))?.state
  })
  return {
    stateOf: (tenantId: TenantId, connectorId: string): ToggleState | undefined =>
      stateNow(`${tenantId} ${connectorId}`),
    registration(tenantId: TenantId, connectorId: string): Registration | undefined {
      const row = byId(tenantId, connectorId)
      return row && opened(row)
    },
    registrations: (tenantId: TenantId): readonly Registration[] =>
      all(context, rows(tenantId).orderBy('connector_id')).map(opened),
  }
}

export function insertRegistration({ store }: Reading, registration: Registration): Statement {
  const { tenantId, connectorId, appId, subscriptionId, notificationUrl, state, changedAt } = registration
  const sealed = store.sealer.seal(tenantId, urlContext(tenantId, connectorId), notificationUrl)
  return {
    sql: `INSERT INTO connector_registrations (tenant, connector_id, app_id, subscription_id, sealed, state, changed_at)
      VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant, connector_id) DO NOTHING`,
    parameters: [tenantId, connectorId, appId, subscriptionId, sealed, state, changedAt],
    guard: 'taken',
  }
}

export function changeState({ tenantId, connectorId }: Registration, state: ToggleState, at: number): Statement {
  return {
    sql: 'UPDATE connector_registrations SET state = ?, changed_at = ? WHERE tenant = ? AND connector_id = ?',
    parameters: [state, at, tenantId, connectorId],
    guard: 'gone',
  }
}

const ticketContext = (id: string) => `connector_deliveries:${id}`

/** Queues a notification; one of the same connector that still waits is overtaken by it. */
export function queueDelivery(
  { store }: Reading,
  { tenantId, connectorId }: Registration,
  delivery: { readonly id: string; readonly state: ToggleState; readonly ticket: string; readonly at: number },
): readonly Statement[] {
  const { id, state, ticket, at } = delivery
  return [
    {
      sql: `UPDATE connector_deliveries SET status = 'abandoned', last_problem = 'overtaken by a later change'
        WHERE tenant = ? AND connector_id = ? AND status = 'waiting'`,
      parameters: [tenantId, connectorId],
    },
    {
      sql: `INSERT INTO connector_deliveries
        (id, tenant, connector_id, state, status, attempts, sealed, created_at, next_at, last_problem)
        VALUES (?, ?, ?, ?, 'waiting', 0, ?, ?, ?, NULL)`,
      parameters: [id, tenantId, connectorId, state, store.sealer.seal(tenantId, ticketContext(id), ticket), at, at],
    },
  ]
}

export function ticketOf({ store }: Reading, { id, tenant, sealed }: DeliveryRow): string {
  return store.sealer.openText(tenant as TenantId, ticketContext(id), sealed)
}

/** Notifications that wait, the most urgent first. */
export function waitingDeliveries(context: Reading): readonly DeliveryRow[] {
  const query = tables(context).selectFrom('connector_deliveries').selectAll().where('status', '=', 'waiting')
  return all(context, query.orderBy('next_at').limit(50))
}

export function lastDelivery(context: Reading, { tenantId, connectorId }: Registration): DeliveryRow | undefined {
  const query = tables(context).selectFrom('connector_deliveries').selectAll().where('tenant', '=', tenantId)
  return first(context, query.where('connector_id', '=', connectorId).orderBy(sql`rowid`, 'desc').limit(1))
}

export function settleDelivery(id: string, { status, attempts, nextAt, problem }: Outcome): Statement {
  return {
    sql: `UPDATE connector_deliveries SET status = ?, attempts = ?, next_at = ?, last_problem = ?
      WHERE id = ? AND status = 'waiting'`,
    parameters: [status, attempts, nextAt, problem, id],
  }
}

export interface Outcome {
  readonly status: DeliveryRow['status']
  readonly attempts: number
  readonly nextAt: number
  readonly problem: string | null
}
