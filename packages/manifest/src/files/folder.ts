import { type Dirent, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { newReport } from '../findings.ts'
import type { PackageSource } from '../types.ts'
import type { PackageLimits } from './limits.ts'
import { collisionIn, pathOf } from './names.ts'
import { refused } from './refusal.ts'

/** Folders of tools, never part of a package. */
const NEVER_READ = new Set(['node_modules', '.git', '.vs', '.vscode', '.idea'])

/** Where toolkits keep the sources of a package inside a project; contract: packages 9. */
const USUAL_FOLDERS = ['appPackage', 'appManifest', 'TeamsApp', 'M365Agent/appPackage', 'manifest']

/** The folder that holds the package: `folder` itself, or the usual one inside a project. */
export function packageFolder(folder: string): string {
  if (hasFile(join(folder, 'manifest.json'))) return folder
  const usual = USUAL_FOLDERS.map((name) => join(folder, name)).find((path) => hasFile(join(path, 'manifest.json')))
  return usual ?? folder
}

/** Where TypeSpec's sources are compiled to; contract: packages 1.8. */
const BUILT = '.generated'

/** The folder below a package's that holds it as built from TypeSpec. */
export function builtFolder(folder: string): string | undefined {
  return hasFile(join(folder, BUILT, 'manifest.json')) ? join(folder, BUILT) : undefined
}

/** A TypeSpec source in the folder of a package or in the project around it. */
export function typeSpecNear(folder: string): string | undefined {
  const near = [folder, join(folder, '..'), join(folder, '../src/agent')]
  return near
    .flatMap((path) => ['main.tsp', 'tspconfig.yaml'].map((name) => join(path, name)))
    .filter(hasFile)
    .map((path) => basename(path))[0]
}

function hasFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true
}

/** Reads the files below a folder into memory. Links are reported and left out. Throws only what the file system throws. */
export function readFolder(folder: string, limits: PackageLimits): PackageSource {
  const report = newReport()
  const files = new Map<string, Uint8Array>()
  let size = 0
  const waiting: string[] = ['']
  for (let below = waiting.pop(); below !== undefined; below = waiting.pop()) {
    for (const entry of sorted(readdirSync(join(folder, below), { withFileTypes: true }))) {
      if (NEVER_READ.has(entry.name)) continue
      const name = below === '' ? entry.name : `${below}/${entry.name}`
      const path = pathOf(name, limits)
      if (typeof path !== 'string') return refused(path.rule, { name, reason: path.reason })
      if (entry.isDirectory()) waiting.push(name)
      else if (!entry.isFile()) report.add('files.link-skipped', { file: path, pointer: '' }, { name })
      else {
        size += lstatSync(join(folder, name)).size
        if (size > limits.unpacked) return refused('files.too-large', { size, limit: limits.unpacked })
        if (files.size >= limits.entries) {
          return refused('files.too-many', {
            count: `more than ${limits.entries}`,
            limit: limits.entries,
          })
        }
        files.set(path, readFileSync(join(folder, name)))
      }
    }
  }
  const pair = collisionIn([...files.keys()])
  if (pair !== undefined) return refused('files.collision', { first: pair[0], second: pair[1] })
  return { files, findings: report.all() }
}

function sorted(entries: readonly Dirent[]): Dirent[] {
  return [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))
}
