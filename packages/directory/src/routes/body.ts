import {
  canonicalMember,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  lenientBoolean,
  member,
  wireErrors,
} from '@jumpseat/wire'
import { directoryErrors } from '../errors.ts'
import type { Group, User } from '../types.ts'

/** How one member of a body is read. `read` gives undefined for what does not follow the rule. */
interface Field {
  readonly rule: string
  readonly isNullable?: true
  readonly read: (value: JsonValue) => string | boolean | undefined
}
type Fields = Readonly<Record<string, Field>>

const matching = (pattern: RegExp) => (value: JsonValue) =>
  typeof value === 'string' && pattern.test(value) ? value : undefined

const name: Field = { rule: 'text of 1 to 256 characters', read: matching(/^(?=.*\S)[^\0]{1,256}$/su) }
const text = (limit: number): Field => ({
  rule: `text of at most ${limit} characters, or null`,
  isNullable: true,
  read: (value) => (typeof value === 'string' && value.length <= limit ? value : undefined),
})
const mail: Field = {
  rule: 'a mail address, or null',
  isNullable: true,
  read: matching(/^(?=.{3,256}$)[!-?A-~]+@[!-?A-~]+$/),
}

const USER_FIELDS = {
  userPrincipalName: {
    rule: "name@domain in ASCII letters, digits and . - _ ! # ^ ~ '",
    read: matching(/^(?=.{3,113}$)[\w.!#^~'+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/),
  },
  displayName: name,
  givenName: text(64),
  surname: text(64),
  mail,
  jobTitle: text(128),
  department: text(64),
  officeLocation: text(128),
  userType: {
    rule: 'Member or Guest',
    read: (value) => (typeof value === 'string' ? canonicalMember(['Member', 'Guest'], value) : undefined),
  },
  accountEnabled: { rule: 'true or false', read: lenientBoolean },
} as const satisfies Fields

const GROUP_FIELDS = { displayName: name, description: text(1024), mail } as const satisfies Fields

const PASSWORD: Field = { rule: 'text of 8 to 256 characters', read: matching(/^.{8,256}$/su) }

/** The members that the body gives, under their canonical names; unknown members are left alone. */
function readFields(body: JsonObject, resource: string, fields: Fields): Record<string, string | boolean | null> {
  const found: Record<string, string | boolean | null> = {}
  for (const [property, { rule, read, isNullable }] of Object.entries(fields)) {
    const given = member(body, property)
    if (given === undefined) continue
    const value = given === null ? (isNullable ? null : undefined) : read(given)
    if (value === undefined) throw directoryErrors.invalidValue({ property, resource, rule }, { place: `/${property}` })
    found[property] = value
  }
  return found
}

export function objectOf(body: unknown): JsonObject {
  if (isJsonObject(body)) return body
  const fix = 'Send a JSON object with the content type application/json.'
  throw wireErrors.badRequest({ reason: 'The request body is not a JSON object.', fix })
}

export const userPatchOf = (body: JsonObject) => readFields(body, 'User', USER_FIELDS) as Partial<Omit<User, 'id'>>
export const groupPatchOf = (body: JsonObject) => readFields(body, 'Group', GROUP_FIELDS) as Partial<Omit<Group, 'id'>>

/** The value, or the refusal that says which one is missing. */
export function required<T>(value: T | undefined, property: string, resource: 'User' | 'Group'): T {
  if (value !== undefined) return value
  const fields: Fields = resource === 'User' ? USER_FIELDS : GROUP_FIELDS
  const rule = fields[property]?.rule ?? 'a value'
  throw directoryErrors.valueRequired({ property, resource, rule }, { place: `/${property}` })
}

/** `passwordProfile.password`, when the body has one. */
export function passwordOf(body: JsonObject): string | undefined {
  const profile = member(body, 'passwordProfile')
  if (!isJsonObject(profile)) return undefined
  return readFields(profile, 'PasswordProfile', { password: PASSWORD }).password as string | undefined
}

/** The id at the end of `@odata.id`, for example of `https://graph.microsoft.com/v1.0/directoryObjects/{id}`. */
export function referenceOf(body: JsonObject): string {
  const reference = member(body, '@odata.id')
  const id = typeof reference === 'string' ? /\/([0-9a-fA-F-]{36})\/?$/.exec(reference)?.[1] : undefined
  if (id !== undefined) return id.toLowerCase()
  const rule = 'the address of a directory object, such as https://graph.microsoft.com/v1.0/directoryObjects/{id}'
  throw directoryErrors.invalidValue({ property: '@odata.id', resource: 'Group', rule }, { place: '/@odata.id' })
}
