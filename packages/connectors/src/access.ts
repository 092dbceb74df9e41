import { type DirectoryRole, type Permitted, permit } from '@jumpseat/directory'
import { type Author, askedBy } from './author.ts'
import type { Context } from './context.ts'
import { connectorErrors } from './errors.ts'
import type { Asked, WithParams } from './graph.ts'
import type { ConnectorSettings } from './settings.ts'
import type { ConnectionRecord } from './types.ts'

/** An operation's permissions: the one that reaches own connections only, and those that reach all. Contract: connectors 8.3. */
interface Right {
  readonly owned: string
  readonly all: readonly string[]
  readonly appOnly?: true
}

export const RIGHTS = {
  readConnection: {
    owned: 'ExternalConnection.ReadWrite.OwnedBy',
    all: ['ExternalConnection.Read.All', 'ExternalConnection.ReadWrite.All'],
  },
  writeConnection: { owned: 'ExternalConnection.ReadWrite.OwnedBy', all: ['ExternalConnection.ReadWrite.All'] },
  readItem: {
    owned: 'ExternalItem.ReadWrite.OwnedBy',
    all: ['ExternalItem.Read.All', 'ExternalItem.ReadWrite.All'],
  },
  writeItem: { owned: 'ExternalItem.ReadWrite.OwnedBy', all: ['ExternalItem.ReadWrite.All'] },
  addActivities: {
    owned: 'ExternalItem.ReadWrite.OwnedBy',
    all: ['ExternalItem.ReadWrite.All'],
    appOnly: true,
  },
  /** The reference's own permissions for people data, and those that a people connector holds. */
  readPeople: {
    owned: 'ExternalConnection.ReadWrite.OwnedBy',
    all: [
      'PeopleSettings.Read.All',
      'PeopleSettings.ReadWrite.All',
      'ExternalConnection.Read.All',
      'ExternalConnection.ReadWrite.All',
    ],
  },
  writePeople: {
    owned: 'ExternalConnection.ReadWrite.OwnedBy',
    all: ['PeopleSettings.ReadWrite.All', 'ExternalConnection.ReadWrite.All'],
  },
} as const satisfies Record<string, Right>

export type RightName = keyof typeof RIGHTS

/** A caller with the right, and how far it reaches. */
export interface Entitled {
  readonly caller: Author
  readonly reachesAll: boolean
}

/** Who may do this at all; 401 or 403 otherwise. */
export function entitled(request: Asked, name: RightName): Entitled {
  const right: Right = RIGHTS[name]
  const names = [right.owned, ...right.all]
  const permitted: Permitted = { delegated: right.appOnly ? [] : names, application: names }
  const caller = permit(request, permitted)
  const held = caller.kind === 'user' ? caller.scopes : caller.permissions
  return { caller: askedBy(caller, request), reachesAll: right.all.some((one) => held.has(one)) }
}

/** Contract: connectors 1.7. */
export const isWithinReach = ({ caller, reachesAll }: Entitled, connection: ConnectionRecord): boolean =>
  reachesAll || isOwn(caller, connection)

const isOwn = ({ appId: caller }: Author, { ownerAppId, authorizedAppIds }: ConnectionRecord): boolean =>
  ownerAppId === caller || authorizedAppIds.some((appId) => appId.toLowerCase() === caller.toLowerCase())

/** Roles of those who know which connections there are. Contract: connectors 1.7. */
const KEEPERS: readonly DirectoryRole[] = [
  'globalAdministrator',
  'searchAdministrator',
  'aiAdministrator',
  'globalReader',
]

/**
 * A person without such a role, by way of an app that does not keep the connection: what he may read is all that he may
 * learn of, whatever the app is allowed. Contract: connectors 3.5 rule 5.
 */
export const isReader = ({ caller }: Entitled, connection: ConnectionRecord | undefined): boolean =>
  caller.kind === 'user' &&
  !KEEPERS.some((role) => caller.roles.has(role)) &&
  !(connection && isOwn(caller, connection))

/** The connection when it exists and the caller reaches it; else 404, or the status that the settings give to foreign ones. */
export function reachable(
  entitlement: Entitled,
  connection: ConnectionRecord | undefined,
  settings: ConnectorSettings,
): ConnectionRecord {
  if (!connection) throw connectorErrors.connectionNotFound()
  if (isWithinReach(entitlement, connection)) return connection
  throw settings.foreignConnectionStatus === 404 ? connectorErrors.connectionNotFound() : connectorErrors.notOwned()
}

/** The connection whose groups are read: by apps, by who keeps it, and by administrators, since their names and members tell. */
export function connectionOfGroups(context: Context, request: Asked & WithParams<unknown>): ConnectionRecord {
  const entitlement = entitled(request, 'readItem')
  const { connId } = request.params as { connId: string }
  const found = context.reader.connection(entitlement.caller.tenantId, connId)
  if (isReader(entitlement, found)) throw connectorErrors.groupsAreKept()
  return reachable(entitlement, found, context.settings)
}

/** What most routes begin with: who asks, and the connection in the path that they reach. */
export function connectionOf(
  context: Context,
  request: Asked & WithParams<unknown>,
  name: RightName,
): Entitled & { readonly connection: ConnectionRecord } {
  const entitlement = entitled(request, name)
  const { connId } = request.params as { connId: string }
  const find = name === 'writeItem' ? context.reader.uncounted : context.reader.connection
  const found = find(entitlement.caller.tenantId, connId)
  return { ...entitlement, connection: reachable(entitlement, found, context.settings) }
}
