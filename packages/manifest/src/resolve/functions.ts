// contract: packages 2.3 to 2.5, 4.2.
import { type JsonObject, own, setOwn } from '@jumpseat/wire'
import { below } from '../findings.ts'
import { readDocument } from '../text/document.ts'
import { locate } from '../text/reference.ts'
import type { Confirmation, FunctionState, PluginFunction, ResponseSemantics } from '../types.ts'
import { type Bound, bindingOf } from './binding.ts'
import { at, type Cursor, flagAt, items, members, objectAt, placeOf, textAt, textsAt, wordAt } from './cursor.ts'
import { matches, serves } from './patterns.ts'
import type { Served } from './runtimes.ts'

/** The functions of a plugin: those that it lists, and those that it leaves to its documents and tool lists. */
export function readFunctions(plugin: Cursor, served: readonly Served[]): readonly PluginFunction[] {
  const list = at(plugin, 'functions')
  const seen = new Set<string>()
  const listed = items(list).flatMap((cursor) => {
    const name = textAt(at(cursor, 'name'))
    if (!isWithinBudget(plugin)) return []
    if (name === undefined || seen.has(name)) {
      cursor.context.report.add(name === undefined ? 'function.no-name' : 'function.twice', placeOf(cursor), {
        name: name ?? '',
      })
      return []
    }
    seen.add(name)
    return [functionOf(cursor, name, bindingOf(cursor, name, served))]
  })
  const inferred = inferredOf(plugin, served, seen)
  const functions = [...listed, ...inferred]
  checkPatterns(plugin, functions, served)
  return functions
}

/** Whether one more function may be read; many small plugins may share one large document. */
function isWithinBudget({ context, ...place }: Cursor): boolean {
  context.functionBudget -= 1
  if (context.functionBudget < 0) context.report.add('package.too-many-functions', placeOf(place))
  return context.functionBudget >= 0
}

function functionOf(cursor: Cursor, name: string, bound: Bound): PluginFunction {
  const capabilities = at(cursor, 'capabilities')
  const states = at(cursor, 'states')
  return {
    ...placeOf(cursor),
    name,
    id: textAt(at(cursor, 'id')),
    description: textAt(at(cursor, 'description')) ?? bound.description,
    parameters: parametersOf(at(cursor, 'parameters')),
    returns: objectAt(at(cursor, 'returns')),
    states: { reasoning: stateOf(at(states, 'reasoning')), responding: stateOf(at(states, 'responding')) },
    confirmation: confirmationOf(at(capabilities, 'confirmation')),
    responseSemantics: semanticsOf(at(capabilities, 'response_semantics')),
    dataHandling: dataHandlingOf(at(capabilities, 'security_info')),
    binding: bound.binding,
  }
}

/** contract: packages 2.2, functions may be left out; 8.3, the tools of a pinned server as well. */
function inferredOf(plugin: Cursor, served: readonly Served[], listed: ReadonlySet<string>): readonly PluginFunction[] {
  const hasList = items(at(plugin, 'functions')).length > 0
  const seen = new Set(listed)
  return served.flatMap(({ runtime, patterns }) => {
    if (plugin.context.functionBudget < 0) return []
    const offered =
      runtime.type === 'OpenApi'
        ? (runtime.document?.operations ?? []).map(({ name }) => name)
        : runtime.type === 'RemoteMCPServer'
          ? runtime.tools.map(({ name }) => name)
          : []
    const wanted = offered.filter(
      (name) => (hasList ? patterns?.names.has(name) : serves(patterns, name)) && !seen.has(name),
    )
    return wanted.flatMap((name) => {
      seen.add(name)
      if (!isWithinBudget(plugin)) return []
      const cursor: Cursor = { ...at(plugin, 'functions'), value: undefined }
      if (hasList) cursor.context.report.add('function.not-listed', placeOf(cursor), { name })
      return [functionOf(cursor, name, bindingOf(cursor, name, served))]
    })
  })
}

function checkPatterns(plugin: Cursor, functions: readonly PluginFunction[], served: readonly Served[]): void {
  const names = new Set(functions.map(({ name }) => name))
  for (const { runtime, patterns } of served) {
    if (patterns === undefined || (runtime.type === 'RemoteMCPServer' && runtime.isLive)) continue
    const idle = [
      ...[...patterns.names].filter((name) => !names.has(name)),
      ...patterns.globs.filter((glob) => !functions.some(({ name }) => matches(glob, name))),
    ]
    const place = below(runtime, 'run_for_functions')
    for (const name of idle) plugin.context.report.add('runtime.no-such-function', place, { name })
  }
}

