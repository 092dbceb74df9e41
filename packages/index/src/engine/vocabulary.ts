import { stemOf } from '../stems.ts'
import { bitsIn } from './bits.ts'
import { grown } from './grow.ts'
import { type Dump, named, type Part, piece, unnamed } from './part.ts'
import { Strings } from './strings.ts'

/** New terms that are looked through one by one before they are sorted in. */
const UNSORTED = 4096

/** Every term has an id; terms of one stem are a family, in which each is a numbered member. */
export class Vocabulary implements Part {
  private readonly terms = new Strings()
  /** The stem that a family has in common; its number is that of the family. */
  private readonly stems = new Strings()
  /** Family and number in the family, by term. */
  families = new Uint32Array(1024)
  private members = new Uint32Array(1024)
  /** One more than the first and the last term of each family, and than the next one of each term. */
  private firsts = new Uint32Array(1024)
  private lasts = new Uint32Array(1024)
  private nexts = new Uint32Array(1024)
  /** Letters that stand in each term, and how many there are. */
  private letters = new Uint32Array(1024)
  private lengths = new Uint32Array(1024)
  private sorted = new Uint32Array(0)

  /** The id of a term, which is given one when it has none. */
  readonly intern = (term: string): number => {
    const count = this.terms.count
    const id = this.terms.intern(term)
    if (id < count) return id
    this.letters = grown(this.letters, id + 1)
    this.lengths = grown(this.lengths, id + 1)
    this.letters[id] = lettersOf(term)
    this.lengths[id] = lengthOf(term)
    this.families = grown(this.families, id + 1)
    this.families[id] = this.stems.intern(stemOf(term))
    this.join(id)
    return id
  }

  idOf(term: string): number | undefined {
    return this.terms.idOf(term)
  }

  familyOf(term: string): number | undefined {
    return this.stems.idOf(stemOf(term))
  }

  familyAt(id: number): number {
    return this.families[id] ?? 0
  }

  memberOf(id: number): number {
    return this.members[id] ?? 0
  }

  /** The terms of a family, in the order of their numbers. */
  membersIn(family: number): readonly number[] {
    const members: number[] = []
    for (let next = this.firsts[family] ?? 0; next > 0; next = this.nexts[next - 1] ?? 0) members.push(next - 1)
    return members
  }

  /** Terms that may be `reach` letters off: a cheap test of length and letters that lets none of them go. */
  near(term: string, reach: number): number[] {
    const letters = lettersOf(term)
    const length = lengthOf(term)
    const found: number[] = []
    for (let id = 0; id < this.terms.count; id++) {
      // Each edit changes the set of letters by two at most, and the length by one.
      if (bitsIn((this.letters[id] ?? 0) ^ letters) > 2 * reach) continue
      if (Math.abs((this.lengths[id] ?? 0) - length) <= reach) found.push(id)
    }
    return found
  }

  /** Ids of the terms that begin so. */
  beginningWith(beginning: string): number[] {
    if (this.terms.count - this.sorted.length > UNSORTED) this.sort()
    const found: number[] = []
    for (let at = this.firstFrom(beginning); at < this.sorted.length; at++) {
      const id = this.sorted[at] ?? 0
      if (!this.textOf(id).startsWith(beginning)) break
      found.push(id)
    }
    for (let id = this.sorted.length; id < this.terms.count; id++)
      if (this.textOf(id).startsWith(beginning)) found.push(id)
    return found
  }

  get size(): number {
    return this.terms.count
  }

  /** Families so far. */
  get familyCount(): number {
    return this.stems.count
  }

  textOf(id: number): string {
    return this.terms.at(id)
  }

  byteLength(): number {
    const { terms, stems, families, firsts, sorted } = this
    return terms.byteLength() + stems.byteLength() + 5 * families.byteLength + 2 * firsts.byteLength + sorted.byteLength
  }

  dump(): Dump {
    const count = this.size
    const [terms, stems] = [this.terms.dump().arrays, this.stems.dump().arrays]
    return {
      facts: {},
      arrays: {
        ...named('terms', terms),
        ...named('stems', stems),
        families: [this.families.subarray(0, count)],
        letters: [this.letters.subarray(0, count)],
        lengths: [this.lengths.subarray(0, count)],
        sorted: [this.sorted],
      },
    }
  }

  load(dump: Dump): void {
    this.terms.load(unnamed('terms', dump))
    this.stems.load(unnamed('stems', dump))
    this.families = piece(dump, 'families', Uint32Array)
    this.letters = piece(dump, 'letters', Uint32Array)
    this.lengths = piece(dump, 'lengths', Uint32Array)
    this.sorted = piece(dump, 'sorted', Uint32Array)
    for (let id = 0; id < this.size; id++) this.join(id)
  }

  /** Makes the term the last member of its family. */
  private join(id: number): void {
    const family = this.familyAt(id)
    this.members = grown(this.members, id + 1)
    this.nexts = grown(this.nexts, id + 1)
    this.firsts = grown(this.firsts, family + 1)
    this.lasts = grown(this.lasts, family + 1)
    const last = this.lasts[family] ?? 0
    if (last === 0) this.firsts[family] = id + 1
    else {
      this.nexts[last - 1] = id + 1
      this.members[id] = this.memberOf(last - 1) + 1
    }
    this.lasts[family] = id + 1
  }

  private firstFrom(beginning: string): number {
    let low = 0
    let high = this.sorted.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.textOf(this.sorted[middle] ?? 0) < beginning) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Sorts what is new, and merges it into what is sorted. */
  private sort(): void {
    const { sorted } = this
    const added = Array.from({ length: this.size - sorted.length }, (_, n) => {
      const id = sorted.length + n
      return { id, text: this.textOf(id) }
    })
    added.sort((a, b) => (a.text < b.text ? -1 : 1))
    const merged = new Uint32Array(this.size)
    let left = 0
    let at = 0
    for (const { id, text } of added) {
      for (; left < sorted.length && this.textOf(sorted[left] ?? 0) < text; left++) merged[at++] = sorted[left] ?? 0
      merged[at++] = id
    }
    merged.set(sorted.subarray(left), at)
    this.sorted = merged
  }
}

function lengthOf(term: string): number {
  let length = 0
  for (const _letter of term) length++
  return length
}

/** One bit for each of 32 kinds of letter that the term has. */
function lettersOf(term: string): number {
  let letters = 0
  for (const letter of term) letters |= 1 << ((letter.codePointAt(0) ?? 0) & 31)
  return letters >>> 0
}
