import type { ApiDocument, McpRuntime, Plugin, PluginFunction } from '@jumpseat/manifest'
import { CodedError } from '@jumpseat/wire'
import { skillsErrors } from '../errors.ts'
import type { Api } from '../openapi/types.ts'
import { type SimpleBinding, skillOfSimple } from '../simple/bind.ts'
import type { Finding, McpServer, Skill, SkillSet, Source } from '../types.ts'
import { mcpAuthentication } from './authentication.ts'
import { skillOfOperation } from './operation.ts'
import { EMPTY, joined } from './set.ts'
import { type Origin, pathFindings, unavailable } from './skill.ts'
import { skillOfTool } from './tool.ts'

/** Where an administrator bound the simple functions of a package, by their names. */
export type SimpleBindings = ReadonlyMap<string, SimpleBinding>

export interface PluginContext {
  readonly plugin: Plugin
  readonly origin: Origin
  /** Unique in the package. */
  readonly actionId: string
  readonly apiFor: (document: ApiDocument) => Api
  readonly bindings: SimpleBindings
}

/** The functions of a plugin; those that cannot be called with their reason. */
export function skillsOfPlugin(context: PluginContext): SkillSet {
  const { plugin } = context
  const { skills, unavailable: missing, findings } = joined(plugin.functions.map((fn) => attempt(context, fn)))
  const servers = plugin.runtimes.flatMap((runtime, index) => {
    const isServer = runtime.type === 'RemoteMCPServer'
    return isServer ? [serverOf(context, runtime, index, sourceAt(context, runtime.pointer, runtime.type))] : []
  })
  return { skills, unavailable: missing, findings: distinct(findings), servers }
}

function attempt(context: PluginContext, fn: PluginFunction): SkillSet {
  const source = sourceAt(context, fn.pointer)
  const findings = pathFindings(fn, source)
  try {
    const made = skillOfFunction(context, fn, source)
    return { ...EMPTY, skills: [made.skill], findings: [...findings, ...made.findings] }
  } catch (cause) {
    const reason = cause instanceof CodedError ? cause : skillsErrors.unexpected({ name: fn.name }, { cause })
    return { ...EMPTY, unavailable: [unavailable(source, fn, reason)], findings }
  }
}

function skillOfFunction(
  context: PluginContext,
  fn: PluginFunction,
  source: Source,
): { readonly skill: Skill; readonly findings: readonly Finding[] } {
  const { plugin, origin, apiFor, bindings } = context
  const { binding } = fn
  const bound = plugin.form === 'functions' ? bindings.get(fn.name) : undefined
  if (bound !== undefined) return { skill: skillOfSimple(origin, source, fn, bound), findings: [] }
  const runtime = binding.kind === 'draft' ? undefined : plugin.runtimes[binding.runtime]
  if (binding.kind === 'tool' && runtime?.type === 'RemoteMCPServer') {
    const server = serverOf(context, runtime, binding.runtime, { ...source, runtime: runtime.type })
    // The package names the tool and does not describe it: its parameters are those of the function.
    const unknown = { name: fn.name, description: undefined, inputSchema: { type: 'object' }, document: {} }
    return { skill: skillOfTool(server, binding.tool ?? unknown, fn), findings: [] }
  }
  if (binding.kind === 'operation' && runtime?.type === 'OpenApi' && runtime.document !== undefined) {
    const isBare = plugin.form === 'openapi'
    return skillOfOperation(origin, source, apiFor(runtime.document), fn, binding.operation, runtime.auth, isBare)
  }
  throw notCallable(plugin, fn)
}

const RUNTIMES: Readonly<Record<Plugin['form'], Source['runtime']>> = {
  plugin: 'OpenApi',
  'ai-plugin-v1': 'OpenApi',
  openapi: 'OpenApi',
  functions: 'Simple',
}

function sourceAt({ plugin, origin, actionId }: PluginContext, place: string, runtime = RUNTIMES[plugin.form]): Source {
  return {
    app: origin.app,
    action: {
      id: actionId,
      name: plugin.nameForHuman,
      namespace: plugin.namespace,
      description: plugin.descriptionForModel ?? plugin.descriptionForHuman,
    },
    runtime,
    place,
  }
}

function notCallable(plugin: Plugin, { name, binding }: PluginFunction): CodedError {
  if (plugin.form === 'functions') return skillsErrors.notBound({ name })
  if (binding.kind === 'local') return skillsErrors.runtimeUnserved({ name, runtime: 'LocalPlugin' })
  const apis = plugin.runtimes.filter((runtime) => runtime.type === 'OpenApi')
  if (apis.length > 0 && apis.every(({ document }) => document === undefined)) {
    const url = apis.find((runtime) => runtime.url !== undefined)?.url
    const reason =
      url === undefined ? 'there is none that can be read' : `it lies outside the package, at ${url.slice(0, 200)}`
    return skillsErrors.documentMissing({ name, reason })
  }
  return skillsErrors.operationMissing({ name })
}

function distinct(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [`${finding.code} ${finding.message}`, finding])).values()]
}

function serverOf({ plugin, origin }: PluginContext, runtime: McpRuntime, index: number, source: Source): McpServer {
  return {
    tenant: origin.tenant,
    key: [origin.app.id, source.action.id, String(index)].map(encodeURIComponent).join('/'),
    url: runtime.url,
    authentication: mcpAuthentication(runtime.auth),
    source,
    pinned: runtime.tools,
    overrides: plugin.functions.filter(({ binding }) => binding.kind === 'tool' && binding.runtime === index),
  }
}
