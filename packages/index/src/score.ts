import { contains, type Entry } from './condition.ts'
import { occurrencesIn } from './occurrence.ts'
import { FIELDS, type Field, passagesOf } from './texts.ts'
import type { TextCondition } from './types.ts'

// BM25F. Saturation and length damping as usual in the literature; a word in the title weighs three in the text.
export const K1 = 1.2
export const B = 0.75
export const WEIGHT: Readonly<Record<Field, number>> = { title: 3, properties: 1.5, content: 1 }
/** What an occurrence by stem or beginning is worth of an exact one. */
export const LIKENESS = 0.8

/** Number of occurrences of one leaf in one kind of field. */
export interface Count {
  readonly exact: number
  /** By stem or beginning. */
  readonly alike: number
}

/**
 * How much a leaf tells about an item: the rarer among the `size` items the reader may read, and the oftener it was asked
 * for, the more. Always above 0.
 */
export const rarityOf = ({ times = 1 }: TextCondition, size: number, holders: number) =>
  times * Math.log(1 + (size - holders + 0.5) / (holders + 0.5))

/**
 * Weight of the occurrences in one kind of field of `length` words, where `average` is its mean length in the corpus.
 * The weights of the fields add up in the order of `FIELDS`; a field without occurrences adds nothing.
 */
export const fieldWeight = (field: Field, { exact, alike }: Count, length: number, average: number) =>
  (WEIGHT[field] * (exact + LIKENESS * alike)) / (1 - B + (B * length) / average)

/** Weight of the occurrences of a leaf that names a property. Values are short: their length does not count. */
export const propertyWeight = ({ exact, alike }: Count) => WEIGHT.properties * (exact + LIKENESS * alike)

/** What a leaf adds to the score, 0 without occurrences. The parts add up in the order of the leaves. */
export const partOf = (rarity: number, weight: number) => (rarity * weight) / (K1 + weight)

/** The score of an item: its parts as a share of the whole weight of the leaves. Without leaves it is 1. */
export const shareOf = (parts: number, whole: number) => (whole === 0 ? 1 : parts / whole)

/** Statistics of what the reader may read, so that a score says nothing about the rest. */
export interface Statistics {
  averageOf(field: Field): number
  rarityOf(leaf: TextCondition): number
}

export function statisticsOf(corpus: readonly Entry[]): Statistics {
  return {
    averageOf: (field) => corpus.reduce((sum, { texts }) => sum + texts.lengths[field], 0) / corpus.length,
    rarityOf: (leaf) => rarityOf(leaf, corpus.length, corpus.filter(({ texts }) => contains(texts, leaf)).length),
  }
}

/** Scores items of the corpus by these leaves, from 0 to 1. */
export function scorerOf(statistics: Statistics, leaves: readonly TextCondition[]): (entry: Entry) => number {
  const averages = FIELDS.map((field) => [field, statistics.averageOf(field)] as const)
  const rarities = leaves.map((leaf) => [leaf, statistics.rarityOf(leaf)] as const)
  const whole = rarities.reduce((sum, [, rarity]) => sum + rarity, 0)

  const weightOf = (entry: Entry, leaf: TextCondition) => {
    if (leaf.property !== undefined) return propertyWeight(countOf(entry, leaf, 'properties'))
    let weight = 0
    for (const [field, average] of averages) {
      const count = countOf(entry, leaf, field)
      if (count.exact + count.alike > 0) weight += fieldWeight(field, count, entry.texts.lengths[field], average)
    }
    return weight
  }
  return (entry) => {
    let parts = 0
    for (const [leaf, rarity] of rarities) parts += partOf(rarity, weightOf(entry, leaf))
    return shareOf(parts, whole)
  }
}

function countOf({ texts }: Entry, leaf: TextCondition, field: Field): Count {
  const found = passagesOf(texts, leaf.property)
    .filter((passage) => passage.field === field)
    .flatMap(({ terms }) => occurrencesIn(terms, leaf))
  const exact = found.filter(({ isExact }) => isExact).length
  return { exact, alike: found.length - exact }
}
