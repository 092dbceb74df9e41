import type { Embedder } from '@jumpseat/embed'
import { stemOf, wordsOf } from '@jumpseat/index'

/** Words that mean the same here; every other word means itself. */
const SAME: Readonly<Record<string, string>> = { ship: 'vessel', boat: 'vessel', mist: 'fog', late: 'delay' }
const DIMENSIONS = 32

/** A model that knows a few synonyms: a text is the sum of its words, each a direction of its own. */
export const sampleEmbedder: Embedder = {
  id: 'synonyms',
  dimensions: DIMENSIONS,
  threshold: 0.3,
  embed: async (texts) => texts.map(vectorOf),
}

function vectorOf(text: string): Float32Array {
  const sum = new Float32Array(DIMENSIONS)
  for (const { term } of wordsOf(text)) {
    const stem = stemOf(term)
    const direction = directionOf(SAME[stem] ?? stem)
    for (const [at, number] of direction.entries()) sum[at] = (sum[at] ?? 0) + number
  }
  const length = Math.hypot(...sum) || 1
  return sum.map((number) => number / length)
}

function directionOf(word: string): number[] {
  let state = 0
  for (const letter of word) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x9e3779b1)
  return Array.from({ length: DIMENSIONS }, () => {
    state = Math.imul(state ^ (state >>> 15), 0x85ebca6b) + 1
    return (state >>> 16) / 2 ** 15 - 1
  })
}
