import type { User } from '@jumpseat/directory'

/** What the values of variables come from. */
export interface VariableSource {
  /** Undefined for a person that the directory does not hold. */
  readonly user: User | undefined
  /** Words that are searched for; undefined where there is no search yet. */
  readonly searchTerms: string | undefined
  /** Milliseconds since 1970. */
  readonly now: number
}

type Values = (source: VariableSource) => readonly (string | null | undefined)[]

/**
 * By name in lower case. Those of the profile are paths of its single values.
 * Contract: publishing-and-governance 4.7; what each holds is what our directory knows of a person.
 */
const VARIABLES: ReadonlyMap<string, Values> = new Map<string, Values>([
  ['searchterms', ({ searchTerms }) => [searchTerms]],
  ['profile.id', ({ user }) => [user?.id]],
  ['profile.accounts.userprincipalname', ({ user }) => [user?.userPrincipalName]],
  ['profile.emails.address', ({ user }) => [user?.mail, user?.userPrincipalName]],
  ['profile.names.displayname', ({ user }) => [user?.displayName]],
  ['profile.names.first', ({ user }) => [user?.givenName]],
  ['profile.names.last', ({ user }) => [user?.surname]],
  ['profile.positions.detail.jobtitle', ({ user }) => [user?.jobTitle]],
  ['profile.positions.detail.company.department', ({ user }) => [user?.department]],
  ['profile.positions.detail.company.officelocation', ({ user }) => [user?.officeLocation]],
  ['user.name', ({ user }) => [user?.userPrincipalName]],
  ['user.email', ({ user }) => [user?.mail]],
  ['user.preferreddisplayname', ({ user }) => [user?.displayName]],
])

/** `Today`, and days before or behind it. */
const TODAY = /^today(?:([+-])(\d{1,4}))?$/
const DAY = 86_400_000

export const SEARCH_TERMS = 'searchterms'

/** A name is known in any case. */
export const isVariable = (name: string): boolean => VARIABLES.has(name.toLowerCase()) || TODAY.test(name.toLowerCase())

/** The values of a variable, each once; none when it does not resolve. */
export function valuesOf(name: string, source: VariableSource): readonly string[] {
  const lower = name.toLowerCase()
  const [day, sign, count = 0] = TODAY.exec(lower) ?? []
  if (day !== undefined) {
    const moment = new Date(source.now + (sign === '-' ? -1 : 1) * Number(count) * DAY)
    return [moment.toISOString().slice(0, 10)]
  }
  const values = VARIABLES.get(lower)?.(source) ?? []
  return [...new Set(values.filter((value): value is string => typeof value === 'string' && value.trim() !== ''))]
}
