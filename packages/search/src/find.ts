import type { ConnectionRecord, StoredItem } from '@jumpseat/connectors'
import type { Caller, Membership } from '@jumpseat/directory'
import { type IndexHit, type IndexQuery, judge } from '@jumpseat/index'
import { storeErrors } from '@jumpseat/store'
import { CodedError } from '@jumpseat/wire'
import { searchErrors } from './errors.ts'
import type { Context, FoundItem, ReadableItem } from './types.ts'

/** Times a search is run again when a hit was revoked or removed while it ran. */
const ATTEMPTS = 5

export interface Question extends Omit<IndexQuery, 'connectionUids'> {
  /** Ids of connections in any case; undefined means all. Unknown ones find nothing. */
  readonly connectionIds: readonly string[] | undefined
}

export interface Found {
  readonly items: readonly FoundItem[]
  readonly total: number
  readonly terms: readonly string[]
}

/**
 * What the person may find, as of a moment after the call: the index first reflects everything acknowledged before,
 * and each hit is judged once more against the store. Errors: 400 too many groups, 503 behind.
 */
export async function find(context: Context, caller: Caller, question: Question): Promise<Found> {
  const { text, match, from, size, connectionIds } = question
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    await caughtUp(context)
    const membership = membershipOf(context, caller)
    if (isGuest(caller, membership)) return { items: [], total: 0, terms: [] }
    const connections = searched(context, caller, connectionIds)
    refuseTooManyGroups(context, membership, connections)
    const connectionUids = connections.map(({ uid }) => uid)
    const answer = await context.index.search({ text, match, from, size, connectionUids }, membership)
    const { items, lost } = hydrate(context, caller, answer.hits)
    if (lost.length === 0) return { items, total: answer.total, terms: answer.terms }
    // A short answer would be wrong in its count too, so the whole question is asked again.
    await context.follower.reread(lost)
  }
  throw behind()
}

/** The item, when the person may read it now. The one gate for whatever shows a single item. */
export function readable(
  context: Context,
  caller: Caller,
  connection: ConnectionRecord | undefined,
  itemId: string,
): ReadableItem | undefined {
  if (!connection || connection.tenantId !== caller.tenantId || !context.connectors.isServed(connection))
    return undefined
  const membership = membershipOf(context, caller)
  const item = storedItem(context, connection.uid, itemId)
  if (!item?.isIndexable || isGuest(caller, membership)) return undefined
  if (!judge(item.acl, membership, connection.uid).isPermitted) return undefined
  return { connection, item, schema: context.connectors.schemaOf(connection.uid) ?? { properties: [] } }
}

/** The item as stored; one whose seal is broken is not there for anybody, since its access list cannot be trusted. */
export function storedItem({ connectors }: Context, uid: string, itemId: string): StoredItem | undefined {
  try {
    return connectors.itemOf(uid, itemId)
  } catch (error) {
    if (error instanceof CodedError && error.code === storeErrors.specs.sealBroken.code) return undefined
    throw error
  }
}

/** The items of the hits, and the hits that the person may not read any more. */
function hydrate(
  context: Context,
  caller: Caller,
  hits: readonly IndexHit[],
): { items: FoundItem[]; lost: IndexHit[] } {
  const items: FoundItem[] = []
  const lost: IndexHit[] = []
  for (const hit of hits) {
    const found = readable(context, caller, context.connectors.connectionByUid(hit.connectionUid), hit.itemId)
    if (found) items.push({ ...found, hit })
    else lost.push(hit)
  }
  return { items, lost }
}

function searched(context: Context, { tenantId }: Caller, ids: readonly string[] | undefined): ConnectionRecord[] {
  const wanted = ids && new Set(ids.map((id) => id.toLowerCase()))
  return context.connectors
    .connections(tenantId)
    .filter(
      (connection) => (wanted?.has(connection.id.toLowerCase()) ?? true) && context.connectors.isServed(connection),
    )
}

/** Contract: connectors 5.9. */
function refuseTooManyGroups(context: Context, membership: Membership, connections: readonly ConnectionRecord[]): void {
  const limit = context.settings.externalGroupsPerPerson
  const held = connections.reduce((sum, { uid }) => sum + membership.externalGroups(uid).size, 0)
  if (limit > 0 && held > limit) throw searchErrors.tooManyGroups({ limit })
}

const membershipOf = ({ directory }: Context, { tenantId, objectId }: Caller) =>
  directory.membershipOf(tenantId, objectId)

// contract: connectors 5.10, guest users get nothing
const isGuest = (caller: Caller, membership: Membership) => caller.isGuest || membership.isGuest

/** Waits until the index reflects what was acknowledged before this call; 503 when that takes too long. */
export async function caughtUp({ follower, settings }: Context): Promise<void> {
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

const behind = () => searchErrors.behind({}, { headers: { 'retry-after': '2' } })
