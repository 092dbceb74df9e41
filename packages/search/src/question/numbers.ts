import { own } from '@jumpseat/wire'
import type { Field } from './fields.ts'
import { type Candidate, filter, isBoundary, isDenied, type Reading } from './reading.ts'
import { behind, longest, singularOf, type Token } from './tokens.ts'
import type { ProposedFilter } from './types.ts'

type Operator = ProposedFilter['operator']

/** Before a number; the longer ones first. */
const COMPARISONS: readonly (readonly [words: readonly string[], operator: Operator])[] = (
  [
    ['greater than or equal to', '>='],
    ['less than or equal to', '<='],
    ['no less than', '>='],
    ['no fewer than', '>='],
    ['no more than', '<='],
    ['greater than', '>'],
    ['larger than', '>'],
    ['bigger than', '>'],
    ['higher than', '>'],
    ['more than', '>'],
    ['less than', '<'],
    ['fewer than', '<'],
    ['smaller than', '<'],
    ['lower than', '<'],
    ['at least', '>='],
    ['at most', '<='],
    ['up to', '<='],
    ['equal to', '='],
    ['exactly', '='],
    ['above', '>'],
    ['over', '>'],
    ['below', '<'],
    ['under', '<'],
    ['>=', '>='],
    ['<=', '<='],
    ['>', '>'],
    ['<', '<'],
    ['=', '='],
  ] as const
).map(([words, operator]) => [words.split(' '), operator] as const)

/** Behind a number. */
const AFTERWARDS: readonly (readonly [words: readonly string[], operator: Operator])[] = [
  [['or', 'more'], '>='],
  [['or', 'higher'], '>='],
  [['or', 'above'], '>='],
  [['or', 'less'], '<='],
  [['or', 'fewer'], '<='],
  [['or', 'lower'], '<='],
  [['or', 'below'], '<='],
]

interface Compared {
  readonly operator: Operator
  readonly values: readonly string[]
  readonly next: number
  readonly isCompared: boolean
}

/** `berth over 10`, `priority is 2`, `amount between 100 and 2,000`, `more than 5 reactions`. */
export function numberRule(reading: Reading, at: number): Candidate | undefined {
  const { tokens } = reading
  if (isDenied(reading, at)) return undefined
  const named = numberFieldAt(reading, at)
  if (named) {
    const { field, next } = named
    const place = ['is', 'are', 'was', 'of'].includes(tokens[next]?.word ?? '') ? next + 1 : next
    const compared = comparedAt(tokens, place)
    if (!compared || !isEnd(reading, compared.next, field)) return undefined
    return filter(field, compared.operator, compared.values, at, compared.next)
  }
  const compared = comparedAt(tokens, at)
  const counted = compared?.isCompared ? numberFieldAt(reading, compared.next) : undefined
  return compared && counted ? filter(counted.field, compared.operator, compared.values, at, counted.next) : undefined
}

function comparedAt(tokens: readonly Token[], at: number): Compared | undefined {
  if (tokens[at]?.word === 'between' || tokens[at]?.word === 'from') {
    const [from, to] = [numberAt(tokens, at + 1), numberAt(tokens, (numberAt(tokens, at + 1)?.next ?? at) + 1)]
    const link = from && tokens[from.next]?.word
    if (!from || !to || !(link === 'and' || link === 'to') || Number(from.value) > Number(to.value)) return undefined
    return { operator: '..', values: [from.value, to.value], next: to.next, isCompared: true }
  }
  const compared = COMPARISONS.find(([words]) => behind(tokens, at, words) !== undefined)
  const place = compared ? at + compared[0].length : at
  const number = numberAt(tokens, place)
  if (!number) return undefined
  if (compared) return { operator: compared[1], values: [number.value], next: number.next, isCompared: true }
  const late = AFTERWARDS.find(([words]) => behind(tokens, number.next, words) !== undefined)
  if (late) return { operator: late[1], values: [number.value], next: number.next + late[0].length, isCompared: true }
  // `4 or 7` would be two.
  return tokens[number.next]?.word === 'or'
    ? undefined
    : { operator: '=', values: [number.value], next: number.next, isCompared: false }
}

const FACTORS: Readonly<Record<string, number>> = { '': 1, k: 1_000, m: 1_000_000 }

/** `1,500`, `3.5`, `2k`, `$40`. Undefined for what carries a unit. */
function numberAt(tokens: readonly Token[], at: number): { readonly value: string; readonly next: number } | undefined {
  const place = /^[$€£]$/.test(tokens[at]?.text ?? '') ? at + 1 : at
  const [, digits, suffix = ''] =
    /^(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)([a-z]*)$/.exec(tokens[place]?.word ?? '') ?? []
  const factor = own(FACTORS, suffix)
  if (digits === undefined || factor === undefined) return undefined
  const value = Number(digits.replaceAll(',', '')) * factor
  return Number.isSafeInteger(value) || suffix === '' ? { value: String(value), next: place + 1 } : undefined
}

/** Nothing follows that the number could be of, but what the property is called after. */
function isEnd(reading: Reading, at: number, field: Field): boolean {
  const word = reading.tokens[at]?.word
  return isBoundary(reading, at) || field.names.some((words) => words.at(-1) === word)
}

/** The one number property that is called so at a place, of one or of many. */
function numberFieldAt({ tokens, fields }: Reading, at: number) {
  const numbers = fields.filter(({ kind }) => kind === 'number')
  const names = numbers.flatMap((field) =>
    field.names.flatMap((words) => countedNames(words).map((name) => ({ field, words: name }))),
  )
  const found = longest(tokens, at, names, ({ words }) => words)
  if (!found) return undefined
  const same = names.filter(({ words }) => words.join() === found.choice.words.join())
  return new Set(same.map(({ field }) => field)).size === 1
    ? { field: found.choice.field, next: found.next }
    : undefined
}

/** `number of reactions` and `reaction count` are `reactions` too. */
function countedNames(words: readonly string[]): readonly (readonly string[])[] {
  const name = words.join(' ')
  const [, counted] =
    /^(?:number of|num|count of|total) (.+)$/.exec(name) ?? /^(.+) (?:count|total|number)$/.exec(name) ?? []
  const bare = counted?.split(' ')
  const last = bare?.at(-1)
  return [
    words,
    ...(bare ? [bare] : []),
    ...(bare && last && !singularOf(last) ? [[...bare.slice(0, -1), `${last}s`]] : []),
  ]
}
