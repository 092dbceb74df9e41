import { type Field, isNamed } from './fields.ts'
import { nameBehind } from './flags.ts'
import { isPersonal } from './people.ts'
import { type Candidate, filter, isBoundary, isDenied, isNoun, type Reading } from './reading.ts'
import { behind, longest, type Token, wordsOfText } from './tokens.ts'

/** Values that one tells apart by, rather than texts: few words, and not too many of them. */
const MOST_WORDS = 4
const MOST_VALUES = 500

export const isEnumerated = (field: Field) =>
  field.kind === 'text' && !field.labels.some((label) => TEXTS.includes(label)) && field.values.length <= MOST_VALUES
const TEXTS = [
  'title',
  'url',
  'iconUrl',
  'fileName',
  'containerUrl',
  'itemPath',
  'parentUrl',
  'itemParentId',
  'secondaryId',
]

/** Properties whose values stand before what they qualify, without a name: `critical bugs`. */
const QUALIFIERS = ['state', 'priority', 'priorityNormalized', 'severity']
const QUALIFIER = /^(?:status|state|stage|phase|priority|severity|urgency|risk|risk level)$/

export const isQualifier = (field: Field) =>
  field.labels.some((label) => QUALIFIERS.includes(label)) || isNamed(field, QUALIFIER)

/** Whether the values of the property can matter to a question of these words: looking them up takes time. */
export function isAskedFor(tokens: readonly Token[], field: Field): boolean {
  const has = (...words: readonly string[]) => tokens.some(({ word }) => words.includes(word))
  const isKind = field.labels.some((label) => ['itemType', 'fileExtension'].includes(label))
  if (isQualifier(field) || isKind || isNamed(field, /^(?:item )?type$|^(?:file )?(?:type|extension)$/)) return true
  if (isTags(field) && has(...TAGGED)) return true
  if (field.labels.includes('containerName') && has('in', 'from', 'within', 'on')) return true
  if (isPersonal(field) && has('by', 'to')) return true
  return field.names.some((words) => tokens.some((_token, at) => behind(tokens, at, words) !== undefined))
}

const TAGGED = ['tagged', 'labelled', 'labeled']
const isTags = (field: Field) => field.labels.includes('tags') || isNamed(field, /^(?:tags?|labels?|keywords?)$/)

const PREFIXES = new Set(['is', 'are', 'was', '=', 'of', 'as'])

/** `status delayed`, `priority is high`, `high priority`, `tagged bulk`, `in the Finance department`. */
export function valueRule(reading: Reading, at: number): Candidate | undefined {
  const { fields } = reading
  const found = fields
    .filter(isEnumerated)
    .flatMap(
      (field) => namedValue(reading, field, at) ?? valueNamed(reading, field, at) ?? tagged(reading, field, at) ?? [],
    )
  const longestEnd = Math.max(...found.map(({ end }) => end))
  const best = found.filter(({ end }) => end === longestEnd)
  return best.length === 1 ? best[0] : undefined
}

/** The name, then the value. */
function namedValue(reading: Reading, field: Field, at: number): Candidate | undefined {
  const { tokens } = reading
  const next = nameBehind(reading, field, at)
  if (next === undefined || isDenied(reading, at) || isPersonal(field)) return undefined
  const place = PREFIXES.has(tokens[next]?.word ?? '') ? next + 1 : next
  const isNot = tokens[place]?.word === 'not'
  const values = valuesAt(reading, field, isNot ? place + 1 : place)
  return values && isBoundary(reading, values.next)
    ? filter(field, isNot ? '<>' : '=', values.values, at, values.next)
    : undefined
}

/** The value, then the name. */
function valueNamed(reading: Reading, field: Field, at: number): Candidate | undefined {
  const value = valueAt(reading, field, at)
  const end = value && nameBehind(reading, field, value.next)
  if (!value || end === undefined || isPersonal(field)) return undefined
  if (isDenied(reading, at) || ['or', 'and'].includes(reading.tokens[at - 1]?.word ?? '')) return undefined
  const noun = reading.tokens[end]
  const isOfNoun = noun !== undefined && isNoun(reading, noun)
  return isBoundary(reading, end) || isOfNoun ? filter(field, '=', [value.value], at, end) : undefined
}

/** `tagged bulk`, `labelled as urgent`. */
function tagged(reading: Reading, field: Field, at: number): Candidate | undefined {
  const { tokens } = reading
  if (!isTags(field) || !TAGGED.includes(tokens[at]?.word ?? '') || isDenied(reading, at)) return undefined
  const place = ['as', 'with'].includes(tokens[at + 1]?.word ?? '') ? at + 2 : at + 1
  const values = valuesAt(reading, field, place)
  return values && isBoundary(reading, values.next) ? filter(field, '=', values.values, at, values.next) : undefined
}

/** One value, or several with `or` between them. */
function valuesAt(reading: Reading, field: Field, at: number) {
  const values: string[] = []
  for (let place = at; ; ) {
    const one = valueAt(reading, field, place)
    if (!one) return undefined
    values.push(one.value)
    const link = reading.tokens[one.next]?.word
    if (link === 'and' && valueAt(reading, field, one.next + 1)) return undefined
    if (link !== 'or') return { values, next: one.next }
    place = one.next + 1
  }
}

/** The longest known value at a place. */
export function valueAt({ tokens }: Pick<Reading, 'tokens'>, field: Field, at: number) {
  if (tokens[at]?.isApart) return undefined
  const few = field.values.filter((value) => wordsOfText(value).length <= MOST_WORDS)
  const found = longest(tokens, at, few, wordsOfText)
  return found && { value: found.choice, next: found.next }
}
