import { KERNEL } from '../vectors/kernel.ts'

const PAGE = 65_536
/** Rows that are multiplied at a time. */
const CHUNK = 8192
// The first page of a block: the question, a bit per row of the chunk, and their products.
const QUESTION = 0
const MASK = 16_384
const PRODUCTS = 32_768
/** Most numbers of a vector: what fits before the mask. */
export const MOST_DIMENSIONS = (MASK - QUESTION) / 2
/** Bytes of rows in the first block and in the largest; what is not written takes no memory. */
const FIRST_BLOCK = 1 << 20
const LARGEST_BLOCK = 1 << 26

type Scan = (rows: number, count: number, stride: number, question: number, mask: number, products: number) => void

const kernel = new WebAssembly.Module(Buffer.from(KERNEL, 'base64'))

/** A memory that never grows, so that what is read of it stays what it is. */
interface Block {
  readonly memory: WebAssembly.Memory
  readonly scan: Scan
  readonly rows: Int8Array
  /** Number of its first row. */
  readonly first: number
  count: number
}

/** Takes what came of a chunk of rows: a bit for each row that was asked for, and the products of those. */
export type Take = (first: number, mask: Uint32Array, products: Int32Array) => void

/** Vectors in a row, only ever appended to, where the kernel can read them. */
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
  add(vector: Int8Array): number {
    const { stride } = this
    let block = this.held.at(-1)
    if (!block || (block.count + 1) * stride > block.rows.length) block = this.open()
    block.rows.set(vector, block.count++ * stride)
    return this.count++
  }

  /** A view that holds as long as the rows do. */
  at(row: number): Int8Array {
    const block = this.held.findLast(({ first }) => first <= row)
    const from = (row - (block?.first ?? 0)) * this.stride
    return block?.rows.subarray(from, from + this.dimensions) ?? new Int8Array(this.dimensions)
  }

  /** Multiplies the question with the rows of the documents that have a bit, chunk by chunk. */
  multiply(question: Int16Array, docs: Uint32Array, bits: Uint32Array, take: Take): void {
    const { stride } = this
    for (const { memory, scan, first, count } of this.held) {
      new Int16Array(memory.buffer, QUESTION, stride).fill(0).set(question)
      const mask = new Uint32Array(memory.buffer, MASK, CHUNK / 32)
      const products = new Int32Array(memory.buffer, PRODUCTS, CHUNK)
      for (let from = 0; from < count; from += CHUNK) {
        const some = Math.min(CHUNK, count - from)
        if (!ask(mask, docs.subarray(first + from, first + from + some), bits)) continue
        scan(PAGE + from * stride, some, stride, QUESTION, MASK, PRODUCTS)
        take(first + from, mask, products)
      }
    }
  }

  bytes(): number {
    return this.count * this.stride + this.held.length * PAGE
  }

  /** The bytes of the rows, block by block. */
  blocks(): Int8Array[] {
    return this.held.map(({ rows, count }) => rows.subarray(0, count * this.stride))
  }

  /** Takes rows over from what `blocks` gave, so many of them. */
  load(blocks: readonly Int8Array[], count: number): void {
    for (const block of blocks)
      for (let from = 0; from < block.length && this.count < count; from += this.stride)
        this.add(block.subarray(from, from + this.stride))
  }

  private open(): Block {
    const bytes = Math.min(LARGEST_BLOCK, FIRST_BLOCK << (2 * Math.min(3, this.held.length)))
    const pages = 1 + bytes / PAGE
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages })
    const { exports } = new WebAssembly.Instance(kernel, { memory: { rows: memory } })
    const rows = new Int8Array(memory.buffer, PAGE)
    const block: Block = { memory, scan: exports.scan as Scan, rows, first: this.count, count: 0 }
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
