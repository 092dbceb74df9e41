// Paths that documents of a package name. contract: packages 1.8, 1.11 and the oddities of 9.
import type { Context } from '../context.ts'
import { caseKey } from '../files/names.ts'
import type { Place } from '../types.ts'

/** How a path is looked for, in order; each but the first is told. */
interface Attempt {
  readonly rule: 'reference.from-root' | 'reference.case' | 'reference.extension' | 'reference.placeholder' | undefined
  readonly find: (context: Context, path: string, written: string) => string | undefined
}

const ATTEMPTS: readonly Attempt[] = [
  { rule: undefined, find: ({ files }, path) => (files.has(path) ? path : undefined) },
  {
    rule: 'reference.from-root',
    find: ({ files }, _, written) => {
      const path = normal('', written)
      return path !== undefined && files.has(path) ? path : undefined
    },
  },
  {
    rule: 'reference.case',
    find: ({ files }, path) => [...files.keys()].find((name) => caseKey(name) === caseKey(path)),
  },
  {
    rule: 'reference.extension',
    find: ({ files }, path) => {
      const stem = /^(.+)\.(?:ya?ml|json)$/i.exec(path)?.[1]
      return ['yml', 'yaml', 'json'].map((end) => `${stem}.${end}`).find((name) => files.has(name))
    },
  },
  {
    rule: 'reference.placeholder',
    find: ({ files }, path) => {
      const parts = path.split(/\$\{\{[^{}]*\}\}/)
      if (parts.length === 1) return undefined
      return [...files.keys()].find((name) => fits(name, parts))
    },
  },
]

/**
 * The file that `written` means inside the document at `place.file`; `undefined` is reported by the rule `missing`, which
 * says whether the rest works without it.
 */
export function locate(
  context: Context,
  place: Place,
  written: string,
  missing: 'reference.missing' | 'reference.missing-extra' | 'icon.missing-file' = 'reference.missing',
): string | undefined {
  const folder = place.file.slice(0, place.file.lastIndexOf('/') + 1)
  const path = normal(folder, written)
  if (path === undefined) {
    context.report.add('reference.outside', place, { path: written })
    return undefined
  }
  for (const { rule, find } of ATTEMPTS) {
    const found = find(context, path, written)
    if (found === undefined) continue
    context.used.add(found)
    if (rule !== undefined) context.report.add(rule, place, { path: written, found })
    return found
  }
  context.report.add(missing, place, { path: written })
  return undefined
}

/** `folder` plus `written` without dots; `undefined` when that leaves the package. A leading slash means its root. */
function normal(folder: string, written: string): string | undefined {
  const unified = written.trim().replaceAll('\\', '/')
  const parts: string[] = []
  for (const part of (unified.startsWith('/') ? unified : folder + unified).split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return undefined
  }
  return parts.join('/')
}

/** Whether `name` is the `parts` in order, with something between them. */
function fits(name: string, parts: readonly string[]): boolean {
  let at = 0
  for (const [n, part] of parts.entries()) {
    const found = n === 0 ? (name.startsWith(part) ? 0 : -1) : name.indexOf(part, at)
    if (found === -1) return false
    at = found + part.length
  }
  return name.endsWith(parts.at(-1) ?? '')
}
