import { passes } from '../condition.ts'
import type { Pile } from '../refine.ts'
import { compare } from '../sort.ts'
import type { IndexedValue, ValueCondition } from '../types.ts'
import { normalise } from '../words.ts'
import { eachBit } from './bits.ts'
import { grown } from './grow.ts'
import { type Dump, named, type Part, piece, unnamed } from './part.ts'
import { Strings } from './strings.ts'

// A code is 0 for no value, else a number and, in the lowest two bits, what it numbers.
const STRING = 0
const NUMBER = 1
const BOOLEAN = 2
const SEVERAL = 3
const codeOf = (index: number, kind: number) => (((index + 1) << 2) | kind) >>> 0
const indexOf = (code: number) => (code >>> 2) - 1

// In the order of `compareValues`.
const NUMBERS = 0
const STRINGS = 1
const BOOLEANS = 2

/** Where a value stands among all values of the property. */
export interface Rank {
  readonly type: number
  readonly place: number
}

export const compareRanks = (a: Rank, b: Rank) => a.type - b.type || a.place - b.place

/** The typed values of one property, a code per document. */
export class Column implements Part {
  private codes = new Uint32Array(1024)
  /** Distinct strings; those that compare equal share an identity. */
  private readonly strings = new Strings()
  private readonly identities = new Strings()
  private identityIdOf = new Uint32Array(16)
  /** Place of each identity in their alphabetical order; made when it is asked for. */
  private identityRanks = new Uint32Array(0)
  private numbers = new Float64Array(16)
  private numberCount = 0
  /** For documents with several values: how many, and their codes. */
  private several = new Uint32Array(16)
  private severalTop = 0
  /** Documents up to this one have a code here. */
  private size = 0

  set(doc: number, values: readonly IndexedValue[]): void {
    const [first] = values
    if (first === undefined) return
    this.codes = grown(this.codes, doc + 1)
    this.size = doc + 1
    if (values.length === 1) {
      this.codes[doc] = this.encode(first)
      return
    }
    const at = this.severalTop
    this.severalTop += values.length + 1
    this.several = grown(this.several, this.severalTop)
    this.several[at] = values.length
    for (const [index, value] of values.entries()) this.several[at + 1 + index] = this.encode(value)
    this.codes[doc] = codeOf(at, SEVERAL)
  }

  /** 0 when the document has no value here. */
  codeAt(doc: number): number {
    return doc < this.size ? (this.codes[doc] ?? 0) : 0
  }

  valuesAt(doc: number): IndexedValue[] {
    return this.singles(this.codeAt(doc)).map((code) => this.valueOf(code))
  }

  /** Equal for documents that hold the same set of values, by identity. */
  setKeyAt(doc: number): string {
    const code = this.codeAt(doc)
    if (code === 0) return ''
    if ((code & 3) !== SEVERAL) return this.keyOf(code)
    return [...new Set(this.singles(code).map((single) => this.keyOf(single)))].toSorted().join()
  }

  valueOf(code: number): IndexedValue {
    const index = indexOf(code)
    const kind = code & 3
    return kind === STRING ? this.strings.at(index) : kind === NUMBER ? (this.numbers[index] ?? 0) : index === 1
  }

  private keyOf(code: number): string {
    const value = this.valueOf(code)
    // Numbers are not distinct by code, and 0 is -0.
    return (code & 3) === STRING ? `s${this.identityIdOf[indexOf(code)]}` : `${typeof value} ${Number(value) + 0}`
  }

  /** Where the document stands in the order of `compareValues`, by its first value in the direction; undefined without one. */
  rankAt(doc: number, isDescending: boolean): Rank | undefined {
    const code = this.codeAt(doc)
    if (code === 0) return undefined
    if ((code & 3) !== SEVERAL) return this.rankOf(code)
    const ranks = this.singles(code).map((single) => this.rankOf(single))
    return ranks.toSorted((a, b) => (isDescending ? compareRanks(b, a) : compareRanks(a, b)))[0]
  }

  /** The documents of a bitmap that hold a value that passes the test. Of strings, what they compare by is tested, each once. */
  passing(among: Uint32Array, test: ValueCondition['test']): Uint32Array {
    const passing = new Uint8Array(this.identities.count)
    if (test.op === 'equals' && typeof test.value === 'string') {
      const id = this.identities.idOf(normalise(test.value))
      if (id !== undefined) passing[id] = 1
    } else if (test.op === 'startsWith') {
      const beginning = normalise(test.value)
      for (let id = 0; id < passing.length; id++) passing[id] = Number(this.identities.at(id).startsWith(beginning))
    }
    return this.filter(among, (code) =>
      (code & 3) === STRING ? passing[this.identityIdOf[indexOf(code)] ?? 0] === 1 : passes(this.valueOf(code), test),
    )
  }

