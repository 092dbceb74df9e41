// What can only be judged when everything has been resolved. Level `load` and `strict`.
import { isJsonObject, type JsonValue, own } from '@jumpseat/wire'
import type { Context } from '../context.ts'
import { below } from '../findings.ts'
import { checkOperation } from '../openapi/check.ts'
import { argumentNames, viewOf } from '../openapi/view.ts'
import type { ApiDocument, ApiOperation, AppPackage, Plugin, PluginFunction } from '../types.ts'
import { placeOf } from './cursor.ts'

export type Resolved = Omit<AppPackage, 'unresolvedNames' | 'outsideDocuments' | 'findings' | 'files'>

export function checkResolved(context: Context, resolved: Resolved): void {
  for (const plugin of resolved.plugins) {
    for (const fn of plugin.functions) {
      const document = documentOf(plugin, fn)
      if (fn.binding.kind === 'operation' && document !== undefined)
        checkOperation(context, document, fn.binding.operation)
      checkConfirmation(context, fn, document)
      checkSemantics(context, fn)
    }
  }
  for (const { document, commands } of resolved.messageExtensions) {
    for (const { operation } of commands)
      if (document !== undefined && operation !== undefined) checkOperation(context, document, operation)
  }
  checkTexts(context, resolved)
  checkUse(context, resolved)
}

function documentOf(plugin: Plugin, { binding }: PluginFunction): ApiDocument | undefined {
  const runtime = binding.kind === 'operation' ? plugin.runtimes[binding.runtime] : undefined
  return runtime?.type === 'OpenApi' ? runtime.document : undefined
}

/** contract: packages 2.4, what does not resolve is empty in the text. */
function checkConfirmation(context: Context, fn: PluginFunction, document: ApiDocument | undefined): void {
  const names = fn.confirmation === undefined ? undefined : namesOf(fn, document)
  if (names === undefined) return
  const text = `${fn.confirmation?.title ?? ''} ${fn.confirmation?.body ?? ''}`
  for (const [, name = ''] of text.slice(0, 20_000).matchAll(/\{\{\s{0,9}function\.parameters\.(\w{1,200})/g)) {
    if (!names.has(name)) {
      context.report.add('function.confirmation-parameter', below(fn, 'capabilities', 'confirmation'), { name })
    }
  }
}

function namesOf(
  { parameters, binding }: PluginFunction,
  document: ApiDocument | undefined,
): ReadonlySet<string> | undefined {
  const properties = parameters === undefined ? undefined : own(parameters, 'properties')
  if (isJsonObject(properties)) return new Set(Object.keys(properties))
  if (binding.kind === 'operation' && document !== undefined) return operationNames(document, binding.operation)
  return undefined
}

function operationNames(document: ApiDocument, operation: ApiOperation): ReadonlySet<string> | undefined {
  const view = viewOf(document, operation)
  const names = argumentNames(document, view)
  return names.size === 0 && view.body !== undefined ? undefined : names
}

function checkSemantics(context: Context, fn: PluginFunction): void {
  const semantics = fn.responseSemantics
  if (semantics === undefined) return
  const place = below(fn, 'capabilities', 'response_semantics')
  const paths = [semantics.dataPath, ...Object.values(semantics.properties), semantics.oauthCardPath]
  for (const path of paths) {
    if (path !== undefined && !path.startsWith('$')) context.report.add('function.path', place, { path })
  }
  if (semantics.staticTemplate !== undefined) checkCard(context, fn, semantics.staticTemplate)
}

const CARD_ACTIONS = new Set(['Action.OpenUrl', 'Action.OpenUrlDialog', 'Action.Execute', 'Action.InsertImage'])
/** contract: packages 4.4 and 4.5, bytes. */
const LARGEST_CARD = 28_000

function checkCard(context: Context, fn: PluginFunction, card: JsonValue): void {
  const place = below(fn, 'capabilities', 'response_semantics', 'static_template')
  const size = JSON.stringify(card).length
  if (size > LARGEST_CARD) context.report.add('card.too-large', place, { size, limit: LARGEST_CARD })
  const version = isJsonObject(card) ? own(card, 'version') : undefined
  if (typeof version === 'string' && Number(version) > 1.5) context.report.add('card.version', place, { version })
  for (const type of new Set(actionTypes(card))) {
    if (!CARD_ACTIONS.has(type)) context.report.add('card.action', place, { type })
  }
}

function actionTypes(card: JsonValue): readonly string[] {
  const found: string[] = []
  const waiting: JsonValue[] = [card]
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value !== 'object' || value === null) continue
    const type = isJsonObject(value) ? own(value, 'type') : undefined
    if (typeof type === 'string' && type.startsWith('Action.')) found.push(type)
    waiting.push(...Object.values(value).slice(0, 10_000))
  }
  return found
}

/** security 2.7: characters that a reader does not see and a model does. */
const HIDDEN = /[\u200b\u200e\u200f\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/u

function checkTexts(context: Context, { manifest, declarativeAgents, plugins }: Resolved): void {
  const texts = [
    ...(manifest === undefined
      ? []
      : [
          [
            manifest,
            [manifest.name.short, manifest.name.full, manifest.description.short, manifest.description.full],
          ] as const,
        ]),
    ...declarativeAgents.map((agent) => [agent, [agent.name, agent.description, agent.instructions]] as const),
    ...plugins.map(
      (plugin) => [plugin, [plugin.nameForHuman, plugin.descriptionForHuman, plugin.descriptionForModel]] as const,
    ),
    ...plugins.flatMap(({ functions }) => functions.map((fn) => [fn, [fn.name, fn.description]] as const)),
  ]
  for (const [place, parts] of texts) {
    const hidden = parts.map((part) => HIDDEN.exec(part ?? '')?.[0].codePointAt(0)).find((code) => code !== undefined)
    if (hidden !== undefined)
      context.report.add('text.hidden', placeOf(place), {
        code: `U+${hidden.toString(16).toUpperCase().padStart(4, '0')}`,
      })
  }
}

/** contract: packages 1.1, what is kept and shown and not run here. */
const NOT_RUN = [
  'configurableTabs',
  'staticTabs',
  'connectors',
  'meetingExtensionDefinition',
  'dashboardCards',
  'extensions',
  'agenticUserTemplates',
]

function checkUse(context: Context, resolved: Resolved): void {
  const { manifest } = resolved
  if (manifest === undefined) return
  const idle = NOT_RUN.filter((name) => isFilled(own(manifest.document, name)))
  for (const name of idle) context.report.add('manifest.not-run', below(manifest, name), { name })
  const used = [
    resolved.declarativeAgents,
    resolved.customEngineAgents,
    resolved.plugins,
    resolved.messageExtensions,
    resolved.bots,
    resolved.agentConnectors,
    resolved.agentSkills,
  ]
  if (used.every((list) => list.length === 0) && resolved.graphConnector === undefined) {
    const { report, typeSpec } = context
    if (typeSpec === undefined) report.add('manifest.nothing-to-run', placeOf(manifest))
    else report.add('package.unbuilt', placeOf(manifest), { source: typeSpec })
  }
}

function isFilled(value: JsonValue | undefined): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
}
