/** Characters of a word that are read. */
const LONGEST_WORD = 40
/** Words outside the vocabulary whose pieces are remembered. */
const KEPT = 20_000

const ASCII_ONLY = /^\p{ASCII}*$/u
const ASCII_WORD = /[a-z0-9]+/g
const WORD = /[\p{L}\p{N}]+/gu
const MARKS = /\p{M}+/gu

/** From a text to the numbers of its tokens, as in training (training/tokens.py): the cases beside the weights prove it. */
export type Tokeniser = (text: string) => number[]

export function createTokeniser(vocabulary: readonly string[]): Tokeniser {
  const known = new Map(vocabulary.map((token, number) => [token, number]))
  const pieced = new Map<string, readonly number[]>()

  const piecesOf = (word: string): readonly number[] => {
    const held = pieced.get(word)
    if (held !== undefined) return held
    const pieces = cut(word, known)
    if (pieced.size >= KEPT) pieced.clear()
    pieced.set(word, pieces)
    return pieces
  }

  return (text) => {
    const tokens: number[] = []
    for (const word of wordsOf(text)) {
      const number = known.get(word)
      if (number !== undefined) tokens.push(number)
      else for (const piece of piecesOf(word)) tokens.push(piece)
    }
    return tokens
  }
}

/** Runs of letters and digits in lower case, without marks. */
function wordsOf(text: string): readonly string[] {
  if (ASCII_ONLY.test(text)) return text.toLowerCase().match(ASCII_WORD) ?? []
  const plain = (some: string) => some.normalize('NFKD').replace(MARKS, '')
  return plain(plain(text).toLowerCase()).toLowerCase().match(WORD) ?? []
}

/** The longest known piece from the left, again and again; a character that no piece begins with is passed over. */
function cut(word: string, known: ReadonlyMap<string, number>): number[] {
  const found: number[] = []
  let rest = [...word].slice(0, LONGEST_WORD)
  let mark = ''
  while (rest.length > 0) {
    let end = rest.length
    let number: number | undefined
    while (end > 0) {
      number = known.get(mark + rest.slice(0, end).join(''))
      if (number !== undefined) break
      end--
    }
    if (number !== undefined) found.push(number)
    rest = rest.slice(Math.max(end, 1))
    mark = '##'
  }
  return found
}
