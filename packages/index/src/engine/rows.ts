import { KERNEL } from '../vectors/kernel.ts'
import { lowerHalfOf, upperHalfOf, wholeOf } from '../vectors/quantise.ts'

const PAGE = 65_536
/** Rows that are multiplied at a time. */
const CHUNK = 8192
// Before the rows of a block: the question, a bit per row of the chunk, and the products of their halves.
const QUESTION = 0
const MASK = 16_384
const UPPERS = 32_768
const LOWERS = UPPERS + 4 * CHUNK
const ROWS = LOWERS + 4 * CHUNK
/** Most numbers of a vector: what fits before the mask. */
export const MOST_DIMENSIONS = (MASK - QUESTION) / 2
/** Bytes of the upper halves in the first block and in the largest; what is not written takes no memory. */
const FIRST_BLOCK = 1 << 20
const LARGEST_BLOCK = 1 << 26

type Scan = (rows: number, count: number, stride: number, question: number, mask: number, products: number) => void

const kernel = new WebAssembly.Module(Buffer.from(KERNEL, 'base64'))

/** A memory that never grows, so that what is read of it stays what it is. */
interface Block {
  readonly memory: WebAssembly.Memory
  readonly scan: Scan
  readonly uppers: Int8Array
  readonly lowers: Int8Array
  /** Number of its first row. */
  readonly first: number
  count: number
}

/** Takes the bits away of rows that are of no use, by the products of the upper halves. */
export type Sift = (first: number, mask: Uint32Array, uppers: Int32Array) => void
/** Takes what came of a chunk of rows: a bit for each row that is left, and the products of both halves. */
export type Take = (first: number, mask: Uint32Array, uppers: Int32Array, lowers: Int32Array) => void

/**
 * Vectors in a row, only ever appended to, where the kernel can read them: the upper halves of their numbers apart from the
 * lower ones, which only few are looked at for.
 */
export class Rows {
  count = 0
  private readonly dimensions: number
  /** Bytes from one row to the next; what is not part of a vector is 0. */
  private readonly stride: number
  private readonly held: Block[] = []

  constructor(dimensions: number) {
    this.dimensions = dimensions
    this.stride = Math.ceil(dimensions / 32) * 32
  }

  /** Gives the number of the row. */
  add(vector: Int16Array): number {
    const { block, from } = this.place()
    for (let at = 0; at < vector.length; at++) {
      block.uppers[from + at] = upperHalfOf(vector[at] ?? 0)
      block.lowers[from + at] = lowerHalfOf(vector[at] ?? 0)
    }
    return this.count++
  }

  at(row: number): Int16Array {
    const block = this.held.findLast(({ first }) => first <= row)
    const from = (row - (block?.first ?? 0)) * this.stride
    const vector = new Int16Array(this.dimensions)
    for (let at = 0; block && at < vector.length; at++)
      vector[at] = wholeOf(block.uppers[from + at] ?? 0, block.lowers[from + at] ?? 0)
    return vector
  }

  /** With one row, exactly. */
  productOf(row: number, question: Int16Array): number {
    const block = this.held.findLast(({ first }) => first <= row)
    if (!block) return 0
    const { uppers, lowers } = block
    const from = (row - block.first) * this.stride
    let ofUppers = 0
    let ofLowers = 0
    for (let at = 0; at < question.length; at++) {
      const number = question[at] ?? 0
      ofUppers += number * (uppers[from + at] ?? 0)
      ofLowers += number * (lowers[from + at] ?? 0)
    }
    return wholeOf(ofUppers, ofLowers)
  }

  /** Multiplies the question with the rows of the documents that have a bit, chunk by chunk. */
  multiply(question: Int16Array, docs: Uint32Array, bits: Uint32Array, sift: Sift, take: Take): void {
    const { stride } = this
    for (const { memory, scan, uppers, lowers, first, count } of this.held) {
      new Int16Array(memory.buffer, QUESTION, stride).fill(0).set(question)
      const mask = new Uint32Array(memory.buffer, MASK, CHUNK / 32)
      const ofUppers = new Int32Array(memory.buffer, UPPERS, CHUNK)
      const ofLowers = new Int32Array(memory.buffer, LOWERS, CHUNK)
      for (let from = 0; from < count; from += CHUNK) {
        const some = Math.min(CHUNK, count - from)
        if (!ask(mask, docs.subarray(first + from, first + from + some), bits)) continue
        scan(uppers.byteOffset + from * stride, some, stride, QUESTION, MASK, UPPERS)
        sift(first + from, mask, ofUppers)
        scan(lowers.byteOffset + from * stride, some, stride, QUESTION, MASK, LOWERS)
        take(first + from, mask, ofUppers, ofLowers)
      }
    }
  }

  bytes(): number {
    return this.count * this.stride * 2 + this.held.length * ROWS
  }

  /** The upper halves, block by block. */
  uppers(): Int8Array[] {
    return this.held.map(({ uppers, count }) => uppers.subarray(0, count * this.stride))
  }

  lowers(): Int8Array[] {
    return this.held.map(({ lowers, count }) => lowers.subarray(0, count * this.stride))
  }

  /** Takes rows over from what `uppers` and `lowers` gave, so many of them. */
  load(uppers: readonly Int8Array[], lowers: readonly Int8Array[], count: number): void {
    for (const [at, upper] of uppers.entries())
      for (let from = 0; from < upper.length && this.count < count; from += this.stride) {
        const to = from + this.stride
        const place = this.place()
        place.block.uppers.set(upper.subarray(from, to), place.from)
        place.block.lowers.set(lowers[at]?.subarray(from, to) ?? [], place.from)
        this.count++
      }
  }

  /** Room for the next row. */
  private place(): { readonly block: Block; readonly from: number } {
    let block = this.held.at(-1)
    if (!block || (block.count + 1) * this.stride > block.uppers.length) block = this.open()
    return { block, from: block.count++ * this.stride }
  }

  private open(): Block {
    const bytes = Math.min(LARGEST_BLOCK, FIRST_BLOCK << (2 * Math.min(3, this.held.length)))
    const pages = Math.ceil((ROWS + 2 * bytes) / PAGE)
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages })
    const { exports } = new WebAssembly.Instance(kernel, { memory: { rows: memory } })
    const uppers = new Int8Array(memory.buffer, ROWS, bytes)
    const lowers = new Int8Array(memory.buffer, ROWS + bytes, bytes)
    const block: Block = { memory, scan: exports.scan as Scan, uppers, lowers, first: this.count, count: 0 }
    this.held.push(block)
    return block
  }
}

/** Marks the rows whose documents have a bit; false when none has. */
function ask(mask: Uint32Array, docs: Uint32Array, bits: Uint32Array): boolean {
  mask.fill(0)
  let any = 0
  for (let at = 0; at < docs.length; at++) {
    const doc = docs[at] ?? 0
    const bit = ((bits[doc >>> 5] ?? 0) >>> (doc & 31)) & 1
    any |= bit
    mask[at >>> 5] = (mask[at >>> 5] ?? 0) | (bit << (at & 31))
  }
  return any !== 0
}
