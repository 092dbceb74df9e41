import type { ConnectionRecord, Schema } from '@jumpseat/connectors'
import type { Caller, Membership } from '@jumpseat/directory'
import type { Condition, IndexQuery, Scope } from '@jumpseat/index'
import { searchErrors } from './errors.ts'
import { labelled } from './labels.ts'
import { isInRollout } from './rollout/service.ts'
import { EVERYTHING } from './scope/parts.ts'
import type { Context } from './types.ts'

/** Who asks, and the connections that there are for that person. */
export interface Reach {
  readonly reader: Membership
  readonly connections: readonly ConnectionRecord[]
}

/** Which connections are asked about. */
export interface Range {
  /** Ids in any case; unknown ones find nothing. Undefined means all that appear without being named. */
  readonly connectionIds: readonly string[] | undefined
  /** The question comes from an assistant. */
  readonly isCopilot?: boolean
}

/**
 * What every question begins with, as of a moment after the call: the index first reflects everything acknowledged
 * before. Undefined for guests, who find nothing. Errors: 400 too many groups, 503 behind.
 */
export async function reachOf(
  context: Context,
  caller: Caller,
  { connectionIds, isCopilot = false }: Range,
): Promise<Reach | undefined> {
  await caughtUp(context)
  const reader = membershipOf(context, caller)
  if (isGuest(caller, reader)) return undefined
  const wanted = connectionIds && new Set(connectionIds.map((id) => id.toLowerCase()))
  const connections = context.connectors
    .uncountedOf(caller.tenantId)
    .filter(({ id }) => wanted?.has(id.toLowerCase()) ?? true)
    .filter(({ uid }) => {
      const { inAll, inCopilot } = context.presentationOf(caller.tenantId, uid)
      return isCopilot ? inCopilot : inAll || wanted !== undefined
    })
    .filter((connection) => isOpenTo(context, connection, reader))
  refuseTooManyGroups(context, reader, connections)
  return { reader, connections }
}

/** Whether there is such a connection for the person at all: switched on, and the person among those of its staging. */
export const isOpenTo = (context: Context, connection: ConnectionRecord, reader: Membership): boolean =>
  closedBecause(context, connection, reader) === undefined

/** Why there is no such connection for the person, for those who may know. */
export function closedBecause(context: Context, connection: ConnectionRecord, reader: Membership): string | undefined {
  if (!context.connectors.isServed(connection)) return 'The connection is switched off.'
  const rollout = context.rolloutOf(connection.tenantId, connection.uid)
  if (rollout === undefined || isInRollout(rollout, reader)) return undefined
  return 'The connection is staged, and this person is not among those it is open to.'
}

/** The connections in which the person may read something. What is said about others would tell of what is hidden. */
export async function readableOnes(context: Context, { reader, connections }: Reach): Promise<ConnectionRecord[]> {
  const scopes = connections.map(({ uid }) => ({ connectionUid: uid, condition: EVERYTHING }))
  const readable = new Set(await context.index.readable(scopes, reader))
  return connections.filter(({ uid }) => readable.has(uid))
}

/** A query that only counts. */
export const PLAIN: Omit<IndexQuery, 'scopes' | 'now'> = { from: 0, size: 0, sort: [], refiners: [], collapse: [] }

export const schemaOf = ({ connectors }: Context, { uid }: Pick<ConnectionRecord, 'uid'>): Schema =>
  connectors.schemaOf(uid) ?? { properties: [] }

/** The connections with what an item must be in each of them, by its words or, where a filter is given, by its meaning. */
export function scopesOf(
  context: Context,
  connections: readonly ConnectionRecord[],
  condition: (schema: Schema, connection: ConnectionRecord) => Condition,
  filter?: (schema: Schema, connection: ConnectionRecord) => Condition,
): Scope[] {
  return connections.map((connection) => {
    const schema = schemaOf(context, connection)
    const scope = { connectionUid: connection.uid, condition: condition(schema, connection) }
    return filter ? { ...scope, filter: filter(schema, connection) } : scope
  })
}

/** All of the connections, with the words that are shown to readers alone. Contract: connectors 5.7, 2.2 `isRetrievable`. */
export function toldScopesOf(context: Context, connections: readonly ConnectionRecord[]): Scope[] {
  return connections.map((connection) => {
    const schema = schemaOf(context, connection)
    const title = labelled(schema, 'title')
    const properties = schema.properties
      .filter((property) => property.isSearchable && !property.isRetrievable && property !== title)
      .map(({ name }) => name.toLowerCase())
    return {
      connectionUid: connection.uid,
      condition: EVERYTHING,
      withheld: { title: title?.isRetrievable === false, properties },
    }
  })
}

export const membershipOf = ({ directory }: Context, { tenantId, objectId }: Caller) =>
  directory.membershipOf(tenantId, objectId)

// contract: connectors 5.10, guest users get nothing
export const isGuest = (caller: Caller, membership: Membership) => caller.isGuest || membership.isGuest

/** Contract: connectors 5.9. */
function refuseTooManyGroups(context: Context, membership: Membership, connections: readonly ConnectionRecord[]): void {
  const limit = context.settings.externalGroupsPerPerson
  const held = connections.reduce((sum, { uid }) => sum + membership.externalGroups(uid).size, 0)
  if (limit > 0 && held > limit) throw searchErrors.tooManyGroups({ limit })
}

/** Waits until the index reflects what was acknowledged before this call; 503 when that takes too long. */
export async function caughtUp({ follower, settings }: Pick<Context, 'follower' | 'settings'>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(behind()), settings.catchUpTimeout)
  })
  try {
    await Promise.race([follower.caughtUp(), late])
  } finally {
    clearTimeout(timer)
  }
}

export const behind = () => searchErrors.behind({}, { headers: { 'retry-after': '2' } })
