// The published JSON schemas, from the package that carries them. Nothing is ever fetched; contract: packages 1.11, step 5.
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { JsonObject } from '@jumpseat/wire'
import { Ajv, type ValidateFunction } from 'ajv'
import { default as addFormats } from 'ajv-formats'

/** What can be held against a schema, and where its versions lie. */
const KINDS = {
  app: { folder: 'teams', file: 'MicrosoftTeams.schema.json' },
  language: { folder: 'teams', file: 'MicrosoftTeams.Localization.schema.json' },
  responseTemplate: { folder: 'teams', file: 'MicrosoftTeams.ResponseRenderingTemplate.schema.json' },
  declarativeAgent: { folder: 'copilot/declarative-agent', file: 'schema.json' },
  plugin: { folder: 'copilot/plugin', file: 'schema.json' },
} as const

export type SchemaKind = keyof typeof KINDS

export interface OfficialSchema {
  /** `v1.24`, `vDevPreview`. */
  readonly version: string
  /** False when the wanted version is not published and another one stands in. */
  readonly isExact: boolean
  readonly root: JsonObject
  /** All errors of a document of usual size; of a huge one, the first. */
  readonly validate: (document: unknown, isHuge: boolean) => ValidateFunction['errors']
}

const ROOT = join(
  dirname(createRequire(import.meta.url).resolve('@microsoft/app-manifest/package.json')),
  'build/json-schemas',
)
const roots = new Map<string, JsonObject>()
const compiled = new Map<string, ValidateFunction>()
const known = new Map<SchemaKind, readonly string[]>()

/** The schema for a document that says it has `version` (`1.24`, `v2.4`, `devPreview`); compiled at its first use. */
export function officialSchema(kind: SchemaKind, version: string): OfficialSchema {
  const versions = versionsOf(kind)
  const wanted = `v${version.trim().replace(/^v/i, '')}`
  const exact = versions.find((name) => name.toLowerCase() === wanted.toLowerCase())
  const nearest = exact ?? nearestOf(wanted, versions)
  return {
    version: nearest,
    isExact: exact !== undefined,
    root: rootOf(kind, nearest),
    validate(document, isHuge) {
      const check = validatorOf(kind, nearest, !isHuge)
      return check(document) ? null : check.errors
    },
  }
}

/** Published versions, oldest first; `vDevPreview` last. */
export function versionsOf(kind: SchemaKind): readonly string[] {
  const { folder, file } = KINDS[kind]
  const held = known.get(kind)
  if (held !== undefined) return held
  const versions = readdirSync(join(ROOT, folder))
    .filter((name) => name.startsWith('v') && readdirSync(join(ROOT, folder, name)).includes(file))
    .sort((a, b) => rank(a) - rank(b))
  known.set(kind, versions)
  return versions
}

/** `v1.24` is 1024; what has no number comes last. */
function rank(version: string): number {
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(version) ?? []
  return major === undefined ? Number.MAX_SAFE_INTEGER : Number(major) * 1000 + Number(minor)
}

/** The newest one that is not newer than `wanted`, else the oldest. */
function nearestOf(wanted: string, versions: readonly string[]): string {
  const numbered = versions.filter((name) => rank(name) < Number.MAX_SAFE_INTEGER)
  const isNumbered = rank(wanted) < Number.MAX_SAFE_INTEGER
  const older = isNumbered ? numbered.filter((name) => rank(name) <= rank(wanted)) : numbered
  return older.at(-1) ?? numbered[0] ?? wanted
}

/** contract: packages 1.11, step 6: the schemas name draft-04 and use draft-07, so their own word for it is dropped. */
function rootOf(kind: SchemaKind, version: string): JsonObject {
  const { folder, file } = KINDS[kind]
  const path = join(ROOT, folder, version, file)
  const held = roots.get(path)
  if (held !== undefined) return held
  const { $schema: _schema, id: _id, $id: _$id, ...root } = JSON.parse(readFileSync(path, 'utf8'))
  roots.set(path, root)
  return root
}

function validatorOf(kind: SchemaKind, version: string, allErrors: boolean): ValidateFunction {
  const key = `${kind} ${version} ${allErrors}`
  const held = compiled.get(key)
  if (held !== undefined) return held
  const check = engine(allErrors).compile(rootOf(kind, version))
  compiled.set(key, check)
  return check
}

function engine(allErrors: boolean): Ajv {
  const ajv = new Ajv({ strict: false, allErrors, verbose: true, logger: false, code: { regExp: BOUNDED } })
  addFormats.default(ajv)
  return ajv
}

/** Longer texts are not matched: some of the published patterns take quadratic time, and a limit of length tells first. */
const LONGEST_MATCHED = 4_096

const BOUNDED = Object.assign(
  (pattern: string) => {
    const expression = expressionOf(pattern)
    return {
      test: (text: string) => text.length > LONGEST_MATCHED || expression.test(text),
      toString: () => expression.toString(), // the engine tells patterns apart by it
    }
  },
  { code: '' },
)

/** Some published patterns are no Unicode patterns, others need to be. */
function expressionOf(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u')
  } catch {
    return new RegExp(pattern)
  }
}
