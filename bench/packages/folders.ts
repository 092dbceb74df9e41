import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const DEEPEST = 8
const NEVER_READ = new Set(['node_modules', '.git'])

/**
 * Every package at or below `folder`: a folder whose manifest.json has a `manifestVersion`, a zip with a manifest, and, for an entry of
 * `folder` itself without either, the entry, if documents lie in it. Sorted.
 */
export function packagesBelow(folder: string): readonly string[] {
  const found = search(folder, 0)
  if (found.length > 0 && found[0] === folder) return found
  const bare = readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => isFolder(path) && !found.some((taken) => taken === path || taken.startsWith(`${path}/`)))
    .filter((path) => [path, join(path, '.well-known')].some(holdsDocuments))
  return [...found, ...bare].sort()
}

function search(folder: string, depth: number): readonly string[] {
  if (isPackage(folder)) return [folder]
  if (depth >= DEEPEST) return []
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name)
      if (NEVER_READ.has(name)) return []
      if (isFolder(path)) return search(path, depth + 1)
      return name.toLowerCase().endsWith('.zip') && readFileSync(path, 'latin1').includes('manifest.json') ? [path] : []
    })
}

function holdsDocuments(folder: string): boolean {
  return isFolder(folder) && readdirSync(folder).some((name) => /\.(json|ya?ml)$/i.test(name))
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

function isPackage(folder: string): boolean {
  const manifest = join(folder, 'manifest.json')
  return existsSync(manifest) && readFileSync(manifest, 'latin1').includes('manifestVersion')
}
