export { callerOf, type Permitted, permit, permitRole } from './caller.ts'
export {
  type App,
  type Caller,
  DIRECTORY_ROLES,
  type DirectoryRole,
  type ExternalGroup,
  type ExternalMember,
  type Group,
  type Membership,
  type MembershipStep,
  type Tenant,
  type User,
} from './types.ts'