  /** What is counted of each distinct value of the documents of a bitmap; a document counts once. */
  pilesOf(among: Uint32Array): Map<IndexedValue, Pile> {
    const spelled = new Uint32Array(this.strings.count)
    const identified = new Uint32Array(this.identities.count)
    const others = new Map<IndexedValue, number>()
    const count = (code: number) => {
      if ((code & 3) === STRING) {
        const text = indexOf(code)
        spelled[text] = (spelled[text] ?? 0) + 1
      } else others.set(this.valueOf(code), (others.get(this.valueOf(code)) ?? 0) + 1)
    }
    const identify = (identity: number) => {
      identified[identity] = (identified[identity] ?? 0) + 1
    }
    this.each(among, (code) => {
      if ((code & 3) !== SEVERAL) {
        count(code)
        if ((code & 3) === STRING) identify(this.identityIdOf[indexOf(code)] ?? 0)
        return
      }
      const distinct = new Map(Array.from(this.singles(code), (single) => [this.valueOf(single), single]))
      const identities = new Set<number>()
      for (const single of distinct.values()) {
        count(single)
        if ((single & 3) === STRING) identities.add(this.identityIdOf[indexOf(single)] ?? 0)
      }
      for (const identity of identities) identify(identity)
    })
    const piles = new Map<IndexedValue, Pile>()
    for (const [value, times] of others) piles.set(value, { count: times, spellings: new Map([[value, times]]) })
    for (const [index, times] of spelled.entries()) {
      if (times === 0) continue
      const id = this.identityIdOf[index] ?? 0
      const identity = this.identities.at(id)
      const pile = piles.get(identity) ?? { count: identified[id] ?? 0, spellings: new Map() }
      pile.spellings.set(this.strings.at(index), times)
      piles.set(identity, pile)
    }
    return piles
  }

  private each(among: Uint32Array, visit: (code: number, doc: number) => void): void {
    eachBit(among, (doc) => {
      const code = this.codeAt(doc)
      if (code !== 0) visit(code, doc)
    })
  }

  private filter(among: Uint32Array, isPassing: (code: number) => boolean): Uint32Array {
    const selected = new Uint32Array(among.length)
    this.each(among, (code, doc) => {
      const isSelected = (code & 3) === SEVERAL ? this.singles(code).some(isPassing) : isPassing(code)
      if (isSelected) selected[doc >>> 5] = (selected[doc >>> 5] ?? 0) | (1 << (doc & 31))
    })
    return selected
  }

  bytes(): number {
    const { codes, numbers, several, identityIdOf } = this
    const arrays = codes.byteLength + numbers.byteLength + several.byteLength + identityIdOf.byteLength
    return arrays + this.strings.byteLength() + this.identities.byteLength()
  }

  dump(): Dump {
    return {
      facts: {},
      arrays: {
        ...named('strings', this.strings.dump().arrays),
        ...named('identities', this.identities.dump().arrays),
        codes: [this.codes.subarray(0, this.size)],
        identityIdOf: [this.identityIdOf.subarray(0, this.strings.count)],
        numbers: [this.numbers.subarray(0, this.numberCount)],
        several: [this.several.subarray(0, this.severalTop)],
      },
    }
  }

  load(dump: Dump): void {
    this.strings.load(unnamed('strings', dump))
    this.identities.load(unnamed('identities', dump))
    this.codes = piece(dump, 'codes', Uint32Array)
    this.identityIdOf = piece(dump, 'identityIdOf', Uint32Array)
    this.numbers = piece(dump, 'numbers', Float64Array)
    this.several = piece(dump, 'several', Uint32Array)
    this.size = this.codes.length
    this.numberCount = this.numbers.length
    this.severalTop = this.several.length
  }

  /** Codes of single values: the code itself, or those that it stands for. */
  private singles(code: number): number[] {
    if ((code & 3) !== SEVERAL) return code === 0 ? [] : [code]
    const at = indexOf(code)
    return [...this.several.subarray(at + 1, at + 1 + (this.several[at] ?? 0))]
  }

  private rankOf(code: number): Rank {
    const index = indexOf(code)
    if ((code & 3) === NUMBER) return { type: NUMBERS, place: this.numbers[index] ?? 0 }
    if ((code & 3) === BOOLEAN) return { type: BOOLEANS, place: index }
    if (this.identityRanks.length !== this.identities.count) {
      const sorted = Array.from({ length: this.identities.count }, (_, id) => ({
        identity: this.identities.at(id),
        id,
      }))
      sorted.sort((a, b) => compare(a.identity, b.identity))
      this.identityRanks = new Uint32Array(sorted.length)
      for (const [rank, { id }] of sorted.entries()) this.identityRanks[id] = rank
    }
    return { type: STRINGS, place: this.identityRanks[this.identityIdOf[index] ?? 0] ?? 0 }
  }

  private encode(value: IndexedValue): number {
    if (typeof value === 'boolean') return codeOf(Number(value), BOOLEAN)
    if (typeof value === 'number') {
      const index = this.numberCount++
      this.numbers = grown(this.numbers, this.numberCount)
      this.numbers[index] = value
      return codeOf(index, NUMBER)
    }
    const count = this.strings.count
    const index = this.strings.intern(value)
    if (index === count) {
      this.identityIdOf = grown(this.identityIdOf, index + 1)
      this.identityIdOf[index] = this.identities.intern(normalise(value))
    }
    return codeOf(index, STRING)
  }
}
