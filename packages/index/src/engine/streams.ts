import { grown } from './grow.ts'
import { type Dump, type Part, piece, pieces } from './part.ts'

const CHUNK = 1 << 20
// Units below the first term.
const NEXT_PASSAGE = 0
/** What follows is properties; the number of one is in the next two units. */
const PROPERTY = 1
const CONTENT = 2
/** As for properties. */
const APART = 3
const FIRST_TERM = 4
/** The term is in the next two units. */
const LARGE = 0xffff

/** Where a passage stands. `apart`: in a property that is searched by its name only. */
export type Place = 'title' | 'property' | 'content' | 'apart'
export const PLACES: readonly Place[] = ['title', 'property', 'content', 'apart']

/** The words of each document in order, as units of 16 bits: what phrases, highlights and compaction are read from. */
export class Streams implements Part {
  private readonly chunks: Uint16Array[] = []
  private top = CHUNK
  private chunkOf = new Uint32Array(1024)
  private starts = new Uint32Array(1024)
  private count = 0
  private lengths = new Uint32Array(1024)
  private draft = new Uint16Array(1024)
  private drafted = 0
  private terms = new Uint32Array(1024)

  readonly term = (id: number): void => {
    this.draft = grown(this.draft, this.drafted + 3)
    if (id + FIRST_TERM < LARGE) this.draft[this.drafted++] = id + FIRST_TERM
    else {
      this.draft[this.drafted++] = LARGE
      this.number(id)
    }
  }

  passage(): void {
    this.draft = grown(this.draft, this.drafted + 3)
    this.draft[this.drafted++] = NEXT_PASSAGE
  }

  enter(place: Place, property: number): void {
    this.draft = grown(this.draft, this.drafted + 3)
    if (place === 'content') this.draft[this.drafted++] = CONTENT
    else if (place !== 'title') {
      this.draft[this.drafted++] = place === 'property' ? PROPERTY : APART
      this.number(property)
    }
  }

  drop(): void {
    this.drafted = 0
  }

  /** Keeps what was written as the words of a document. */
  keep(doc: number): void {
    const length = this.drafted
    let chunk = this.chunks.at(-1)
    if (!chunk || this.top + length > chunk.length) {
      chunk = new Uint16Array(Math.max(CHUNK, length))
      this.chunks.push(chunk)
      this.top = 0
    }
    this.chunkOf = grown(this.chunkOf, doc + 1)
    this.starts = grown(this.starts, doc + 1)
    this.lengths = grown(this.lengths, doc + 1)
    this.chunkOf[doc] = this.chunks.length - 1
    this.starts[doc] = this.top
    this.lengths[doc] = length
    this.count = doc + 1
    chunk.set(this.draft.subarray(0, length), this.top)
    this.top += length
    this.drafted = 0
  }

  /** Calls `visit` for each passage, with its terms: so many of an array that is used again for the next one. */
  read(doc: number, visit: (place: Place, property: number, terms: Uint32Array, count: number) => void): void {
    const chunk = this.chunks[this.chunkOf[doc] ?? 0] ?? this.draft
    const start = this.starts[doc] ?? 0
    const end = start + (this.lengths[doc] ?? 0)
    if (this.terms.length < end - start) this.terms = grown(this.terms, end - start)
    const { terms } = this
    let place: Place = 'title'
    let property = -1
    let isOpen = false
    let count = 0
    for (let at = start; at < end; at++) {
      const unit = chunk[at] ?? 0
      if (unit >= FIRST_TERM) {
        if (unit < LARGE) terms[count++] = unit - FIRST_TERM
        else {
          terms[count++] = ((chunk[at + 1] ?? 0) << 16) | (chunk[at + 2] ?? 0)
          at += 2
        }
        continue
      }
      if (isOpen) visit(place, property, terms, count)
      count = 0
      isOpen = unit === NEXT_PASSAGE
      if (isOpen) continue
      place = unit === CONTENT ? 'content' : unit === PROPERTY ? 'property' : 'apart'
      property = -1
      if (unit !== CONTENT) {
        property = ((chunk[at + 1] ?? 0) << 16) | (chunk[at + 2] ?? 0)
        at += 2
      }
    }
    if (isOpen) visit(place, property, terms, count)
  }

  /** Calls `visit` for each term that has a mark, but for those in `apart`. Reads nothing twice, and keeps nothing. */
  eachMarked(doc: number, marks: Uint8Array, visit: (mark: number, place: Place) => void): void {
    const chunk = this.chunks[this.chunkOf[doc] ?? 0] ?? this.draft
    const start = this.starts[doc] ?? 0
    const end = start + (this.lengths[doc] ?? 0)
    let place: Place = 'title'
    for (let at = start; at < end; at++) {
      const unit = chunk[at] ?? 0
      if (unit >= FIRST_TERM) {
        let term = unit - FIRST_TERM
        if (unit === LARGE) {
          term = ((chunk[at + 1] ?? 0) << 16) | (chunk[at + 2] ?? 0)
          at += 2
        }
        const mark = marks[term] ?? 0
        if (mark !== 0) visit(mark, place)
      } else if (unit === CONTENT) place = 'content'
      else if (unit !== NEXT_PASSAGE) {
        // The rest stands apart.
        if (unit === APART) return
        place = 'property'
        at += 2
      }
    }
  }

  bytes(): number {
    return this.chunks.reduce((sum, { byteLength }) => sum + byteLength, 0) + this.starts.byteLength * 3
  }

  dump(): Dump {
    const { count, top } = this
    const last = this.chunks.length - 1
    return {
      facts: {},
      arrays: {
        chunks: this.chunks.map((chunk, n) => (n === last ? chunk.subarray(0, top) : chunk)),
        chunkOf: [this.chunkOf.subarray(0, count)],
        starts: [this.starts.subarray(0, count)],
        lengths: [this.lengths.subarray(0, count)],
      },
    }
  }

  load(dump: Dump): void {
    this.chunks.push(...pieces(dump, 'chunks', Uint16Array))
    this.chunkOf = piece(dump, 'chunkOf', Uint32Array)
    this.starts = piece(dump, 'starts', Uint32Array)
    this.lengths = piece(dump, 'lengths', Uint32Array)
    this.count = this.starts.length
    this.top = this.chunks.at(-1)?.length ?? CHUNK
  }

  private number(value: number): void {
    this.draft[this.drafted++] = value >>> 16
    this.draft[this.drafted++] = value & 0xffff
  }
}
