import { grown } from './grow.ts'
import { type Dump, numberIn, type Part, piece, pieces } from './part.ts'

/** Words of a chunk, as a power of two. Chunks never move, and a slice never spans two. */
export const CHUNK_BITS = 20
const CHUNK = 1 << CHUNK_BITS
export const OFFSET = CHUNK - 1
/** Entries of the first slice of a list; each further one is twice as long, up to the largest. */
export const FIRST_SLICE = 2
export const LARGEST_SLICE = 2048

/** Documents are numbered in 24 bits, and the last number is part of the padding. */
export const MOST_DOCS = 0xffffff

// An entry is one word, `docno << 8 | info`, and the words that `info` announces. Entries of one document stand together.
/** Fills what is left of a slice when the next entry does not fit. */
export const PADDING = 0xffffffff
/**
 * Info: without this bit, `member << 4 | count - 1` of a word that stands in the content only.
 * With it, the next word is `member << 24 | title << 18 | properties << 12 | content`.
 */
export const EXTENDED = 0x80
/** In place of that word: the four numbers follow, each in a word. */
export const WIDE = 0xffffffff
const WIDEST = 6

/** Lists of entries in ascending order of document. */
export class Postings implements Part {
  readonly chunks: Uint32Array[] = []
  /** Where a list begins, and the place after its last entry. A slice ends with the place of the next one. */
  heads = new Uint32Array(1024)
  ends = new Uint32Array(1024)
  /** Where the last slice ends, and its length. */
  private limits = new Uint32Array(1024)
  private sizes = new Uint16Array(1024)
  private top = 0
  count = 0

  create(): number {
    const list = this.count++
    this.heads = grown(this.heads, this.count)
    this.ends = grown(this.ends, this.count)
    this.limits = grown(this.limits, this.count)
    this.sizes = grown(this.sizes, this.count)
    const at = this.slice(FIRST_SLICE)
    this.heads[list] = at
    this.ends[list] = at
    this.limits[list] = at + FIRST_SLICE
    this.sizes[list] = FIRST_SLICE
    return list
  }

  add(list: number, doc: number, member: number, title: number, properties: number, content: number): void {
    if (title === 0 && properties === 0 && member < 8 && content <= 16) {
      const at = this.room(list, 1)
      this.chunk(at)[at & OFFSET] = ((doc << 8) | (member << 4) | (content - 1)) >>> 0
      return
    }
    const info = ((doc << 8) | EXTENDED) >>> 0
    if (member < 255 && title < 63 && properties < 63 && content < 4095) {
      const at = this.room(list, 2)
      const chunk = this.chunk(at)
      chunk[at & OFFSET] = info
      chunk[(at & OFFSET) + 1] = ((member << 24) | (title << 18) | (properties << 12) | content) >>> 0
    } else {
      const at = this.room(list, WIDEST)
      this.chunk(at).set([info, WIDE, member, title, properties, content], at & OFFSET)
    }
  }

  bytes(): number {
    return this.chunks.length * CHUNK * 4 + this.heads.byteLength * 3 + this.sizes.byteLength
  }

  /** Bytes of the entries of a list, and of what is padded. */
  bytesOf(list: number): number {
    const size = this.sizes[list] ?? 0
    const last = (this.ends[list] ?? 0) - ((this.limits[list] ?? 0) - size)
    // Slices double up to the largest; of those, the links tell how many there are.
    let words = last
    let place = this.heads[list] ?? 0
    for (
      let length = FIRST_SLICE;
      place !== (this.limits[list] ?? 0) - size;
      length = Math.min(LARGEST_SLICE, length * 2)
    ) {
      words += length
      place = this.chunk(place)[(place & OFFSET) + length] ?? 0
    }
    return words * 4
  }

  /** The chunks are shared: what is written into them from now on lies behind the ends of now. */
  dump(): Dump {
    const { count, top } = this
    const last = top >>> CHUNK_BITS
    return {
      facts: { top },
      arrays: {
        chunks: this.chunks.map((chunk, n) => (n === last ? chunk.subarray(0, top & OFFSET) : chunk)),
        heads: [this.heads.subarray(0, count)],
        ends: [this.ends.slice(0, count)],
        limits: [this.limits.slice(0, count)],
        sizes: [this.sizes.slice(0, count)],
      },
    }
  }

  load(dump: Dump): void {
    for (const piece of pieces(dump, 'chunks', Uint32Array)) {
      const chunk = piece.length === CHUNK ? piece : new Uint32Array(CHUNK)
      if (chunk !== piece) chunk.set(piece)
      this.chunks.push(chunk)
    }
    this.heads = piece(dump, 'heads', Uint32Array)
    this.ends = piece(dump, 'ends', Uint32Array)
    this.limits = piece(dump, 'limits', Uint32Array)
    this.sizes = piece(dump, 'sizes', Uint16Array)
    this.count = this.heads.length
    this.top = numberIn(dump, 'top')
  }

  /** Takes so many words at the end of a list. Short slices that an entry does not fit in stay empty. */
  private room(list: number, words: number): number {
    let at = this.ends[list] ?? 0
    let limit = this.limits[list] ?? 0
    while (at + words > limit) {
      const chunk = this.chunk(limit)
      chunk.fill(PADDING, at & OFFSET, limit & OFFSET)
      const size = Math.min(LARGEST_SLICE, 2 * (this.sizes[list] ?? FIRST_SLICE))
      at = this.slice(size)
      chunk[limit & OFFSET] = at
      limit = at + size
      this.limits[list] = limit
      this.sizes[list] = size
    }
    this.ends[list] = at + words
    return at
  }

  /** A new slice and one word behind it. */
  private slice(size: number): number {
    if ((this.top & OFFSET) + size + 1 > CHUNK || this.chunks.length << CHUNK_BITS <= this.top) {
      this.top = this.chunks.length * CHUNK
      this.chunks.push(new Uint32Array(CHUNK))
    }
    const at = this.top
    this.top += size + 1
    return at
  }

  private chunk(at: number): Uint32Array {
    return this.chunks[at >>> CHUNK_BITS] ?? NO_WORDS
  }
}

const NO_WORDS = new Uint32Array(0)
