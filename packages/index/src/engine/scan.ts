import { B, LIKENESS, WEIGHT } from '../score.ts'
import { grown } from './grow.ts'
import { CHUNK_BITS, EXTENDED, FIRST_SLICE, LARGEST_SLICE, OFFSET, PADDING, type Postings, WIDE } from './postings.ts'

/** Entries of a list, one after the other, without padding: what a reader may see of it. */
export class Kept {
  entries = new Uint32Array(4096)
  count = 0

  /** Takes the entries of a list whose documents have a bit; all of them where there are no bits. */
  collect(postings: Postings, list: number, bits: Uint32Array | undefined): this {
    const end = postings.ends[list] ?? 0
    let place = postings.heads[list] ?? 0
    let size = FIRST_SLICE
    this.count = 0
    for (;;) {
      const chunk = postings.chunks[place >>> CHUNK_BITS]
      if (chunk === undefined) return this
      const isLast = end >= place && end <= place + size
      const start = place & OFFSET
      const stop = isLast ? start + (end - place) : start + size
      this.entries = grown(this.entries, this.count + size)
      if (bits) this.take(chunk, start, stop, bits)
      else this.takeAll(chunk, start, stop)
      if (isLast) return this
      place = chunk[start + size] ?? 0
      size = Math.min(LARGEST_SLICE, size * 2)
    }
  }

  private take(chunk: Uint32Array, start: number, stop: number, bits: Uint32Array): void {
    const { entries } = this
    let { count } = this
    for (let at = start; at < stop; at++) {
      const entry = chunk[at] ?? 0
      if ((entry & EXTENDED) === 0) {
        // Written in any case and kept by the bit: a branch that nothing can predict would cost more.
        entries[count] = entry
        count += ((bits[entry >>> 13] ?? 0) >>> ((entry >>> 8) & 31)) & 1
        continue
      }
      if (entry === PADDING) break
      const words = chunk[at + 1] === WIDE ? 6 : 2
      if ((((bits[entry >>> 13] ?? 0) >>> ((entry >>> 8) & 31)) & 1) === 1)
        for (let word = 0; word < words; word++) entries[count++] = chunk[at + word] ?? 0
      at += words - 1
    }
    this.count = count
  }

  private takeAll(chunk: Uint32Array, start: number, stop: number): void {
    let last = stop
    while (last > start && chunk[last - 1] === PADDING) last--
    this.entries.set(chunk.subarray(start, last), this.count)
    this.count += last - start
  }
}

/** Documents in ascending order, each with the weight of a leaf in it: what BM25F makes of its occurrences. */
export class Leaf {
  docs = new Uint32Array(1024)
  weights = new Float64Array(1024)
  count = 0

  reserve(count: number): void {
    this.docs = grown(this.docs, count)
    this.weights = grown(this.weights, count)
  }
}

const KEPT_LENGTHS = 2048

/** Damping by length of one kind of field: `1 - B + (B * length) / average`, kept for the lengths that are usual. */
export class Norms {
  readonly kept = new Float64Array(KEPT_LENGTHS)
  readonly average: number

  constructor(average: number) {
    this.average = average
    for (let length = 0; length < KEPT_LENGTHS; length++) this.kept[length] = this.at(length)
  }

  of(length: number): number {
    return length < KEPT_LENGTHS ? (this.kept[length] ?? 0) : this.at(length)
  }

  private at(length: number): number {
    return 1 - B + (B * length) / this.average
  }
}

/** Lengths of the fields of the documents, and what they damp. */
export interface Fields {
  readonly titleLengths: Uint32Array
  readonly propertyLengths: Uint32Array
  readonly contentLengths: Uint32Array
  readonly titles: Norms
  readonly properties: Norms
  readonly contents: Norms
}

/** Occurrences in one document by kind of field. What is asked of one property counts as `content`. */
export class Counts {
  exactTitle = 0
  alikeTitle = 0
  exactProperties = 0
  alikeProperties = 0
  exactContent = 0
  alikeContent = 0

