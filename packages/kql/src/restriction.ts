import {
  BARE,
  isQuoteAt,
  type RawPiece,
  type Scanner,
  since,
  take,
  takePiece,
  withoutWildcard,
  withWildcard,
} from './scan.ts'
import type { Comparison, Restriction } from './types.ts'

// contract: connectors 5.3, length of a single restriction
const LONGEST = 2048

const NAME = /\p{L}[\p{L}\p{N}_]*/uy
const OPERATOR = /<>|<=|>=|[:=<>]/y

/** Operators whose value may end in `*`. */
const WILDCARDS: ReadonlySet<Comparison> = new Set([':', '=', '<>'])

/**
 * `name<op>value` without whitespace; undefined, and nothing read, when something else begins here.
 * The scheme of an address (`https://…`) is no name.
 */
export function takeRestriction(scanner: Scanner): Restriction | undefined {
  const start = scanner.at
  const name = take(scanner, NAME)?.[0]
  const namePosition = since(scanner, start)
  const operator = name === undefined ? undefined : (take(scanner, OPERATOR)?.[0] as Comparison | undefined)
  const value = operator === undefined || isAddress(scanner, operator) ? undefined : takePiece(scanner, BARE)
  if (name === undefined || operator === undefined || value === undefined) {
    if (operator !== undefined && scanner.text.charAt(scanner.at) === '(')
      scanner.report('valueMissing', since(scanner, start))
    scanner.at = start
    return undefined
  }
  const meaning = rangeFrom(scanner, operator, value) ?? {
    operator,
    value: WILDCARDS.has(operator) ? withWildcard(scanner, value) : withoutWildcard(scanner, value),
  }
  const position = since(scanner, start)
  if (position.end - position.start > LONGEST) scanner.report('restrictionTooLong', position)
  return { kind: 'restriction', name, namePosition, position, ...meaning }
}

const isAddress = ({ text, at }: Scanner, operator: string) => operator === ':' && text.startsWith('//', at)

/** The two ends when the value goes on as a range, each bare or quoted. */
function rangeFrom(scanner: Scanner, operator: Comparison, value: RawPiece) {
  if (operator !== ':' && operator !== '=') return undefined
  const ends = value.isQuoted ? endsBehindQuote(scanner, value) : endsInside(scanner, value)
  if (ends === undefined) return undefined
  const [from, to] = ends
  return { operator: '..' as const, from: withoutWildcard(scanner, from), to: withoutWildcard(scanner, to) }
}

type Ends = readonly [from: RawPiece, to: RawPiece]

function endsBehindQuote(scanner: Scanner, from: RawPiece): Ends | undefined {
  if (from.isStarred || !scanner.text.startsWith('..', scanner.at)) return undefined
  scanner.at += 2
  const to = takePiece(scanner, BARE)
  if (to) return [from, to]
  scanner.report('rangeOpen', since(scanner, from.position.start))
  return undefined
}

function endsInside(scanner: Scanner, { text, position, ...rest }: RawPiece): Ends | undefined {
  const dots = text.indexOf('..')
  if (dots === -1) return undefined
  const middle = position.start + dots
  const from = { ...rest, text: text.slice(0, dots), position: { start: position.start, end: middle } }
  const inside = { ...rest, text: text.slice(dots + 2), position: { start: middle + 2, end: position.end } }
  if (from.text !== '' && inside.text !== '') return [from, inside]
  const to = from.text !== '' && isQuoteAt(scanner, scanner.at) ? takePiece(scanner, BARE) : undefined
  if (to) return [from, to]
  scanner.report('rangeOpen', position)
  return undefined
}
