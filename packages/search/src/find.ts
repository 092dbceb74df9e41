import type { ConnectionRecord, Schema, StoredItem } from '@jumpseat/connectors'
import type { Caller } from '@jumpseat/directory'
import {
  type Bucket,
  type Collapse,
  type Condition,
  type IndexHit,
  judge,
  type Meaning,
  type SortKey,
} from '@jumpseat/index'
import { storeErrors } from '@jumpseat/store'
import { CodedError, type TenantId } from '@jumpseat/wire'
import type { Lean } from './meaning/lean.ts'
import {
  behind,
  isGuest,
  isOpenTo,
  membershipOf,
  type Range,
  reachOf,
  readableOnes,
  schemaOf,
  scopesOf,
} from './reach.ts'
import { type PlannedRefiner, searchRefined } from './refine.ts'
import { inTurns } from './turns.ts'
import type { Context, FoundItem, ReadableItem } from './types.ts'

/** Times a search is run again when a hit was revoked or removed while it ran. */
const ATTEMPTS = 5

export interface Question extends Range {
  /** What an item must be, as the schema of its connection reads it. */
  readonly condition: (schema: Schema, connection: ConnectionRecord) => Condition
  /** The question's meaning, and what an item must be, whatever its words, to be found by it. */
  readonly meaning?:
    | { readonly lean: Lean; readonly filter: (schema: Schema, connection: ConnectionRecord) => Condition }
    | undefined
  readonly from: number
  readonly size: number
  /** Order, collapse and refiners by the schemas of the connections that the person reads something in. May refuse. */
  readonly arrange?: ((schemas: readonly Schema[]) => Arrangement) | undefined
}

export interface Arrangement {
  readonly sort: readonly SortKey[]
  readonly collapse: readonly Collapse[]
  readonly refiners: readonly PlannedRefiner[]
}

export interface Found {
  readonly items: readonly FoundItem[]
  readonly total: number
  /** One list per refiner. */
  readonly buckets: readonly (readonly Bucket[])[]
}

export const NOTHING: Found = { items: [], total: 0, buckets: [] }
const BY_SCORE: Arrangement = { sort: [], collapse: [], refiners: [] }

/**
 * What the person may find, as of a moment after the call. Each hit is judged once more against the store.
 * Errors: those of `arrange`, 400 too many groups, 503 behind.
 */
export async function find(context: Context, caller: Caller, question: Question): Promise<Found> {
  const { from, size, arrange } = question
  const meaning = await meaningOf(context, caller.tenantId, question.meaning?.lean)
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const reach = await reachOf(context, caller, question)
    if (!reach) return NOTHING
    const connections = arrange ? await readableOnes(context, reach) : reach.connections
    if (connections.length === 0) return NOTHING
    const { sort, collapse, refiners } =
      arrange?.(connections.map((connection) => schemaOf(context, connection))) ?? BY_SCORE
    const scopes = scopesOf(context, connections, question.condition, meaning && question.meaning?.filter)
    const query = { scopes, from, size, sort, collapse, now: context.now(), ...(meaning ? { meaning } : {}) }
    const answer = await searchRefined(context.index, query, refiners, reach.reader)
    const { items, lost } = await hydrate(context, caller, answer.hits)
    if (lost.length === 0) return { items, total: answer.total, buckets: answer.refiners }
    // A short answer would be wrong in its count too, so the whole question is asked again.
    await context.follower.reread(lost)
  }
  throw behind()
}

/** Asked for before the index is, so that what is found is as of a moment after that. */
export async function meaningOf(
  { vectoriser }: Context,
  tenantId: TenantId,
  lean: Lean | undefined,
): Promise<Meaning | undefined> {
  const found = lean && (await vectoriser?.meaningOf(tenantId, lean.text))
  if (!found) return undefined
  const { weight, ...meaning } = found
  const { depth, rescored, echo } = lean
  return { ...meaning, depth, rescored, echo, weight: (lean.isNaming ? undefined : weight) ?? lean.weight }
}

/** The item, when the person may read it now. The one gate for whatever shows a single item. */
export function readable(
  context: Context,
  caller: Caller,
  connection: ConnectionRecord | undefined,
  itemId: string,
): ReadableItem | undefined {
  if (!connection || connection.tenantId !== caller.tenantId) return undefined
  const membership = membershipOf(context, caller)
  if (isGuest(caller, membership) || !isOpenTo(context, connection, membership)) return undefined
  const item = storedItem(context, connection.uid, itemId)
  if (!item?.isIndexable || !judge(item.acl, membership, connection.uid).isPermitted) return undefined
  return { connection, item, schema: schemaOf(context, connection) }
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
async function hydrate(context: Context, caller: Caller, hits: readonly IndexHit[]) {
  const items: FoundItem[] = []
  const lost: IndexHit[] = []
  await inTurns(hits, (hit) => {
    const found = readable(context, caller, context.connectors.uncountedByUid(hit.connectionUid), hit.itemId)
    if (found) items.push({ ...found, hit })
    else lost.push(hit)
  })
  return { items, lost }
}
