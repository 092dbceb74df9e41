import { isJsonObject, own } from '@jumpseat/wire'
import type { Context } from '../context.ts'
import { below, WHOLE_PACKAGE } from '../findings.ts'
import type { Resolved } from '../resolve/check.ts'
import { placeOf } from '../resolve/cursor.ts'
import { readDocument } from '../text/document.ts'
import type { AppManifest, Place } from '../types.ts'
import { hasSeveralSentences, MARKETPLACE, mentions, SUPERLATIVE, wordsIn } from './texts.ts'

export function checkManifest(context: Context, resolved: Resolved): void {
  const { manifest } = resolved
  if (manifest === undefined) return
  checkVersions(context, manifest, resolved)
  checkNames(context, manifest)
  checkDescriptions(context, manifest)
  checkFiles(context)
  for (const [name, place] of context.unresolved) context.report.add('store.placeholder', place, { name })
}

/** `teams/v1.24/…`, `declarative-agent/v1.6/…`: what a `$schema` names. */
function schemaVersion(address: unknown): string | undefined {
  return typeof address === 'string' && address.length < 500
    ? /\/v?(DevPreview|\d+\.\d+)\//i.exec(address)?.[1]?.toLowerCase()
    : undefined
}

function checkVersions(
  context: Context,
  manifest: AppManifest,
  { declarativeAgents, plugins, localization }: Resolved,
): void {
  const { report } = context
  const version = manifest.manifestVersion.toLowerCase()
  if (version === 'devpreview') report.add('store.preview', below(manifest, 'manifestVersion'))
  if (own(manifest.document, '$schema') === undefined) report.add('schema.not-named', placeOf(manifest))
  agree(context, manifest, own(manifest.document, '$schema'), version)
  for (const agent of declarativeAgents)
    agree(context, agent, own(agent.document, '$schema'), plainVersion(agent.version))
  for (const plugin of plugins) {
    if (plugin.form === 'plugin')
      agree(context, plugin, own(plugin.document, '$schema'), plainVersion(plugin.schemaVersion))
  }
  for (const { file } of localization?.languages ?? []) {
    const language = readDocument(context, file)
    if (isJsonObject(language)) agree(context, { file, pointer: '' }, own(language, '$schema'), version)
  }
  if (
    localization !== undefined &&
    declarativeAgents.length > 0 &&
    !localization.languages.some(({ tag }) => tag === localization.defaultLanguage)
  ) {
    report.add('store.default-language', below(manifest, 'localizationInfo'), {
      language: localization.defaultLanguage,
    })
  }
}

function plainVersion(version: string): string {
  return version.toLowerCase().replace(/^v/, '')
}

function agree(context: Context, place: Place, address: unknown, version: string): void {
  const named = schemaVersion(address)
  if (named !== undefined && named !== version)
    context.report.add('store.schema-disagrees', below(place, '$schema'), { named, version })
}

const HOST_NAMES = [
  'Microsoft',
  'Copilot',
  'Teams',
  'Outlook',
  'SharePoint',
  'OneDrive',
  'Office',
  'Windows',
  'Word',
  'Excel',
  'PowerPoint',
]

function checkNames(context: Context, manifest: AppManifest): void {
  const { short } = manifest.name
  const host = HOST_NAMES.find(
    (name) => short.trim().toLowerCase() === name.toLowerCase() || mentions(short, 'Microsoft'),
  )
  if (host !== undefined) context.report.add('store.host-name', below(manifest, 'name', 'short'), { name: short })
}

/** contract: packages 1.10, "Descriptions". */
function checkDescriptions(context: Context, manifest: AppManifest): void {
  const { report } = context
  const { short, full } = manifest.description
  const shortAt = below(manifest, 'description', 'short')
  const fullAt = below(manifest, 'description', 'full')
  if (hasSeveralSentences(short)) report.add('store.short-description', shortAt)
  if (mentions(short, 'app')) report.add('store.word-app', shortAt)
  const words = wordsIn(full)
  if (words > 500) report.add('store.long-description', fullAt, { words })
  if (!mentions(full, 'Microsoft 365 Copilot')) report.add('store.works-in', fullAt)
  for (const [text, place] of [
    [short, shortAt],
    [full, fullAt],
  ] as const) {
    if (MARKETPLACE.test(text)) report.add('store.marketplace-link', place)
    const claim = SUPERLATIVE.exec(text)?.[0]
    if (claim !== undefined) report.add('store.superlative', place, { claim })
  }
}

/** Files of systems and tools; everything else that nothing names is refused by stores too. */
function checkFiles(context: Context): void {
  const extra = [...context.files.keys()].filter((path) => !context.used.has(path))
  for (const path of extra.slice(0, 20)) context.report.add('store.extra-file', { file: path, pointer: '' })
  if (extra.length > 20) context.report.add('store.extra-files', WHOLE_PACKAGE, { count: extra.length - 20 })
}
