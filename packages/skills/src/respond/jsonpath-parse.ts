import type { JsonValue } from '@jumpseat/wire'

export interface PathStep {
  /** `..`: the selectors look into everything below. */
  readonly isDeep: boolean
  readonly selectors: readonly Selector[]
}

export type Selector =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'all' }
  | { readonly kind: 'index'; readonly index: number }
  | {
      readonly kind: 'slice'
      readonly start: number | undefined
      readonly end: number | undefined
      readonly step: number
    }
  | { readonly kind: 'filter'; readonly test: Expression }

export type Expression =
  | { readonly kind: 'or' | 'and'; readonly parts: readonly Expression[] }
  | { readonly kind: 'not'; readonly part: Expression }
  | { readonly kind: 'compare'; readonly left: Expression; readonly operator: string; readonly right: Expression }
  | { readonly kind: 'path'; readonly isRoot: boolean; readonly steps: readonly PathStep[] }
  | { readonly kind: 'literal'; readonly value: JsonValue }
  | { readonly kind: 'function'; readonly name: 'length' | 'count' | 'value'; readonly argument: Expression }

const LONGEST = 1000
const DEPTH = 30
const known = new Map<string, readonly PathStep[] | undefined>()

/** The steps of a path; `undefined` when it cannot be read. */
export function parsePath(path: string): readonly PathStep[] | undefined {
  if (known.has(path)) return known.get(path)
  const steps = path.length > LONGEST ? undefined : read(path.trim())
  if (known.size > 1000) known.clear()
  known.set(path, steps)
  return steps
}

function read(path: string): readonly PathStep[] | undefined {
  // `$`, `$.a` and, as manifests write them too, `a.b`
  const rest = /^[$@]/.test(path) ? path.slice(1) : path === '' || /^[.[]/.test(path) ? path : `.${path}`
  const reader = { text: rest, at: 0, depth: DEPTH }
  const steps = readSteps(reader)
  return steps !== undefined && reader.at === rest.length ? steps : undefined
}

interface Reader {
  readonly text: string
  at: number
  depth: number
}

const NAME = /[\p{L}_\u{80}-\u{10FFFF}][\p{L}\p{N}_\-\u{80}-\u{10FFFF}]*/uy

function matched(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at
  const found = pattern.exec(reader.text)?.[0]
  if (found !== undefined) reader.at += found.length
  return found
}

const took = (reader: Reader, text: string): boolean => {
  const isThere = reader.text.startsWith(text, reader.at)
  if (isThere) reader.at += text.length
  return isThere
}

const space = (reader: Reader) => matched(reader, /[ \t\r\n]*/y)

function readSteps(reader: Reader): PathStep[] | undefined {
  const steps: PathStep[] = []
  for (;;) {
    const isDeep = took(reader, '..')
    if (reader.text[reader.at] === '[') {
      const selectors = readBrackets(reader)
      if (selectors === undefined) return undefined
      steps.push({ isDeep, selectors })
    } else if (isDeep || took(reader, '.')) {
      if (took(reader, '*')) steps.push({ isDeep, selectors: [{ kind: 'all' }] })
      else {
        const name = matched(reader, NAME)
        if (name === undefined) return undefined
        steps.push({ isDeep, selectors: [{ kind: 'name', name }] })
      }
    } else return steps
  }
}

function readBrackets(reader: Reader): Selector[] | undefined {
  reader.at++
  const selectors: Selector[] = []
  do {
    space(reader)
    const selector = readSelector(reader)
    if (selector === undefined) return undefined
    selectors.push(selector)
    space(reader)
  } while (took(reader, ','))
  return took(reader, ']') ? selectors : undefined
}

function readSelector(reader: Reader): Selector | undefined {
  if (took(reader, '*')) return { kind: 'all' }
  if (took(reader, '?')) {
    const test = readOr(reader)
    return test && { kind: 'filter', test }
  }
  const name = readText(reader)
  if (name !== undefined) return { kind: 'name', name }
  const slice = matched(reader, /(-?\d+)?\s*:\s*(-?\d+)?(\s*:\s*(-?\d+)?)?/y)
  if (slice !== undefined) {
    const [start, end, step] = slice.split(':').map((part) => (part.trim() === '' ? undefined : Number(part)))
    return { kind: 'slice', start, end, step: step ?? 1 }
  }
  const index = matched(reader, /-?\d+/y)
  return index === undefined ? undefined : { kind: 'index', index: Number(index) }
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

function readText(reader: Reader): string | undefined {
  const quoted = matched(reader, /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/sy)
  return quoted
    ?.slice(1, -1)
    .replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_whole, code?: string, char?: string) =>
      code === undefined ? (ESCAPES[char ?? ''] ?? char ?? '') : String.fromCharCode(Number.parseInt(code, 16)),
    )
}

function readOr(reader: Reader): Expression | undefined {
  return readList(reader, 'or', '||', (inner) => readList(inner, 'and', '&&', readTest))
}

function readList(
  reader: Reader,
  kind: 'or' | 'and',
  mark: string,
  readPart: (reader: Reader) => Expression | undefined,
): Expression | undefined {
  const parts: Expression[] = []
  do {
    const part = readPart(reader)
    if (part === undefined) return undefined
    parts.push(part)
    space(reader)
  } while (took(reader, mark))
  return parts.length === 1 ? parts[0] : { kind, parts }
}

function readTest(reader: Reader): Expression | undefined {
  space(reader)
  if (--reader.depth < 0) return undefined
  if (took(reader, '!')) {
    const part = readTest(reader)
    return part && { kind: 'not', part }
  }
  if (took(reader, '(')) {
    const inner = readOr(reader)
    space(reader)
    return inner && took(reader, ')') ? inner : undefined
  }
  const left = readOperand(reader)
  if (left === undefined) return undefined
  space(reader)
  const operator = matched(reader, /==|!=|<=|>=|<|>/y)
  if (operator === undefined) return left.kind === 'path' ? left : undefined
  space(reader)
  const right = readOperand(reader)
  return right && { kind: 'compare', left, operator, right }
}

const LITERALS: Readonly<Record<string, JsonValue>> = { true: true, false: false, null: null }

function readOperand(reader: Reader): Expression | undefined {
  if (reader.text[reader.at] === '@' || reader.text[reader.at] === '$') {
    const isRoot = reader.text[reader.at++] === '$'
    const steps = readSteps(reader)
    return steps && { kind: 'path', isRoot, steps }
  }
  const text = readText(reader)
  if (text !== undefined) return { kind: 'literal', value: text }
  const number = matched(reader, /-?\d+(\.\d+)?([eE][+-]?\d+)?/y)
  if (number !== undefined) return { kind: 'literal', value: Number(number) }
  const name = matched(reader, /(length|count|value)(?=\s*\()/y)
  if (name !== undefined) {
    matched(reader, /\s*\(\s*/y)
    if (--reader.depth < 0) return undefined
    const argument = readOperand(reader)
    space(reader)
    return argument && took(reader, ')') ? { kind: 'function', name: name as 'length', argument } : undefined
  }
  const word = matched(reader, /true|false|null/y)
  return word === undefined ? undefined : { kind: 'literal', value: LITERALS[word] ?? null }
}