  clear(): void {
    this.exactTitle = 0
    this.alikeTitle = 0
    this.exactProperties = 0
    this.alikeProperties = 0
    this.exactContent = 0
    this.alikeContent = 0
  }

  add(isExact: boolean, title: number, properties: number, content: number): void {
    if (isExact) {
      this.exactTitle += title
      this.exactProperties += properties
      this.exactContent += content
    } else {
      this.alikeTitle += title
      this.alikeProperties += properties
      this.alikeContent += content
    }
  }
}

/** Calls `visit` for the entry at `at`, and gives the place after it. */
export function readEntry(
  entries: Uint32Array,
  at: number,
  visit: (member: number, title: number, properties: number, content: number) => void,
): number {
  const entry = entries[at] ?? 0
  if ((entry & EXTENDED) === 0) {
    visit((entry >>> 4) & 7, 0, 0, (entry & 15) + 1)
    return at + 1
  }
  const packed = entries[at + 1] ?? 0
  if (packed !== WIDE) {
    visit(packed >>> 24, (packed >>> 18) & 63, (packed >>> 12) & 63, packed & 4095)
    return at + 2
  }
  visit(entries[at + 2] ?? 0, entries[at + 3] ?? 0, entries[at + 4] ?? 0, entries[at + 5] ?? 0)
  return at + 6
}

/** Weight of the counts of one document. The same operations in the same order as in `score.ts`. */
export function weightOf(doc: number, counts: Counts, fields: Fields): number {
  const { exactTitle, alikeTitle, exactProperties, alikeProperties, exactContent, alikeContent } = counts
  let weight = 0
  if (exactTitle + alikeTitle > 0)
    weight += (WEIGHT.title * (exactTitle + LIKENESS * alikeTitle)) / fields.titles.of(fields.titleLengths[doc] ?? 0)
  if (exactProperties + alikeProperties > 0)
    weight +=
      (WEIGHT.properties * (exactProperties + LIKENESS * alikeProperties)) /
      fields.properties.of(fields.propertyLengths[doc] ?? 0)
  if (exactContent + alikeContent > 0)
    weight +=
      (WEIGHT.content * (exactContent + LIKENESS * alikeContent)) / fields.contents.of(fields.contentLengths[doc] ?? 0)
  return weight
}

/** The weight where the leaf names a property, whose length does not count. */
export const weightInProperty = ({ exactContent, alikeContent }: Counts) =>
  WEIGHT.properties * (exactContent + LIKENESS * alikeContent)

/**
 * The leaf of a single word: the entries of its family, in which the member `exact` is the word itself, if any is.
 * Without fields it is a leaf that names a property.
 */
export function weighFamily(
  { entries, count: end }: Kept,
  exact: number,
  fields: Fields | undefined,
  leaf: Leaf,
): void {
  leaf.reserve(end)
  const { docs, weights } = leaf
  const counts = new Counts()
  const count = (member: number, title: number, properties: number, content: number) =>
    counts.add(member === exact, title, properties, content)
  let found = 0
  for (let at = 0; at < end; ) {
    const entry = entries[at] ?? 0
    const doc = entry >>> 8
    docs[found] = doc
    if (fields && (entry & EXTENDED) === 0 && (at + 1 === end || (entries[at + 1] ?? 0) >>> 8 !== doc)) {
      // The usual case, without detours: one word of the family, in the content only. Times 1 for the field changes nothing.
      const times = (entry & 15) + 1
      const worth = ((entry >>> 4) & 7) === exact ? times : LIKENESS * times
      weights[found++] = worth / fields.contents.of(fields.contentLengths[doc] ?? 0)
      at++
    } else {
      counts.clear()
      while (at < end && (entries[at] ?? 0) >>> 8 === doc) at = readEntry(entries, at, count)
      weights[found++] = fields ? weightOf(doc, counts, fields) : weightInProperty(counts)
    }
  }
  leaf.count = found
}
