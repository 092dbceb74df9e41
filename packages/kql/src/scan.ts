import type { Report } from './problems.ts'
import type { Piece, Position } from './types.ts'

/** The text and how far it has been read. */
export interface Scanner {
  readonly text: string
  readonly report: Report
  at: number
}

/** What a programme for letters makes of `"` counts as a quote too. */
const CURLY = '\u201c\u201d\u201e'
const QUOTE = /["\u201c\u201d\u201e]/
const CLOSING_CURLY = /["\u201c\u201d\u201e]/g
const SPACE = /\s+/y
const STARS = /\*+/y
export const BARE = /[^\s"\u201c\u201d\u201e()]+/y

/** What the pattern (sticky) matches at this place, or nothing; moves on behind it. */
export function take(scanner: Scanner, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = scanner.at
  const match = pattern.exec(scanner.text)
  if (!match) return undefined
  scanner.at += match[0].length
  return match
}

export const skipSpace = (scanner: Scanner) => take(scanner, SPACE)
export const isQuoteAt = ({ text }: Scanner, at: number) => QUOTE.test(text.charAt(at))
export const since = ({ at }: Scanner, start: number): Position => ({ start, end: at })

/** A piece before its `*` is judged. */
export interface RawPiece extends Omit<Piece, 'isPrefix'> {
  /** A `*` stands right behind the closing quote. */
  readonly isStarred: boolean
}

/** A quoted piece, or a bare run by the pattern; undefined when neither begins here. */
export function takePiece(scanner: Scanner, bare: RegExp): RawPiece | undefined {
  if (isQuoteAt(scanner, scanner.at)) return takeQuoted(scanner)
  const start = scanner.at
  const match = take(scanner, bare)
  return match && { text: match[0], isQuoted: false, isStarred: false, position: since(scanner, start) }
}

/** There is no escape: a straight quote ends at the next straight one, a curly one at the next of any shape. */
function takeQuoted(scanner: Scanner): RawPiece {
  const { text, report } = scanner
  const start = scanner.at
  const close = closingQuote(text, start)
  const isOpen = close === -1
  scanner.at = isOpen ? text.length : close + 1
  if (isOpen) report('quoteOpen', { start, end: start + 1 })
  const inner = text.slice(start + 1, isOpen ? text.length : close)
  const isStarred = !isOpen && take(scanner, STARS) !== undefined
  const position = since(scanner, start)
  if (inner.trim() === '') report('quoteEmpty', position)
  return { text: inner, isQuoted: true, isStarred, position }
}

function closingQuote(text: string, start: number): number {
  if (!CURLY.includes(text.charAt(start))) return text.indexOf('"', start + 1)
  CLOSING_CURLY.lastIndex = start + 1
  return CLOSING_CURLY.exec(text)?.index ?? -1
}

/** The piece with its closing `*` taken off. In quotes it must touch a word: `"fog *"` is no beginning of anything. */
export function withWildcard({ report }: Scanner, { text, isQuoted, isStarred, position }: RawPiece): Piece {
  const end = endWithoutStars(text)
  const isTouching = end < text.length && (!isQuoted || (end > 0 && !/\s/.test(text.charAt(end - 1))))
  const kept = isTouching ? text.slice(0, end) : text
  if (kept.includes('*')) report('wildcardPlace', position)
  return { text: kept, isQuoted, isPrefix: isStarred || isTouching, position }
}

/** The piece as it is, where a `*` means nothing. */
export function withoutWildcard({ report }: Scanner, { text, isQuoted, isStarred, position }: RawPiece): Piece {
  if (isStarred || text.includes('*')) report('wildcardPlace', position)
  return { text, isQuoted, isPrefix: false, position }
}

function endWithoutStars(text: string): number {
  let end = text.length
  while (text.charAt(end - 1) === '*') end--
  return end
}
