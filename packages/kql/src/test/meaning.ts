import { numberOf } from '../numbers.ts'
import type { Comparison, KqlNode, Piece, Restriction, Text } from '../types.ts'

/** An item of the schema in contract: connectors 5.3. `code` is the exact-match property. */
export interface Item {
  readonly text: string
  readonly vessel?: string
  readonly berth?: number
  readonly arrived?: string
  readonly code?: string
  readonly tags?: readonly string[]
}

/** What a tree means, in the plainest way: enough to hold the reader against the contract's vectors. */
export function matches(node: KqlNode, item: Item): boolean {
  switch (node.kind) {
    case 'everything':
      return true
    case 'and':
      return node.of.every((part) => matches(part, item))
    case 'or':
      return node.of.some((part) => matches(part, item))
    case 'not':
      return !matches(node.of, item)
    case 'text':
      return wordsOf(node.text).length === 0 || standsIn(item.text, node)
    case 'words':
      return node.of.some((part) => standsIn(item.text, part))
    case 'near':
      return (
        node.of.every((part) => standsIn(item.text, part)) &&
        distancesOf(node.of, item).every((d) => d <= node.distance)
      )
    case 'restriction':
      return holds(node, item)
  }
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

function standsIn(text: string, { text: wanted, isPrefix }: Piece): boolean {
  const words = wordsOf(text)
  const terms = wordsOf(wanted)
  return words.some((_word, at) =>
    terms.every((term, i) =>
      isPrefix && i === terms.length - 1 ? words[at + i]?.startsWith(term) === true : words[at + i] === term,
    ),
  )
}

/** Words between neighbours, by first occurrence; good enough for items that hold each word once. */
function distancesOf(texts: readonly Text[], item: Item): number[] {
  const places = texts.map(({ text }) => wordsOf(item.text).indexOf(wordsOf(text)[0] ?? ''))
  return places.slice(1).map((place, i) => Math.abs(place - (places[i] ?? 0)) - 1)
}

function holds(node: Restriction, item: Item): boolean {
  const values = valuesOf(node.name.toLowerCase(), item)
  if (node.operator === '..')
    return values.some((value) => compare(value, node.from.text) >= 0 && compare(value, node.to.text) <= 0)
  const { operator, value, name } = node
  return values.some((held) => {
    if (operator !== ':' || typeof held === 'number') return PASSES[operator](compare(held, value.text))
    if (name.toLowerCase() !== 'code') return standsIn(held, value)
    return value.isPrefix ? held.toLowerCase().startsWith(value.text.toLowerCase()) : compare(held, value.text) === 0
  })
}

const PASSES: Readonly<Record<Comparison, (order: number) => boolean>> = {
  ':': (order) => order === 0,
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
}

function valuesOf(name: string, { vessel, berth, arrived, code, tags }: Item): readonly (string | number)[] {
  const held = new Map(Object.entries({ vessel, berth, arrived, code, tags })).get(name)
  if (held === undefined) return []
  return typeof held === 'object' ? held : [held]
}

/** NaN, which no comparison accepts, when a number meets something else. */
function compare(held: string | number, wanted: string): number {
  if (typeof held === 'number') return held - (numberOf(wanted) ?? Number.NaN)
  const [a, b] = [held.toLowerCase(), wanted.toLowerCase()]
  return a < b ? -1 : a > b ? 1 : 0
}
