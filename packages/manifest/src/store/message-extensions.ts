import type { Context } from '../context.ts'
import { below } from '../findings.ts'
import type { Resolved } from '../resolve/check.ts'
import { placeOf } from '../resolve/cursor.ts'
import type { MessageExtensionCommand } from '../types.ts'

/** contract: packages 1.10, "Prompts" and "ME as plugin". */
export function checkMessageExtensions(context: Context, { messageExtensions, manifest }: Resolved): void {
  for (const extension of messageExtensions) {
    const minor = Number(/^1\.(\d+)$/.exec(manifest?.manifestVersion ?? '')?.[1] ?? 99)
    if (minor < 13) context.report.add('store.extension-version', placeOf(extension))
    if (extension.auth.type === 'microsoftEntra' && manifest?.webApplicationInfo === undefined) {
      context.report.add('store.sign-on', placeOf(extension))
    }
    for (const command of extension.commands) if (command.type === 'query') checkCommand(context, command)
  }
}

function checkCommand(context: Context, command: MessageExtensionCommand): void {
  const { samplePrompts: prompts, parameters, id } = command
  const place = below(command, 'samplePrompts')
  if (prompts.length < 3 || prompts.length > 5)
    context.report.add('store.sample-prompts', place, { id, count: prompts.length })
  if (new Set(prompts).size < prompts.length) context.report.add('store.sample-prompt-twice', place, { id })
  if (parameters.length < 3)
    context.report.add('store.few-parameters', below(command, 'parameters'), { id, count: parameters.length })
}
