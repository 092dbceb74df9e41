import { type AppPackage, type Finding, type ResolveOptions, type RuleId, resolvePackage } from '../index.ts'
import { wholePackage } from './samples.ts'
import { bytesOf } from './zip.ts'

/** The sample package with `changes` (a file that is `undefined` is left out), resolved. */
export function resolved(changes: Readonly<Record<string, unknown>> = {}, options: ResolveOptions = {}): AppPackage {
  return resolvedFrom(wholePackage(changes), options)
}

/** Exactly these files, resolved. */
export function resolvedFrom(files: Readonly<Record<string, unknown>>, options: ResolveOptions = {}): AppPackage {
  const entries = Object.entries(files).filter(([, content]) => content !== undefined)
  return resolvePackage(
    { files: new Map(entries.map(([path, content]) => [path, bytesOf(content)])), findings: [] },
    options,
  )
}

/** Where and what a rule found. */
export function found(pkg: AppPackage, rule: RuleId): readonly Pick<Finding, 'file' | 'pointer' | 'message'>[] {
  return pkg.findings
    .filter((finding) => finding.rule === rule)
    .map(({ file, pointer, message }) => ({ file, pointer, message }))
}

/** The rules that a package breaks, of one level or of all. */
export function rulesOf({ findings }: AppPackage, ...levels: readonly Finding['level'][]): readonly string[] {
  const wanted = findings.filter(({ level }) => levels.length === 0 || levels.includes(level))
  return [...new Set(wanted.map(({ rule }) => rule))].sort()
}
