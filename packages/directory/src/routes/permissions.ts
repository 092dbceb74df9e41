import type { FastifyRequest } from 'fastify'
import { actorOf, callerOf, permit, permitRole } from '../caller.ts'
import type { Actor, Caller } from '../types.ts'

/** Permission names as Graph has them; the same for delegated and application where nothing else is said. */
const DIRECTORY_READ = ['Directory.Read.All', 'Directory.ReadWrite.All']
const USERS_READ = ['User.Read.All', 'User.ReadWrite.All', ...DIRECTORY_READ]
const USERS_BASIC = ['User.ReadBasic.All']
const SELF_READ = ['User.Read', 'User.ReadWrite']
const GROUPS_READ = [
  'GroupMember.Read.All',
  'GroupMember.ReadWrite.All',
  'Group.Read.All',
  'Group.ReadWrite.All',
  ...DIRECTORY_READ,
]
const ORGANISATION_READ = ['Organization.Read.All', 'Organization.ReadWrite.All', ...DIRECTORY_READ]

const both = (names: readonly string[]) => ({ delegated: names, application: names })

export interface PeopleReader {
  readonly caller: Caller
  /** Only names and mail may be shown. */
  readonly isBasic: boolean
}

function isBasic({ kind, scopes, permissions }: Caller): boolean {
  const held = kind === 'user' ? scopes : permissions
  return !USERS_READ.some((name) => held.has(name))
}

/** A guest sees itself and no one else, whatever the app was granted. */
function refuseGuest(request: FastifyRequest): void {
  if (callerOf(request).isGuest) permit(request, { delegated: [], application: [] })
}

export function mayReadUsers(request: FastifyRequest): PeopleReader {
  const caller = permit(request, both([...USERS_READ, ...USERS_BASIC]))
  refuseGuest(request)
  return { caller, isBasic: isBasic(caller) }
}

/** Oneself needs less than others do. */
export function mayReadSelf(request: FastifyRequest): PeopleReader {
  const caller = permit(request, {
    delegated: [...SELF_READ, ...USERS_READ, ...USERS_BASIC],
    application: [...USERS_READ, ...USERS_BASIC],
  })
  const isOwn = SELF_READ.some((name) => caller.scopes.has(name))
  return { caller, isBasic: !isOwn && isBasic(caller) }
}

export function mayReadMemberships(request: FastifyRequest, isSelf: boolean): Caller {
  if (isSelf) return permit(request, both([...SELF_READ, ...USERS_READ, ...GROUPS_READ]))
  const caller = permit(request, both([...USERS_READ, ...GROUPS_READ]))
  refuseGuest(request)
  return caller
}

export function mayReadGroups(request: FastifyRequest): PeopleReader {
  const caller = permit(request, both(GROUPS_READ))
  refuseGuest(request)
  return { caller, isBasic: isBasic(caller) }
}

export function mayReadOrganisation(request: FastifyRequest): Caller {
  return permit(request, {
    delegated: [...SELF_READ, ...ORGANISATION_READ],
    application: ORGANISATION_READ,
  })
}

const WRITES = {
  users: ['User.ReadWrite.All', 'Directory.ReadWrite.All'],
  groups: ['Group.ReadWrite.All', 'Directory.ReadWrite.All'],
  members: ['GroupMember.ReadWrite.All', 'Group.ReadWrite.All', 'Directory.ReadWrite.All'],
} as const

export interface Writer {
  readonly caller: Caller
  readonly actor: Actor
}

/** Delegated: scope and role; application: permission alone. Contract: publishing-and-governance ADM-70. */
export function mayWrite(request: FastifyRequest, what: keyof typeof WRITES): Writer {
  const caller = permit(request, both(WRITES[what]))
  if (caller.kind === 'user') permitRole(request, 'globalAdministrator')
  return { caller, actor: actorOf(request) }
}
