import { isJsonObject, type JsonObject, type JsonValue } from '@jumpseat/wire'
import { type Context, newContext } from '../context.ts'
import { newReport, WHOLE_PACKAGE } from '../findings.ts'
import { checkSchema } from '../schema/check.ts'
import { checkForStore } from '../store/check.ts'
import { readDocument } from '../text/document.ts'
import { locate } from '../text/reference.ts'
import type { AppPackage, DeclarativeAgent, PackageKind, PackageSource, ResolveOptions } from '../types.ts'
import { readAgent, readCustomEngineAgents, readDeclarativeAgents, readWorkerAgents } from './agents.ts'
import { checkResolved, type Resolved } from './check.ts'
import { at, type Cursor, FEW, items, placeOf, textAt } from './cursor.ts'
import { type Form, formOf } from './form.ts'
import { readLocalization, translateManifest } from './localization.ts'
import { appManifestOf } from './manifest.ts'
import { readMessageExtensions } from './message-extensions.ts'
import { readAgentConnectors, readAgentSkills, readBots, readGraphConnector, readIcons } from './parts.ts'
import { readPlugin } from './plugins.ts'

/**
 * What a package says, with everything that its files name brought in, and what is wrong with it. Never throws, never
 * calls anything: the same files and options give the same value.
 */
export function resolvePackage(source: PackageSource, options: ResolveOptions = {}): AppPackage {
  const report = newReport()
  const context = newContext(source, report, options)
  const isRefused = source.files.size === 0 && source.findings.length > 0
  const content = isRefused ? NOTHING : contentOf(context, options)
  const resolved = { ...content, plugins: [...context.plugins.values()].filter((plugin) => plugin !== undefined) }
  for (const check of [checkResolved, checkForStore]) check(context, resolved)
  return {
    ...resolved,
    unresolvedNames: [...context.unresolved.keys()].sort(),
    outsideDocuments: [...context.outside],
    findings: [...source.findings, ...report.all()],
    files: source.files,
  }
}

type Content = Omit<Resolved, 'plugins'>

const NOTHING: Content = {
  kind: 'unknown',
  rootFile: '',
  manifest: undefined,
  declarativeAgents: [],
  workerAgents: [],
  customEngineAgents: [],
  messageExtensions: [],
  bots: [],
  agentConnectors: [],
  agentSkills: [],
  graphConnector: undefined,
  localization: undefined,
  icons: [],
}

/** contract: packages 1.11, step 1. */
function contentOf(context: Context, options: ResolveOptions): Content {
  const root = rootOf(context)
  if (root === undefined) {
    context.report.add('package.unknown', WHOLE_PACKAGE)
    return NOTHING
  }
  if (root.form === 'app') return appOf(context, root.file, root.document, options)
  context.report.add('package.bare', { file: root.file, pointer: '' }, { kind: root.form })
  const bare = { ...NOTHING, rootFile: root.file, kind: kindOf(root.form) }
  if (root.form === 'declarativeAgent')
    return { ...bare, ...withWorkers(context, listOf(readAgent(context, root.file, undefined))) }
  readPlugin(context, root.file)
  return bare
}

const withWorkers = (context: Context, declarativeAgents: readonly DeclarativeAgent[]) => ({
  declarativeAgents,
  workerAgents: readWorkerAgents(context, declarativeAgents),
})

function listOf(agent: DeclarativeAgent | undefined): readonly DeclarativeAgent[] {
  return agent === undefined ? [] : [agent]
}

function kindOf(form: Exclude<Form, 'app'>): PackageKind {
  return form === 'ai-plugin-v1' ? 'plugin' : form
}

interface Root {
  readonly file: string
  readonly form: Form
  readonly document: JsonValue
}

/** Documents that may be the root of a package without an app manifest, and how deep they are looked for. */
const MOST_CANDIDATES = 40
const BARE_ORDER: readonly Form[] = ['app', 'declarativeAgent', 'plugin', 'ai-plugin-v1', 'functions', 'openapi']

/** `manifest.json` where there is one, whatever it turns out to be; else the document that says most. */
function rootOf(context: Context): Root | undefined {
  if (context.files.has('manifest.json')) return rootIn(context, 'manifest.json')
  const candidates = [...context.files.keys()]
    .filter((path) => /\.(json|ya?ml)$/i.test(path) && path.split('/').length <= 2)
    .slice(0, MOST_CANDIDATES)
    .flatMap((path) => rootIn(context, path) ?? [])
  const depth = ({ file }: Root) => file.split('/').length
  return candidates.sort(
    (a, b) =>
      BARE_ORDER.indexOf(a.form) - BARE_ORDER.indexOf(b.form) || depth(a) - depth(b) || (a.file < b.file ? -1 : 1),
  )[0]
}

function rootIn(context: Context, file: string): Root | undefined {
  const document = readDocument(context, file)
  const form = formOf(document)
  return document === undefined || form === undefined ? undefined : { file, form, document }
}

function appOf(context: Context, file: string, written: JsonValue, options: ResolveOptions): Content {
  if (!isJsonObject(written)) return NOTHING
  const place = { file, pointer: '' }
  context.used.add(file)
  const version = versionOf({ context, ...place, value: written })
  checkSchema(context, 'app', version, place, written)
  const language = readLocalization({ context, ...place, value: written }, version, options.locale)
  const document: JsonObject = translateManifest(context, place, written, language?.texts)
  const manifest: Cursor = { context, ...place, value: document }
  const agents = withWorkers(context, readDeclarativeAgents(manifest))
  readUnattachedPlugins(manifest)
  return {
    kind: 'app',
    rootFile: file,
    manifest: appManifestOf(manifest, document, version),
    ...agents,
    customEngineAgents: readCustomEngineAgents(manifest),
    messageExtensions: readMessageExtensions(manifest, version),
    bots: readBots(manifest),
    agentConnectors: readAgentConnectors(manifest),
    agentSkills: readAgentSkills(manifest),
    graphConnector: readGraphConnector(manifest),
    localization: language?.localization,
    icons: readIcons(manifest),
  }
}

function versionOf(manifest: Cursor): string {
  const version = textAt(at(manifest, 'manifestVersion'))
  if (version === undefined) manifest.context.report.add('manifest.no-version', placeOf(manifest))
  return version ?? 'devPreview'
}

/** contract: packages 1.4, the legacy nodes that name plugins without an agent. */
function readUnattachedPlugins(manifest: Cursor): void {
  const holders = [at(manifest, 'copilotExtensions'), at(manifest, 'copilotAgents'), manifest]
  for (const holder of holders) {
    for (const entry of items(at(holder, 'plugins'), FEW)) {
      const node = `${holder.pointer.slice(1)}.plugins`.replace(/^\./, '')
      manifest.context.report.add('manifest.legacy-node', placeOf(entry), { node })
      // The oldest previews wrote `pluginFile`.
      const file = [at(entry, 'file'), at(entry, 'pluginFile')].find((one) => textAt(one) !== undefined)
      const path = file && locate(manifest.context, placeOf(file), textAt(file) ?? '')
      if (path !== undefined) readPlugin(manifest.context, path)
    }
  }
}
