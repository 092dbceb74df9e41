import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ItemId, TenantId } from '@jumpseat/wire'
import { z } from 'zod'
import { indexErrors } from '../../errors.ts'

/** Raised when what a shard holds, or the form of a segment, changes. */
export const FORMAT = 2
/** Raised when a text is cut, folded or stemmed in another way. `analyzer.test.ts` tells when. */
export const ANALYZER = 2

const NAME = 'manifest.json'
const NEW = 'manifest.json.new'
const SEGMENT = /^[0-9a-f]{32}\.segment$/

const change = z.strictObject({
  seq: z.number(),
  tenantId: z.string(),
  kind: z.string(),
  scope: z.string(),
  id: z.string(),
  at: z.number(),
})

/** What a snapshot reflects. Each segment is sealed together with it, so that none passes for another's. */
const head = z.strictObject({
  format: z.number(),
  analyzer: z.number(),
  /** Of the source, see `ItemSource`. */
  source: z.number(),
  /** Newest change of the feed that it reflects. */
  change,
  /** Items that could not be read; they are tried again at the next start. */
  failed: z.array(
    z.strictObject({
      connectionUid: z.string(),
      itemId: z.string().transform((id) => id as ItemId),
    }),
  ),
})

const manifest = z.strictObject({
  head,
  segments: z.array(
    z.strictObject({
      tenantId: z.string().transform((id) => id as TenantId),
      id: z.string().regex(/^[0-9a-f]{32}$/),
      /** Bytes. */
      length: z.number(),
    }),
  ),
})

export type Head = z.output<typeof head>
export type Manifest = z.output<typeof manifest>
export type Segment = Manifest['segments'][number]

/** What a tenant's segment is sealed for. */
export const contextOf = (head: Head, { tenantId, id }: Pick<Segment, 'tenantId' | 'id'>) =>
  JSON.stringify(['index snapshot', tenantId, id, head])

export const segmentPath = (folder: string, id: string) => join(folder, `${id}.segment`)

/** The manifest of the folder; undefined when there is none. Errors: `SnapshotBroken`. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const text = await readFile(join(folder, NAME), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined
    throw indexErrors.snapshotBroken({ reason: `the manifest cannot be read (${cause.code})` }, { cause })
  })
  if (text === undefined) return undefined
  try {
    return manifest.parse(JSON.parse(text))
  } catch (cause) {
    throw indexErrors.snapshotBroken({ reason: 'the manifest is not one of this version' }, { cause })
  }
}

/** Makes the folder's snapshot this one, at once and for good; then removes the files of those before. */
export async function writeManifest(folder: string, next: Manifest): Promise<void> {
  const file = await open(join(folder, NEW), 'w', 0o600)
  try {
    await file.writeFile(JSON.stringify(next))
    await file.sync()
  } finally {
    await file.close()
  }
  await syncFolder(folder)
  await rename(join(folder, NEW), join(folder, NAME))
  await syncFolder(folder)
  await sweep(folder, new Set(next.segments.map(({ id }) => `${id}.segment`)))
}

/** Removes segments that nobody names, as those of a snapshot that was not finished. */
export async function sweep(folder: string, kept: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(folder))
    if (SEGMENT.test(name) && !kept.has(name)) await rm(join(folder, name), { force: true })
}

export const makeFolder = (folder: string) => mkdir(folder, { recursive: true, mode: 0o700 })

/** Names of files are on disk only when their folder is. */
async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | undefined
  try {
    handle = await open(folder, 'r')
    await handle.sync()
  } catch (error) {
    // Windows opens no folders.
    if (process.platform !== 'win32') throw error
  } finally {
    await handle?.close()
  }
}
