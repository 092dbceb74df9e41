// A zip is judged by its directory before a single byte is unpacked: names, kinds, sizes, overlaps.
import { promisify } from 'node:util'
import { crc32, inflateRaw } from 'node:zlib'
import { type Entry, fromBufferPromise, getFileNameLowLevel } from 'yauzl'
import type { Params } from '../findings.ts'
import type { RuleId } from '../rules.ts'
import type { PackageSource } from '../types.ts'
import type { PackageLimits } from './limits.ts'
import { collisionIn, pathOf } from './names.ts'
import { refused } from './refusal.ts'

const inflate = promisify(inflateRaw)

const LOCAL_HEADER = 30
const LOCAL_SIGNATURE = 0x04034b50
const STORED = 0
const DEFLATED = 8
const RATIO_COUNTS_FROM = 1_000_000

interface Member {
  readonly path: string
  readonly entry: Entry
  /** Where its bytes begin and end in the archive. */
  readonly start: number
  readonly end: number
}

type Refusal = { readonly rule: RuleId; readonly params: Params }

/** Unpacks an archive into memory, or refuses it as a whole. Never throws on what the bytes say. */
export async function readZip(bytes: Buffer, limits: PackageLimits): Promise<PackageSource> {
  const unpacked = await unpack(bytes, limits)
  return unpacked instanceof Map ? { files: unpacked, findings: [] } : refused(unpacked.rule, unpacked.params)
}

async function unpack(bytes: Buffer, limits: PackageLimits): Promise<Map<string, Uint8Array> | Refusal> {
  if (bytes.length > limits.packed) return refuse('files.too-large', { size: bytes.length, limit: limits.packed })
  const members = await membersOf(bytes, limits)
  if (!Array.isArray(members)) return members
  const wrong = collision(members) ?? overlap(members) ?? tooMuch(members, limits)
  if (wrong !== undefined) return wrong
  const files = new Map<string, Uint8Array>()
  for (const member of members) {
    const content = await contentOf(bytes, member)
    if (content === undefined) return refuse('zip.damaged', { name: member.path })
    files.set(member.path, content)
  }
  return files
}

function refuse(rule: RuleId, params: Params): Refusal {
  return { rule, params }
}

async function membersOf(bytes: Buffer, limits: PackageLimits): Promise<Member[] | Refusal> {
  const members: Member[] = []
  try {
    const zip = await fromBufferPromise(bytes, { decodeStrings: false, validateEntrySizes: true })
    if (zip.entryCount > limits.entries)
      return refuse('files.too-many', { count: zip.entryCount, limit: limits.entries })
    for await (const entry of zip.eachEntry()) {
      const raw = entry.fileNameRaw
      const name = getFileNameLowLevel(entry.generalPurposeBitFlag, raw, entry.extraFields, false)
      const kind = refusalOfKind(entry, name)
      if (kind !== undefined) return kind
      const path = pathOf(name, limits)
      if (typeof path !== 'string') return refuse(path.rule, { name, reason: path.reason })
      if (name.endsWith('/')) continue
      const member = memberOf(bytes, entry, path)
      if (member === undefined) return refuse('zip.damaged', { name })
      members.push(member)
    }
  } catch (error) {
    return refuse('zip.unreadable', { reason: error instanceof Error ? error.message : String(error) })
  }
  return members
}

/** Bits 12-15 of the Unix mode in the upper half of the external attributes: 0 none, 4 folder, 8 file, 10 link. */
function refusalOfKind(entry: Entry, name: string): Refusal | undefined {
  const kind = (entry.externalFileAttributes >>> 28) & 0xf
  if (kind === 10) return refuse('files.link', { name })
  if (kind !== 0 && kind !== 4 && kind !== 8) return refuse('zip.special', { name })
  if (entry.isEncrypted()) return refuse('zip.encrypted', { name })
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    return refuse('zip.method', { name, method: entry.compressionMethod })
  }
  return undefined
}

/** Where the entry lies, when the header in front of it tells the same name as the directory. */
function memberOf(bytes: Buffer, entry: Entry, path: string): Member | undefined {
  const start = entry.relativeOffsetOfLocalHeader
  if (start + LOCAL_HEADER > bytes.length || bytes.readUInt32LE(start) !== LOCAL_SIGNATURE) return undefined
  const nameLength = bytes.readUInt16LE(start + 26)
  const contentStart = start + LOCAL_HEADER + nameLength + bytes.readUInt16LE(start + 28)
  const name = bytes.subarray(start + LOCAL_HEADER, start + LOCAL_HEADER + nameLength)
  const end = contentStart + entry.compressedSize
  return !name.equals(entry.fileNameRaw) || end > bytes.length ? undefined : { path, entry, start, end }
}

function collision(members: readonly Member[]): Refusal | undefined {
  const pair = collisionIn(members.map(({ path }) => path))
  return pair && refuse('files.collision', { first: pair[0], second: pair[1] })
}

/** Two entries over the same bytes are how a small archive unpacks to a huge one. */
function overlap(members: readonly Member[]): Refusal | undefined {
  const sorted = [...members].sort((a, b) => a.start - b.start)
  const wrong = sorted.find(({ start }, n) => start < (sorted[n - 1]?.end ?? 0))
  return wrong && refuse('zip.overlap', { name: wrong.path })
}

function tooMuch(members: readonly Member[], limits: PackageLimits): Refusal | undefined {
  const size = members.reduce((sum, { entry }) => sum + entry.uncompressedSize, 0)
  if (size > limits.unpacked) return refuse('files.too-large', { size, limit: limits.unpacked })
  const bomb = members.find(
    ({ entry }) =>
      entry.uncompressedSize > RATIO_COUNTS_FROM && entry.uncompressedSize > entry.compressedSize * limits.ratio,
  )
  return bomb && refuse('zip.bomb', { name: bomb.path, size: bomb.entry.uncompressedSize })
}

/** Never unpacks more than the directory announced; `undefined` when size, sum or stream are not what it said. */
async function contentOf(bytes: Buffer, { entry, end }: Member): Promise<Uint8Array | undefined> {
  const packed = bytes.subarray(end - entry.compressedSize, end)
  const content = entry.compressionMethod === STORED ? packed : await inflated(packed, entry.uncompressedSize)
  if (content?.length !== entry.uncompressedSize || crc32(content) !== entry.crc32) return undefined
  return content
}

async function inflated(packed: Buffer, size: number): Promise<Buffer | undefined> {
  try {
    return await inflate(packed, { maxOutputLength: Math.max(size, 1) })
  } catch {
    return undefined
  }
}
