import { own } from '@jumpseat/wire'
import type { Context } from '../context.ts'
import { below } from '../findings.ts'
import type { Resolved } from '../resolve/check.ts'
import { placeOf } from '../resolve/cursor.ts'
import type { PluginFunction } from '../types.ts'

const WRITES = new Set(['post', 'put', 'patch', 'delete'])
/** contract: packages 4.3. */
const CONSEQUENTIAL = ['x-openai-isConsequential', 'x-oai-isConsequential']

export function checkPlugins(context: Context, { plugins }: Resolved): void {
  for (const { functions } of plugins) for (const fn of functions) checkFunction(context, fn)
}

/** contract: packages 1.10, "Writes", and 2.5. */
function checkFunction(context: Context, fn: PluginFunction): void {
  const { report } = context
  if (fn.description === undefined) report.add('store.no-description', placeOf(fn), { name: fn.name })
  if (fn.dataHandling === undefined) report.add('store.no-security-info', placeOf(fn), { name: fn.name })
  if (fn.binding.kind !== 'operation' || !WRITES.has(fn.binding.operation.method)) return
  const { operation } = fn.binding.operation
  if (!CONSEQUENTIAL.some((name) => own(operation, name) !== undefined))
    report.add('store.write-unmarked', placeOf(fn), { name: fn.name })
  if (fn.confirmation?.body === undefined)
    report.add('store.write-unconfirmed', below(fn, 'capabilities'), { name: fn.name })
}
