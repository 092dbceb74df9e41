// contract: packages 2.6, 8.3.
import { isJsonObject, type JsonObject, own, setOwn } from '@jumpseat/wire'
import { readApi, readInlineApi, readOutsideApi } from '../openapi/document.ts'
import { readDocument } from '../text/document.ts'
import { locate } from '../text/reference.ts'
import type { Auth, LocalRuntime, McpRuntime, McpTool, OpenApiRuntime, Runtime } from '../types.ts'
import { at, type Cursor, FEW, items, objectAt, placeOf, textAt, textsAt, wordAt } from './cursor.ts'
import { type Patterns, patternsOf } from './patterns.ts'

/** A runtime, and the functions that it serves. */
export interface Served {
  readonly runtime: Runtime
  readonly patterns: Patterns | undefined
}

type Read = (runtime: Cursor, auth: Auth) => Runtime | undefined

const READERS: Readonly<Record<Runtime['type'], Read>> = {
  OpenApi: readOpenApi,
  RemoteMCPServer: readMcp,
  LocalPlugin: readLocal,
}

export function readRuntimes(plugin: Cursor): readonly Served[] {
  return items(at(plugin, 'runtimes'), FEW).flatMap((cursor) => {
    const written = at(cursor, 'type')
    const type = wordAt(written, ['OpenApi', 'RemoteMCPServer', 'LocalPlugin'])
    if (type === undefined) {
      cursor.context.report.add('runtime.unknown', placeOf(written), { type: textAt(written) ?? 'none' })
      return []
    }
    const runtime = READERS[type](cursor, authOf(at(cursor, 'auth')))
    const patterns = at(cursor, 'run_for_functions')
    return runtime === undefined
      ? []
      : [{ runtime, patterns: patternsOf(patterns.value === undefined ? undefined : textsAt(patterns)) }]
  })
}

/** contract: packages 2.6, missing means `None`; `Type` and any case are accepted. */
function authOf(auth: Cursor): Auth {
  const { context } = auth
  const object = objectAt(auth)
  const written = textAt(at(auth, 'type'))
  const type = wordAt(at(auth, 'type'), ['None', 'OAuthPluginVault', 'ApiKeyPluginVault'])
  if (written !== undefined && type === undefined)
    context.report.add('auth.unknown', placeOf(at(auth, 'type')), { type: written })
  const referenceId = textAt(at(auth, 'reference_id'))
  if (type !== undefined && type !== 'None' && referenceId === undefined)
    context.report.add('auth.no-reference', placeOf(auth))
  const hints: JsonObject = {}
  for (const [key, value] of Object.entries(object ?? {})) if (key.startsWith('x-')) setOwn(hints, key, value)
  return { type: type ?? 'None', referenceId, hints }
}

function readOpenApi(cursor: Cursor, auth: Auth): OpenApiRuntime {
  const spec = at(cursor, 'spec')
  const inline = at(spec, 'api_description')
  const url = at(spec, 'url')
  const written = textAt(url)
  const made = {
    ...placeOf(cursor),
    type: 'OpenApi' as const,
    auth,
    progressStyle: wordAt(at(spec, 'progress_style'), [
      'None',
      'ShowUsage',
      'ShowUsageWithInput',
      'ShowUsageWithInputAndOutput',
    ]),
  }
  if (inline.value !== undefined && inline.value !== null) {
    return { ...made, document: readInlineApi(cursor.context, placeOf(inline), inline.value), url: undefined }
  }
  if (written === undefined) {
    cursor.context.report.add('runtime.no-spec', placeOf(spec))
    return { ...made, document: undefined, url: undefined }
  }
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(written)) {
    return { ...made, document: readOutsideApi(cursor.context, placeOf(url), written), url: written }
  }
  const path = locate(cursor.context, placeOf(url), written)
  return { ...made, document: path === undefined ? undefined : readApi(cursor.context, path), url: undefined }
}

function readMcp(cursor: Cursor, auth: Auth): McpRuntime | undefined {
  const spec = at(cursor, 'spec')
  const written = at(spec, 'url')
  const url = textAt(written)
  if (url === undefined) {
    cursor.context.report.add('runtime.no-spec', placeOf(spec))
    return undefined
  }
  if (!/^https?:\/\//i.test(url)) cursor.context.report.add('mcp.url', placeOf(written), { url })
  const tools = readTools(at(spec, 'mcp_tool_description'))
  const patterns = textsAt(at(cursor, 'run_for_functions'))
  return {
    ...placeOf(cursor),
    type: 'RemoteMCPServer',
    auth,
    url,
    tools,
    isLive: tools.length === 0 && patterns.includes('*'),
  }
}

/** Tools that a package describes: inline, or in a file in the form of `tools/list`. */
export function readTools(description: Cursor): readonly McpTool[] {
  if (objectAt(description) === undefined) return []
  const { context } = description
  const named = textAt(at(description, 'file'))
  const path = named === undefined ? undefined : locate(context, placeOf(at(description, 'file')), named)
  const source =
    path === undefined ? description : { context, file: path, pointer: '', value: readDocument(context, path) }
  const list = Array.isArray(source.value) ? source : at(source, 'tools')
  return items(list).flatMap((tool) => toolOf(tool) ?? [])
}

function toolOf(cursor: Cursor): McpTool | undefined {
  const document = objectAt(cursor)
  const name = textAt(at(cursor, 'name'))
  if (document === undefined || name === undefined) {
    cursor.context.report.add('mcp.tool', placeOf(cursor))
    return undefined
  }
  const schema = own(document, 'inputSchema') ?? own(document, 'input_schema')
  return {
    name,
    description: textAt(at(cursor, 'description')),
    inputSchema: isJsonObject(schema) ? schema : { type: 'object' },
    document,
  }
}

function readLocal(cursor: Cursor, auth: Auth): LocalRuntime {
  const spec = at(cursor, 'spec')
  cursor.context.report.add('runtime.local', placeOf(cursor))
  return {
    ...placeOf(cursor),
    type: 'LocalPlugin',
    auth,
    endpoint: textAt(at(spec, 'local_endpoint')) ?? '',
    allowedHosts: textsAt(at(spec, 'allowed_host')),
  }
}
