// Plain measures of likeness between texts; no language library, so that the test says what it counts.

const common = new Set(
  (
    'a about after all also am an and any are as at be been but by can cannot do does for from get go has have how i if in is it ' +
    'its me my no not of on or our out so than that the their them then there they this to up us was we were what when where ' +
    'which who why will with you your'
  ).split(' '),
)

/** `cycling`, `cycles` and `cycled` become `cycl`. */
function stem(word: string): string {
  const bare = word.replace(/(ations?|ings?|edly|ed|ies|ers?|es|s|e|y)$/, '')
  return bare.length >= 3 ? bare : word
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

/** The words that carry meaning, without their endings. */
export const contentWords = (text: string): Set<string> =>
  new Set(
    wordsOf(text)
      .filter((word) => !common.has(word))
      .map(stem),
  )

/** Every run of five words. */
export function shingles(text: string): Set<string> {
  const words = wordsOf(text)
  return new Set(words.slice(4).map((_, index) => words.slice(index, index + 5).join(' ')))
}

/** Shared shingles as a part of the smaller set. */
export function similarity(a: Set<string>, b: Set<string>): number {
  return [...a].filter((run) => b.has(run)).length / Math.max(1, Math.min(a.size, b.size))
}
