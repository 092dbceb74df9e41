import { indexErrors } from '../errors.ts'
import type { Stretch } from '../vectors/passages.ts'
import { lowerLengthOf, scaleOf, similarityOf, wholeOf } from '../vectors/quantise.ts'
import { eachBit, isIn } from './bits.ts'
import { grown } from './grow.ts'
import { type Dump, numberIn, type Part, piece, pieces } from './part.ts'
import { Best } from './rank.ts'
import { MOST_DIMENSIONS, Rows, type Sift } from './rows.ts'

const NO_DOC = 0xffff_ffff
/** More than what a similarity and a margin are rounded by. */
const ROUNDING = 1e-9

/** A document that is near the question. */
export interface NearDoc {
  readonly doc: number
  readonly similarity: number
  readonly passage: Stretch
}

/** The vectors of one model for the documents of a shard: a row for each passage, the rows of a document side by side. */
export class Vectors implements Part {
  readonly dimensions: number
  /** Documents of whose text the model is done. */
  done = new Uint32Array(32)
  private readonly rows: Rows
  /** By row. */
  private docs = new Uint32Array(64)
  private scales = new Float64Array(64)
  /** Most that the lower halves of a row's numbers can add to a similarity. */
  private margins = new Float64Array(64)
  private starts = new Uint32Array(64)
  private ends = new Uint32Array(64)
  /** One more than the first row of a document that has any. */
  private firsts = new Uint32Array(64)

  constructor(dimensions: number) {
    if (!(dimensions >= 1 && dimensions <= MOST_DIMENSIONS))
      throw indexErrors.vectorsOfWrongLength({ dimensions, most: MOST_DIMENSIONS })
    this.dimensions = dimensions
    this.rows = new Rows(dimensions)
  }

  set(doc: number, passages: readonly Stretch[], vectors: Int16Array): void {
    const { dimensions, rows } = this
    if (vectors.length !== passages.length * dimensions)
      throw indexErrors.vectorsOfWrongLength({ dimensions: vectors.length, most: passages.length * dimensions })
    this.drop(doc)
    this.reserve(doc, passages.length)
    this.firsts[doc] = passages.length === 0 ? 0 : rows.count + 1
    for (const [at, { from, to }] of passages.entries()) {
      const vector = vectors.subarray(at * dimensions, (at + 1) * dimensions)
      const row = rows.add(vector)
      this.docs[row] = doc
      const scale = scaleOf(vector)
      this.scales[row] = scale
      this.margins[row] = lowerLengthOf(vector) * scale + ROUNDING
      this.starts[row] = from
      this.ends[row] = to
    }
    this.done[doc >>> 5] = (this.done[doc >>> 5] ?? 0) | (1 << (doc & 31))
  }

  /** Gives the rows of a document to another one, which says the same. */
  move(from: number, to: number): void {
    if (!this.isDone(from)) return
    const [first, last] = this.rowsOf(from)
    this.reserve(to, 0)
    this.docs.fill(to, first, last)
    this.firsts[to] = this.firsts[from] ?? 0
    this.undo(from)
    this.done[to >>> 5] = (this.done[to >>> 5] ?? 0) | (1 << (to & 31))
  }

  isDone(doc: number): boolean {
    return isIn(this.done, doc)
  }

  /** What `set` was told. */
  read(doc: number): { readonly passages: readonly Stretch[]; readonly vectors: Int16Array } {
    const { dimensions } = this
    const [first, last] = this.rowsOf(doc)
    const vectors = new Int16Array((last - first) * dimensions)
    for (let row = first; row < last; row++) vectors.set(this.rows.at(row), (row - first) * dimensions)
    return { passages: Array.from({ length: last - first }, (_, at) => this.passageAt(first + at)), vectors }
  }

  /** By the first of the nearest passages; undefined for a document without any. */
  nearness(doc: number, question: Int16Array): NearDoc | undefined {
    const best = this.nearestRow(doc, question)
    return best && { doc, similarity: best.similarity, passage: this.passageAt(best.row) }
  }

  /** The vector of that passage. */
  nearestVector(doc: number, question: Int16Array): Int16Array | undefined {
    const row = this.nearestRow(doc, question)?.row
    return row === undefined ? undefined : this.rows.at(row)
  }

  private nearestRow(
    doc: number,
    question: Int16Array,
  ): { readonly row: number; readonly similarity: number } | undefined {
    if (question.length !== this.dimensions) return undefined
    const [first, last] = this.rowsOf(doc)
    const scale = scaleOf(question)
    let best: { readonly row: number; readonly similarity: number } | undefined
    for (let row = first; row < last; row++) {
      const similarity = similarityOf(this.rows.productOf(row, question), scale, this.scales[row] ?? 0)
      if (!best || similarity > best.similarity) best = { row, similarity }
    }
    return best
  }

