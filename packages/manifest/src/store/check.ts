// contract: packages 1.10, what a store would ask for. Level `store`.
import type { Context } from '../context.ts'
import type { Resolved } from '../resolve/check.ts'
import { checkAgents } from './agents.ts'
import { checkManifest } from './manifest.ts'
import { checkMessageExtensions } from './message-extensions.ts'
import { checkNetwork } from './network.ts'
import { checkPlugins } from './plugins.ts'

type Check = (context: Context, resolved: Resolved) => void

const CHECKS: readonly Check[] = [checkManifest, checkAgents, checkPlugins, checkMessageExtensions, checkNetwork]

/** Only an app can be in a store. */
export function checkForStore(context: Context, resolved: Resolved): void {
  if (resolved.kind !== 'app') return
  for (const check of CHECKS) check(context, resolved)
}
