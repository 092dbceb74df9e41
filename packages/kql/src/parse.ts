import { joined } from './join.ts'
import { type Report, reportTo } from './problems.ts'
import { type Token, tokensOf } from './tokens.ts'
import { combine, negated, spanOf } from './tree.ts'
import type { KqlNode, KqlOptions, KqlProblem, ParsedKql, Text } from './types.ts'

// contract: connectors 5.3, what a program may send
const MAX_LENGTH = 4096
const MAX_DEPTH = 32
/** Operands of one chain of NEAR or ONEAR: finding them together costs the more, the more there are. */
const MOST_NEAR = 16
/** Keeps the recursion within any stack, whatever a caller asks for. */
const DEEPEST = 256

/**
 * Reads any text in one pass: there is always a tree, and whatever was not as it should be is a problem. Never throws.
 * Whoever must not guess (scopes of agents and administrators) refuses a text with problems.
 *
 * What binds tighter comes first: brackets, NEAR, NOT and the signs, AND, OR, then standing side by side.
 * Source: [MS-KQL] 2, where a list of expressions is no operand of an operator, and [MS-SEARCH] 2.2.11.3.
 */
export function parseKql(text: string, options: KqlOptions = {}): ParsedKql {
  const problems: KqlProblem[] = []
  const report = reportTo(problems)
  const whole = { start: 0, end: text.length }
  if (text.length > (options.maxLength ?? MAX_LENGTH)) report('tooLong', whole)
  const maxDepth = Math.max(0, Math.min(options.maxDepth ?? MAX_DEPTH, DEEPEST))
  const tree = list({ tokens: tokensOf(text, maxDepth, report), report, next: 0 })
  if (tree) return { tree, problems }
  report('nothingAsked', whole)
  return { tree: { kind: 'everything', position: whole }, problems }
}

interface Reading {
  readonly tokens: readonly Token[]
  readonly report: Report
  next: number
}

type Level = (reading: Reading) => KqlNode | undefined

const endOfRead = ({ tokens, next }: Reading) => tokens[next - 1]?.position.end ?? 0
const peek = ({ tokens, next }: Reading): Token | undefined => tokens[next]

function list(reading: Reading): KqlNode | undefined {
  const members: { node: KqlNode; isBare: boolean }[] = []
  for (let token = peek(reading); token && token.kind !== 'close'; token = peek(reading)) {
    const node = alternatives(reading)
    if (node) members.push({ node, isBare: token.kind === 'leaf' && token.node === node })
  }
  return combine('and', joined(members))
}

const requirements = operatorLevel('and', negation)
const alternatives = operatorLevel('or', requirements)

/** Operands with this operator between them. Each operator takes its token, so that a list always moves on. */
function operatorLevel(kind: 'and' | 'or', operand: Level): Level {
  return (reading) => {
    let last = operand(reading)
    const of = last ? [last] : []
    for (let token = peek(reading); token?.kind === kind; token = peek(reading)) {
      reading.next++
      const right = operand(reading)
      if (last === undefined || right === undefined) reading.report('operandMissing', token.position)
      if (right) of.push(right)
      last = right
    }
    return combine(kind, of)
  }
}

function negation(reading: Reading): KqlNode | undefined {
  const first = peek(reading)
  let isNegated = false
  let last: Token | undefined
  for (let token = first; token?.kind === 'not' || token?.kind === 'include'; token = peek(reading)) {
    if (token.kind === 'not') isNegated = !isNegated
    last = token
    reading.next++
  }
  const node = proximity(reading)
  if (last && !node) reading.report('operandMissing', last.position)
  return node && first && isNegated ? negated(node, { start: first.position.start, end: node.position.end }) : node
}

/** `a NEAR b NEAR c` is one chain; where the operator changes, its neighbour begins another, and both must hold. */
function proximity(reading: Reading): KqlNode | undefined {
  let last = operand(reading)
  const chains: Chain[] = last ? [{ first: last, rest: [], near: undefined }] : []
  for (let token = peek(reading); token?.kind === 'near' || token?.kind === 'rank'; token = peek(reading)) {
    reading.next++
    const right = operand(reading)
    if (token.kind === 'rank') {
      reading.report('rankUnsupported', { start: token.position.start, end: endOfRead(reading) })
      continue
    }
    const chain = chains.at(-1)
    if (chain && last?.kind === 'text' && right?.kind === 'text') {
      const isFull = chain.rest.length + 1 >= MOST_NEAR
      if (isFull) reading.report('nearTooMany', token.position)
      if (!isFull && fits(chain, token)) add(chain, token, right)
      else chains.push({ first: last, rest: [right], near: token })
    } else {
      reading.report(last && right ? 'nearOperand' : 'operandMissing', token.position)
      if (right) chains.push({ first: right, rest: [], near: undefined })
    }
    last = right
  }
  return combine('and', chains.map(chained))
}

type NearToken = Extract<Token, { kind: 'near' }>

interface Chain {
  readonly first: KqlNode
  readonly rest: Text[]
  near: NearToken | undefined
}

const fits = ({ near }: Chain, { distance, isOrdered }: NearToken) =>
  near === undefined || (near.distance === distance && near.isOrdered === isOrdered)

function add(chain: Chain, near: NearToken, right: Text): void {
  chain.near = near
  chain.rest.push(right)
}

function chained({ first, rest, near }: Chain): KqlNode {
  if (near === undefined || first.kind !== 'text') return first
  const of = [first, ...rest]
  return { kind: 'near', of, distance: near.distance, isOrdered: near.isOrdered, position: spanOf(of) }
}

function operand(reading: Reading): KqlNode | undefined {
  const token = peek(reading)
  if (token?.kind === 'leaf') {
    reading.next++
    return token.node
  }
  if (token?.kind !== 'open') return undefined
  reading.next++
  const node = list(reading)
  if (peek(reading)) reading.next++
  if (!node) reading.report('groupEmpty', { start: token.position.start, end: endOfRead(reading) })
  return node
}
