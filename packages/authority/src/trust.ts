import type { Directory } from '@jumpseat/directory'
import type { Egress } from '@jumpseat/egress'
import type { TenantId } from '@jumpseat/wire'
import { createLocalJWKSet, createRemoteJWKSet, customFetch, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'
import { authorityErrors } from './errors.ts'
import { bare, localTenantOf } from './issuer.ts'

/** An outside issuer whose tokens are taken for one tenant. */
export interface TrustedIssuer {
  readonly issuer: string
  readonly tenantId: string
  readonly jwksUri?: string
  readonly jwks?: JSONWebKeySet
}

/** One issuer, one tenant, one set of keys: never looked up by anything but the exact issuer. */
export interface OutsideIssuer {
  readonly issuer: string
  readonly tenantId: TenantId
  readonly keys: JWTVerifyGetKey
}

export interface Trust {
  /** The outside issuer of exactly this name; undefined also when the name has become a local one. */
  outside(issuer: string): OutsideIssuer | undefined
  /** Errors: `issuerIsLocal`. To be asked for each tenant before it issues anything. */
  refuseClash(tenantId: TenantId): void
}

/** Checks the configured issuers. Errors: `issuerIsLocal`, `issuerTwice`, `issuerIncomplete`. */
export function createTrust(
  configured: readonly TrustedIssuer[],
  directory: Directory,
  issuerHost: string,
  egress: Egress | undefined,
): Trust {
  const issuers = new Map<string, OutsideIssuer>()
  const names = new Set<string>()
  const localOf = (issuer: string) => localTenantOf(issuer, issuerHost, directory)

  for (const entry of configured) {
    const local = localOf(entry.issuer)
    if (local) throw authorityErrors.issuerIsLocal({ issuer: entry.issuer, tenant: local.displayName })
    if (names.has(bare(entry.issuer))) throw authorityErrors.issuerTwice({ issuer: entry.issuer })
    names.add(bare(entry.issuer))
    issuers.set(entry.issuer, outsideIssuer(entry, directory, egress))
  }

  return {
    outside: (issuer) => {
      const found = issuers.get(issuer)
      return found && !localOf(issuer) ? found : undefined
    },
    refuseClash(tenantId) {
      const clash = configured.find(({ issuer }) => localOf(issuer)?.id === tenantId)
      if (clash) throw authorityErrors.issuerIsLocal({ issuer: clash.issuer, tenant: tenantId })
    },
  }
}

function outsideIssuer(entry: TrustedIssuer, directory: Directory, egress: Egress | undefined): OutsideIssuer {
  const refuse = (reason: string) => authorityErrors.issuerIncomplete({ issuer: entry.issuer, reason })
  if (URL.parse(entry.issuer)?.protocol !== 'https:') throw refuse('it is not an https URL')
  const tenant = directory.tenant(entry.tenantId)
  if (!tenant || tenant.id !== entry.tenantId.toLowerCase()) throw refuse(`there is no tenant '${entry.tenantId}'`)
  return { issuer: entry.issuer, tenantId: tenant.id, keys: keysOf(entry, egress, refuse) }
}

function keysOf(
  { jwks, jwksUri }: TrustedIssuer,
  egress: Egress | undefined,
  refuse: (reason: string) => Error,
): JWTVerifyGetKey {
  if ((jwks === undefined) === (jwksUri === undefined)) throw refuse('give either jwks or jwksUri')
  if (jwks) return createLocalJWKSet(jwks)
  const url = URL.parse(jwksUri ?? '')
  if (url?.protocol !== 'https:') throw refuse('jwksUri is not an https URL')
  if (!egress) throw refuse('this server has no way out to fetch jwksUri')
  return createRemoteJWKSet(url, {
    [customFetch]: (address, { method, headers, signal }) =>
      egress.fetch(address, { method, headers: Object.fromEntries(headers), signal }),
  })
}
