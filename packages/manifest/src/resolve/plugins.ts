// contract: packages 2.2, 8.2. One reader for each form that a plugin may have been written in.
import { isJsonObject, type JsonValue } from '@jumpseat/wire'
import type { Context } from '../context.ts'
import { readApi } from '../openapi/document.ts'
import { checkSchema } from '../schema/check.ts'
import { readDocument } from '../text/document.ts'
import type { Auth, OpenApiRuntime, Place, Plugin } from '../types.ts'
import { legacyPlugin } from './ai-plugin.ts'
import { assemble } from './assemble.ts'
import { at, type Cursor, placeOf, textAt } from './cursor.ts'
import { formOf } from './form.ts'
import { translate } from './localization.ts'
import { readRuntimes } from './runtimes.ts'
import { readSimpleFunctions } from './simple.ts'

/** The plugin in the file `path`, whatever its form, read once; `undefined` and a finding when there is none in it. */
export function readPlugin(context: Context, path: string): Plugin | undefined {
  return readPluginAt(context, { file: path, pointer: '' }, readDocument(context, path))
}

export function readPluginAt(context: Context, place: Place, document: JsonValue | undefined): Plugin | undefined {
  const key = place.pointer === '' ? place.file : `${place.file}#${place.pointer}`
  if (!context.plugins.has(key) && document !== undefined) {
    const plugin = pluginOf(context, key, place, document)
    if (plugin === undefined) context.report.add('plugin.not-a-plugin', place)
    context.plugins.set(key, plugin)
  }
  return context.plugins.get(key)
}

function pluginOf(context: Context, key: string, place: Place, document: JsonValue): Plugin | undefined {
  const form = formOf(document)
  const cursor: Cursor = { context, ...place, value: translate(context, place, document) }
  if (form === 'functions') return readSimpleFunctions(cursor)
  if (form === 'openapi') return openApiPlugin(context, key, place)
  if (form === 'ai-plugin-v1') return legacyPlugin(cursor, key)
  if (form !== 'plugin' || !isJsonObject(cursor.value)) return undefined
  const schemaVersion = versionOf(cursor)
  checkSchema(context, 'plugin', schemaVersion, place, document)
  return assemble(cursor, cursor.value, key, 'plugin', schemaVersion, readRuntimes(cursor))
}

/** contract: packages 8.2, an unnumbered `v2` is read as 2.1. */
function versionOf(cursor: Cursor): string {
  const written = textAt(at(cursor, 'schema_version'))
  if (written === undefined) cursor.context.report.add('plugin.no-version', placeOf(cursor))
  return written === undefined || written === 'v2' ? 'v2.1' : written
}

/** A document on its own is a plugin that offers all of its operations. */
function openApiPlugin(context: Context, key: string, place: Place): Plugin | undefined {
  const document = readApi(context, place.file)
  if (document === undefined) return undefined
  const auth: Auth = { type: 'None', referenceId: undefined, hints: {} }
  const runtime: OpenApiRuntime = {
    ...placeOf(place),
    type: 'OpenApi',
    auth,
    document,
    url: undefined,
    progressStyle: undefined,
  }
  const name = document.title === '' ? place.file : document.title
  const cursor: Cursor = {
    context,
    ...place,
    value: { name_for_human: name, description_for_human: document.description ?? '' },
  }
  return assemble(cursor, document.root, key, 'openapi', '', [{ runtime, patterns: undefined }])
}
