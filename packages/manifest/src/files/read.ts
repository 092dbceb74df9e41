import { existsSync, lstatSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { newReport, WHOLE_PACKAGE } from '../findings.ts'
import type { PackageFiles, PackageSource } from '../types.ts'
import { builtFolder, packageFolder, readFolder, typeSpecNear } from './folder.ts'
import { PACKAGE_LIMITS, type PackageLimits } from './limits.ts'
import { refused } from './refusal.ts'
import { readZip } from './zip.ts'

/**
 * Reads a package into memory: the bytes of a zip, or the path of a zip, of a folder (also a project with the package
 * inside), or of a single document. What cannot be read is refused with a finding; nothing that a package holds throws.
 */
export async function readPackage(source: Uint8Array | string, limits = PACKAGE_LIMITS): Promise<PackageSource> {
  if (typeof source !== 'string') return withRoot(await readZip(asBuffer(source), limits))
  try {
    return await readPath(source, limits)
  } catch (error) {
    return refused('files.unreadable', { reason: error instanceof Error ? error.message : String(error) })
  }
}

async function readPath(path: string, limits: PackageLimits): Promise<PackageSource> {
  const found = lstatSync(path)
  if (found.isDirectory()) return readPackageFolder(packageFolder(path), limits)
  if (!found.isFile()) return refused('files.unreadable', { reason: 'it is neither a file nor a folder' })
  if (found.size > limits.packed) return refused('files.too-large', { size: found.size, limit: limits.packed })
  const bytes = readFileSync(path)
  if (isZip(bytes)) return withRoot(await readZip(bytes, limits))
  return { files: new Map([[basename(path), bytes]]), findings: [] }
}

/** A large folder without a manifest is no package that is too large, but none at all. */
function readPackageFolder(folder: string, limits: PackageLimits): PackageSource {
  const built = builtFolder(folder)
  if (built !== undefined) return readBuilt(built, limits)
  const source = { ...readFolder(folder, limits), typeSpec: typeSpecNear(folder) }
  const isNone = source.files.size === 0 && source.findings.length > 0 && !existsSync(join(folder, 'manifest.json'))
  return isNone ? refused('package.unknown', {}) : source
}

function readBuilt(folder: string, limits: PackageLimits): PackageSource {
  const source = readFolder(folder, limits)
  const report = newReport()
  report.add('files.built', WHOLE_PACKAGE, { folder: basename(folder) })
  return { ...source, findings: [...report.all(), ...source.findings] }
}

/** `PK` and the number of a local header, of an empty archive's end, or of a split archive. */
function isZip(bytes: Buffer): boolean {
  return (
    bytes.length >= 4 && bytes.readUInt16BE(0) === 0x504b && [0x0304, 0x0506, 0x0708].includes(bytes.readUInt16BE(2))
  )
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** contract: packages 1.8, `manifest.json` at the root. A folder above it is taken off and reported. */
function withRoot(source: PackageSource): PackageSource {
  const folder = folderAbove(source.files)
  if (folder === '') return source
  const report = newReport()
  report.add('files.nested', WHOLE_PACKAGE, { folder })
  const inside = [...source.files].filter(([path]) => path.startsWith(folder))
  return {
    files: new Map(inside.map(([path, bytes]) => [path.slice(folder.length), bytes])),
    findings: [...source.findings, ...report.all()],
  }
}

function folderAbove(files: PackageFiles): string {
  if (files.size === 0 || files.has('manifest.json')) return ''
  const manifests = [...files.keys()].filter((path) => path.endsWith('/manifest.json') && !path.startsWith('__MACOSX/'))
  const nearest = manifests.sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1))[0]
  return nearest === undefined ? '' : nearest.slice(0, -'manifest.json'.length)
}
