import type { PackageLimits } from './limits.ts'

type NameRule = 'files.traversal' | 'files.name'

/** Why a name of an entry cannot be taken. */
export interface BadName {
  readonly rule: NameRule
  readonly reason: string
}

/** The path that an entry's name stands for, with `/` between its parts; or what is wrong with it. */
export function pathOf(name: string, limits: PackageLimits): string | BadName {
  const unified = name.replaceAll('\\', '/')
  const refused = (rule: NameRule, reason: string): BadName => ({ rule, reason })
  if (/[\p{Cc}\u2028\u2029]|\p{Bidi_Control}/u.test(unified))
    return refused('files.name', 'it holds control characters')
  if (unified.startsWith('/')) return refused('files.traversal', 'it is absolute')
  if (/^[A-Za-z]:/.test(unified)) return refused('files.traversal', 'it names a drive')
  const parts = unified.split('/').filter((part) => part !== '' && part !== '.')
  if (parts.includes('..')) return refused('files.traversal', 'it leaves the package')
  if (parts.some((part) => part.includes(':') || /[. ]$/.test(part))) {
    return refused('files.name', 'some systems would read it as another file')
  }
  if (parts.length > limits.depth) return refused('files.name', `it lies more than ${limits.depth} folders deep`)
  const path = parts.join('/')
  if (path === '') return refused('files.name', 'it is empty')
  return path.length > limits.path ? refused('files.name', `it is longer than ${limits.path} characters`) : path
}

/** Two paths with the same key are one file on a system that ignores case or composes accents. */
export function caseKey(path: string): string {
  return path.normalize('NFC').toLowerCase()
}

/** Says which path of `paths` collides with one before it, also a file with a folder. */
export function collisionIn(paths: readonly string[]): readonly [string, string] | undefined {
  const files = new Map<string, string>()
  const folders = new Map<string, string>()
  for (const path of paths) {
    const key = caseKey(path)
    const other = files.get(key) ?? folders.get(key)
    if (other !== undefined) return [other, path]
    files.set(key, path)
    for (let end = key.indexOf('/'); end !== -1; end = key.indexOf('/', end + 1)) {
      const folder = key.slice(0, end)
      const file = files.get(folder)
      if (file !== undefined) return [file, path]
      folders.set(folder, path)
    }
  }
  return undefined
}
