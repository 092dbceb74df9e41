// JSON as people write it: comments, trailing commas, a key twice, `${{NAME}}` without quotes. Each is told, none is fatal.
import { type JsonObject, type JsonValue, setOwn } from '@jumpseat/wire'
import { escapeSegment } from '../findings.ts'

export interface Parsed {
  /** `undefined` when nothing could be made of the text; what stands before a mistake is kept otherwise. */
  readonly value: JsonValue | undefined
  readonly flaws: readonly Flaw[]
  /** Pointers where `${{NAME}}` stands without quotes: what it is replaced with may be a number. */
  readonly bare: ReadonlySet<string>
}

/** A `broken` document has no value. */
export interface Flaw {
  readonly kind:
    | 'broken'
    | 'comment'
    | 'trailing-comma'
    | 'missing-comma'
    | 'text-after-end'
    | 'raw-character'
    | 'duplicate-key'
    | 'bare-placeholder'
  /** JSON pointer. */
  readonly pointer: string
  /** What was wrong, and at which line and column. */
  readonly reason: string
}

/** contract: packages 1.11, step 2; real documents stay below 40 levels. */
export const DEEPEST = 100

class Broken {
  readonly at: number
  readonly reason: string
  constructor(at: number, reason: string) {
    this.at = at
    this.reason = reason
  }
}

interface State {
  readonly text: string
  at: number
  readonly path: string[]
  readonly flaws: Map<string, Flaw>
  readonly bare: Set<string>
}

/** Time and memory grow with the length of the text only. Never throws. */
export function parseJson(text: string): Parsed {
  const state: State = { text, at: 0, path: [], flaws: new Map(), bare: new Set() }
  try {
    skip(state)
    const value = readValue(state)
    skip(state)
    if (state.at < text.length) flaw(state, 'text-after-end', () => placeOf(text, state.at))
    return { value, flaws: [...state.flaws.values()], bare: state.bare }
  } catch (error) {
    if (!(error instanceof Broken)) throw error
    const reason = `${error.reason} at ${placeOf(text, error.at)}`
    const broken = { kind: 'broken' as const, pointer: pointerOf(state.path), reason }
    return { value: undefined, flaws: [...state.flaws.values(), broken], bare: state.bare }
  }
}

