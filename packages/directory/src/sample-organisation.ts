import type { AppId, ObjectId, TenantId } from '@jumpseat/wire'
import { newApp } from './apps.ts'
import { newGroup } from './groups.ts'
import { newUser } from './people.ts'
import {
  SAMPLE_APPS,
  SAMPLE_GROUPS,
  SAMPLE_PEOPLE,
  SAMPLE_TENANT,
  type SampleApp,
  type SampleGroup,
  type SamplePerson,
  sampleId,
  samplePrincipalName,
} from './sample.ts'
import type { Directory, Organisation, Tenant } from './types.ts'

/** Makes Lumen Quay, unless it is there already: what an administrator changed or removed since stays so. */
export function createSampleOrganisation(directory: Pick<Directory, 'createOrganisation'>): Promise<Tenant> {
  return directory.createOrganisation({
    tenant: { ...SAMPLE_TENANT, id: SAMPLE_TENANT.id as TenantId, isSample: true },
    users: SAMPLE_PEOPLE.map(userOf),
    groups: SAMPLE_GROUPS.map(groupOf),
    apps: SAMPLE_APPS.map(appOf),
  })
}

// Ids are those of `sampleId`: by `Given Surname` for people, by display name for groups and apps.
const userId = (name: string) => sampleId('user', name) as ObjectId
const groupId = (name: string) => sampleId('group', name) as ObjectId

function userOf(person: SamplePerson): Organisation['users'][number] {
  const { givenName, surname, jobTitle, department, roles = [], guestOf } = person
  const displayName = `${givenName} ${surname}`
  const principalName = samplePrincipalName(person)
  const user = newUser({
    id: userId(displayName),
    userPrincipalName: principalName,
    displayName,
    givenName,
    surname,
    mail: principalName,
    jobTitle,
    department,
    userType: guestOf === undefined ? 'Member' : 'Guest',
  })
  return { ...user, roles }
}

function groupOf({ displayName, description, people, groups = [] }: SampleGroup): Organisation['groups'][number] {
  const members = [
    ...people.map((name) => ({ type: 'user' as const, id: userId(name) })),
    ...groups.map((name) => ({ type: 'group' as const, id: groupId(name) })),
  ]
  return { ...newGroup({ id: groupId(displayName), displayName, description }), members }
}

function appOf({ displayName, ...rest }: SampleApp): Organisation['apps'][number] {
  const appId = sampleId('app', displayName) as AppId
  const objectId = sampleId('service-principal', displayName) as ObjectId
  return newApp({ ...rest, displayName, appId, objectId })
}
