import type { ApiDocument, AppPackage, McpRuntime, Plugin, PluginFunction } from '@jumpseat/manifest'
import { CodedError } from '@jumpseat/wire'
import { skillsErrors } from '../errors.ts'
import type { Api } from '../openapi/types.ts'
import { type SimpleBinding, skillOfSimple } from '../simple/bind.ts'
import type { Finding, McpServer, Skill, SkillSet, Source, Unavailable } from '../types.ts'
import { mcpAuthentication } from './authentication.ts'
import { skillsOfConnector } from './connector.ts'
import { apiOf, skillOfOperation } from './operation.ts'
import { joined } from './set.ts'
import { type Origin, pathFindings, unavailable } from './skill.ts'
import { skillOfTool } from './tool.ts'

/** Where an administrator bound the simple functions of a package, by their names. */
export type SimpleBindings = ReadonlyMap<string, SimpleBinding>

/** The functions of a package: those of its plugins, and those of the MCP servers that its agent connectors name. Never throws for what a package holds. */
export function skillsOfPackage(pkg: AppPackage, origin: Origin, bindings: SimpleBindings = new Map()): SkillSet {
  const apis = new Map<ApiDocument, Api>()
  const apiFor = (document: ApiDocument) => {
    const api = apis.get(document) ?? apiOf(document)
    apis.set(document, api)
    return api
  }
  const actions = actionIds()
  const plugins = pkg.plugins.map((plugin) =>
    skillsOfPlugin(plugin, origin, actions(plugin.namespace), apiFor, bindings),
  )
  const connectors = pkg.agentConnectors.map((connector) => skillsOfConnector(connector, origin, actions(connector.id)))
  return joined([...plugins, ...connectors])
}

/** Two plugins may share a namespace; their functions may not share an id. */
function actionIds(): (id: string) => string {
  const taken = new Set<string>()
  return (id) => {
    let free = id
    for (let count = 2; taken.has(free); count++) free = `${id}-${count}`
    taken.add(free)
    return free
  }
}

const RUNTIMES: Readonly<Record<Plugin['form'], Source['runtime']>> = {
  plugin: 'OpenApi',
  'ai-plugin-v1': 'OpenApi',
  openapi: 'OpenApi',
  functions: 'Simple',
}

function skillsOfPlugin(
  plugin: Plugin,
  origin: Origin,
  actionId: string,
  apiFor: (document: ApiDocument) => Api,
  bindings: SimpleBindings,
): SkillSet {
  const skills: Skill[] = []
  const missing: Unavailable[] = []
  const findings: Finding[] = []
  const sourceAt = (place: string, runtime = RUNTIMES[plugin.form]): Source => ({
    app: origin.app,
    action: {
      id: actionId,
      name: plugin.nameForHuman,
      namespace: plugin.namespace,
      description: plugin.descriptionForModel ?? plugin.descriptionForHuman,
    },
    runtime,
    place,
  })
  const servers = plugin.runtimes.flatMap((runtime, index) =>
    runtime.type === 'RemoteMCPServer'
      ? [serverOf(plugin, runtime, index, origin, sourceAt(runtime.pointer, 'RemoteMCPServer'))]
      : [],
  )
  for (const fn of plugin.functions) {
    const source = sourceAt(fn.pointer)
    findings.push(...pathFindings(fn, source))
    try {
      const { binding } = fn
      const bound = plugin.form === 'functions' ? bindings.get(fn.name) : undefined
      const runtime = binding.kind === 'draft' ? undefined : plugin.runtimes[binding.runtime]
      if (bound !== undefined) skills.push(skillOfSimple(origin, source, fn, bound))
      else if (binding.kind === 'tool' && runtime?.type === 'RemoteMCPServer') {
        const server = serverOf(plugin, runtime, binding.runtime, origin, { ...source, runtime: 'RemoteMCPServer' })
        skills.push(
          skillOfTool(
            server,
            binding.tool ?? { name: fn.name, description: undefined, inputSchema: { type: 'object' }, document: {} },
            fn,
          ),
        )
      } else if (binding.kind === 'operation' && runtime?.type === 'OpenApi' && runtime.document !== undefined) {
        const api = apiFor(runtime.document)
        const made = skillOfOperation(
          origin,
          source,
          api,
          fn,
          binding.operation,
          runtime.auth,
          plugin.form === 'openapi',
        )
        skills.push(made.skill)
        findings.push(...made.findings)
      } else throw notCallable(plugin, fn)
    } catch (error) {
      missing.push(
        unavailable(
          source,
          fn,
          error instanceof CodedError ? error : skillsErrors.unexpected({ name: fn.name }, { cause: error }),
        ),
      )
    }
  }
  return { skills, unavailable: missing, findings: distinct(findings), servers }
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

function serverOf(plugin: Plugin, runtime: McpRuntime, index: number, origin: Origin, source: Source): McpServer {
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