function placeOf(text: string, at: number): string {
  const lines = text.slice(0, at).split('\n')
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`
}

/** Of one document; a text full of them takes no longer for it. */
const MOST_FLAWS = 1_000

/** One of a kind at each place is enough; of what concerns the writing alone, one in the whole document. */
function flaw(state: State, kind: Flaw['kind'], reason: () => string): void {
  const pointer = EVERYWHERE.has(kind) ? '' : pointerOf(state.path)
  const key = `${kind} ${pointer}`
  if (!state.flaws.has(key) && state.flaws.size < MOST_FLAWS) state.flaws.set(key, { kind, pointer, reason: reason() })
}

const EVERYWHERE: ReadonlySet<Flaw['kind']> = new Set([
  'comment',
  'trailing-comma',
  'missing-comma',
  'raw-character',
  'bare-placeholder',
])

function pointerOf(path: readonly string[]): string {
  return path.map((segment) => `/${escapeSegment(segment)}`).join('')
}

const SPACE = /[ \t\r\n\v\f\u00a0\u2028\u2029\ufeff]*/y
const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y

function skip(state: State): void {
  for (;;) {
    SPACE.lastIndex = state.at
    SPACE.test(state.text)
    state.at = SPACE.lastIndex
    if (state.text[state.at] !== '/') return
    COMMENT.lastIndex = state.at
    if (!COMMENT.test(state.text)) throw new Broken(state.at, 'a comment does not end')
    flaw(state, 'comment', () => `a comment at ${placeOf(state.text, state.at)}`)
    state.at = COMMENT.lastIndex
  }
}

const WORD = /true|false|null/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const PLACEHOLDER = /\$\{\{[^{}\n]*\}\}/y

function readValue(state: State): JsonValue {
  const first = state.text[state.at]
  if (first === '{') return readObject(state)
  if (first === '[') return readList(state)
  if (first === '"') return readString(state)
  const word = take(state, WORD)
  if (word !== undefined) return word === 'null' ? null : word === 'true'
  const number = take(state, NUMBER)
  if (number !== undefined) return Number(number)
  const placeholder = take(state, PLACEHOLDER)
  if (placeholder === undefined)
    throw new Broken(state.at, first === undefined ? 'the document ends too early' : 'no value')
  state.bare.add(pointerOf(state.path))
  flaw(state, 'bare-placeholder', () => placeholder)
  return placeholder
}

function take(state: State, pattern: RegExp): string | undefined {
  pattern.lastIndex = state.at
  const found = pattern.exec(state.text)?.[0]
  if (found !== undefined) state.at += found.length
  return found
}

function readObject(state: State): JsonObject {
  const object: JsonObject = {}
  enter(state)
  while (!leaves(state, '}')) {
    if (state.text[state.at] !== '"') throw new Broken(state.at, 'no quoted name')
    const key = readString(state)
    state.path.push(key)
    if (Object.hasOwn(object, key)) flaw(state, 'duplicate-key', () => key)
    skip(state)
    if (state.text[state.at] !== ':') throw new Broken(state.at, "no ':' after a name")
    state.at += 1
    skip(state)
    const value = readValue(state)
    if (key === '__proto__') setOwn(object, key, value)
    else object[key] = value
    state.path.pop()
    separate(state, '}')
  }
  return object
}

function readList(state: State): JsonValue[] {
  const list: JsonValue[] = []
  enter(state)
  while (!leaves(state, ']')) {
    state.path.push(String(list.length))
    list.push(readValue(state))
    state.path.pop()
    separate(state, ']')
  }
  return list
}

function enter(state: State): void {
  if (state.path.length >= DEEPEST) throw new Broken(state.at, `the document is more than ${DEEPEST} levels deep`)
  state.at += 1
  skip(state)
}

function leaves(state: State, end: string): boolean {
  if (state.text[state.at] !== end) return false
  state.at += 1
  return true
}

/** A comma before the next member, or the end. A comma before the end is a flaw, and so is none where a member begins. */
function separate(state: State, end: string): void {
  const after = state.at
  skip(state)
  const next = state.text[state.at]
  if (next === end) return
  if (next === '"' || (end === ']' && (next === '{' || next === '['))) {
    flaw(state, 'missing-comma', () => placeOf(state.text, after))
    return
  }
  if (next !== ',') throw new Broken(state.at, state.at >= state.text.length ? 'the document ends too early' : "no ','")
  const comma = state.at
  state.at += 1
  skip(state)
  if (state.text[state.at] === end)
    flaw(state, 'trailing-comma', () => `a comma too many at ${placeOf(state.text, comma)}`)
}

const PLAIN = /[^"\\]*/y
const RAW = /\p{Cc}/u
const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '\\': '\\',
  '/': '/',
}

/** Line breaks and tabs inside a string are taken as they are, and told. */
function readString(state: State): string {
  const start = state.at
  let text = ''
  state.at += 1
  for (;;) {
    const plain = take(state, PLAIN) ?? ''
    if (RAW.test(plain)) flaw(state, 'raw-character', () => placeOf(state.text, start))
    text += plain
    const next = state.text[state.at]
    if (next === undefined) throw new Broken(start, 'a text does not end')
    state.at += 1
    if (next === '"') return text
    text += readEscape(state)
  }
}

function readEscape(state: State): string {
  const letter = state.text[state.at] ?? ''
  state.at += 1
  if (letter !== 'u') {
    const plain = ESCAPES[letter]
    if (plain === undefined) throw new Broken(state.at - 2, 'an unknown escape')
    return plain
  }
  const hex = state.text.slice(state.at, state.at + 4)
  if (!/^[0-9a-fA-F]{4}$/.test(hex)) throw new Broken(state.at - 2, 'an unknown escape')
  state.at += 4
  return String.fromCharCode(Number.parseInt(hex, 16))
}
