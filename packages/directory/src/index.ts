export { callerOf, type Permitted, permit, permitRole } from './caller.ts'
export {
  type Actor,
  type App,
  type Caller,
  DIRECTORY_ROLES,
  type Directory,
  type DirectoryRole,
  type ExternalGroup,
  type ExternalGroups,
  type ExternalMember,
  type Group,
  type Membership,
  type MembershipStep,
  type NewApp,
  type Tenant,
  type User,
} from './types.ts'
