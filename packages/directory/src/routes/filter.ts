// Reads the part of OData's $filter and $search that clients use to find people and groups.
import { directoryErrors } from '../errors.ts'
import type { Filter } from '../types.ts'

const TOKEN = /\s*(?:(\()|(\))|(,)|'((?:[^']|'')*)'|([A-Za-z_][\w/]*)|([\w.:-]+))/y
const DEEPEST = 20
/** Comparisons in one filter; far below what the database can nest. */
const MOST = 200

type Token =
  | { readonly kind: '(' | ')' | ',' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'word'; readonly text: string }

export function parseFilter(source: string, properties: readonly string[]): Filter {
  const refuse = (reason: string) =>
    directoryErrors.unsupportedQuery({ reason, properties: properties.join(', ') }, { place: '$filter' })
  const tokens = tokensOf(source, refuse)
  let position = 0

  const take = (kind: Token['kind']): Token => {
    const token = tokens[position++]
    if (token?.kind !== kind) throw refuse(token ? `expected ${kind} at token ${position}` : 'it ends too early')
    return token
  }
  const isNext = (kind: Token['kind'], text?: string) => {
    const token = tokens[position]
    if (token?.kind !== kind) return false
    return text === undefined || (token.kind === 'word' && token.text.toLowerCase() === text)
  }
  const word = () => (take('word') as { readonly text: string }).text
  const propertyOf = (name: string) => {
    const property = properties.find((known) => known.toLowerCase() === name.toLowerCase())
    if (property === undefined) throw refuse(`the property '${name}' cannot be filtered by`)
    return property
  }
  let comparisons = 0
  const literal = (): string | boolean | null => {
    if (++comparisons > MOST) throw refuse(`it has more than ${MOST} comparisons`)
    if (isNext('text')) return (take('text') as { readonly text: string }).text
    const text = word()
    const constant = CONSTANTS.get(text.toLowerCase())
    return constant === undefined ? text : constant
  }

  const joined = (kind: 'and' | 'or', next: (depth: number) => Filter, depth: number): Filter => {
    const terms = [next(depth)]
    while (isNext('word', kind)) {
      position++
      terms.push(next(depth))
    }
    return terms.length === 1 && terms[0] ? terms[0] : { kind, terms }
  }
  const either = (depth: number): Filter => {
    if (depth > DEEPEST) throw refuse('it is nested too deeply')
    return joined('or', (below) => joined('and', term, below), depth)
  }
  const term = (depth: number): Filter => {
    if (isNext('(')) {
      take('(')
      const inner = either(depth + 1)
      take(')')
      return inner
    }
    const name = word()
    if (isNext('(')) return startsWith(name)
    const property = propertyOf(name)
    const operator = word().toLowerCase()
    if (operator === 'eq') return { kind: 'equals', property, values: [literal()] }
    if (operator === 'in') return { kind: 'equals', property, values: list() }
    throw refuse(`the operator '${operator}' is not supported`)
  }
  const startsWith = (name: string): Filter => {
    if (name.toLowerCase() !== 'startswith') throw refuse(`the function '${name}' is not supported`)
    take('(')
    const property = propertyOf(word())
    take(',')
    const value = literal()
    take(')')
    if (typeof value !== 'string') throw refuse('startswith takes text')
    return { kind: 'startsWith', property, value }
  }
  const list = () => {
    take('(')
    const values = [literal()]
    while (isNext(',')) {
      take(',')
      values.push(literal())
    }
    take(')')
    return values
  }

  const filter = either(0)
  if (position < tokens.length) throw refuse(`token ${position + 1} was not expected`)
  return filter
}

const CONSTANTS = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
])

function tokensOf(source: string, refuse: (reason: string) => Error): Token[] {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  const text = source.trimEnd()
  while (TOKEN.lastIndex < text.length) {
    const start = TOKEN.lastIndex
    const found = TOKEN.exec(text)
    if (!found) throw refuse(`it cannot be read from character ${start + 1}`)
    const [, open, close, comma, quoted, name, bare] = found
    if (open ?? close ?? comma) tokens.push({ kind: (open ?? close ?? comma) as '(' | ')' | ',' })
    else if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted.replaceAll("''", "'") })
    else tokens.push({ kind: 'word', text: name ?? bare ?? '' })
  }
  return tokens
}

/** `"displayName:mar" OR "mail:mar"`: words of the property that start with the text. */
export function parseSearch(source: string, properties: readonly string[]): Filter {
  const refuse = (reason: string) =>
    directoryErrors.unsupportedQuery({ reason, properties: properties.join(', ') }, { place: '$search' })
  if (source.split(/\s/).length > MOST) throw refuse('it is too long')
  const either = source.split(/\s+OR\s+/).map((part) => {
    const terms = part.split(/\s+AND\s+/).map((clause): Filter => {
      const [, name = '', value = ''] = /^\s*"(\w+):(.+)"\s*$/.exec(clause) ?? []
      const property = properties.find((known) => known.toLowerCase() === name.toLowerCase())
      if (property === undefined) throw refuse('search clauses look like "displayName:text"')
      return { kind: 'hasWord', property, value: value.replaceAll('\\"', '"') }
    })
    return { kind: 'and' as const, terms }
  })
  return { kind: 'or', terms: either }
}

/** Whether an entity passes the filter: what the database decides for lists, decided for one entity. */
export function passes(entity: object, filter: Filter): boolean {
  if ('terms' in filter) {
    const verdicts = filter.terms.map((term) => passes(entity, term))
    return filter.kind === 'and' ? verdicts.every(Boolean) : verdicts.some(Boolean)
  }
  const value: unknown = Object.entries(entity).find(([name]) => name === filter.property)?.[1] ?? null
  if (filter.kind === 'equals') return filter.values.some((wanted) => fold(wanted) === fold(value))
  const text = fold(value)
  const wanted = String(fold(filter.value))
  if (typeof text !== 'string') return false
  return text.startsWith(wanted) || (filter.kind === 'hasWord' && text.includes(` ${wanted}`))
}

/** ASCII only, as the database folds. */
function fold(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : value
}
