import type { Directory, Tenant } from '@jumpseat/directory'
import type { TenantId } from '@jumpseat/wire'

export type Generation = 1 | 2
export const DEFAULT_HOST = 'login.microsoftonline.com'

/** The two names under which a tenant issues tokens. Contract: connectors 8.2. */
export function issuerOf(host: string, tenantId: TenantId, generation: Generation): string {
  if (generation === 2) return `https://${host}/${tenantId}/v2.0`
  return host === DEFAULT_HOST ? `https://sts.windows.net/${tenantId}/` : `https://${host}/${tenantId}/`
}

/** The local tenant whose issuer this text is, compared without regard to case and closing slash; undefined for all others. */
export function localTenantOf(issuer: string, host: string, directory: Directory): Tenant | undefined {
  const wanted = bare(issuer)
  return directory
    .tenants()
    .find(({ id }) => bare(issuerOf(host, id, 1)) === wanted || bare(issuerOf(host, id, 2)) === wanted)
}

export const bare = (issuer: string) => issuer.toLowerCase().replace(/\/+$/, '')

// `adfs` stands for "no tenant in the path" in clients that are set up by environment alone. Contract: connectors 8.4 D.
const ANY_TENANT = new Set(['common', 'organizations', 'adfs'])

/** The tenant of a path: id, verified domain, or a collective name where only one tenant fits. */
export function tenantOfPath(directory: Directory, segment: string, clientId?: string): Tenant | undefined {
  if (!isCollective(segment)) return directory.tenant(segment)
  const tenants = directory.tenants()
  const fitting = tenants.length === 1 || !clientId ? tenants : tenants.filter(({ id }) => directory.app(id, clientId))
  return fitting.length === 1 ? fitting[0] : undefined
}

export const isCollective = (segment: string) => ANY_TENANT.has(segment.toLowerCase())
