import type { TenantId } from '@jumpseat/wire'
import type { Context } from '../context.ts'
import { operationEntity } from '../schema/routes.ts'
import { warningsOf } from '../schema/rules.ts'
import { operationsOf } from '../schema/service.ts'
import { lastDelivery, registrationReader } from '../toggle/records.ts'
import type { ConnectionRecord } from '../types.ts'

interface AppView {
  readonly appId: string
  readonly displayName: string
}

/** A connection on the page of all connections. */
export interface ConnectionSummary {
  readonly id: string
  readonly uid: string
  readonly name: string
  readonly description: string | null
  readonly state: ConnectionRecord['state']
  readonly ownerApp: AppView
  readonly counts: {
    /** Items held. */
    readonly received: number
    /** Items that the index holds. */
    readonly indexed: number
    /** Of those, items whose meaning it holds; absent where nothing makes vectors. */
    readonly vectors?: number
    /** Item writes refused since the connection was created. */
    readonly refused: number
  }
  /** ISO 8601. */
  readonly lastChangeAt: string
  readonly createdAt: string
}

export function summaries(context: Context, tenantId: TenantId): readonly ConnectionSummary[] {
  return context.reader.connections(tenantId).map((connection) => summaryOf(context, connection))
}

export function summaryOf(context: Context, connection: ConnectionRecord): ConnectionSummary {
  const { id, uid, name, description, state, itemCount, refusedCount } = connection
  const vectors = context.vectorCount(uid)
  return {
    id,
    uid,
    name,
    description,
    state,
    ownerApp: appView(context, connection, connection.ownerAppId),
    counts: {
      received: itemCount,
      indexed: context.indexedCount(uid),
      ...(vectors === undefined ? {} : { vectors }),
      refused: refusedCount,
    },
    lastChangeAt: new Date(connection.changedAt).toISOString(),
    createdAt: new Date(connection.createdAt).toISOString(),
  }
}

/** All that the page of one connection shows. */
export function detailOf(context: Context, connection: ConnectionRecord): object {
  const { ownerAppId, authorizedAppIds, contentCategory, connectorId, activitySettings, searchSettings } = connection
  const schema = context.reader.schemaOf(connection.uid) ?? null
  const apps = [...new Set([ownerAppId, ...authorizedAppIds])]
  return {
    ...summaryOf(context, connection),
    contentCategory,
    schema,
    warnings: schema ? warningsOf(schema, contentCategory === 'people') : [],
    operations: operationsOf(context, connection).map(operationEntity),
    authorisedApps: apps.map((appId) => appView(context, connection, appId)),
    activitySettings,
    searchSettings,
    isServed: context.reader.isServed(connection),
    toggle: connectorId === null ? null : toggleOf(context, connection.tenantId, connectorId),
  }
}

function appView({ directory }: Context, { tenantId }: ConnectionRecord, appId: string): AppView {
  return { appId, displayName: directory.app(tenantId, appId)?.displayName ?? appId }
}

/** The switch of a packaged connector with what became of its last notification. */
export function toggleOf(context: Context, tenantId: TenantId, connectorId: string): object {
  const registration = registrationReader(context).registration(tenantId, connectorId)
  if (!registration) return { connectorId, state: null, notification: null }
  const delivery = lastDelivery(context, registration)
  return {
    connectorId: registration.connectorId,
    state: registration.state,
    appId: registration.appId,
    notification: delivery
      ? {
          state: delivery.state,
          status: delivery.status,
          attempts: delivery.attempts,
          nextAt: delivery.status === 'waiting' ? new Date(delivery.next_at).toISOString() : null,
          problem: delivery.last_problem,
        }
      : null,
  }
}
