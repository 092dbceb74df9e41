import { randomUUID } from 'node:crypto'
import type { TenantId } from '@jumpseat/wire'
import { authorOf, type Context, writeOr } from './context.ts'
import { directoryErrors } from './errors.ts'
import { insertApp } from './records/apps.ts'
import { insertGroup, insertMember } from './records/groups.ts'
import { membershipChange } from './records/query.ts'
import { insertTenant, tenantRows } from './records/tenants.ts'
import { insertRole, insertUser } from './records/users.ts'
import type { Directory, Tenant } from './types.ts'

type Tenants = Pick<Directory, 'tenants' | 'tenant' | 'createTenant' | 'createOrganisation'>

/** A tenant's key comes first: the record of its making is sealed with it. */
export function tenants({ store, record }: Context): Tenants {
  const recordOf = (tenant: Tenant, sizes: object = {}) =>
    record({
      tenantId: tenant.id,
      ...authorOf('system'),
      action: 'tenant.create',
      object: { type: 'tenant', id: tenant.id, name: tenant.displayName },
      after: { ...tenant, ...sizes },
    })

  return {
    tenants: () => tenantRows(store),
    tenant: store.remember(['tenants'], (idOrDomain: string) => tenantRows(store, idOrDomain)[0]),

    async createTenant(given) {
      const tenant: Tenant = {
        id: (given.id ?? randomUUID()).toLowerCase() as TenantId,
        displayName: given.displayName,
        domain: given.domain.toLowerCase(),
        isSample: given.isSample,
      }
      await store.sealer.createKey(tenant.id)
      await writeOr(store, [insertTenant(store, tenant), ...recordOf(tenant)], {
        duplicate: () => directoryErrors.duplicateValue({ property: 'domain' }),
      })
      return tenant
    },

    async createOrganisation({ tenant, users, groups, apps }) {
      const existing = tenantRows(store, tenant.id)[0]
      if (existing) return existing
      await store.sealer.createKey(tenant.id)
      const unit = [
        insertTenant(store, tenant),
        ...users.map((user) => insertUser(store, tenant.id, user)),
        ...users.flatMap(({ id, roles }) => roles.flatMap((role) => insertRole(tenant.id, id, role))),
        ...groups.map((group) => insertGroup(store, tenant.id, group)),
        ...groups.flatMap(({ id, members }) => members.flatMap((member) => insertMember(tenant.id, id, member))),
        ...apps.map((app) => insertApp(store, tenant.id, app)),
        ...membershipChange(store, tenant.id, '', ''),
        ...recordOf(tenant, { users: users.length, groups: groups.length, apps: apps.length }),
      ]
      await writeOr(store, unit, { duplicate: () => directoryErrors.duplicateValue({ property: 'id' }) })
      return tenant
    },
  }
}
