// What a person or a program is told about a package: plain JSON without the files.
import type { AppPackage, Finding, Level, Plugin, Severity } from './types.ts'

export interface Inspection {
  readonly kind: AppPackage['kind']
  readonly name: string
  readonly id: string
  readonly version: string
  readonly manifestVersion: string
  readonly files: number
  readonly declarativeAgents: readonly {
    readonly id: string
    readonly name: string
    readonly version: string
    readonly capabilities: readonly string[]
    readonly plugins: readonly string[]
  }[]
  readonly customEngineAgents: readonly string[]
  readonly plugins: readonly {
    readonly key: string
    readonly name: string
    readonly version: string
    readonly runtimes: readonly string[]
    readonly functions: readonly { readonly name: string; readonly calls: string }[]
  }[]
  readonly messageExtensions: readonly { readonly type: string; readonly commands: readonly string[] }[]
  readonly bots: readonly string[]
  readonly agentConnectors: readonly string[]
  readonly agentSkills: readonly string[]
  readonly languages: readonly string[]
  readonly unresolvedNames: readonly string[]
  readonly counts: Readonly<Record<Level, Readonly<Record<Severity, number>>>>
  readonly findings: readonly Finding[]
}

export function inspectionOf(resolved: AppPackage): Inspection {
  const { manifest, localization, findings } = resolved
  const [agent] = resolved.declarativeAgents
  const [plugin] = resolved.plugins
  return {
    kind: resolved.kind,
    name: manifest?.name.short ?? agent?.name ?? plugin?.nameForHuman ?? '',
    id: manifest?.id ?? agent?.id ?? plugin?.namespace ?? '',
    version: manifest?.version ?? '',
    manifestVersion: manifest?.manifestVersion ?? '',
    files: resolved.files.size,
    declarativeAgents: resolved.declarativeAgents.map(({ id, name, version, capabilities, actions }) => ({
      id,
      name,
      version,
      capabilities: capabilities.map((capability) => capability.name),
      plugins: actions.flatMap((action) => action.plugin ?? []),
    })),
    customEngineAgents: resolved.customEngineAgents.map(({ id }) => id),
    plugins: resolved.plugins.map(pluginOf),
    messageExtensions: resolved.messageExtensions.map(({ type, commands }) => ({
      type,
      commands: commands.map(({ id }) => id),
    })),
    bots: resolved.bots.map(({ botId }) => botId),
    agentConnectors: resolved.agentConnectors.map(({ id }) => id),
    agentSkills: resolved.agentSkills.map(({ name }) => name),
    languages: localization?.languages.map(({ tag }) => tag) ?? [],
    unresolvedNames: resolved.unresolvedNames,
    counts: { load: countOf(findings, 'load'), strict: countOf(findings, 'strict'), store: countOf(findings, 'store') },
    findings,
  }
}

function pluginOf({ key, nameForHuman, schemaVersion, runtimes, functions }: Plugin): Inspection['plugins'][number] {
  return {
    key,
    name: nameForHuman,
    version: schemaVersion,
    runtimes: runtimes.map(({ type }) => type),
    functions: functions.map(({ name, binding }) => ({
      name,
      calls:
        binding.kind === 'operation'
          ? `${binding.operation.method.toUpperCase()} ${binding.operation.path}`
          : binding.kind,
    })),
  }
}

function countOf(findings: readonly Finding[], level: Level): Record<Severity, number> {
  const count = (severity: Severity) =>
    findings.filter((finding) => finding.level === level && finding.severity === severity).length
  return { error: count('error'), warning: count('warning'), note: count('note') }
}

/** contract: packages 1.10. What a level asks for, it asks beside what the levels before it ask for. */
export const LEVELS: readonly Level[] = ['load', 'strict', 'store']

export function upTo(level: Level, findings: readonly Finding[]): readonly Finding[] {
  return findings.filter((finding) => LEVELS.indexOf(finding.level) <= LEVELS.indexOf(level))
}
