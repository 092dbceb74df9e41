import type { Report } from './problems.ts'
import { takeRestriction } from './restriction.ts'
import { BARE, type Scanner, since, skipSpace, take, takePiece, withWildcard } from './scan.ts'
import type { Everything, Position, Restriction, Synonyms, Text } from './types.ts'

export type Leaf = Everything | Text | Synonyms | Restriction

export type Token =
  | { readonly kind: 'leaf'; readonly node: Leaf; readonly position: Position }
  | { readonly kind: 'near'; readonly distance: number; readonly isOrdered: boolean; readonly position: Position }
  | { readonly kind: 'open' | 'close' | 'and' | 'or' | 'not' | 'include'; readonly position: Position }
  | { readonly kind: 'rank'; readonly position: Position }

// contract: connectors 5.3, upper case only
type Operator = 'and' | 'or' | 'not' | 'near' | 'onear' | 'rank'
const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['AND', 'and'],
  ['OR', 'or'],
  ['NOT', 'not'],
  ['NEAR', 'near'],
  ['ONEAR', 'onear'],
  ['XRANK', 'rank'],
])

const DISTANCE = /\(\s*(?:n\s*=\s*)?(\d+)\s*\)/iy
/** contract: connectors 5.3, NEAR and ONEAR */
const DEFAULT_DISTANCE = 8
/** Further apart than the words of any item. */
const LARGEST_DISTANCE = 10_000_000
const RANK_PARAMETERS = /\s*\([^()"=]*=[^()"]*\)/y
/** `+` or `-` that touches what it is about. */
const SIGN = /[+-](?=[^\s)])/y
const SYNONYMS = /WORDS\(/y
const SYNONYM = /[^\s,"\u201c\u201d\u201e()]+/y

/**
 * The tokens of the text, in one pass. Brackets come balanced but for those that the end of the text closes, and at most
 * `maxDepth` deep: others are reported and left out.
 */
export function tokensOf(text: string, maxDepth: number, report: Report): Token[] {
  const scanner: Scanner = { text, report, at: 0 }
  const tokens: Token[] = []
  const opened: { readonly position: Position; readonly isKept: boolean }[] = []
  for (skipSpace(scanner); scanner.at < text.length; skipSpace(scanner)) {
    const start = scanner.at
    const letter = text.charAt(start)
    if (letter === '(' || letter === ')') {
      scanner.at++
      bracket(letter, since(scanner, start))
    } else {
      let token = signToken(scanner) ?? synonymsToken(scanner)
      // Behind `WORDS()`, which gives nothing, a sign may stand.
      if (!token && scanner.at === start) token = restrictionToken(scanner) ?? textToken(scanner)
      if (token) tokens.push(token)
    }
  }
  for (const { position } of opened) report('groupOpen', position)
  return tokens

  function bracket(letter: '(' | ')', position: Position): void {
    if (letter === '(') {
      const isKept = opened.length < maxDepth
      if (!isKept) report('tooDeep', position)
      opened.push({ position, isKept })
      if (isKept) tokens.push({ kind: 'open', position })
      return
    }
    const open = opened.pop()
    if (open === undefined) report('groupClose', position)
    else if (open.isKept) tokens.push({ kind: 'close', position })
  }
}

function signToken(scanner: Scanner): Token | undefined {
  const start = scanner.at
  const sign = take(scanner, SIGN)?.[0]
  return sign === undefined ? undefined : { kind: sign === '-' ? 'not' : 'include', position: since(scanner, start) }
}

function restrictionToken(scanner: Scanner): Token | undefined {
  const node = takeRestriction(scanner)
  return node && { kind: 'leaf', node, position: node.position }
}

/** A word, a phrase, an operator or `*`; undefined for a phrase without anything in it. */
function textToken(scanner: Scanner): Token | undefined {
  const start = scanner.at
  const raw = takePiece(scanner, BARE)
  if (raw === undefined) return undefined
  const operator = raw.isQuoted ? undefined : OPERATORS.get(raw.text)
  if (operator !== undefined) return operatorToken(scanner, operator, start)
  if (raw.text.trim() === '') return undefined
  const piece = withWildcard(scanner, raw)
  const { position } = piece
  if (piece.text === '') return { kind: 'leaf', node: { kind: 'everything', position }, position }
  return { kind: 'leaf', node: { kind: 'text', ...piece }, position }
}

function operatorToken(scanner: Scanner, operator: Operator, start: number): Token {
  if (operator === 'near' || operator === 'onear') {
    const digits = take(scanner, DISTANCE)?.[1]
    const distance = digits === undefined ? DEFAULT_DISTANCE : Math.min(Number(digits), LARGEST_DISTANCE)
    return { kind: 'near', distance, isOrdered: operator === 'onear', position: since(scanner, start) }
  }
  if (operator === 'rank') take(scanner, RANK_PARAMETERS)
  return { kind: operator, position: since(scanner, start) }
}

/** `WORDS(a, "b c")`, commas or whitespace between. */
function synonymsToken(scanner: Scanner): Token | undefined {
  const start = scanner.at
  const { text, report } = scanner
  if (!take(scanner, SYNONYMS)) return undefined
  const of: Text[] = []
  for (skipSpace(scanner); text.charAt(scanner.at) !== ')'; skipSpace(scanner)) {
    if (scanner.at >= text.length) {
      report('groupOpen', since(scanner, start))
      break
    }
    const raw = takePiece(scanner, SYNONYM)
    if (raw === undefined) passOver(scanner)
    else if (/^\*+$/.test(raw.text)) report('wildcardPlace', raw.position)
    else if (raw.text.trim() !== '') of.push({ kind: 'text', ...withWildcard(scanner, raw) })
  }
  scanner.at = Math.min(scanner.at + 1, text.length)
  const position = since(scanner, start)
  if (of.length > 0) return { kind: 'leaf', node: { kind: 'words', of, position }, position }
  report('groupEmpty', position)
  return undefined
}

function passOver(scanner: Scanner): void {
  const start = scanner.at++
  if (scanner.text.charAt(start) === '(') scanner.report('synonymsBracket', since(scanner, start))
}
