// YAML without its surprises: no types beyond JSON's, aliases within a budget, keys as texts.
import { type JsonObject, type JsonValue, setOwn } from '@jumpseat/wire'
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Pair, parseDocument, type YAMLMap } from 'yaml'
import { escapeSegment } from '../findings.ts'
import { DEEPEST, type Flaw, type Parsed } from './json.ts'

/** Characters; the parser needs about a second for a million of the worst ones. */
const LONGEST = 1_500_000
/** Values that stand in the document, and values that aliases write out once more. */
const MOST_VALUES = 200_000
const MOST_REPEATED = 20_000
/** Anchors, aliases and tags: hardly any in real documents, and slow to complain about one by one. */
const MOST_MARKS = 5_000
const MARK = /(?:^|[\s,[{:-])[*&!]\S/g
/** Brackets that are open at once, those in texts included. */
const MOST_OPEN = 500

class Refused {
  readonly reason: string
  constructor(reason: string) {
    this.reason = reason
  }
}

interface State {
  readonly flaws: Flaw[]
  readonly bare: Set<string>
  readonly anchors: Map<string, unknown>
  /** Aliases that are being written out: against circles, and to tell what is repeated. */
  readonly open: Set<unknown>
  values: number
  repeated: number
}

/** Time and memory are bounded. Never throws. */
export function parseYaml(text: string): Parsed {
  try {
    if (text.length > LONGEST) throw new Refused(`the document is longer than ${LONGEST} characters`)
    if (moreThan(MOST_MARKS, text))
      throw new Refused(`the document holds more than ${MOST_MARKS} anchors, aliases or tags`)
    if (opensTooMuch(text)) throw new Refused(`the document is more than ${DEEPEST} levels deep`)
    const lines = new LineCounter()
    const document = parseDocument(sheltered(text), {
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
      lineCounter: lines,
    })
    const [error] = document.errors
    if (error !== undefined) {
      const { line, col } = lines.linePos(error.pos[0])
      throw new Refused(`${error.message} at line ${line}, column ${col}`)
    }
    const state: State = { flaws: [], bare: new Set(), anchors: new Map(), open: new Set(), values: 0, repeated: 0 }
    const value = jsonOf(state, document.contents, '', 0)
    return { value, flaws: state.flaws, bare: state.bare }
  } catch (error) {
    const reason = error instanceof Refused ? error.reason : 'the document cannot be read as YAML'
    return { value: undefined, flaws: [{ kind: 'broken', pointer: '', reason }], bare: new Set() }
  }
}

function moreThan(most: number, text: string): boolean {
  let count = 0
  for (const _ of text.matchAll(MARK)) {
    count += 1
    if (count > most) return true
  }
  return false
}

/** `${{NAME}}` without quotes is no YAML inside of brackets; toolkits fill it in before they read. */
function sheltered(text: string): string {
  return text.replace(/\$\{\{([\w. -]{0,200})\}\}/g, '\ue000$1\ue001')
}

function restored(text: string): string {
  return text.includes('\ue000') ? text.replaceAll('\ue000', '${{').replaceAll('\ue001', '}}') : text
}

function opensTooMuch(text: string): boolean {
  let open = 0
  for (const [bracket] of text.matchAll(/[[{}\]]/g)) {
    if (bracket === '[' || bracket === '{') open += 1
    else if (open > 0) open -= 1
    if (open > MOST_OPEN) return true
  }
  return false
}

function jsonOf(state: State, node: unknown, pointer: string, depth: number): JsonValue {
  if (depth > DEEPEST) throw new Refused(`the document is more than ${DEEPEST} levels deep`)
  state.values += 1
  if (state.open.size > 0) state.repeated += 1
  if (state.values > MOST_VALUES) throw new Refused(`the document holds more than ${MOST_VALUES} values`)
  if (state.repeated > MOST_REPEATED) throw new Refused(`aliases repeat more than ${MOST_REPEATED} values`)
  if (isAlias(node)) return aliasOf(state, node.source, pointer, depth)
  if (isNode(node) && node.anchor !== undefined) state.anchors.set(node.anchor, node)
  if (isMap(node)) return objectOf(state, node, pointer, depth)
  if (isSeq(node)) return node.items.map((item, n) => jsonOf(state, item, `${pointer}/${n}`, depth + 1))
  if (!isScalar(node)) return null
  const value = scalarOf(node.value, node.source)
  if (node.type === 'PLAIN' && typeof value === 'string' && /^\$\{\{[^{}]*\}\}$/.test(value)) {
    state.bare.add(pointer)
  }
  return value
}

function scalarOf(value: unknown, source: string | undefined): JsonValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return restored(value)
  if (typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  return source ?? String(value)
}

/** An alias means the last node before it that has the anchor. */
function aliasOf(state: State, name: string, pointer: string, depth: number): JsonValue {
  const target = state.anchors.get(name)
  if (target === undefined) throw new Refused('an alias leads nowhere')
  if (state.open.has(target)) throw new Refused('an alias leads to itself')
  state.open.add(target)
  const value = jsonOf(state, target, pointer, depth + 1)
  state.open.delete(target)
  return value
}

function objectOf(state: State, map: YAMLMap, pointer: string, depth: number): JsonObject {
  const object: JsonObject = {}
  const merged: JsonObject[] = []
  for (const pair of map.items) {
    const key = keyOf(state, pair, depth)
    const place = `${pointer}/${escapeSegment(key)}`
    const value = jsonOf(state, pair.value, place, depth + 1)
    if (key === '<<') {
      for (const part of Array.isArray(value) ? value : [value]) if (isObject(part)) merged.push(part)
      continue
    }
    if (Object.hasOwn(object, key)) state.flaws.push({ kind: 'duplicate-key', pointer: place, reason: key })
    setOwn(object, key, value)
  }
  for (const part of merged)
    for (const [key, value] of Object.entries(part)) if (!Object.hasOwn(object, key)) setOwn(object, key, value)
  return object
}

function keyOf(state: State, { key }: Pair, depth: number): string {
  if (isScalar(key)) return restored(key.source ?? String(key.value))
  const value = jsonOf(state, key, '', depth + 1)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
