// Who may read what in the sample library, worked out slowly and plainly from its own files.
import {
  SAMPLE_GROUPS,
  SAMPLE_PEOPLE,
  SAMPLE_TENANT,
  samplePrincipalName,
} from '../../packages/directory/src/sample.ts'

export interface Team {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly members: readonly string[]
}

export interface Access {
  readonly access: readonly string[]
  readonly deny?: readonly string[]
}

const fullName = (person: (typeof SAMPLE_PEOPLE)[number]) => `${person.givenName} ${person.surname}`

export const principalNames = SAMPLE_PEOPLE.map(samplePrincipalName)
export const groupNames = SAMPLE_GROUPS.map((group) => group.displayName)

function inGroup(principalName: string, displayName: string): boolean {
  const group = SAMPLE_GROUPS.find((candidate) => candidate.displayName === displayName)
  if (!group) return false
  const isDirect = SAMPLE_PEOPLE.some(
    (person) => samplePrincipalName(person) === principalName && group.people.includes(fullName(person)),
  )
  return isDirect || (group.groups ?? []).some((nested) => inGroup(principalName, nested))
}

/** Does an access entry of the library, such as `team: on-call`, mean this person? Teams must not form a circle. */
export function means(entry: string, principalName: string, teams: readonly Team[]): boolean {
  if (entry === 'everyone') return true
  if (entry === 'members') return principalName.endsWith(`@${SAMPLE_TENANT.domain}`)
  const [kind, name = ''] = entry.split(': ')
  if (kind === 'person') return name === principalName
  if (kind === 'group') return inGroup(principalName, name)
  const team = teams.find(({ id }) => kind === 'team' && id === name)
  return team?.members.some((member) => means(member, principalName, teams)) ?? false
}

/** Deny beats grant, and no grant means nobody. */
export function mayRead(principalName: string, { access, deny = [] }: Access, teams: readonly Team[]): boolean {
  const isMeant = (entry: string) => means(entry, principalName, teams)
  return !deny.some(isMeant) && access.some(isMeant)
}
