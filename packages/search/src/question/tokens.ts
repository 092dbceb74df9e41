/** A word, a number or a sign of comparison of the question. */
export interface Token {
  /** As it is written. */
  readonly text: string
  /** In lower case, without diacritics and without `'s`. */
  readonly word: string
  readonly start: number
  readonly end: number
  /** A comma or the like stands between it and the token before. */
  readonly isApart: boolean
  readonly isCapital: boolean
}

// Dates, numbers with separators, addresses of people and names with apostrophes are one token; `high-priority` is two.
const TOKEN =
  /\d{4}-\d{2}(?:-\d{2})?(?![\d-])|[\p{L}\p{N}][\p{L}\p{N}._+-]*@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+|\d+(?:[.,]\d+)*[\p{L}]*%?|[\p{L}\p{N}_]+(?:['’][\p{L}]+)*|[<>]=?|=|[$€£]/gu

export function tokensOf(question: string): Token[] {
  const tokens: Token[] = []
  let last = 0
  for (const match of question.matchAll(TOKEN)) {
    const [text] = match
    const start = match.index
    const isApart = /[,;.?!]/.test(question.slice(last, start))
    last = start + text.length
    tokens.push({ text, word: wordOf(text), start, end: last, isApart, isCapital: /^\p{Lu}/u.test(text) })
  }
  return tokens
}

export const wordOf = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]s?$|['’]s$/u, '')

/** The words of a value, a name or a person, as a question would have them. */
export const wordsOfText = (text: string): readonly string[] => tokensOf(text).map(({ word }) => word)

/** The words that a name of a schema is made of: `assignedTo` and `assigned_to` are `assigned to`. */
export const wordsOfName = (name: string): readonly string[] =>
  wordsOfText(
    name
      .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
      .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
      .replace(/_+/g, ' '),
  )

/** Whether these words stand at the place, none apart from the one before it; gives the place behind them. */
export function behind(tokens: readonly Token[], at: number, words: readonly string[]): number | undefined {
  for (const [n, word] of words.entries()) {
    const token = tokens[at + n]
    if (token?.word !== word || (n > 0 && token.isApart)) return undefined
  }
  return words.length === 0 ? undefined : at + words.length
}

/** The longest of these that stands at the place. */
export function longest<T>(
  tokens: readonly Token[],
  at: number,
  choices: readonly T[],
  wordsOf: (choice: T) => readonly string[],
): { readonly choice: T; readonly next: number } | undefined {
  let best: { readonly choice: T; readonly next: number } | undefined
  for (const choice of choices) {
    const next = behind(tokens, at, wordsOf(choice))
    if (next !== undefined && next > (best?.next ?? 0)) best = { choice, next }
  }
  return best
}

/** Of many: `bugs` of `bug`, `entries` of `entry`, `boxes` of `box`. */
export function singularOf(word: string): string | undefined {
  if (word.length < 4 || !word.endsWith('s') || /(?:ss|us|is)$/.test(word)) return undefined
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`
  return /(?:ches|shes|xes|sses|zes)$/.test(word) ? word.slice(0, -2) : word.slice(0, -1)
}
