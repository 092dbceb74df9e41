import { Buffer } from 'node:buffer'
import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { indexErrors } from '../../errors.ts'
import type { Dump, Dumps, Numbers } from '../part.ts'

// A segment is one tenant's part of a snapshot: its header and then its arrays end to end, sealed block by block with
// AES-256-GCM under a key that no other segment has. So the number of a block can be its nonce, and a block that is changed,
// missing, or from another place does not open. Numbers are little-endian, as on every machine that runs this.
const TAG_BYTES = 16
/** Plain bytes of a block but the last. Sealing one takes a fifth of a millisecond: no query waits for long. */
const BLOCK_BYTES = 1 << 20
/** Milliseconds between two blocks: a snapshot takes a third of the thread at most. */
const PAUSE = 2
/** Length of the sealed header. */
const PREFIX_BYTES = 4
/** Blocks that are read at a time. */
const READ_AHEAD = 8

const KINDS = { Uint8Array, Int8Array, Uint16Array, Uint32Array, Float64Array } as const
type Kind = keyof typeof KINDS

/** What a segment is sealed for; it opens for the same words only. */
export interface Seal {
  readonly key: KeyObject
  readonly context: string
}

/** What stands in a segment, in the order of its bytes. */
interface Header {
  readonly parts: readonly {
    readonly name: string
    readonly facts: Dump['facts']
    readonly arrays: readonly { readonly name: string; readonly pieces: readonly (readonly [Kind, number])[] }[]
  }[]
}

/**
 * Writes a segment to a new file and to the disk. The thread is free between two blocks, and for some milliseconds more
 * unless it hurries: what a block leaves behind in memory is cleared away then. Gives its length in bytes.
 */
export async function writeSegment(path: string, seal: Seal, dumps: Dumps, isHurried = false): Promise<number> {
  const file = await open(path, 'wx', 0o600)
  try {
    const header = sealed(seal, 0, Buffer.from(JSON.stringify(headerOf(dumps))))
    const prefix = Buffer.alloc(PREFIX_BYTES)
    prefix.writeUInt32LE(header.reduce((sum, { length }) => sum + length, 0))
    let length = await writeAll(file, [prefix, ...header])
    let number = 1
    for (const block of blocksOf(dumps)) {
      length += await writeAll(file, sealed(seal, number++, block))
      if (!isHurried) await wait(PAUSE)
    }
    await file.sync()
    return length
  } finally {
    await file.close()
  }
}

/** Reads a segment. Throws `SnapshotBroken` when anything in it is not as it was written. */
export async function readSegment(path: string, seal: Seal, length: number): Promise<Dumps> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw indexErrors.snapshotBroken({ reason: 'a segment is missing' }, { cause })
  })
  try {
    if ((await file.stat()).size !== length) throw indexErrors.snapshotBroken({ reason: 'a segment is cut off' })
    const prefix = await readAll(file, 0, PREFIX_BYTES)
    const headerLength = prefix.readUInt32LE()
    if (headerLength > length) throw indexErrors.snapshotBroken({ reason: 'a segment has no beginning' })
    const header: Header = JSON.parse(opened(seal, 0, await readAll(file, PREFIX_BYTES, headerLength)).toString())
    const dumps = emptyDumps(header)
    await fill(file, seal, PREFIX_BYTES + headerLength, length, piecesOf(dumps))
    return dumps
  } finally {
    await file.close()
  }
}

function headerOf(dumps: Dumps): Header {
  return {
    parts: Object.entries(dumps).map(([name, { facts, arrays }]) => ({
      name,
      facts,
      arrays: Object.entries(arrays).map(([own, pieces]) => ({
        name: own,
        pieces: pieces.map((piece): [Kind, number] => [kindOf(piece), piece.length]),
      })),
    })),
  }
}

function emptyDumps({ parts }: Header): Dumps {
  const arraysOf = (arrays: Header['parts'][number]['arrays']) =>
    Object.fromEntries(arrays.map(({ name, pieces }) => [name, pieces.map(([kind, size]) => new KINDS[kind](size))]))
  return Object.fromEntries(parts.map(({ name, facts, arrays }) => [name, { facts, arrays: arraysOf(arrays) }]))
}

