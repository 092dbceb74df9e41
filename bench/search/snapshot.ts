// What a snapshot costs those who ask and write meanwhile, and how soon a fresh engine answers from it.
import { createSecretKey, hkdfSync } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Change } from '@jumpseat/store'
import type { TenantId } from '@jumpseat/wire'
import { createEngineCore, type EngineCore } from '../../packages/index/src/engine/core.ts'
import { contextOf, readManifest, segmentPath } from '../../packages/index/src/engine/snapshot/manifest.ts'
import { readSegment } from '../../packages/index/src/engine/snapshot/segment.ts'
import { restore, type SnapshotOptions, save } from '../../packages/index/src/engine/snapshot/snapshots.ts'
import {
  createEmbeddedIndex,
  type EmbeddedIndex,
  type IndexQuery,
  type Reader,
} from '../../packages/index/src/index.ts'
import { itemOf, TENANT } from './corpus.ts'
import { at, mebibytes, rounded, timed } from './times.ts'

const CHANGE: Change = { seq: 1, tenantId: TENANT, kind: 'item', scope: '', id: '', at: 0 }
const SECRET = Buffer.alloc(32, 7)
const deriveKey = (_tenant: TenantId, purpose: string) =>
  createSecretKey(new Uint8Array(hkdfSync('sha256', SECRET, '', purpose, 32)))
/** Questions between two writes. */
const WRITE_EVERY = 20

export interface SnapshotFigures {
  readonly snapshotReadyMs: number
  readonly snapshotWriteMs: number
  readonly snapshotMiB: number
  /** Questions of the typical reader: without a snapshot being written, and while one is. */
  readonly p99: { readonly quiet: number; readonly writing: number }
  /** Most memory of the process from the writing to the first answer of the fresh engine. */
  readonly rssMiB: number
}

/** Ends the index that is given, whose answers the fresh one must give. */
export async function measureSnapshot(
  index: EmbeddedIndex,
  queries: readonly IndexQuery[],
  reader: Reader,
  folder: string,
  say: (line: string) => void,
): Promise<SnapshotFigures> {
  const options: SnapshotOptions = { folder, source: 1, sealer: { deriveKey } }
  await busyFor(index, queries, reader, async () => undefined, queries.length * 5)
  const quiet = await busyFor(index, queries, reader, async () => undefined, queries.length * 10)
  const snapshotWriteMs = { ms: 0 }
  const writing = await busyFor(index, queries, reader, async () => {
    snapshotWriteMs.ms = await timed(() => save(index, options, { change: CHANGE, failed: [] }))
  })
  say(`snapshot written in ${rounded(snapshotWriteMs.ms)} ms while ${writing.asked.length} questions were answered`)
  for (const [what, times] of Object.entries({
    question: [quiet.asked, writing.asked],
    write: [quiet.written, writing.written],
  }))
    say(
      `${what}: ${times.map((of) => `p50 ${rounded(at(0.5, of))} p99 ${rounded(at(0.99, of))} max ${rounded(Math.max(...of))} ms`).join('; while a snapshot is written ')}`,
    )
  await save(index, options, { change: CHANGE, failed: [] })
  let rssMiB = mebibytes(process.memoryUsage.rss())
  const [query] = queries
  const wanted = query && (await index.search(query, reader))
  await index.close()

  const snapshotMiB = mebibytes(readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0))
  const began = performance.now()
  const fresh = createEmbeddedIndex()
  const problems: Error[] = []
  await restore(
    fresh,
    options,
    () => true,
    (problem) => problems.push(problem),
  )
  const answer = query && (await fresh.search(query, reader))
  const snapshotReadyMs = Math.round(performance.now() - began)
  if (problems.length > 0 || !isDeepStrictEqual(answer, wanted))
    throw new Error(`the fresh engine answers otherwise ${problems}`)
  rssMiB = Math.max(rssMiB, mebibytes(process.memoryUsage.rss()))
  await fresh.close()
  say(`${snapshotMiB} MiB; a fresh engine answered after ${snapshotReadyMs} ms`)
  return {
    snapshotReadyMs,
    snapshotWriteMs: Math.round(snapshotWriteMs.ms),
    snapshotMiB,
    p99: { quiet: rounded(at(0.99, quiet.asked)), writing: rounded(at(0.99, writing.asked)) },
    rssMiB,
  }
}

/** The engine that answers from the snapshot in the folder. */
export async function thawed(folder: string): Promise<EngineCore> {
  const core = createEngineCore()
  const manifest = await readManifest(folder)
  if (!manifest) throw new Error('there is no snapshot')
  for (const segment of manifest.segments) {
    const key = deriveKey(segment.tenantId, `index snapshot ${segment.id}`)
    const seal = { key, context: contextOf(manifest.head, segment) }
    core.thaw(segment.tenantId, await readSegment(segmentPath(folder, segment.id), seal, segment.length))
  }
  return core
}

/** Asks and writes one after the other until the work is done, and at least so many times. */
async function busyFor(
  index: EmbeddedIndex,
  queries: readonly IndexQuery[],
  reader: Reader,
  work: () => Promise<unknown>,
  least = 1,
): Promise<{ readonly asked: number[]; readonly written: number[] }> {
  const asked: number[] = []
  const written: number[] = []
  let isDone = false
  const working = work().finally(() => {
    isDone = true
  })
  for (let n = 0; !isDone || n < least; n++) {
    const query = queries[n % queries.length]
    if (query) asked.push(await timed(() => index.search(query, reader)))
    if (n % WRITE_EVERY === 0) written.push(await timed(() => index.upsert([itemOf(n)])))
  }
  await working
  return { asked, written }
}
