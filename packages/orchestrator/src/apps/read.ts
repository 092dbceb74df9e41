import { createHash } from 'node:crypto'
import { type AppPackage, PACKAGE_LIMITS, readPackage, resolvePackage } from '@jumpseat/manifest'
import { skillsOfPackage } from '@jumpseat/skills'
import { type AgentNeeds, agentsOf } from '../agents/read.ts'
import { orchestratorErrors } from '../errors.ts'
import { type ApiDescription, bytesOf, copiesOf } from './descriptions.ts'
import type { StoredApp } from './records.ts'
import type { Changes, InstalledApp } from './types.ts'

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

export function installedApp(
  stored: StoredApp,
  pkg: AppPackage,
  needs: AgentNeeds,
  descriptions: readonly ApiDescription[],
): InstalledApp {
  const { tenantId, id, state, installedAt, changedAt, places, zip } = stored
  const { manifest, declarativeAgents, plugins } = pkg
  const name = manifest?.name.short || declarativeAgents[0]?.name || plugins[0]?.nameForHuman || id
  const version = manifest?.version ?? ''
  const app = {
    tenantId,
    id,
    version,
    name,
    state,
    installedAt,
    changedAt,
    places,
    size: zip.byteLength,
    agents: agentsOf(pkg, { id, version }, needs),
    live: [],
    servers: [],
  }
  return { ...app, ...callableOf(app, pkg, descriptions) }
}

/** What of the package can be called, with the API descriptions that it names by address. */
export function callableOf(
  app: OfVersion,
  pkg: AppPackage,
  descriptions: readonly ApiDescription[],
): Pick<InstalledApp, 'pkg' | 'skills' | 'descriptions'> {
  const whole = withCopies(pkg, copiesOf(descriptions))
  return {
    pkg: whole,
    skills: skillsOf(app, whole),
    descriptions: descriptions.filter(({ url }) => whole.outsideDocuments.includes(url)),
  }
}

type OfVersion = Pick<InstalledApp, 'tenantId' | 'id' | 'version' | 'name'>

const skillsOf = ({ tenantId, id, version, name }: OfVersion, pkg: AppPackage) =>
  skillsOfPackage(pkg, { tenant: tenantId, app: { id, version, name } })

function withCopies(pkg: AppPackage, fetched: ReadonlyMap<string, Uint8Array>): AppPackage {
  if (pkg.outsideDocuments.length === 0) return pkg
  const ofArchive = pkg.findings.filter(({ rule }) => rule.startsWith('files.'))
  return resolvePackage({ files: pkg.files, findings: ofArchive }, { fetched })
}

/** Functions that a description which waits would add, take away or change. */
export function changesBy(app: InstalledApp, { url, held }: ApiDescription): Changes {
  const copies = new Map(copiesOf(app.descriptions))
  if (held !== undefined) copies.set(url, bytesOf(held))
  const after = skillsOf(app, withCopies(app.pkg, copies)).skills
  const [was, is] = [app.skills.skills, after].map(
    (skills) => new Map(skills.map((skill) => [skill.name, JSON.stringify(skill)])),
  )
  const names = (some: ReadonlyMap<string, string> | undefined) => [...(some?.keys() ?? [])]
  return {
    added: names(is).filter((one) => !was?.has(one)),
    removed: names(was).filter((one) => !is?.has(one)),
    changed: names(is).filter((one) => was?.has(one) === true && was.get(one) !== is?.get(one)),
  }
}
