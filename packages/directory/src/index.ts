export { actorOf, callerOf, type Permitted, permit, permitRole } from './caller.ts'
export { authorOf } from './context.ts'
export { directoryErrors } from './errors.ts'
export { newUser } from './people.ts'
export { type DirectoryRoutesOptions, directoryRoutes } from './routes.ts'
export {
  SAMPLE_APPS,
  SAMPLE_GROUPS,
  SAMPLE_PEOPLE,
  SAMPLE_TENANT,
  sampleId,
  samplePrincipalName,
} from './sample.ts'
export { createSampleOrganisation } from './sample-organisation.ts'
export { createDirectory, type DirectoryOptions } from './service.ts'
export { directoryMigrations } from './tables.ts'
export {
  type Actor,
  type AdministeredDirectory,
  type App,
  type Caller,
  DIRECTORY_ROLES,
  type Directory,
  type DirectoryRole,
  type ExternalGroup,
  type ExternalGroups,
  type ExternalMember,
  type Filter,
  type Group,
  type GroupMember,
  type Membership,
  type MembershipStep,
  type NewApp,
  type NewGroup,
  type NewUser,
  type Organisation,
  type Range,
  type Tenant,
  type User,
} from './types.ts'
