import type { ExternalGroup, ExternalMember } from '@jumpseat/directory'
import { canonicalMember, type ExternalGroupId, isGuid, type JsonObject, member } from '@jumpseat/wire'
import type { Context } from '../context.ts'
import { connectorErrors } from '../errors.ts'
import { sourceOf } from '../item/acl.ts'
import type { ConnectionRecord } from '../types.ts'

/** Errors: 400, 403 (cap), 409. Contract: connectors 4. */
export async function createGroup(
  { directory, settings }: Context,
  { tenantId, uid }: ConnectionRecord,
  body: JsonObject,
): Promise<ExternalGroup> {
  const id = member(body, 'id')
  const limit = settings.groupIdLength
  if (typeof id !== 'string' || !/^[A-Za-z0-9_-]+$/.test(id) || id.length > limit) {
    throw connectorErrors.groupId({ limit }, { place: '/id' })
  }
  const { displayName = null, description = null } = textsIn(body)
  const cap = settings.externalGroupsPerTenant
  if (cap > 0 && directory.externalGroups.count(tenantId) >= cap) throw connectorErrors.groupQuota({ limit: cap })
  const group: ExternalGroup = { id: id as ExternalGroupId, displayName, description }
  if (!(await directory.externalGroups.create(tenantId, uid, group))) throw connectorErrors.groupExists()
  return group
}

export async function updateGroup(
  { directory }: Context,
  { tenantId, uid }: ConnectionRecord,
  groupId: string,
  body: JsonObject,
): Promise<void> {
  if (!(await directory.externalGroups.update(tenantId, uid, groupId, textsIn(body))))
    throw connectorErrors.groupNotFound()
}

/** The texts that were sent. */
function textsIn(body: JsonObject): { displayName?: string | null; description?: string | null } {
  const text = (name: string): string | null | undefined => {
    const value = member(body, name)
    if (value === undefined || value === null || typeof value === 'string') return value
    throw connectorErrors.groupMemberType({ name }, { place: `/${name}` })
  }
  const displayName = text('displayName')
  const description = text('description')
  return {
    ...(displayName === undefined ? {} : { displayName }),
    ...(description === undefined ? {} : { description }),
  }
}

/** Errors: 400, 403 (cap), 404, 409. Contract: connectors 4. */
export async function addMember(
  { directory, settings }: Context,
  { tenantId, uid }: ConnectionRecord,
  groupId: string,
  body: JsonObject,
): Promise<ExternalMember> {
  const identity = memberOf(body)
  const cap = settings.membersPerExternalGroup
  if (cap > 0 && directory.externalGroups.memberCount(tenantId, uid, groupId) >= cap) {
    throw connectorErrors.memberQuota({ limit: cap })
  }
  const outcome = await directory.externalGroups.addMember(tenantId, uid, groupId, identity)
  if (outcome === 'noGroup') throw connectorErrors.groupNotFound()
  if (outcome === 'duplicate') throw connectorErrors.memberExists()
  return identity
}

/** `group` with the identity source `external` is the older way to say `externalGroup`. */
function memberOf(body: JsonObject): ExternalMember {
  const id = member(body, 'id')
  if (typeof id !== 'string' || id === '') throw connectorErrors.memberId({}, { place: '/id' })
  const said = canonicalMember(['user', 'group', 'externalGroup'], String(member(body, 'type')))
  if (!said) throw connectorErrors.memberType({}, { place: '/type' })
  const type = said === 'group' && sourceOf(member(body, 'identitySource')) === 'external' ? 'externalGroup' : said
  return { id: type !== 'externalGroup' && isGuid(id) ? id.toLowerCase() : id, type }
}
