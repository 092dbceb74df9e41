import { leafKey } from '../condition.ts'
import { rarityOf } from '../score.ts'
import { compare } from '../sort.ts'
import type { NearCondition, TextCondition } from '../types.ts'
import { countBits, eachBit } from './bits.ts'
import { grown } from './grow.ts'
import { areNear } from './near.ts'
import { Counts, type Fields, type Leaf, weighFamily, weighProperty, weightInProperty, weightOf } from './scan.ts'
import type { Scratch } from './scratch.ts'
import type { Shard } from './shard.ts'
import type { Place } from './streams.ts'
import type { View } from './view.ts'

/** One word of a text condition, in numbers. It fits the terms of its family, or those that begin as it does. */
interface Position {
  /** The term itself, where the shard knows it. */
  readonly exact: number | undefined
  readonly family: number | undefined
  readonly beginning: ReadonlySet<number> | undefined
}

/** Words and phrases that are looked for in one property, or wherever no property is named. */
export interface Pattern {
  readonly property: string | undefined
  readonly words: ReadonlySet<number>
  /** By the family of the first word. */
  readonly phrases: ReadonlyMap<number, readonly Phrase[]>
}

type Phrase = readonly Position[]
const NO_PHRASES: readonly Phrase[] = []

/** Documents with a word, among those that a view shows, whose list is read sooner than the words of one document. */
const FEW = 56

/** A leaf as far as it is looked for: where it is for all documents of the view, its weights for those that are asked for. */
export interface Sought {
  readonly bits: Uint32Array
  /** Documents of the view that hold it. */
  readonly count: number
  /** Weights in these documents; without documents in all that there are. Other documents may be there, too. */
  weigh(among: Uint32Array | undefined): Leaf
  /** Where it is one word, wherever it stands. */
  readonly word?: Word
}

interface Word {
  readonly family: number
  /** The term itself, where the shard knows it. */
  readonly exact: number | undefined
}

/** Finds where text conditions stand in what one view shows. Each condition is looked up once. */
export class Leaves {
  private readonly shard: Shard
  private readonly view: View
  private readonly scratch: Scratch
  private readonly fields: Fields
  private readonly positions = new Map<TextCondition, readonly Position[]>()
  private readonly found = new Map<string, Sought>()

  constructor(shard: Shard, view: View, scratch: Scratch) {
    this.shard = shard
    this.view = view
    this.scratch = scratch
    this.fields = view.fields()
    scratch.reset()
  }

  of(condition: TextCondition): Sought {
    const key = leafKey(condition)
    const known = this.found.get(key)
    if (known) return known
    const sought =
      condition.terms.length > 1
        ? this.phrase(condition)
        : condition.isPrefix
          ? this.beginning(condition)
          : this.word(condition)
    this.found.set(key, sought)
    return sought
  }

  /** Documents of the bitmap at hand that hold the leaf. */
  within(condition: TextCondition, among: Uint32Array): Uint32Array {
    const { bits } = this.of(condition)
    return among === this.view.bits ? bits : this.scratch.bitmaps.and(among, bits)
  }

  /** How much the leaf tells: its rarity in what the view shows. */
  rarityOf(condition: TextCondition): number {
    return rarityOf(condition, this.view.count, this.of(condition).count)
  }

  /** Documents in which the parts of a near stand near each other. */
  near(condition: NearCondition, among: Uint32Array): Uint32Array {
    const found = this.scratch.bitmaps.empty(among.length)
    const [first] = condition.of
    if (!first || condition.of.some(({ property }) => property !== first.property)) return found
    const parts = condition.of.map((part) => this.positionsOf(part))
    const candidates = condition.of.reduce((bits, part) => this.within(part, bits), among)
    eachBit(candidates, (doc) => {
      let isNear = false
      this.eachPassage(doc, first.property, (_place, terms, count) => {
        if (isNear) return
        const places = parts.map((positions) => ({
          starts: this.placesIn(terms, count, positions),
          length: positions.length,
        }))
        isNear = areNear(places, condition)
      })
      if (isNear) found[doc >>> 5] = (found[doc >>> 5] ?? 0) | (1 << (doc & 31))
    })
    return found
  }

  /** The conditions as `matchedTerms` looks for them: all at once, so that the work does not grow with their number. */
  patternsOf(conditions: readonly TextCondition[]): readonly Pattern[] {
    const patterns = new Map<string | undefined, { words: Set<number>; phrases: Map<number, Phrase[]> }>()
    for (const condition of conditions) {
      const positions = this.positionsOf(condition)
      const [first] = positions
      if (!first) continue
      const { property } = condition
      const pattern = patterns.get(property) ?? { words: new Set(), phrases: new Map() }
      patterns.set(property, pattern)
      const { family, beginning } = first
      const members = family === undefined ? [] : this.shard.vocabulary.membersIn(family)
      if (positions.length === 1) for (const term of beginning ?? members) pattern.words.add(term)
      else if (family !== undefined) {
        const phrases = pattern.phrases.get(family) ?? []
        pattern.phrases.set(family, phrases)
        phrases.push(positions)
      }
    }
    return Array.from(patterns, ([property, pattern]) => ({ property, ...pattern }))
  }

