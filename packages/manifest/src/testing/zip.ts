// Writes archives as no honest tool does: every field can be made to lie.
import { crc32, deflateRawSync } from 'node:zlib'

export interface FakeEntry {
  readonly name: string | Buffer
  readonly content?: string | Buffer
  /** 8 deflate, 0 stored; the bytes are packed with it unless `packed` is given. */
  readonly method?: number
  readonly packed?: Buffer
  readonly flags?: number
  /** Unix mode; 0o120777 is a link. */
  readonly mode?: number
  /** What the directory says instead of the truth. */
  readonly size?: number
  readonly packedSize?: number
  readonly crc?: number
  readonly offset?: number
  /** What the header in front of the bytes says. */
  readonly localName?: string
  readonly localSignature?: number
}

export interface FakeEnd {
  readonly entries?: number
  readonly directoryOffset?: number
  readonly commentLength?: number
}

export function fakeZip(entries: readonly FakeEntry[], end: FakeEnd = {}): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const { method = 8, flags = 0x800 } = entry
    const name = Buffer.from(entry.name)
    const content = Buffer.from(entry.content ?? '')
    const packed = entry.packed ?? (method === 8 ? deflateRawSync(content) : content)
    const sizes = {
      crc: entry.crc ?? crc32(content),
      packed: entry.packedSize ?? packed.length,
      size: entry.size ?? content.length,
    }
    const header = common(method, flags, sizes)
    const localName = entry.localName === undefined ? name : Buffer.from(entry.localName)
    const local = Buffer.concat([
      u32(entry.localSignature ?? 0x04034b50),
      header,
      u16(localName.length),
      u16(0),
      localName,
    ])
    directory.push(
      Buffer.concat([u32(0x02014b50), u16(0x0314), header, u16(name.length), u16(0), u16(0), u16(0), u16(0)]),
      Buffer.concat([u32(((entry.mode ?? 0o100644) << 16) >>> 0), u32(entry.offset ?? offset), name]),
    )
    parts.push(local, packed)
    offset += local.length + packed.length
  }
  const table = Buffer.concat(directory)
  const count = end.entries ?? entries.length
  const tail = [u16(0), u16(0), u16(count), u16(count), u32(table.length), u32(end.directoryOffset ?? offset)]
  return Buffer.concat([...parts, table, u32(0x06054b50), ...tail, u16(end.commentLength ?? 0)])
}

function common(method: number, flags: number, sizes: { crc: number; packed: number; size: number }): Buffer {
  return Buffer.concat([
    u16(20),
    u16(flags),
    u16(method),
    u16(0),
    u16(0x21),
    u32(sizes.crc),
    u32(sizes.packed),
    u32(sizes.size),
  ])
}

function u16(value: number): Buffer {
  const buffer = Buffer.alloc(2)
  buffer.writeUInt16LE(value & 0xffff)
  return buffer
}

function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4)
  buffer.writeUInt32LE(value >>> 0)
  return buffer
}

/** An honest archive of texts and JSON values. */
export function zipOf(files: Readonly<Record<string, unknown>>): Buffer {
  return fakeZip(Object.entries(files).map(([name, content]) => ({ name, content: bytesOf(content) })))
}

export function bytesOf(content: unknown): Buffer {
  return Buffer.isBuffer(content)
    ? content
    : Buffer.from(typeof content === 'string' ? content : JSON.stringify(content))
}
