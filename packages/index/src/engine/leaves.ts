import { leafKey } from '../condition.ts'
import { rarityOf } from '../score.ts'
import { compare } from '../sort.ts'
import type { NearCondition, TextCondition } from '../types.ts'
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

/** Finds where text conditions stand in what one view shows. Each condition is looked up once. */
export class Leaves {
  private readonly shard: Shard
  private readonly view: View
  private readonly scratch: Scratch
  private readonly fields: Fields
  private readonly positions = new Map<TextCondition, readonly Position[]>()
  private readonly found = new Map<string, Leaf>()

  constructor(shard: Shard, view: View, scratch: Scratch) {
    this.shard = shard
    this.view = view
    this.scratch = scratch
    this.fields = view.fields()
    scratch.reset()
  }

  leafOf(condition: TextCondition): Leaf {
    const key = leafKey(condition)
    const known = this.found.get(key)
    if (known) return known
    const leaf = this.scratch.leaf()
    this.found.set(key, leaf)
    if (condition.terms.length > 1) this.findPhrase(condition, leaf)
    else if (condition.isPrefix) this.findBeginning(condition, leaf)
    else this.findWord(condition, leaf)
    return leaf
  }

  /** How much the leaf tells: its rarity in what the view shows. */
  rarityOf(condition: TextCondition): number {
    return rarityOf(this.view.count, this.leafOf(condition).count)
  }

  /** The documents in which the parts of a near stand near each other; their weights mean nothing. */
  near(condition: NearCondition): Leaf {
    const leaf = this.scratch.leaf()
    const [first] = condition.of
    if (!first || condition.of.some(({ property }) => property !== first.property)) return leaf
    const parts = condition.of.map((part) => this.positionsOf(part))
    const docs = intersection(condition.of.map((part) => this.leafOf(part)))
    leaf.reserve(docs.length)
    for (const doc of docs) {
      let isNear = false
      this.eachPassage(doc, first.property, (_place, terms, count) => {
        if (isNear) return
        const places = parts.map((positions) => ({
          starts: this.placesIn(terms, count, positions),
          length: positions.length,
        }))
        isNear = areNear(places, condition)
      })
      if (isNear) leaf.docs[leaf.count++] = doc
    }
    return leaf
  }

  /** Words of the document at which the conditions stand, in alphabetical order. */
  matchedTerms(doc: number, conditions: readonly TextCondition[]): string[] {
    const matched = new Set<number>()
    const sought = conditions.map((condition) => ({ ...condition, positions: this.positionsOf(condition) }))
    this.shard.streams.read(doc, (place, number, terms, count) => {
      for (const { property, positions } of sought)
        if (this.isAsked(place, number, property))
          for (const at of this.placesIn(terms, count, positions))
            for (let offset = 0; offset < positions.length; offset++) matched.add(terms[at + offset] ?? 0)
    })
    return Array.from(matched, (term) => this.shard.vocabulary.textOf(term)).toSorted(compare)
  }

  private findWord({ terms: [term = ''], property }: TextCondition, leaf: Leaf): void {
    const { vocabulary, postings } = this.shard
    const family = vocabulary.familyOf(term)
    const list = family === undefined ? undefined : this.shard.listOf(family, property)
    if (list === undefined) return
    const id = vocabulary.idOf(term)
    const exact = id === undefined ? -1 : vocabulary.memberOf(id)
    const weigh = property === undefined ? weighFamily(leaf, exact, this.fields) : weighProperty(leaf, exact)
    this.scratch.kept.read(postings, list, this.view.visible, weigh)
  }

  /** Adds up all words that begin so, document by document. */
  private findBeginning({ terms: [beginning = ''], property }: TextCondition, leaf: Leaf): void {
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
    leaf.reserve(docs.length)
    for (const doc of docs) this.note(leaf, doc, tally.at(doc, counts), property)
  }

  /** Reads the words of each document that holds them all. */
  private findPhrase(condition: TextCondition, leaf: Leaf): void {
    const { terms, isPrefix, property } = condition
    const whole = isPrefix ? terms.slice(0, -1) : terms
    const docs = intersection(
      whole.map((term) => this.leafOf({ kind: 'text', terms: [term], isPrefix: false, property })),
    )
    const positions = this.positionsOf(condition)
    const counts = new Counts()
    leaf.reserve(docs.length)
    for (const doc of docs) {
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
    }
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

/** The documents that all leaves have. */
function intersection(leaves: readonly Leaf[]): Uint32Array {
  const [shortest, ...others] = leaves.toSorted((a, b) => a.count - b.count)
  if (!shortest) return new Uint32Array(0)
  let docs = shortest.docs.slice(0, shortest.count)
  for (const { docs: other, count } of others) {
    let kept = 0
    let at = 0
    for (const doc of docs) {
      while (at < count && (other[at] ?? 0) < doc) at++
      if (at < count && other[at] === doc) docs[kept++] = doc
    }
    docs = docs.subarray(0, kept)
  }
  return docs
}
