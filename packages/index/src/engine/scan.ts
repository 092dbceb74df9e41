import { B, LIKENESS, WEIGHT } from '../score.ts'
import { isEmpty } from './bits.ts'
import { grown } from './grow.ts'
import { CHUNK_BITS, EXTENDED, FIRST_SLICE, LARGEST_SLICE, OFFSET, PADDING, type Postings, WIDE } from './postings.ts'

/**
 * Takes a batch of entries and gives the place up to which it is done. Except in the last batch, that is before the entries
 * of the last document: more of them may follow.
 */
export type Use = (entries: Uint32Array, end: number, isLast: boolean) => number

/** Words that are read at a time: what is kept of them stays in the fastest part of the memory. */
const BATCH = LARGEST_SLICE

/** Reads lists as far as a reader may see them. */
export class Kept {
  private entries = new Uint32Array(2 * BATCH)
  private count = 0

  /**
   * Calls `use` with the entries of the documents that have a bit (all of them where there are no bits), without padding,
   * batch by batch.
   */
  read(postings: Postings, list: number, bits: Uint32Array | undefined, use: Use): void {
    const end = postings.ends[list] ?? 0
    let place = postings.heads[list] ?? 0
    let size = FIRST_SLICE
    this.count = 0
    for (;;) {
      const chunk = postings.chunks[place >>> CHUNK_BITS]
      if (chunk === undefined) return
      const isLast = end >= place && end <= place + size
      const start = place & OFFSET
      const stop = isLast ? start + (end - place) : start + size
      this.entries = grown(this.entries, this.count + size)
      if (bits && !isLast && size === LARGEST_SLICE && isPassedOver(postings, chunk, start, bits)) {
        place = chunk[start + size] ?? 0
        continue
      }
      if (bits) this.take(chunk, start, stop, bits)
      else this.takeAll(chunk, start, stop)
      if (isLast || this.count >= BATCH) {
        const done = use(this.entries, this.count, isLast)
        if (isLast) return
        this.entries.copyWithin(0, done, this.count)
        this.count -= done
      }
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
      const packed = chunk[++at] ?? 0
      const isSeen = ((bits[entry >>> 13] ?? 0) >>> ((entry >>> 8) & 31)) & 1
      entries[count] = entry
      entries[count + 1] = packed
      count += isSeen << 1
      if (packed !== WIDE) continue
      if (isSeen === 1) for (let word = 1; word <= 4; word++) entries[count++] = chunk[at + word] ?? 0
      at += 4
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

/** Has no document of the slice a bit? The next slice begins with its last document or a later one. */
function isPassedOver(postings: Postings, chunk: Uint32Array, start: number, bits: Uint32Array): boolean {
  const next = chunk[start + LARGEST_SLICE] ?? 0
  const after = postings.chunks[next >>> CHUNK_BITS]?.[next & OFFSET] ?? 0
  return isEmpty(bits, (chunk[start] ?? 0) >>> 13, (after >>> 13) + 1)
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
    // Where nothing has a length, nothing is damped.
    return this.average === 0 ? 1 : 1 - B + (B * length) / this.average
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

  isEmpty(): boolean {
    const { exactTitle, alikeTitle, exactProperties, alikeProperties, exactContent, alikeContent } = this
    return exactTitle + alikeTitle + exactProperties + alikeProperties + exactContent + alikeContent === 0
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
 * A batch ends as `Kept.read` wants it. Tables stand where a branch would: which way it goes could not be predicted.
 */
export function weighFamily(leaf: Leaf, exact: number, fields: Fields): Use {
  const { contentLengths, propertyLengths, titleLengths, titles, properties, contents } = fields
  const likenesses = new Float64Array(256).fill(LIKENESS)
  if (exact >= 0) likenesses[exact] = 1
  /** By the info of an entry that is not extended. */
  const worths = new Float64Array(EXTENDED)
  for (let info = 0; info < EXTENDED; info++) worths[info] = (likenesses[info >>> 4] ?? 0) * ((info & 15) + 1)
  const { kept } = contents
  const counts = new Counts()
  const count = countInto(counts, exact)

  return (entries, end, isLast) => {
    leaf.reserve(leaf.count + end)
    const { docs, weights } = leaf
    let found = leaf.count
    let at = 0
    while (at < end) {
      const entry = entries[at] ?? 0
      const doc = entry >>> 8
      docs[found] = doc
      const isExtended = (entry & EXTENDED) !== 0
      const next = isExtended ? at + 2 : at + 1
      const isAlone = next < end ? (entries[next] ?? 0) >>> 8 !== doc : isLast
      if (isAlone && !isExtended) {
        const length = contentLengths[doc] ?? 0
        const norm = length < KEPT_LENGTHS ? (kept[length] ?? 0) : contents.of(length)
        weights[found++] = (worths[entry & 127] ?? 0) / norm
        at = next
        continue
      }
      const packed = entries[at + 1] ?? 0
      if (isAlone && packed !== WIDE) {
        const likeness = likenesses[packed >>> 24] ?? 0
        // As `weightOf`: what is not there adds 0, which changes nothing.
        weights[found++] =
          (WEIGHT.title * (likeness * ((packed >>> 18) & 63))) / titles.of(titleLengths[doc] ?? 0) +
          (WEIGHT.properties * (likeness * ((packed >>> 12) & 63))) / properties.of(propertyLengths[doc] ?? 0) +
          (likeness * (packed & 4095)) / contents.of(contentLengths[doc] ?? 0)
        at = next
        continue
      }
      const start = at
      counts.clear()
      while (at < end && (entries[at] ?? 0) >>> 8 === doc) at = readEntry(entries, at, count)
      if (at >= end && !isLast) {
        at = start
        break
      }
      weights[found++] = weightOf(doc, counts, fields)
    }
    leaf.count = found
    return at
  }
}

/** The leaf of a single word in one property. */
export function weighProperty(leaf: Leaf, exact: number): Use {
  const counts = new Counts()
  const count = countInto(counts, exact)
  return (entries, end, isLast) => {
    leaf.reserve(leaf.count + end)
    for (let at = 0; at < end; ) {
      const start = at
      const doc = (entries[at] ?? 0) >>> 8
      counts.clear()
      while (at < end && (entries[at] ?? 0) >>> 8 === doc) at = readEntry(entries, at, count)
      if (at >= end && !isLast) return start
      leaf.docs[leaf.count] = doc
      leaf.weights[leaf.count++] = weightInProperty(counts)
    }
    return end
  }
}

const countInto =
  (counts: Counts, exact: number) => (member: number, title: number, properties: number, content: number) =>
    counts.add(member === exact, title, properties, content)
