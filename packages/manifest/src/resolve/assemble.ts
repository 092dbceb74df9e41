// contract: packages 2.2. What every form of plugin becomes.
import type { JsonObject } from '@jumpseat/wire'
import type { ConversationStarter, Plugin } from '../types.ts'
import { isAwaited } from './binding.ts'
import { at, type Cursor, items, placeOf, textAt, textsAt } from './cursor.ts'
import { readFunctions } from './functions.ts'
import type { Served } from './runtimes.ts'

export function assemble(
  cursor: Cursor,
  document: JsonObject,
  key: string,
  form: Plugin['form'],
  schemaVersion: string,
  served: readonly Served[],
): Plugin {
  const name = textAt(at(cursor, 'name_for_human'))
  if (name === undefined) cursor.context.report.add('plugin.no-name', placeOf(cursor))
  const nameForHuman = name ?? cursor.file
  const plugin = {
    ...placeOf(cursor),
    key,
    form,
    schemaVersion,
    nameForHuman,
    namespace: namespaceOf(at(cursor, 'namespace'), nameForHuman),
    descriptionForHuman: textAt(at(cursor, 'description_for_human')) ?? '',
    descriptionForModel: textAt(at(cursor, 'description_for_model')),
    logoUrl: textAt(at(cursor, 'logo_url')),
    functions: readFunctions(cursor, served),
    runtimes: served.map(({ runtime }) => runtime),
    conversationStarters: startersOf(at(at(cursor, 'capabilities'), 'conversation_starters')),
    document,
  }
  if (
    plugin.functions.length === 0 &&
    !served.some(({ runtime }) => runtime.type === 'RemoteMCPServer' || isAwaited(runtime))
  ) {
    cursor.context.report.add('plugin.no-functions', placeOf(cursor))
  }
  return plugin
}

/** contract: packages C4, letters, digits, `_` and `-`. */
function namespaceOf(cursor: Cursor, name: string): string {
  const written = textAt(cursor)
  const plain = (written ?? name).replace(/[^A-Za-z0-9_-]/g, '')
  if (written !== undefined && plain !== written)
    cursor.context.report.add('plugin.namespace', placeOf(cursor), { namespace: written, used: plain })
  return plain === '' ? 'plugin' : plain
}

export function startersOf(list: Cursor): readonly ConversationStarter[] {
  return items(list).flatMap((cursor) => {
    const text = typeof cursor.value === 'string' ? cursor.value : textAt(at(cursor, 'text'))
    const title = typeof cursor.value === 'string' ? undefined : textAt(at(cursor, 'title'))
    if (text === undefined && title === undefined) return []
    const dependsOn = items(at(cursor, 'depends_on')).flatMap((entry) => textAt(at(entry, 'id')) ?? textsAt(entry))
    return [{ title, text: text ?? title ?? '', dependsOn }]
  })
}
