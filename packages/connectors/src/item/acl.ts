import { hash } from 'node:crypto'
import type { AclEntry } from '@jumpseat/index'
import {
  canonicalMember,
  isGuid,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  member,
  type TenantId,
} from '@jumpseat/wire'
import { connectorErrors } from '../errors.ts'

const TYPES = ['user', 'group', 'everyone', 'everyoneExceptGuests', 'externalGroup'] as const
const ACCESS_TYPES = ['grant', 'deny'] as const

export interface AclSetting {
  readonly tenantId: TenantId
  readonly limit: number
  /** Object id of the user with this principal name; undefined when there is none. */
  readonly userIdOf: (principalName: string) => string | undefined
}

/**
 * An access list in canonical form: each entry once, in a fixed order, ids in lower case. Accepts what shipped connectors
 * send; an entry that names nobody is kept and matches nobody. Throws 400 with the place. Contract: connectors 3.5.
 */
export function aclOf(value: JsonValue | undefined, setting: AclSetting): readonly AclEntry[] {
  if (!Array.isArray(value) || value.length === 0) throw connectorErrors.aclMissing({}, { place: '/acl' })
  if (value.length > setting.limit) throw connectorErrors.aclTooLong({ limit: setting.limit }, { place: '/acl' })
  return canonicalAcl(value.map((entry, n) => entryOf(entry, `/acl/${n}`, setting)))
}

export function canonicalAcl(entries: readonly AclEntry[]): readonly AclEntry[] {
  if (entries.length === 1) return entries
  const byText = new Map(
    entries.map(({ type, value, accessType }) => [`${accessType} ${type} ${value}`, { type, value, accessType }]),
  )
  return [...byText.keys()].sort().flatMap((text) => byText.get(text) ?? [])
}

/** The canonical text of a list, and the key under which equal lists are kept once. */
export function internedAcl(acl: readonly AclEntry[]): { readonly hash: string; readonly entries: string } {
  const entries = JSON.stringify(acl)
  return { hash: keyOf(entries), entries }
}

/** Keys of lists that came lately: a connection has few distinct ones. Long lists are not worth the room. */
const keys = new Map<string, string>()
const KEYS_KEPT = 1_000
const SHORT = 2_000

function keyOf(entries: string): string {
  const known = keys.get(entries)
  if (known !== undefined) return known
  const key = hash('sha256', entries).slice(0, 32)
  if (keys.size >= KEYS_KEPT) keys.clear()
  if (entries.length < SHORT) keys.set(entries, key)
  return key
}

function entryOf(entry: JsonValue, place: string, setting: AclSetting): AclEntry {
  if (!isJsonObject(entry)) throw connectorErrors.aclEntry({}, { place })
  const type = typeOf(entry, place)
  const accessType = canonicalMember(ACCESS_TYPES, String(member(entry, 'accessType')))
  if (!accessType) throw connectorErrors.aclAccessType({}, { place: `${place}/accessType` })
  // Nearly all shipped connectors send the word "everyone" where the reference has the tenant id.
  if (type === 'everyone' || type === 'everyoneExceptGuests') return { type, value: setting.tenantId, accessType }
  const value = member(entry, 'value')
  if (typeof value !== 'string' || value === '') throw connectorErrors.aclValue({}, { place: `${place}/value` })
  return { type, value: principalOf(type, value, setting), accessType }
}

/** `group` with the identity source `external` is the older way to say `externalGroup`. */
function typeOf(entry: JsonObject, place: string): AclEntry['type'] {
  const type = canonicalMember(TYPES, String(member(entry, 'type')))
  if (!type) throw connectorErrors.aclType({}, { place: `${place}/type` })
  const source = sourceOf(member(entry, 'identitySource'))
  if (source === undefined || type === 'everyone' || type === 'everyoneExceptGuests') return type
  if (source === 'external' && type !== 'user') return 'externalGroup'
  if (source === 'azureactivedirectory' && type !== 'externalGroup') return type
  throw connectorErrors.aclIdentitySource({}, { place: `${place}/identitySource` })
}

/** In lower case without blanks, so that `Azure Active Directory` is read too. */
export function sourceOf(value: JsonValue | undefined): string | undefined {
  return value === undefined || value === null ? undefined : String(value).replaceAll(' ', '').toLowerCase()
}

function principalOf(type: 'user' | 'group' | 'externalGroup', value: string, { userIdOf }: AclSetting): string {
  if (type === 'externalGroup') return value
  if (isGuid(value)) return value.toLowerCase()
  // Resolved now, so that a later change of the name does not move the access.
  return (type === 'user' && value.includes('@') ? userIdOf(value) : undefined) ?? value
}
