// What a package is counted by: how often its documents name something, and how often it was resolved. The counting reads
// the documents themselves, as plainly as possible, so that nothing that the resolution loses is lost here too.
import type { AppPackage } from '../../packages/manifest/src/index.ts'
import { isJsonObject, type JsonObject, type JsonValue, own } from '../../packages/wire/src/index.ts'

export interface Count {
  readonly named: number
  readonly resolved: number
}

type Counter = (pkg: AppPackage) => Count

const count = (named: number, resolved: number): Count => ({ named, resolved })

/** The values at a path of members; `*` stands for the entries of a list. */
function values(document: JsonValue | undefined, ...path: readonly string[]): readonly JsonValue[] {
  const [step, ...rest] = path
  if (document === undefined || document === null) return []
  if (step === undefined) return [document]
  if (step === '*') return Array.isArray(document) ? document.flatMap((entry) => values(entry, ...rest)) : []
  return isJsonObject(document) ? values(own(document, step), ...rest) : []
}

const manifestOf = ({ manifest }: AppPackage): JsonObject | undefined => manifest?.document
const inManifest = (pkg: AppPackage, ...path: readonly string[]) => values(manifestOf(pkg), ...path).length
const inAgents = (pkg: AppPackage, ...path: readonly string[]) =>
  pkg.declarativeAgents.flatMap(({ document }) => values(document, ...path)).length
const inPlugins = (pkg: AppPackage, ...path: readonly string[]) =>
  pkg.plugins.flatMap(({ document }) => values(document, ...path))
const functions = ({ plugins }: AppPackage) => plugins.flatMap((plugin) => plugin.functions)
const runtimes = ({ plugins }: AppPackage) => plugins.flatMap((plugin) => plugin.runtimes)

export const CONSTRUCTS: Readonly<Record<string, Counter>> = {
  'app manifest': (pkg) => count(pkg.files.has('manifest.json') ? 1 : 0, pkg.manifest === undefined ? 0 : 1),
  'declarative agent': (pkg) =>
    count(
      inManifest(pkg, 'copilotAgents', 'declarativeAgents', '*') +
        inManifest(pkg, 'copilotExtensions', 'declarativeCopilots', '*'),
      pkg.declarativeAgents.length,
    ),
  instructions: (pkg) =>
    count(
      inAgents(pkg, 'instructions'),
      pkg.declarativeAgents.filter(({ instructions }) => instructions !== '' && !instructions.includes('$[file'))
        .length,
    ),
  capability: (pkg) =>
    count(inAgents(pkg, 'capabilities', '*'), pkg.declarativeAgents.flatMap(({ capabilities }) => capabilities).length),
  'conversation starter': (pkg) =>
    count(
      inAgents(pkg, 'conversation_starters', '*'),
      pkg.declarativeAgents.flatMap(({ conversationStarters }) => conversationStarters).length,
    ),
  'action of an agent': (pkg) =>
    count(
      inAgents(pkg, 'actions', '*'),
      pkg.declarativeAgents.flatMap(({ actions }) => actions.filter(({ plugin }) => plugin !== undefined)).length,
    ),
  'custom engine agent': (pkg) =>
    count(inManifest(pkg, 'copilotAgents', 'customEngineAgents', '*'), pkg.customEngineAgents.length),
  runtime: (pkg) => count(inPlugins(pkg, 'runtimes', '*').length, runtimes(pkg).length),
  'OpenAPI document': (pkg) =>
    count(
      inPlugins(pkg, 'runtimes', '*', 'type').filter((type) => type === 'OpenApi').length,
      runtimes(pkg).filter((runtime) => runtime.type === 'OpenApi' && runtime.document !== undefined).length,
    ),
  function: (pkg) =>
    count(functions(pkg).length, functions(pkg).filter(({ binding }) => binding.kind !== 'draft').length),
  confirmation: (pkg) =>
    count(
      inPlugins(pkg, 'functions', '*', 'capabilities', 'confirmation').length,
      functions(pkg).filter(({ confirmation }) => confirmation !== undefined).length,
    ),
  'response semantics': (pkg) =>
    count(
      inPlugins(pkg, 'functions', '*', 'capabilities', 'response_semantics').length,
      functions(pkg).filter(({ responseSemantics }) => responseSemantics !== undefined).length,
    ),
  'card template': (pkg) =>
    count(
      inPlugins(pkg, 'functions', '*', 'capabilities', 'response_semantics', 'static_template').filter(
        (template) => isJsonObject(template) && Object.keys(template).length > 0,
      ).length,
      functions(pkg).filter(({ responseSemantics }) => responseSemantics?.staticTemplate !== undefined).length,
    ),
  'message extension': (pkg) => count(inManifest(pkg, 'composeExtensions', '*'), pkg.messageExtensions.length),
  'its command': (pkg) =>
    count(
      inManifest(pkg, 'composeExtensions', '*', 'commands', '*'),
      pkg.messageExtensions.flatMap(({ commands }) => commands).length,
    ),
  'its parameter': (pkg) =>
    count(
      inManifest(pkg, 'composeExtensions', '*', 'commands', '*', 'parameters', '*'),
      pkg.messageExtensions.flatMap(({ commands }) => commands.flatMap(({ parameters }) => parameters)).length,
    ),
  bot: (pkg) => count(inManifest(pkg, 'bots', '*'), pkg.bots.length),
  'agent connector': (pkg) => count(inManifest(pkg, 'agentConnectors', '*'), pkg.agentConnectors.length),
  'agent skill': (pkg) => count(inManifest(pkg, 'agentSkills', '*'), pkg.agentSkills.length),
  'graph connector': (pkg) => count(inManifest(pkg, 'graphConnector'), pkg.graphConnector === undefined ? 0 : 1),
  'language file': (pkg) =>
    count(
      inManifest(pkg, 'localizationInfo', 'defaultLanguageFile') +
        inManifest(pkg, 'localizationInfo', 'additionalLanguages', '*'),
      pkg.localization?.languages.length ?? 0,
    ),
  'localised text': (pkg) => {
    const missing = pkg.findings.filter(({ rule }) => rule === 'language.missing-key').length
    const tokens = [...pkg.files].filter(([path]) => path.endsWith('.json')).flatMap(([, bytes]) => tokensIn(bytes))
    return count(tokens.length, tokens.length - missing)
  },
  icon: (pkg) =>
    count(
      inManifest(pkg, 'icons', 'color') + inManifest(pkg, 'icons', 'outline'),
      pkg.icons.filter(({ width }) => width !== undefined).length,
    ),
}

function tokensIn(bytes: Uint8Array): readonly string[] {
  return (
    Buffer.from(bytes)
      .toString('utf8')
      .match(/"\[\[[a-zA-Z_]\w*\]\]"(?!\s*:)/g) ?? []
  )
}
