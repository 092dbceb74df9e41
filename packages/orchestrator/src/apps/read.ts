import { createHash } from 'node:crypto'
import { type AppPackage, PACKAGE_LIMITS, readPackage, resolvePackage } from '@jumpseat/manifest'
import { skillsOfPackage } from '@jumpseat/skills'
import { agentsOf } from '../agents/read.ts'
import type { DocumentReader } from '../documents/reader.ts'
import { orchestratorErrors } from '../errors.ts'
import type { StoredApp } from './records.ts'
import type { InstalledApp } from './types.ts'

/** What a zip holds; `packageRefused` when it cannot be installed. */
export async function openPackage(zip: Uint8Array, packed: number): Promise<AppPackage> {
  const pkg = resolvePackage(
    await readPackage(zip, { ...PACKAGE_LIMITS, packed: Math.min(packed, PACKAGE_LIMITS.packed) }),
  )
  const errors = pkg.findings.filter(({ level, severity }) => level === 'load' && severity === 'error')
  // contract: plugins-and-packages 3.5, an agent without the files of its actions is not installed
  const isBroken = pkg.declarativeAgents.some(({ actions }) => actions.some(({ plugin }) => plugin === undefined))
  if (pkg.kind !== 'unknown' && !isBroken) return pkg
  const [first] = errors
  throw orchestratorErrors.packageRefused(
    { reason: first?.message ?? 'it holds nothing that can be installed' },
    {
      details: errors
        .slice(0, 20)
        .map(({ rule, message, file, pointer }) => ({ code: rule, message, target: `${file}${pointer}` })),
    },
  )
}

/** `T_` and a guid: the manifest's own, else one made of the name of what stands alone. */
export function appIdOf({ manifest, declarativeAgents, plugins }: AppPackage): string {
  if (manifest !== undefined && manifest.id !== '') return `T_${manifest.id.toLowerCase()}`
  const name = declarativeAgents[0]?.name ?? plugins[0]?.namespace ?? ''
  const hex = createHash('sha256').update(name).digest('hex')
  return `T_${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export function installedApp(stored: StoredApp, pkg: AppPackage, documents: DocumentReader): InstalledApp {
  const { tenantId, id, state, installedAt, changedAt, places, zip } = stored
  const { manifest, declarativeAgents, plugins } = pkg
  const name = manifest?.name.short || declarativeAgents[0]?.name || plugins[0]?.nameForHuman || id
  const version = manifest?.version ?? ''
  return {
    tenantId,
    id,
    version,
    name,
    state,
    installedAt,
    changedAt,
    places,
    size: zip.byteLength,
    pkg,
    skills: skillsOfPackage(pkg, { tenant: tenantId, app: { id, version, name } }),
    agents: agentsOf(pkg, { id, version }, documents),
    live: [],
    servers: [],
  }
}
