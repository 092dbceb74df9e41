import { guardedAgent, type Resolve, systemResolve } from './connect.ts'
import { agentEgress } from './egress.ts'
import { judgeOf } from './policy.ts'
import { createTurnstile, defaultTargetLimits, type TargetLimits } from './target-limits.ts'
import type { Egress, EgressPolicy } from './types.ts'

/** Whose calls these are. Private places are opened to one app, never to its neighbours. */
export interface AppScope {
  readonly tenant: string
  readonly app: string
}

export interface EgressOfApps {
  /** The way out of one app. What it may reach is asked anew for each call. */
  of(scope: AppScope): Pick<Egress, 'fetch'>
  close(): Promise<void>
}

/**
 * The ways out of all apps. `allowedTo` says which private places an administrator opened to an app, in the words of
 * `EgressPolicy.allow`; `policy.allow` does not count for apps. Apps share the limits of a target, and no connection.
 */
export function createEgressOfApps(
  policy: EgressPolicy,
  allowedTo: (scope: AppScope) => Promise<readonly string[]>,
  { resolve = systemResolve, limits = defaultTargetLimits }: { resolve?: Resolve; limits?: TargetLimits } = {},
): EgressOfApps {
  const turnstile = createTurnstile(limits)
  const known = new Map<string, { readonly allow: string; readonly egress: Egress }>()

  async function current(scope: AppScope): Promise<Egress> {
    const allow = [...(await allowedTo(scope))].sort()
    const key = JSON.stringify([scope.tenant, scope.app])
    const held = known.get(key)
    if (held?.allow === JSON.stringify(allow)) return held.egress
    const agent = guardedAgent(judgeOf(allow), resolve, policy.timeout)
    const egress = agentEgress(agent, { ...policy, allow }, turnstile)
    known.set(key, { allow: JSON.stringify(allow), egress })
    // An open connection to a place that is no longer allowed ends here.
    await held?.egress.close()
    if (known.size > MOST_APPS) await forgetOldest()
    return egress
  }

  async function forgetOldest(): Promise<void> {
    const [oldest] = known
    if (oldest === undefined) return
    known.delete(oldest[0])
    await oldest[1].egress.close()
  }

  return {
    of: (scope) => ({ fetch: async (url, init) => (await current(scope)).fetch(url, init) }),
    close: async () => {
      await Promise.all([...known.values()].map(({ egress }) => egress.close()))
      known.clear()
    },
  }
}

/** Apps whose connections are kept open. */
const MOST_APPS = 1000
