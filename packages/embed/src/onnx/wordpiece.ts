/** Words of more letters are unknown, as in BERT. */
const LONGEST_WORD = 100

export interface WordPieces {
  /** Number by piece; a piece inside a word begins with `##`. */
  readonly vocabulary: ReadonlyMap<string, number>
  readonly isLowercase: boolean
  /** Most tokens of a text, the two around it included. */
  readonly longest: number
}

/** Numbers of a text's tokens, as BERT cuts it: [CLS], the pieces, [SEP]. */
export function tokensOf(text: string, { vocabulary, isLowercase, longest }: WordPieces): number[] {
  const idOf = (piece: string) => vocabulary.get(piece)
  const unknown = idOf('[UNK]') ?? 0
  const tokens: number[] = []
  for (const word of wordsOf(text, isLowercase)) {
    if (tokens.length >= longest - 2) break
    tokens.push(...(piecesOf(word, idOf) ?? [unknown]))
  }
  return [idOf('[CLS]') ?? unknown, ...tokens.slice(0, longest - 2), idOf('[SEP]') ?? unknown]
}

/** Runs between white space, with punctuation and letters of Chinese as words of their own. */
function wordsOf(text: string, isLowercase: boolean): string[] {
  const clean = text.replace(/[\p{Cc}\p{Cf}\ufffd]/gu, (letter) => (/\s/.test(letter) ? ' ' : ''))
  const folded = isLowercase
    ? clean
        .toLowerCase()
        .normalize('NFD')
        .replace(/\p{Mn}/gu, '')
    : clean
  return folded.match(/[\p{P}$+<=>^`|~]|\p{Script=Han}|[^\s\p{P}$+<=>^`|~\p{Script=Han}]+/gu) ?? []
}

/** The longest pieces from the left; undefined for a word that is not made of known ones. */
function piecesOf(word: string, idOf: (piece: string) => number | undefined): number[] | undefined {
  if (word.length > LONGEST_WORD) return undefined
  const pieces: number[] = []
  for (let from = 0; from < word.length; ) {
    let to = word.length
    let id: number | undefined
    for (; to > from && id === undefined; to--) id = idOf((from > 0 ? '##' : '') + word.slice(from, to))
    if (id === undefined) return undefined
    pieces.push(id)
    from = to + 1
  }
  return pieces
}
