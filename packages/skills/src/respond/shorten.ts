import type { ResponseSemantics } from '@jumpseat/manifest'
import { isJsonObject, type JsonValue } from '@jumpseat/wire'
import type { Budget } from '../call/types.ts'

export interface Shortened {
  /** Valid JSON within the budget. */
  readonly text: string
  readonly isShortened: boolean
}

/**
 * What a text costs a model, estimated from above: four ASCII characters a token, other characters one each. Real
 * tokenisers differ; the budget is the contract's, the count is ours. Contract: packages 4.4 and 11, unconfirmed 2.
 */
export function tokensOf(text: string): number {
  let others = 0
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 127) others++
  return Math.ceil((text.length - others) / 4) + others
}

/**
 * The answer within a model's budget: values are left out or cut, never the JSON. The steps in the contract's order; each
 * goes on from the one before. Contract: packages 4.4.
 */
export function shorten(
  answer: JsonValue,
  results: readonly JsonValue[],
  semantics: ResponseSemantics | undefined,
  { items, tokens }: Pick<Budget, 'items' | 'tokens'>,
): Shortened {
  const isFull = results.length <= items
  const fits = (value: JsonValue) => tokensOf(JSON.stringify(value)) <= tokens
  if (isFull && fits(answer)) return { text: JSON.stringify(answer), isShortened: false }
  let value: JsonValue = results.length > 0 ? results.slice(0, items) : answer
  for (const step of stepsFor(semantics)) {
    if (fits(value)) break
    value = step(value)
  }
  return {
    text: JSON.stringify(fits(value) ? value : { shortened: 'The answer is too large to be shown.' }),
    isShortened: true,
  }
}

type Step = (value: JsonValue) => JsonValue

function stepsFor(semantics: ResponseSemantics | undefined): readonly Step[] {
  const named = namedFields(semantics)
  return [
    (value) => (named.size === 0 ? value : onlyNamed(value, named)),
    ...[1000, 500, 200, 100].map(
      (length): Step =>
        (value) =>
          withTexts(value, length),
    ),
    ...[20, 10, 5].map(
      (length): Step =>
        (value) =>
          withLists(value, length, DEEPEST),
    ),
    ...[6, 4, 3].map(
      (depth): Step =>
        (value) =>
          withDepth(value, depth),
    ),
    ...[15, 10, 6, 4, 3, 2, 1].map(
      (count): Step =>
        (value) =>
          Array.isArray(value) ? value.slice(0, count) : value,
    ),
    (value) => withTexts(value, 40),
    (value) => withMembers(value, 20),
    (value) => withDepth(value, 2),
    (value) => withMembers(value, 5),
  ]
}

const DEEPEST = 60

/** The outermost members that citations and the card speak of. */
function namedFields(semantics: ResponseSemantics | undefined): ReadonlySet<string> {
  if (semantics === undefined) return new Set()
  const paths = Object.values(semantics.properties).filter((path) => path !== undefined)
  const first = paths.flatMap((path) => /^\$?\.?(?:\['([^']+)'\]|([^.[\]]+))/.exec(path)?.slice(1, 3) ?? [])
  const card = semantics.staticTemplate === undefined ? '' : JSON.stringify(semantics.staticTemplate)
  const words = [...card.matchAll(/\$\{([^}]*)\}/g)].flatMap(
    ([, expression]) => expression?.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [],
  )
  return new Set([...first, ...words].filter((name) => name !== undefined))
}

/** Objects that have none of the names keep all they have. */
function onlyNamed(value: JsonValue, names: ReadonlySet<string>): JsonValue {
  if (Array.isArray(value)) return value.map((member) => onlyNamed(member, names))
  if (!isJsonObject(value)) return value
  const kept = Object.entries(value).filter(([name]) => names.has(name))
  return kept.length === 0 ? value : Object.fromEntries(kept)
}

function mapped(value: JsonValue, change: (value: JsonValue) => JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(change)
  if (isJsonObject(value))
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, change(member)]))
  return value
}

function withTexts(value: JsonValue, length: number): JsonValue {
  if (typeof value !== 'string') return mapped(value, (member) => withTexts(member, length))
  return value.length > length ? `${value.slice(0, length).toWellFormed()}…` : value
}

/** Lists within the outermost one. */
function withLists(value: JsonValue, length: number, depth: number): JsonValue {
  if (depth === 0) return null
  const inner = mapped(value, (member) => withLists(member, length, depth - 1))
  return Array.isArray(inner) && depth < DEEPEST ? inner.slice(0, length) : inner
}

function withDepth(value: JsonValue, depth: number): JsonValue {
  if (depth === 0 && typeof value === 'object' && value !== null) return '…'
  return mapped(value, (member) => withDepth(member, depth - 1))
}

function withMembers(value: JsonValue, count: number): JsonValue {
  if (!isJsonObject(value)) return mapped(value, (member) => withMembers(member, count))
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, count)
      .map(([name, member]) => [name, withMembers(member, count)]),
  )
}

/** A text that is no JSON, cut at a word. */
export function shortenText(text: string, { tokens }: Pick<Budget, 'tokens'>): Shortened {
  if (tokensOf(text) <= tokens) return { text, isShortened: false }
  let end = Math.min(text.length, tokens * 4)
  while (tokensOf(text.slice(0, end)) > tokens - 1) end = Math.floor(end * 0.9)
  const cut = text.slice(0, end).toWellFormed()
  const word = cut.lastIndexOf(' ')
  return { text: `${word > end * 0.8 ? cut.slice(0, word) : cut}…`, isShortened: true }
}
