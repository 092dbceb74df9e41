import { randomUUID } from 'node:crypto'
import type { ObjectId, TenantId } from '@jumpseat/wire'
import { changed } from './change.ts'
import { authorOf, type Context, reasonAgainst, writeOr } from './context.ts'
import { directoryErrors } from './errors.ts'
import { membershipChange } from './records/query.ts'
import {
  countUsers,
  deleteRole,
  deleteUserRows,
  insertRole,
  insertUser,
  notTheLastAdministrator,
  patchUser,
  roleRows,
  userRow,
  userRows,
} from './records/users.ts'
import type { AdministeredDirectory, DirectoryRole, NewUser, User } from './types.ts'

type People = Pick<
  AdministeredDirectory,
  'user' | 'users' | 'userCount' | 'createUser' | 'updateUser' | 'deleteUser' | 'rolesOf' | 'assignRole' | 'removeRole'
>

/** The parts of a key; no tenant's id holds a space. */
function parted(key: string): [tenantId: TenantId, id: string] {
  const end = key.indexOf(' ')
  return [key.slice(0, end) as TenantId, key.slice(end + 1)]
}

const notFound = (id: string) => () => directoryErrors.notFound({ id })
const lastAdministrator = () => directoryErrors.lastAdministrator()
const duplicate = () => directoryErrors.duplicateValue({ property: 'userPrincipalName' })

/** A complete user from what was given. */
export function newUser(given: NewUser): User {
  return {
    id: (given.id ?? randomUUID()).toLowerCase() as ObjectId,
    userPrincipalName: given.userPrincipalName,
    displayName: given.displayName,
    givenName: given.givenName ?? null,
    surname: given.surname ?? null,
    mail: given.mail ?? null,
    jobTitle: given.jobTitle ?? null,
    department: given.department ?? null,
    officeLocation: given.officeLocation ?? null,
    userType: given.userType ?? 'Member',
    accountEnabled: given.accountEnabled ?? true,
  }
}

export function people({ store, record }: Context): People {
  // Asked for with every request.
  const userNow = store.remember(['directory_users'], (key: string) => userRow(store, ...parted(key)))
  const rolesNow = store.remember(['directory_roles'], (key: string): ReadonlySet<DirectoryRole> => {
    const [tenantId, userId] = parted(key)
    return new Set(roleRows(store, tenantId, userId as ObjectId))
  })
  const existing = (tenantId: TenantId, id: ObjectId): User => {
    const user = userRow(store, tenantId, id)
    if (!user) throw directoryErrors.notFound({ id })
    return user
  }
  const objectOf = ({ id, userPrincipalName }: User) => ({ type: 'user', id, name: userPrincipalName })

  return {
    user: (tenantId, idOrPrincipalName) => userNow(`${tenantId} ${idOrPrincipalName}`),
    users: (tenantId, range) => userRows(store, tenantId, range),
    userCount: (tenantId, filter) => countUsers(store, tenantId, filter),

    async createUser(tenantId, given, actor) {
      const user = newUser(given)
      const unit = [
        insertUser(store, tenantId, user),
        ...membershipChange(store, tenantId, '', user.id),
        ...record({ tenantId, ...authorOf(actor), action: 'user.create', object: objectOf(user), after: user }),
      ]
      await writeOr(store, unit, { duplicate, noTenant: notFound(tenantId) })
      return user
    },

    async updateUser(tenantId, id, patch, actor) {
      const before = existing(tenantId, id)
      const change = changed(before, patch)
      if (!change) return
      const unit = [
        ...(change.after.accountEnabled === false ? [notTheLastAdministrator(tenantId, before.id)] : []),
        ...patchUser(store, tenantId, before.id, change.after),
        ...(change.after.userType ? membershipChange(store, tenantId, '', before.id) : []),
        ...record({ tenantId, ...authorOf(actor), action: 'user.update', object: objectOf(before), ...change }),
      ]
      await writeOr(store, unit, { duplicate, lastAdministrator, notFound: notFound(id) })
    },

    async deleteUser(tenantId, id, actor) {
      const before = existing(tenantId, id)
      const unit = [
        notTheLastAdministrator(tenantId, before.id),
        ...deleteUserRows(tenantId, before.id),
        ...membershipChange(store, tenantId, '', before.id),
        ...record({ tenantId, ...authorOf(actor), action: 'user.delete', object: objectOf(before), before }),
      ]
      await writeOr(store, unit, { lastAdministrator, notFound: notFound(id) })
    },

    rolesOf: (tenantId, userId) => rolesNow(`${tenantId} ${userId}`),

    async assignRole(tenantId, userId, role, actor) {
      const object = objectOf(existing(tenantId, userId))
      const entry = { tenantId, ...authorOf(actor), action: 'user.role.assign', object, after: { role } }
      const reason = await reasonAgainst(store, [...insertRole(tenantId, userId, role), ...record(entry)])
      if (reason === 'notFound') throw directoryErrors.notFound({ id: userId })
    },

    async removeRole(tenantId, userId, role, actor) {
      const object = objectOf(existing(tenantId, userId))
      const entry = { tenantId, ...authorOf(actor), action: 'user.role.remove', object, before: { role } }
      const mayLeave = role === 'globalAdministrator' ? [notTheLastAdministrator(tenantId, userId)] : []
      const reason = await reasonAgainst(store, [...mayLeave, deleteRole(tenantId, userId, role), ...record(entry)])
      if (reason === 'lastAdministrator') throw lastAdministrator()
    },
  }
}
