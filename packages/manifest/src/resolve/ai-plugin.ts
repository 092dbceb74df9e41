// contract: packages 8.2, the OpenAI style `ai-plugin.json`.
import { isJsonObject, type JsonObject, own, setOwn } from '@jumpseat/wire'
import { readApi, readOutsideApi } from '../openapi/document.ts'
import { locate } from '../text/reference.ts'
import type { Auth, OpenApiRuntime, Plugin } from '../types.ts'
import { assemble } from './assemble.ts'
import { at, type Cursor, objectAt, placeOf, textAt } from './cursor.ts'

export function legacyPlugin(cursor: Cursor, key: string): Plugin | undefined {
  if (!isJsonObject(cursor.value)) return undefined
  cursor.context.report.add('plugin.v1', placeOf(cursor))
  const served = [{ runtime: runtimeOf(cursor), patterns: undefined }]
  const renamed: Cursor = { ...cursor, value: withNamespace(cursor.value) }
  return assemble(renamed, cursor.value, key, 'ai-plugin-v1', 'v1', served)
}

function withNamespace(document: JsonObject): JsonObject {
  const name = own(document, 'name_for_model')
  return typeof name === 'string' ? { ...document, namespace: name.replace(/[^A-Za-z0-9_-]/g, '') } : document
}

function runtimeOf(plugin: Cursor): OpenApiRuntime {
  const url = at(at(plugin, 'api'), 'url')
  const written = textAt(url)
  const base = {
    ...placeOf(plugin),
    type: 'OpenApi' as const,
    auth: authOf(at(plugin, 'auth')),
    progressStyle: undefined,
  }
  if (written === undefined) {
    plugin.context.report.add('runtime.no-spec', placeOf(at(plugin, 'api')))
    return { ...base, document: undefined, url: undefined }
  }
  const inside = fileNamed(plugin, written)
  if (inside !== undefined) return { ...base, document: readApi(plugin.context, inside), url: undefined }
  return { ...base, document: readOutsideApi(plugin.context, placeOf(url), written), url: written }
}

/** A path, or the file of that name beside the plugin when an address is given. */
function fileNamed(plugin: Cursor, written: string): string | undefined {
  const isAddress = /^[a-z][a-z0-9+.-]+:\/\//i.test(written)
  if (!isAddress) return locate(plugin.context, placeOf(at(at(plugin, 'api'), 'url')), written)
  const path = written.replace(/^[^:]*:\/\/[^/?#]*|[?#].*$/gs, '')
  const name = path.slice(path.lastIndexOf('/') + 1)
  const folder = plugin.file.slice(0, plugin.file.lastIndexOf('/') + 1)
  const files = [...plugin.context.files.keys()]
  const ends = [path, `/${folder}${name}`, `/${name}`]
  return ends.map((end) => files.find((file) => `/${file}`.endsWith(end))).find((file) => file !== undefined)
}

/** Secrets of the file are dropped, addresses are kept as hints for whoever sets the sign-in up. */
function authOf(auth: Cursor): Auth {
  const type = textAt(at(auth, 'type'))?.toLowerCase() ?? 'none'
  const object = objectAt(auth) ?? {}
  if (own(object, 'verification_tokens') !== undefined)
    auth.context.report.add('auth.secret', placeOf(at(auth, 'verification_tokens')))
  if (type === 'none') return { type: 'None', referenceId: undefined, hints: {} }
  const kept = ['client_url', 'authorization_url', 'scope', 'authorization_content_type', 'authorization_type']
  const hints: JsonObject = {}
  for (const name of kept) {
    const value = own(object, name)
    if (value !== undefined) setOwn(hints, name, value)
  }
  if (type === 'user_http') hints.per_user = true
  return { type: type === 'oauth' ? 'OAuthPluginVault' : 'ApiKeyPluginVault', referenceId: undefined, hints }
}
