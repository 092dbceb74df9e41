import { stemOf } from '../stems.ts'
import { grown } from './grow.ts'

/** New terms that are looked through one by one before they are sorted in. */
const UNSORTED = 4096

/** Every term has an id; terms of one stem are a family, in which each is a numbered member. */
export class Vocabulary {
  private readonly terms: string[] = []
  /** Family and number in the family, by term. */
  families = new Uint32Array(1024)
  private members = new Uint32Array(1024)
  /** Terms of each family, in the order of their numbers. */
  private readonly membersOf: number[][] = []
  /** Letters that stand in each term, and how many there are. */
  private letters = new Uint32Array(1024)
  private lengths = new Uint32Array(1024)
  private readonly ids = new Map<string, number>()
  private readonly stems = new Map<string, number>()
  private sorted = new Uint32Array(0)

  /** The id of a term, which is given one when it has none. */
  readonly intern = (term: string): number => {
    const known = this.ids.get(term)
    if (known !== undefined) return known
    const id = this.terms.push(term) - 1
    const stem = stemOf(term)
    let family = this.stems.get(stem)
    if (family === undefined) {
      family = this.membersOf.push([]) - 1
      this.stems.set(stem, family)
    }
    this.ids.set(term, id)
    this.families = grown(this.families, id + 1)
    this.members = grown(this.members, id + 1)
    this.families[id] = family
    this.letters = grown(this.letters, id + 1)
    this.lengths = grown(this.lengths, id + 1)
    this.letters[id] = lettersOf(term)
    this.lengths[id] = [...term].length
    this.members[id] = (this.membersOf[family]?.push(id) ?? 1) - 1
    return id
  }

  idOf(term: string): number | undefined {
    return this.ids.get(term)
  }

  familyOf(term: string): number | undefined {
    return this.stems.get(stemOf(term))
  }

  familyAt(id: number): number {
    return this.families[id] ?? 0
  }

  memberOf(id: number): number {
    return this.members[id] ?? 0
  }

  /** The terms of a family, in the order of their numbers. */
  membersIn(family: number): readonly number[] {
    return this.membersOf[family] ?? []
  }

  /** Terms that may be `reach` letters off: a cheap test of length and letters that lets none of them go. */
  near(term: string, reach: number): number[] {
    const letters = lettersOf(term)
    const length = [...term].length
    const found: number[] = []
    for (let id = 0; id < this.terms.length; id++) {
      // Each edit changes the set of letters by two at most, and the length by one.
      if (bitsIn((this.letters[id] ?? 0) ^ letters) > 2 * reach) continue
      if (Math.abs((this.lengths[id] ?? 0) - length) <= reach) found.push(id)
    }
    return found
  }

  /** Ids of the terms that begin so. */
  beginningWith(beginning: string): number[] {
    if (this.terms.length - this.sorted.length > UNSORTED) this.sort()
    const found: number[] = []
    for (let at = this.firstFrom(beginning); at < this.sorted.length; at++) {
      const id = this.sorted[at] ?? 0
      if (!this.textOf(id).startsWith(beginning)) break
      found.push(id)
    }
    for (let id = this.sorted.length; id < this.terms.length; id++)
      if (this.textOf(id).startsWith(beginning)) found.push(id)
    return found
  }

  get size(): number {
    return this.terms.length
  }

  /** Families so far. */
  get familyCount(): number {
    return this.membersOf.length
  }

  textOf(id: number): string {
    return this.terms[id] ?? ''
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
    const added = Array.from({ length: this.terms.length - this.sorted.length }, (_, n) => this.sorted.length + n)
    added.sort((a, b) => (this.textOf(a) < this.textOf(b) ? -1 : 1))
    const merged = new Uint32Array(this.terms.length)
    let [left, right] = [0, 0]
    for (let at = 0; at < merged.length; at++) {
      const [one, other] = [this.sorted[left], added[right]]
      const isLeft = other === undefined || (one !== undefined && this.textOf(one) < this.textOf(other))
      merged[at] = (isLeft ? one : other) ?? 0
      if (isLeft) left++
      else right++
    }
    this.sorted = merged
  }
}

/** One bit for each of 32 kinds of letter that the term has. */
function lettersOf(term: string): number {
  let letters = 0
  for (const letter of term) letters |= 1 << ((letter.codePointAt(0) ?? 0) & 31)
  return letters >>> 0
}

function bitsIn(word: number): number {
  let count = 0
  for (let left = word; left !== 0; left &= left - 1) count++
  return count
}
