import type { Actor } from '@jumpseat/directory'
import type { TenantId } from '@jumpseat/wire'
import { type ConnectionSummary, summaries } from './admin/service.ts'
import { type Background, startBackground } from './background.ts'
import { purge } from './connection/purge.ts'
import type { ConnectorsOptions, Context } from './context.ts'
import { connectorsReader } from './reader.ts'
import { provision } from './schema/service.ts'
import { createThrottle, type Throttle } from './throttle.ts'
import { deliver } from './toggle/deliver.ts'
import { createPace } from './toggle/pace.ts'
import type { ToggleState } from './toggle/records.ts'
import { setToggle } from './toggle/service.ts'
import type { ConnectorsReader } from './types.ts'

/** The connectors of all tenants: what the routes work with, and the background work behind them. */
export interface Connectors {
  readonly reader: ConnectorsReader
  /** Counts and states of a tenant's connections, oldest first. */
  summaries(tenantId: TenantId): readonly ConnectionSummary[]
  /** Switches a packaged connector on or off and tells its app. Errors: 404. */
  setToggle(tenantId: TenantId, connectorId: string, state: ToggleState, actor: Actor): Promise<void>
  /** For the routes of this package. */
  readonly context: Context
  /** For the routes of this package; shared, so that both versions count against the same limits. */
  readonly throttle: Throttle
  /** Ends the background work; what is left goes on at the next start. */
  close(): Promise<void>
}

/** Starts the background work too: schema operations, purges and notifications that a stop interrupted go on. */
export function createConnectors(options: ConnectorsOptions): Connectors {
  const reader = connectorsReader(options)
  const now = options.now ?? Date.now
  const stopping = new AbortController()
  let backgrounds: readonly Background[] = []
  const context: Context = {
    vectorCount: () => undefined,
    ...options,
    now,
    reader,
    pace: createPace(options.settings, now),
    wake: () => {
      for (const background of backgrounds) background.wake()
    },
    stopping: stopping.signal,
  }
  // Notifications wait for others' servers, so they have a loop of their own.
  backgrounds = [
    startBackground([() => provision(context), () => purge(context)], now, options.report),
    startBackground([() => deliver(context)], now, options.report),
  ]
  return {
    reader,
    context,
    throttle: createThrottle(now),
    summaries: (tenantId) => summaries(context, tenantId),
    async setToggle(tenantId, connectorId, state, actor) {
      await setToggle(context, tenantId, connectorId, state, actor)
    },
    async close() {
      stopping.abort()
      await Promise.all(backgrounds.map((background) => background.close()))
    },
  }
}