  /** The nearest documents of a bitmap, each by the first of its nearest passages; equal ones in the order of `compare`. */
  nearest(
    bits: Uint32Array,
    question: Int16Array,
    { depth, least }: { readonly depth: number; readonly least: number },
    compare: (a: number, b: number) => number,
  ): NearDoc[] {
    if (question.length !== this.dimensions) return []
    const found: { docs: number[]; rows: number[]; similarities: number[] } = { docs: [], rows: [], similarities: [] }
    const { docs, rows, similarities } = found
    const best = new Best(
      depth,
      (a, b) => (similarities[b] ?? 0) - (similarities[a] ?? 0) || compare(docs[a] ?? 0, docs[b] ?? 0),
    )
    /** Least similarity that is still of use. */
    let worth = least
    const offer = (doc: number, row: number, similarity: number) => {
      if (row < 0 || similarity < worth) return
      docs.push(doc)
      rows.push(row)
      best.offer(similarities.push(similarity) - 1)
      const last = best.last()
      if (last !== undefined) worth = similarities[last] ?? worth
    }
    /** The document at hand, whose rows are side by side, and the nearest of them so far. */
    let doc = NO_DOC
    let row = -1
    let similarity = 0
    const scale = scaleOf(question)
    const sift: Sift = (first, mask, uppers) => {
      for (let word = 0; word < mask.length; word++) {
        for (let left = mask[word] ?? 0; left !== 0; left &= left - 1) {
          const at = (word << 5) + 31 - Math.clz32(left & -left)
          const about = similarityOf(wholeOf(uppers[at] ?? 0, 0), scale, this.scales[first + at] ?? 0)
          if (about + (this.margins[first + at] ?? 0) < worth) mask[word] = (mask[word] ?? 0) ^ (left & -left)
        }
      }
    }
    this.rows.multiply(question, this.docs, bits, sift, (first, mask, uppers, lowers) => {
      for (let word = 0; word < mask.length; word++) {
        for (let left = mask[word] ?? 0; left !== 0; left &= left - 1) {
          const at = (word << 5) + 31 - Math.clz32(left & -left)
          const product = wholeOf(uppers[at] ?? 0, lowers[at] ?? 0)
          const one = similarityOf(product, scale, this.scales[first + at] ?? 0)
          if (one < worth) continue
          const its = this.docs[first + at] ?? 0
          if (its === doc && one <= similarity) continue
          if (its !== doc) offer(doc, row, similarity)
          doc = its
          row = first + at
          similarity = one
        }
      }
    })
    offer(doc, row, similarity)
    return best.sorted().map((at) => ({
      doc: docs[at] ?? 0,
      similarity: similarities[at] ?? 0,
      passage: this.passageAt(rows[at] ?? 0),
    }))
  }

  bytes(): number {
    return this.rows.bytes() + this.docs.length * 28 + this.firsts.length * 5
  }

  dump(): Dump {
    const { dimensions, rows } = this
    return {
      facts: { dimensions },
      arrays: {
        done: [this.done.slice()],
        docs: [this.docs.slice(0, rows.count)],
        scales: [this.scales.subarray(0, rows.count)],
        margins: [this.margins.subarray(0, rows.count)],
        starts: [this.starts.subarray(0, rows.count)],
        ends: [this.ends.subarray(0, rows.count)],
        uppers: rows.uppers(),
        lowers: rows.lowers(),
      },
    }
  }

  load(dump: Dump): void {
    if (numberIn(dump, 'dimensions') !== this.dimensions)
      throw indexErrors.snapshotBroken({ reason: 'vectors are of another length' })
    this.done = piece(dump, 'done', Uint32Array)
    this.docs = piece(dump, 'docs', Uint32Array)
    this.scales = piece(dump, 'scales', Float64Array)
    this.margins = piece(dump, 'margins', Float64Array)
    this.starts = piece(dump, 'starts', Uint32Array)
    this.ends = piece(dump, 'ends', Uint32Array)
    this.rows.load(pieces(dump, 'uppers', Int8Array), pieces(dump, 'lowers', Int8Array), this.docs.length)
    this.firsts = new Uint32Array(this.done.length * 32)
    for (let row = this.docs.length - 1; row >= 0; row--) {
      const doc = this.docs[row] ?? NO_DOC
      if (doc < this.firsts.length) this.firsts[doc] = row + 1
    }
  }

  /** Calls `visit` for each document of which the model is done. */
  eachDone(visit: (doc: number) => void): void {
    eachBit(this.done, visit)
  }

  private drop(doc: number): void {
    if (!this.isDone(doc)) return
    this.docs.fill(NO_DOC, ...this.rowsOf(doc))
    this.undo(doc)
  }

  private undo(doc: number): void {
    this.firsts[doc] = 0
    this.done[doc >>> 5] = (this.done[doc >>> 5] ?? 0) & ~(1 << (doc & 31))
  }

  private passageAt(row: number): Stretch {
    return { from: this.starts[row] ?? 0, to: this.ends[row] ?? 0 }
  }

  /** From the first row of a document to the one after its last. */
  private rowsOf(doc: number): [number, number] {
    const first = (this.firsts[doc] ?? 0) - 1
    if (first < 0) return [0, 0]
    let last = first
    while (last < this.rows.count && this.docs[last] === doc) last++
    return [first, last]
  }

  private reserve(doc: number, more: number): void {
    this.done = grown(this.done, (doc >>> 5) + 1)
    this.firsts = grown(this.firsts, doc + 1)
    const rows = this.rows.count + more
    this.docs = grown(this.docs, rows)
    this.scales = grown(this.scales, rows)
    this.margins = grown(this.margins, rows)
    this.starts = grown(this.starts, rows)
    this.ends = grown(this.ends, rows)
  }
}