const kindOf = (numbers: Numbers): Kind => numbers.constructor.name as Kind

const piecesOf = (dumps: Dumps): Uint8Array[] =>
  Object.values(dumps)
    .flatMap(({ arrays }) => Object.values(arrays).flat())
    .map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength))

/** The bytes of all arrays, block by block, in memory that is used again for the next one. */
function* blocksOf(dumps: Dumps): Generator<Uint8Array> {
  const block = new Uint8Array(BLOCK_BYTES)
  let filled = 0
  for (const piece of piecesOf(dumps))
    for (let from = 0; from < piece.length; ) {
      const part = piece.subarray(from, from + BLOCK_BYTES - filled)
      block.set(part, filled)
      filled += part.length
      from += part.length
      if (filled < BLOCK_BYTES) continue
      yield block
      filled = 0
    }
  if (filled > 0) yield block.subarray(0, filled)
}

/** Fills the pieces with what stands from `from` on to the end. The next blocks are read while these are opened. */
async function fill(file: FileHandle, seal: Seal, from: number, end: number, pieces: readonly Uint8Array[]) {
  const whole = TAG_BYTES + BLOCK_BYTES
  const read = (at: number) => readAll(file, at, Math.max(0, Math.min(end - at, READ_AHEAD * whole)))
  let coming = read(from)
  let number = 1
  let place = 0
  let filled = 0
  for (let at = from; at < end; at += READ_AHEAD * whole) {
    const blocks = await coming
    coming = read(at + READ_AHEAD * whole)
    for (let start = 0; start < blocks.length; start += whole) {
      let plain: Uint8Array = opened(seal, number++, blocks.subarray(start, start + whole))
      while (plain.length > 0) {
        const piece = pieces[place]
        if (!piece) throw indexErrors.snapshotBroken({ reason: 'a segment is too long' })
        const part = plain.subarray(0, piece.length - filled)
        piece.set(part, filled)
        plain = plain.subarray(part.length)
        filled += part.length
        if (filled < piece.length) continue
        place++
        filled = 0
      }
    }
  }
  await coming
  if (pieces.slice(place).some(({ length }) => length > filled))
    throw indexErrors.snapshotBroken({ reason: 'a segment is too short' })
}

const nonceOf = (number: number) => {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32LE(number)
  return nonce
}

/** The tag and what it seals. */
function sealed({ key, context }: Seal, number: number, plain: Uint8Array): Buffer[] {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number))
  cipher.setAAD(Buffer.from(context))
  const body = cipher.update(plain)
  const end = cipher.final()
  return [cipher.getAuthTag(), body, end]
}

function opened({ key, context }: Seal, number: number, block: Uint8Array): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number))
    decipher.setAAD(Buffer.from(context))
    decipher.setAuthTag(block.subarray(0, TAG_BYTES))
    const plain = decipher.update(block.subarray(TAG_BYTES))
    decipher.final()
    return plain
  } catch (cause) {
    throw indexErrors.snapshotBroken({ reason: 'a segment was changed, or is from elsewhere' }, { cause })
  }
}

async function writeAll(file: FileHandle, buffers: readonly Uint8Array[]): Promise<number> {
  const length = buffers.reduce((sum, { byteLength }) => sum + byteLength, 0)
  const { bytesWritten } = await file.writev(buffers.filter(({ byteLength }) => byteLength > 0))
  if (bytesWritten !== length) throw indexErrors.snapshotBroken({ reason: 'the disk took only a part of it' })
  return length
}

async function readAll(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(length)
  for (let read = 0; read < length; ) {
    const { bytesRead } = await file.read(buffer, read, length - read, at + read)
    if (bytesRead === 0) throw indexErrors.snapshotBroken({ reason: 'a segment is cut off' })
    read += bytesRead
  }
  return buffer
}
