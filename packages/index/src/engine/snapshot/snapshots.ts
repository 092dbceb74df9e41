import { randomBytes } from 'node:crypto'
import type { Change, Sealer } from '@jumpseat/store'
import type { ItemId, TenantId } from '@jumpseat/wire'
import { indexErrors } from '../../errors.ts'
import type { ItemKey } from '../../types.ts'
import type { EmbeddedIndex } from '../embedded.ts'
import type { SegmentOrder } from '../protocol.ts'
import {
  ANALYZER,
  contextOf,
  FORMAT,
  type Head,
  type Manifest,
  makeFolder,
  readManifest,
  type Segment,
  sweep,
  writeManifest,
} from './manifest.ts'

export interface SnapshotOptions {
  /** Where the snapshot is; nothing else may be kept there. */
  readonly folder: string
  readonly sealer: Pick<Sealer, 'deriveKey'>
  /** Version of the source, see `ItemSource`. */
  readonly source: number
}

/** What a snapshot reflects: everything up to a change of the feed, but for items that could not be read. */
export interface Reflected {
  readonly change: Change
  readonly failed: readonly ItemKey[]
}

export interface Restored extends Reflected {
  /** Whose items are there; those of others are to be read from the store. */
  readonly tenants: ReadonlySet<TenantId>
  /** False where some of the snapshot could not be used, and it should be written again. */
  readonly isWhole: boolean
}

/** Writes what the index holds and makes it the folder's snapshot. Errors: those of the disk; then the one before stays. */
export async function save(
  index: EmbeddedIndex,
  options: SnapshotOptions,
  reflected: Reflected,
  isHurried = false,
): Promise<void> {
  const { folder, source } = options
  await makeFolder(folder)
  const head = headOf(source, reflected)
  const orders = (await index.tenants()).flatMap((tenantId) => {
    const order = orderOf(options, head, { tenantId, id: randomBytes(16).toString('hex') })
    // Without a key there is no content to keep either.
    return order instanceof Error ? [] : [order]
  })
  try {
    const lengths = await index.writeSegments({ folder, segments: orders, isHurried })
    const segments = orders.flatMap(({ tenantId, id }, at): Segment[] => {
      const length = lengths[at]
      return length === undefined ? [] : [{ tenantId, id, length }]
    })
    await writeManifest(folder, { head, segments })
  } catch (error) {
    await sweepUnnamed(folder).catch(() => {})
    throw error
  }
}

/**
 * Fills an empty index from the folder's snapshot, tenant by tenant. `report` is told of each one that cannot be used, and
 * why; undefined when there is nothing that can. `isKnown`: the feed still has this change.
 */
export async function restore(
  index: EmbeddedIndex,
  options: SnapshotOptions,
  isKnown: (change: Change) => boolean,
  report: (problem: Error) => void,
): Promise<Restored | undefined> {
  const { folder, source } = options
  const manifest = await readManifest(folder).catch((error: Error) => {
    report(error)
    return undefined
  })
  if (!manifest) return undefined
  const { head, segments } = manifest
  const problem = problemOf(head, source, isKnown)
  if (problem) {
    report(problem)
    return undefined
  }
  const tenants = await readSegments(index, options, manifest, report)
  await sweepUnnamed(folder).catch(report)
  if (tenants.size === 0) return undefined
  const isWhole = tenants.size === segments.length
  return {
    tenants,
    isWhole,
    change: { ...head.change, tenantId: head.change.tenantId as TenantId },
    failed: head.failed,
  }
}

/**
 * Fills a new index from a snapshot that is of no use otherwise: its words or items were made in another way, or it belongs
 * to another state of the store. Its vectors are still those of its texts. Undefined when there is none that can be read.
 */
export async function salvage(
  create: () => EmbeddedIndex,
  options: SnapshotOptions,
  isKnown: (change: Change) => boolean,
): Promise<EmbeddedIndex | undefined> {
  const manifest = await readManifest(options.folder).catch(() => undefined)
  if (manifest?.head.format !== FORMAT || !problemOf(manifest.head, options.source, isKnown)) return undefined
  const index = create()
  await readSegments(index, options, manifest, () => {})
  return index
}

/** Gives the tenants of which the index has taken the segment over; `report` is told of the others. */
async function readSegments(
  index: EmbeddedIndex,
  options: SnapshotOptions,
  { head, segments }: Manifest,
  report: (problem: Error) => void,
): Promise<Set<TenantId>> {
  const tenants = new Set<TenantId>()
  for (const segment of segments) {
    const order = orderOf(options, head, segment)
    const problem =
      order instanceof Error
        ? order
        : await index.readSegment(options.folder, order, segment.length).catch((error: Error) => error)
    if (problem === undefined) tenants.add(segment.tenantId)
    else report(problem)
  }
  return tenants
}

/** Why what the snapshot says of items is not what they are. */
function problemOf(head: Head, source: number, isKnown: (change: Change) => boolean): Error | undefined {
  if (head.format !== FORMAT || head.analyzer !== ANALYZER || head.source !== source)
    return indexErrors.snapshotBroken({ reason: 'it was written by another version' })
  return isKnown({ ...head.change, tenantId: head.change.tenantId as TenantId })
    ? undefined
    : indexErrors.snapshotBroken({ reason: 'it belongs to another state of the store' })
}

const headOf = (source: number, { change, failed }: Reflected): Head => ({
  format: FORMAT,
  analyzer: ANALYZER,
  source,
  change,
  failed: failed.map(({ connectionUid, itemId }) => ({ connectionUid, itemId: itemId as ItemId })),
})

/** The key is the tenant's own and that of this segment alone: without the tenant's key nothing leads to it. */
function orderOf(
  { sealer }: SnapshotOptions,
  head: Head,
  segment: Pick<Segment, 'tenantId' | 'id'>,
): SegmentOrder | Error {
  const { tenantId, id } = segment
  try {
    const key = sealer.deriveKey(tenantId, `index snapshot ${id}`)
    return { tenantId, id, seal: { key, context: contextOf(head, segment) } }
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** Removes what was begun and not finished. */
async function sweepUnnamed(folder: string): Promise<void> {
  const named = (await readManifest(folder))?.segments ?? []
  await sweep(folder, new Set(named.map(({ id }) => `${id}.segment`)))
}