  /** Words of the document at which the patterns stand, in alphabetical order. */
  matchedTerms(doc: number, patterns: readonly Pattern[]): string[] {
    const matched = new Set<number>()
    const { vocabulary } = this.shard
    this.shard.streams.read(doc, (place, number, terms, count) => {
      for (const { property, words, phrases } of patterns) {
        if (!this.isAsked(place, number, property)) continue
        for (let at = 0; at < count; at++) {
          const term = terms[at] ?? 0
          if (words.has(term)) matched.add(term)
          if (phrases.size === 0) continue
          for (const positions of phrases.get(vocabulary.familyAt(term)) ?? NO_PHRASES)
            if (at + positions.length <= count && this.fitsFrom(terms, at, positions))
              for (let offset = 0; offset < positions.length; offset++) matched.add(terms[at + offset] ?? 0)
        }
      }
    })
    return Array.from(matched, (term) => vocabulary.textOf(term)).toSorted(compare)
  }

  /** Weights of several leaves in these documents, so many. Of few documents the words are read, once for all leaves. */
  weighAll(sought: readonly Sought[], among: Uint32Array | undefined, size: number): Leaf[] {
    const inWords = new Map<number, Sought>()
    // Leaves of one family cannot be told apart by a mark; one of them is read from its list.
    if (among)
      for (const one of sought)
        if (one.word && size * FEW < one.count && inWords.size < 100) inWords.set(one.word.family, one)
    const read = among && inWords.size > 0 ? this.readWords([...inWords.values()], among) : undefined
    return sought.map((one) => read?.get(one) ?? one.weigh(among))
  }

  /** What `weigh` gives, found in the words of each document. */
  private readWords(sought: readonly Sought[], among: Uint32Array): Map<Sought, Leaf> {
    const { shard, scratch, fields } = this
    const { vocabulary, streams } = shard
    scratch.marks = grown(scratch.marks, vocabulary.size)
    const { marks } = scratch
    const each = sought.map((one) => {
      const terms = one.word ? vocabulary.membersIn(one.word.family) : []
      return { one, terms, leaf: scratch.leaf(), counts: new Counts() }
    })
    for (const [at, { one, terms }] of each.entries())
      for (const term of terms) marks[term] = 1 + 2 * at + (term === one.word?.exact ? 1 : 0)
    const count = (mark: number, place: Place) => {
      const isExact = (mark - 1) % 2 === 1
      const counts = each[(mark - 1) >> 1]?.counts
      if (place === 'content') counts?.add(isExact, 0, 0, 1)
      else counts?.add(isExact, place === 'title' ? 1 : 0, place === 'property' ? 1 : 0, 0)
    }
    eachBit(among, (doc) => {
      streams.eachMarked(doc, marks, count)
      for (const { leaf, counts } of each) {
        if (counts.isEmpty()) continue
        leaf.reserve(leaf.count + 1)
        leaf.docs[leaf.count] = doc
        leaf.weights[leaf.count++] = weightOf(doc, counts, fields)
        counts.clear()
      }
    })
    for (const { terms } of each) for (const term of terms) marks[term] = 0
    return new Map(each.map(({ one, leaf }) => [one, leaf]))
  }

  private word(condition: TextCondition): Sought {
    const { shard, view, scratch } = this
    const { vocabulary, postings } = shard
    const {
      terms: [term = ''],
      property,
    } = condition
    const family = vocabulary.familyOf(term)
    const list = family === undefined ? undefined : shard.listOf(family, property)
    if (list === undefined) return this.weighed(scratch.leaf())
    const all = shard.holders.of(list, view.bits.length)
    const bits = view.visible ? scratch.bitmaps.and(view.visible, all) : all.subarray(0, view.bits.length)
    const count = countBits(bits)
    const id = vocabulary.idOf(term)
    const exact = id === undefined ? -1 : vocabulary.memberOf(id)
    return {
      bits,
      count,
      ...(property === undefined && family !== undefined ? { word: { family, exact: id } } : {}),
      weigh: (among) => {
        const leaf = scratch.leaf()
        const weigh = property === undefined ? weighFamily(leaf, exact, this.fields) : weighProperty(leaf, exact)
        scratch.kept.read(postings, list, among, weigh)
        return leaf
      },
    }
  }

  /** What is weighed already, for all documents of the view. */
  private weighed(leaf: Leaf): Sought {
    const bits = this.scratch.bitmaps.empty(this.view.bits.length)
    for (let at = 0; at < leaf.count; at++) {
      const doc = leaf.docs[at] ?? 0
      bits[doc >>> 5] = (bits[doc >>> 5] ?? 0) | (1 << (doc & 31))
    }
    return { bits, count: leaf.count, weigh: () => leaf }
  }

