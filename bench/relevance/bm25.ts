import { stemmer } from 'stemmer'
import type { Document } from './collections.ts'
import type { Ranker } from './measure.ts'

// The peer: BM25 as Lucene has it by default, title and text in one field, English stop words and Porter's stems.
const K1 = 1.2
const B = 0.75
const STOP = new Set(
  'a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was will with'.split(
    ' ',
  ),
)

const stems = new Map<string, string>()

function termsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+(?:'[\p{L}]+)?/gu) ?? []
  return words
    .map((word) => word.replace(/'s$/, ''))
    .filter((word) => !STOP.has(word))
    .map((word) => {
      const stem = stems.get(word) ?? stemmer(word)
      stems.set(word, stem)
      return stem
    })
}

export function bm25(documents: readonly Document[]): Ranker {
  const postings = new Map<string, { readonly at: number; count: number }[]>()
  const lengths = documents.map(({ title, text }, at) => {
    const terms = termsOf(`${title} ${text}`)
    for (const term of terms) {
      const held = postings.get(term)
      const last = held?.at(-1)
      if (!held) postings.set(term, [{ at, count: 1 }])
      else if (last?.at === at) last.count++
      else held.push({ at, count: 1 })
    }
    return terms.length
  })
  const average = lengths.reduce((sum, length) => sum + length, 0) / lengths.length

  return (question, size) => {
    const scores = new Map<number, number>()
    for (const term of termsOf(question)) {
      const held = postings.get(term) ?? []
      const rarity = Math.log(1 + (documents.length - held.length + 0.5) / (held.length + 0.5))
      for (const { at, count } of held) {
        const norm = K1 * (1 - B + (B * (lengths[at] ?? 0)) / average)
        scores.set(at, (scores.get(at) ?? 0) + (rarity * count) / (count + norm))
      }
    }
    return [...scores]
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, size)
      .map(([at]) => documents[at]?.id ?? '')
  }
}
