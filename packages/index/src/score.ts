import type { IndexedItem } from './types.ts'
import { type Clause, wordsOf } from './words.ts'

// BM25F. Saturation and length damping as usual in the literature; a word in the title weighs three in the text.
const K1 = 1.2
const B = 0.75
export const FIELDS = ['title', 'properties', 'content'] as const
type Field = (typeof FIELDS)[number]
const WEIGHT: Readonly<Record<Field, number>> = { title: 3, properties: 1.5, content: 1 }

/** The terms of an item per field. A field is a list of texts, so that a phrase never spans two values. */
export type Texts = Readonly<Record<Field, readonly (readonly string[])[]>>

export function textsOf(item: IndexedItem): Texts {
  const terms = (text: string) => wordsOf(text).map(({ term }) => term)
  return {
    title: item.title === undefined ? [] : [terms(item.title)],
    properties: Object.values(item.searchable).flat().map(terms),
    content: [terms(item.content)],
  }
}

const lengthOf = (texts: Texts, field: Field) => texts[field].reduce((sum, terms) => sum + terms.length, 0)

/** How often the clause stands in one field. */
export function occurrences(texts: Texts, field: Field, clause: Clause): number {
  let count = 0
  for (const terms of texts[field])
    for (let at = 0; at + clause.length <= terms.length; at++)
      if (clause.every((term, offset) => terms[at + offset] === term)) count++
  return count
}

export const contains = (texts: Texts, clause: Clause) => FIELDS.some((field) => occurrences(texts, field, clause) > 0)

/** Scores items of one corpus, from 0 to 1. The corpus is what the reader may read, so that a score says nothing about the rest. */
export function scorerOf(corpus: readonly Texts[], clauses: readonly Clause[]): (texts: Texts) => number {
  const average = Object.fromEntries(
    FIELDS.map((field) => [field, corpus.reduce((sum, texts) => sum + lengthOf(texts, field), 0) / corpus.length]),
  )
  const rarities = clauses.map((clause) => {
    const holders = corpus.filter((texts) => contains(texts, clause)).length
    return Math.log(1 + (corpus.length - holders + 0.5) / (holders + 0.5))
  })
  const whole = rarities.reduce((sum, rarity) => sum + rarity, 0)
  return (texts) => {
    let score = 0
    for (const [index, clause] of clauses.entries()) {
      let weight = 0
      for (const field of FIELDS) {
        const count = occurrences(texts, field, clause)
        if (count === 0) continue
        weight += (WEIGHT[field] * count) / (1 - B + (B * lengthOf(texts, field)) / (average[field] ?? 1))
      }
      score += ((rarities[index] ?? 0) * weight) / (K1 + weight)
    }
    return score / whole
  }
}
