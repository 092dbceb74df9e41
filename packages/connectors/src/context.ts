import type { Recorder } from '@jumpseat/audit'
import type { Directory } from '@jumpseat/directory'
import type { Egress } from '@jumpseat/egress'
import { GuardError, type Statement, type Store } from '@jumpseat/store'
import type { AppId, TenantId } from '@jumpseat/wire'
import type { Compilable } from 'kysely'
import type { Reader } from './reader.ts'
import type { ConnectorSettings } from './settings.ts'
import type { Tables } from './tables.ts'
import type { Pace } from './toggle/pace.ts'

export interface ConnectorsOptions {
  readonly store: Store
  readonly directory: Directory
  readonly record: Recorder
  readonly settings: ConnectorSettings
  readonly egress: Pick<Egress, 'fetch'>
  /** A JWT of the tenant's issuer for a toggle notification. Contract: connectors 1.8. */
  readonly signNotification: (tenantId: TenantId, audience: AppId, azp: string) => Promise<string>
  /** Milliseconds since the epoch. */
  readonly now?: () => number
  /** Background work that failed and will be tried again. */
  readonly report: (error: unknown) => void
  /** Items that the index holds for a connection. */
  readonly indexedCount: (connectionUid: string) => number
  /** Of those, items whose meaning the index holds; undefined where nothing makes vectors. */
  readonly vectorCount?: (connectionUid: string) => number | undefined
}

/** What every part of this package works with. */
export interface Context extends Required<ConnectorsOptions> {
  readonly reader: Reader
  readonly pace: Pace
  /** Looks for background work now instead of at the next time known. */
  readonly wake: () => void
  /** Aborted when the server stops. */
  readonly stopping: AbortSignal
}

type Reading = Pick<ConnectorsOptions, 'store'>

export const tables = ({ store }: Reading) => store.db<Tables>()

/** Rows of a query, at once. */
export function all<Row>({ store }: Reading, query: Compilable<Row>): Row[] {
  return store.read<Row>(query.compile())
}

export function first<Row>(context: Reading, query: Compilable<Row>): Row | undefined {
  return all(context, query)[0]
}

/** The number that a `count(*) as count` query gives. */
export function counted(context: Reading, query: Compilable<{ count: string | number | bigint }>): number {
  return Number(first(context, query)?.count ?? 0)
}

/** False when a guard refused the unit. */
export async function applied({ store }: Reading, unit: readonly Statement[]): Promise<boolean> {
  try {
    await store.write(unit)
    return true
  } catch (error) {
    if (error instanceof GuardError) return false
    throw error
  }
}
