import type { JsonValue } from '@jumpseat/wire'
import type { Report } from './findings.ts'
import type { ApiDocument, PackageFiles, PackageSource, Place, Plugin, ResolveOptions } from './types.ts'

/** What every step of a resolution works with. */
export interface Context {
  readonly files: PackageFiles
  /** Documents outside of the package that someone fetched for it, and the addresses of all that it names. */
  readonly fetched: PackageFiles
  readonly outside: Set<string>
  readonly report: Report
  /** A source that the package was not built from yet. */
  readonly typeSpec: string | undefined
  readonly env: Readonly<Record<string, string>>
  /** Names of `${{NAME}}` without a value, and where each was seen first. */
  readonly unresolved: Map<string, Place>
  /** Documents by path, parsed and filled in, each read once. */
  readonly documents: Map<string, JsonValue | undefined>
  /** Files that a document names. */
  readonly used: Set<string>
  /** Texts of the chosen language for `[[key]]`; contract: packages 1.6. */
  readonly texts: Map<string, string>
  /** OpenAPI documents and plugins by path or key, each read once. */
  readonly apis: Map<string, ApiDocument | undefined>
  readonly plugins: Map<string, Plugin | undefined>
  /** What was checked already, by kind and place. */
  readonly checked: Set<string>
  /** Functions that may still be read: many small plugins may share one large document. */
  functionBudget: number
  /** Characters that `$[file()]` may still bring in: one large text named a thousand times is no larger package. */
  inlineBudget: number
}

export function newContext({ files, typeSpec }: PackageSource, report: Report, options: ResolveOptions): Context {
  return {
    files,
    typeSpec: typeSpec ?? [...files.keys()].find((path) => path.endsWith('.tsp')),
    fetched: options.fetched ?? new Map(),
    outside: new Set(),
    report,
    env: options.env ?? {},
    unresolved: new Map(),
    used: new Set(),
    documents: new Map(),
    texts: new Map(),
    apis: new Map(),
    plugins: new Map(),
    checked: new Set(),
    functionBudget: 5_000,
    inlineBudget: 1_000_000,
  }
}