  /** Adds up all words that begin so, document by document. */
  private beginning({ terms: [beginning = ''], property }: TextCondition): Sought {
    const { vocabulary, postings, size } = this.shard
    const { kept, tally } = this.scratch
    tally.reset(size)
    for (const [family, ids] of Map.groupBy(vocabulary.beginningWith(beginning), (id) => vocabulary.familyAt(id))) {
      const list = this.shard.listOf(family, property)
      if (list === undefined) continue
      const isExact = new Map(ids.map((id) => [vocabulary.memberOf(id), vocabulary.textOf(id) === beginning]))
      kept.read(postings, list, this.view.visible, tally.adding(isExact))
    }
    const docs = tally.sorted()
    const counts = new Counts()
    const leaf = this.scratch.leaf()
    leaf.reserve(docs.length)
    for (const doc of docs) this.note(leaf, doc, tally.at(doc, counts), property)
    return this.weighed(leaf)
  }

  /** Reads the words of each document that holds them all. */
  private phrase(condition: TextCondition): Sought {
    const { terms, isPrefix, property } = condition
    const words = isPrefix ? terms.slice(0, -1) : terms
    const candidates = words
      .map((term) => this.of({ kind: 'text', terms: [term], isPrefix: false, property }).bits)
      .reduce((a, b) => this.scratch.bitmaps.and(a, b))
    return this.weighed(this.readLeaf(condition, candidates))
  }

  /** The leaf of a condition in these documents, found in their words. */
  private readLeaf(condition: TextCondition, docs: Uint32Array): Leaf {
    const { property } = condition
    const positions = this.positionsOf(condition)
    const counts = new Counts()
    const leaf = this.scratch.leaf()
    leaf.reserve(countBits(docs))
    eachBit(docs, (doc) => {
      let isFound = false
      counts.clear()
      this.eachPassage(doc, property, (place, words, count) => {
        for (const at of this.placesIn(words, count, positions)) {
          isFound = true
          const isExact = positions.every(({ exact }, index) => words[at + index] === exact)
          if (property !== undefined || place === 'content') counts.add(isExact, 0, 0, 1)
          else counts.add(isExact, place === 'title' ? 1 : 0, place === 'property' ? 1 : 0, 0)
        }
      })
      if (isFound) this.note(leaf, doc, counts, property)
    })
    return leaf
  }

  private note(leaf: Leaf, doc: number, counts: Counts, property: string | undefined): void {
    leaf.docs[leaf.count] = doc
    leaf.weights[leaf.count++] = property === undefined ? weightOf(doc, counts, this.fields) : weightInProperty(counts)
  }

  private positionsOf(condition: TextCondition): readonly Position[] {
    const known = this.positions.get(condition)
    if (known) return known
    const { terms, isPrefix } = condition
    const { vocabulary } = this.shard
    const positions = terms.map((term, index) => {
      const exact = vocabulary.idOf(term)
      if (isPrefix && index === terms.length - 1) {
        return { exact, family: undefined, beginning: new Set(vocabulary.beginningWith(term)) }
      }
      return { exact, family: vocabulary.familyOf(term), beginning: undefined }
    })
    this.positions.set(condition, positions)
    return positions
  }

  private eachPassage(
    doc: number,
    property: string | undefined,
    visit: (place: Place, terms: Uint32Array, count: number) => void,
  ): void {
    this.shard.streams.read(doc, (place, number, terms, count) => {
      if (this.isAsked(place, number, property)) visit(place, terms, count)
    })
  }

  /** Where the positions stand side by side, overlapping places included. */
  private placesIn(terms: Uint32Array, count: number, positions: readonly Position[]): number[] {
    const places: number[] = []
    const [first] = positions
    if (!first) return places
    const { families } = this.shard.vocabulary
    const last = count - positions.length
    for (let at = 0; at <= last; at++) {
      const term = terms[at] ?? 0
      const isFirst = first.beginning ? first.beginning.has(term) : families[term] === first.family
      if (isFirst && this.fitsFrom(terms, at, positions)) places.push(at)
    }
    return places
  }

  /** Do the positions after the first fit, too? */
  private fitsFrom(terms: Uint32Array, start: number, positions: readonly Position[]): boolean {
    for (let offset = 1; offset < positions.length; offset++) {
      const position = positions[offset]
      const term = terms[start + offset] ?? 0
      const isFit = position?.beginning
        ? position.beginning.has(term)
        : this.shard.vocabulary.familyAt(term) === position?.family
      if (!isFit) return false
    }
    return true
  }

  /** Does a condition that names the property, or none, look into the passage? */
  private isAsked(place: Place, number: number, property: string | undefined): boolean {
    return property === undefined ? place !== 'apart' : this.shard.propertyNames[number] === property
  }
}