/** contract: packages 2.3. A `default` of null counts as none; a map without `properties` is one of 8.1. */
function parametersOf(cursor: Cursor): JsonObject | undefined {
  const object = objectAt(cursor)
  if (object === undefined) return undefined
  const properties: JsonObject = {}
  for (const [name, parameter] of members(at(cursor, 'properties'))) {
    const declared = objectAt(parameter)
    if (declared === undefined) continue
    const { default: fallback, ...rest } = declared
    setOwn(properties, name, fallback === null || fallback === undefined ? rest : declared)
  }
  const required = textsAt(at(cursor, 'required')).filter((name) => own(properties, name) !== undefined)
  return { type: 'object', properties, ...(required.length === 0 ? {} : { required: [...required] }) }
}

function stateOf(cursor: Cursor): FunctionState | undefined {
  if (objectAt(cursor) === undefined) return undefined
  const instructions = at(cursor, 'instructions')
  return {
    description: textAt(at(cursor, 'description')),
    instructions: Array.isArray(instructions.value) ? textsAt(instructions) : textAt(instructions),
    examples: textsAt(at(cursor, 'examples')),
  }
}

/** contract: packages 2.4. Any other type, such as `modal`, is read as a card. */
function confirmationOf(cursor: Cursor): Confirmation | undefined {
  if (objectAt(cursor) === undefined) return undefined
  const type = at(cursor, 'type')
  const known = wordAt(type, ['None', 'AdaptiveCard'])
  if (known === undefined)
    cursor.context.report.add('function.confirmation-type', placeOf(type), { type: textAt(type) ?? 'none' })
  return {
    type: known ?? 'AdaptiveCard',
    title: textAt(at(cursor, 'title')),
    body: textAt(at(cursor, 'body')),
    isNonConsequential: flagAt(at(cursor, 'isNonConsequential')) ?? false,
  }
}

/** contract: packages 2.5. Without a `data_path` the whole answer is meant. */
function semanticsOf(cursor: Cursor): ResponseSemantics | undefined {
  if (objectAt(cursor) === undefined) return undefined
  const properties = at(cursor, 'properties')
  const path = textAt(at(cursor, 'data_path'))
  if (path === undefined) cursor.context.report.add('function.no-data-path', placeOf(cursor))
  return {
    dataPath: path ?? '$',
    properties: {
      title: textAt(at(properties, 'title')),
      subtitle: textAt(at(properties, 'subtitle')),
      url: textAt(at(properties, 'url')),
      thumbnailUrl: textAt(at(properties, 'thumbnail_url')),
      informationProtectionLabel: textAt(at(properties, 'information_protection_label')),
      templateSelector: textAt(at(properties, 'template_selector')),
    },
    staticTemplate: cardOf(at(cursor, 'static_template')),
    oauthCardPath: textAt(at(cursor, 'oauth_card_path')),
  }
}

/** An inline card, or the one in `file`. An empty object is no card. */
function cardOf(cursor: Cursor): JsonObject | undefined {
  const object = objectAt(cursor)
  if (object === undefined || Object.keys(object).length === 0) return undefined
  const file = at(cursor, 'file')
  if (file.value === undefined || own(object, 'type') !== undefined) return object
  const written = textAt(file)
  const path =
    written === undefined ? undefined : locate(cursor.context, placeOf(file), written, 'reference.missing-extra')
  if (path === undefined) return undefined
  return objectAt({ context: cursor.context, file: path, pointer: '', value: readDocument(cursor.context, path) })
}

const HANDLING = ['GetPublicData', 'GetPrivateData', 'DataTransform', 'DataExport', 'ResourceStateUpdate'] as const

function dataHandlingOf(cursor: Cursor): readonly string[] | undefined {
  if (objectAt(cursor) === undefined) return undefined
  return items(at(cursor, 'data_handling')).flatMap((item) => {
    const known = wordAt(item, HANDLING)
    if (known === undefined)
      cursor.context.report.add('function.data-handling', placeOf(item), { value: textAt(item) ?? '' })
    return known ?? []
  })
}
