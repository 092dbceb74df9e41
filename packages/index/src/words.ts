/** A word of a text: its normal form and where it stands, in UTF-16 units. */
export interface Word {
  readonly term: string
  readonly start: number
  readonly end: number
}

// Scripts that are written without spaces: each letter is a word, and neighbours are found as a phrase. A soft hyphen, which
// says where a word may be cut, is no part of it.
const WORD =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]\p{M}*|[[\p{L}\p{N}\p{M}\u00ad]--[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]]+/gv

// Most words, and most texts, have no other letters: for them the general way comes to the same, and takes longer.
const BEYOND_ASCII = /[\u0080-\uffff]/
const ASCII_WORD = /[A-Za-z\d]+/g

/** Letters that carry their mark inside, so that decomposition does not free it. */
const FOLDED: Readonly<Record<string, string>> = { ø: 'o', ł: 'l', đ: 'd', æ: 'ae', œ: 'oe', ς: 'σ' }

/**
 * The words of a text in order. Words are runs of letters, digits and marks; all else separates.
 * No stop words and no stems here: a word that is shown is a word that was written. Stems are a matter of finding, see `stems.ts`.
 */
export function wordsOf(text: string): Word[] {
  const word = BEYOND_ASCII.test(text) ? WORD : ASCII_WORD
  const words: Word[] = []
  word.lastIndex = 0
  for (let found = word.exec(text); found !== null; found = word.exec(text)) {
    const term = normalise(found[0])
    if (term !== '') words.push({ term, start: found.index, end: found.index + found[0].length })
  }
  return words
}

/** Compatibility forms, case and Latin, Greek and Cyrillic diacritics are folded; `Straße`, `STRASSE` and `strasse` are one. */
export function normalise(word: string): string {
  if (!BEYOND_ASCII.test(word)) return word.toLowerCase()
  const bare = withoutCase(word)
    .normalize('NFKD')
    .replace(/\u00ad|[\u0300-\u036f]/g, '')
  // Decomposition may set capitals free, as of ℂ.
  const folded = withoutCase(bare).replace(/[øłđæœς]/g, (letter) => FOLDED[letter] ?? letter)
  return folded.normalize('NFKC')
}

/** By way of capitals, so that ß and SS, and ς and Σ, meet. */
const withoutCase = (text: string) => text.toLowerCase().toUpperCase().toLowerCase()
